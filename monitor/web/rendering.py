"""Rendering: a template filled for whoever asks, in their language, and not sent twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from monitor.web import static
from monitor.web.speech import Speech, language_of

NOT_FOUND, NOT_MODIFIED = 404, 304
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": POLICY,
    "Vary": "Accept-Language, Cookie",
}


class Pages:
    """Fills templates; every value is escaped, and no template comes from outside."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock

    def show(self, request: Request, template: str, /, status: int = 200, **values: object) -> Response:
        """A page, or that it is the one that whoever asks has already."""
        speech = Speech(language_of(request), "UTC", self.clock())
        content = _environment().get_template(template).render(_common(request, speech), **values).encode()
        headers = {**HEADERS, "Content-Language": speech.language}
        if status == 200:  # noqa: PLR2004 - what HTTP calls success
            headers["ETag"] = tag = f'W/"{sha256(content).hexdigest()[:32]}"'
            if tag in request.headers.get("if-none-match", ""):
                return Response(status_code=NOT_MODIFIED, headers=headers)
        return HTMLResponse(content, status, headers)

    def missing(self, request: Request, _: Exception | None = None) -> Response:
        """The page that says that there is none."""
        return self.show(request, "missing.html.j2", status=NOT_FOUND)


def _common(request: Request, speech: Speech) -> dict[str, object]:
    """What every template may use: `_` says a sentence, `link` gives an address that keeps the language asked for."""
    asked = {"lang": lang} if (lang := request.query_params.get("lang")) == speech.language else {}

    def link(path: str, /, **parameters: object) -> str:
        given = urlencode({name: value for name, value in {**parameters, **asked}.items() if value not in (None, "")})
        base, mark, fragment = path.partition("#")
        return f"{base}?{given}{mark}{fragment}" if given else path

    return {
        "_": speech.tell,
        "speech": speech,
        "link": link,
        "lang_asked": asked.get("lang"),
        "path": request.url.path,
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "visitor": request.state.visitor,
        "day": lambda given: _day(speech, given),
        "moment": lambda given: _moment(speech, given),
    }


def _day(speech: Speech, given: date | datetime) -> Markup:
    """A day, or the day of a moment: `26 November 2026`."""
    said = speech.day_of(given) if isinstance(given, datetime) else speech.day(given)
    return Markup('<time datetime="{}">{}</time>').format(f"{given:%Y-%m-%d}", said)


def _moment(speech: Speech, given: datetime) -> Markup:
    """A moment: `26 November 2026, 10:15 UTC`."""
    return Markup('<time datetime="{}">{}</time>').format(f"{given:%Y-%m-%dT%H:%M:%SZ}", speech.moment(given))


@cache
def _environment() -> Environment:
    templates = Environment(
        loader=PackageLoader("monitor.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    templates.globals["static"] = static.address
    return templates
