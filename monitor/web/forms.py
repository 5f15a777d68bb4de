"""Forms: what a page of ours posts, and nobody else's."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

KIND = "application/x-www-form-urlencoded"
MOST_BYTES, MOST_FIELDS = 4_096, 16
SIGN, BACK = "form_sign", "back"  # fields of every form
SEE_OTHER, FORBIDDEN, TOO_LARGE, NO_FORM = 303, 403, 413, 415
FOREIGN = "this form is not of a page that was shown to you here, or that page is too old: go back and load it again\n"

Form = Mapping[str, str]


def posted(handle: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
    """What answers a form: `handle` is given it where it is of a page of ours that was shown to whoever sends it."""

    async def answer(request: Request) -> Response:
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != KIND:
            return PlainTextResponse(f"a form is expected: {KIND}\n", NO_FORM)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("this form is too large\n", TOO_LARGE)
        form = dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True, errors="replace")[:MOST_FIELDS])
        sign = request.state.visitor.form_sign
        if not (_is_from_here(request) and hmac.compare_digest(form.get(SIGN, "").encode(), sign.encode())):
            return PlainTextResponse(FOREIGN, FORBIDDEN)
        return await run_in_threadpool(handle, request, form)

    return answer


def back(form: Form, usual: str) -> Response:
    """The way back to the page that the form stood on."""
    return RedirectResponse(local(form.get(BACK, ""), usual), SEE_OTHER)


def local(address: str, usual: str) -> str:
    """An address that leads to a page of ours, or the usual one: nobody is to be sent elsewhere from here."""
    is_path = address.startswith("/") and not address.startswith(("//", "/\\"))
    return address if is_path and address.isprintable() else usual


async def _body(request: Request) -> bytes | None:
    """What was sent, None when that is too much."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            return None
    return body


def _is_from_here(request: Request) -> bool:
    """Whether a page of this origin sends it, as far as the browser says: over plain http some say `Origin` alone."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")
