"""Rendering: a template filled for whoever asks, in their language, and not sent twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache, lru_cache
from hashlib import sha256
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from monitor.alert import answers, phrases
from monitor.detect import understands
from monitor.records import Practice
from monitor.web import static
from monitor.web.speech import TIMELESS, Speech, language_of
from monitor.web.statements import Statement, facts, place

OK, NOT_MODIFIED, NOT_FOUND = 200, 304, 404
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

    def show(self, request: Request, template: str, status: int = OK, /, **values: object) -> Response:
        """A page, or that it is the one that whoever asks has already."""
        content, headers = self._fill(request, template, values)
        if status == OK:
            headers["ETag"] = tag = f'W/"{sha256(content).hexdigest()[:32]}"'
            if tag in request.headers.get("if-none-match", ""):
                return Response(status_code=NOT_MODIFIED, headers=headers)
        return HTMLResponse(content, status, headers)

    def missing(self, request: Request, _: Exception | None = None) -> Response:
        """The page that says that there is none."""
        return self.show(request, "missing.html.j2", NOT_FOUND)

    def _fill(self, request: Request, template: str, values: Mapping[str, object]) -> tuple[bytes, dict[str, str]]:
        speech = Speech(language_of(request), "UTC", self.clock())
        content = _environment().get_template(template).render(_common(request, speech), **values).encode()
        return content, {**HEADERS, "Content-Language": speech.language}


def _common(request: Request, speech: Speech) -> dict[str, object]:
    """What every template may use: `_` says a sentence, `link` gives an address that keeps the language asked for."""
    asked = {"lang": lang} if (lang := request.query_params.get("lang")) == speech.language else {}

    timeless = replace(speech, now=TIMELESS)  # so that days which were written once are remembered

    def link(path: str, /, **parameters: object) -> str:
        if not parameters and not asked:
            return path
        given = urlencode({name: value for name, value in {**parameters, **asked}.items() if value not in (None, "")})
        base, mark, fragment = path.partition("#")
        return f"{base}?{given}{mark}{fragment}" if given else path

    return {
        "_": speech.tell,
        "speech": speech,
        "names": {practice: speech.tell(f"practice.{practice}") for practice in Practice},
        "link": link,
        "feed": lambda name: f"/feeds/{quote(name)}.atom?lang={speech.language}",
        "lang_asked": asked.get("lang"),
        "path": request.url.path,
        "here": request.url.path + (f"?{request.url.query}" if request.url.query else ""),
        "visitor": request.state.visitor,
        "day": lambda given: _day(timeless, _date(given)),
        "short": lambda given: _short(timeless, _date(given)),
        "facts": lambda stance: facts(stance, speech),
        "moment": lambda given: _moment(timeless, given),
        "since": lambda stance: _since(timeless, stance.seen_without, stance.seen_with),
    }


@lru_cache(maxsize=10_000)
def _day(speech: Speech, given: date) -> Markup:
    """A day: `26 November 2026`."""
    return Markup('<time datetime="{}">{}</time>').format(given.isoformat(), speech.day(given))


@lru_cache(maxsize=10_000)
def _short(speech: Speech, given: date) -> Markup:
    """A day as a table has it: `26 Nov 2026`."""
    return Markup('<time datetime="{}">{}</time>').format(given.isoformat(), speech.short(given))


def _date(given: date | datetime) -> date:
    """A day, or the day of a moment."""
    return given.date() if isinstance(given, datetime) else given


@lru_cache(maxsize=10_000)
def _moment(speech: Speech, given: datetime) -> Markup:
    """A moment: `26 November 2026, 10:15 UTC`."""
    return Markup('<time datetime="{}">{}</time>').format(f"{given:%Y-%m-%dT%H:%M:%SZ}", speech.moment(given))


@lru_cache(maxsize=10_000)
def _since(timeless: Speech, start: datetime | None, end: datetime) -> Markup:
    """Since when something is stated: between which days it was first seen or, on one day, between which times."""
    day = _day(timeless, end.date())
    if start is None:
        return timeless.tell("stance.before", day=day)
    if start.date() != end.date():
        return timeless.tell("stance.since", day=day, without=_day(timeless, start.date()))
    first, last = timeless.clock(start), timeless.clock(end)
    if first == last:
        return timeless.tell("stance.at", moment=_moment(timeless, end))
    return timeless.tell("stance.within", day=day, start=first, end=last)


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
    templates.globals.update(
        static=static.address, answers=answers, phrases=phrases, place=place, understands=understands
    )
    templates.filters["stating"] = Statement
    return templates
