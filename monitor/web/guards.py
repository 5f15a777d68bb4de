"""Guards: who may ask, by which names and methods, and what every answer says of itself to browsers."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.config.values import is_address
from monitor.records import Web
from monitor.web.present import Present
from monitor.web.visitors import Visitor, Visitors

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # without any, browsers do not say of a form that it is ours
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
METHODS = ("GET", "HEAD", "POST")
# A stranger may ask, and hears ok or not ok; who they are; and what all are told.
OPEN = frozenset({"/healthz", "/readyz", "/login", "/logout", "/robots.txt"})
OPEN_FOLDER = "/static/"  # the same for everybody
_HOST = re.compile(r"(?:\[(?P<address>[0-9A-Fa-f:.]+)\]|(?P<name>[\w.-]+))(?::[0-9]*)?")


class Guard:
    """Refuses what must not reach the application, and sets the headers of all answers."""

    def __init__(self, app: ASGIApp, present: Present, visitors: Visitors) -> None:
        self.app, self.present, self.visitors = app, present, visitors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        settings, _ = self.present()
        request = Request(scope)
        request.state.visitor = visitor = self.visitors.recognise(request, settings.web)
        answer = _refusal(request, settings.web, visitor) or self.app
        await answer(scope, receive, guarded)


def _refusal(request: Request, web: Web, visitor: Visitor) -> Response | None:
    if request.method not in METHODS:
        return PlainTextResponse("only GET, HEAD and forms are answered\n", 405, {"Allow": ", ".join(METHODS)})
    if not _is_ours(request.headers.get("host", ""), web):
        return PlainTextResponse("this name is not answered to; hosts of [web] would name it\n", 421)
    path = request.scope["path"]
    if visitor.is_trusted or path in OPEN or path.startswith(OPEN_FOLDER):
        return None
    if request.method != "POST" and "text/html" in request.headers.get("accept", ""):
        asked = path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/login?{urlencode({'next': asked})}", 303)
    return PlainTextResponse("the token of [web] is asked for, or a login\n", 401, {"WWW-Authenticate": "Bearer"})


def _is_ours(host: str, web: Web) -> bool:
    """Whether we answer to a name: anybody's page can let a name of its own lead to us, but never an address."""
    found = _HOST.fullmatch(host)
    name = (found["address"] or found["name"]).lower().removesuffix(".") if found else ""
    return name in {"localhost", *web.hosts} or is_address(name)
