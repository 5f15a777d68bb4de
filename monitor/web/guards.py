"""Guards: who may ask, by which names and methods, and what every answer says of itself to browsers."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.records import Web
from monitor.web.present import Present

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
OPEN = frozenset({"/healthz", "/readyz"})  # a stranger may ask, and hears ok or not ok
OPEN_FOLDER = "/static/"  # the same for everybody
TOKEN_IN_ADDRESS = frozenset({"/calendar.ics"})  # calendars send no header that one could choose


class Guard:
    """Refuses what must not reach the application, and sets the headers of all answers."""

    def __init__(self, app: ASGIApp, present: Present) -> None:
        self.app, self.present = app, present

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        settings, _ = self.present()
        answer = _refusal(Request(scope), settings.web) or self.app
        await answer(scope, receive, guarded)


def is_trusted(request: Request, web: Web) -> bool:
    """Whether whoever asks knows the token, where there is one."""
    if web.token is None:
        return True
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        given = request.query_params.get("token", "") if request.url.path in TOKEN_IN_ADDRESS else ""
    return hmac.compare_digest(given.strip().encode(), web.token.encode())


def _refusal(request: Request, web: Web) -> Response | None:
    if request.method not in {"GET", "HEAD"}:
        return PlainTextResponse("only GET and HEAD are answered\n", 405, {"Allow": "GET, HEAD"})
    if not _is_ours(request.headers.get("host", ""), web):
        return PlainTextResponse("this name is not answered to; hosts of [web] would name it\n", 421)
    path = request.scope["path"]
    if path not in OPEN and not path.startswith(OPEN_FOLDER) and not is_trusted(request, web):
        return PlainTextResponse("the token of [web] is asked for\n", 401, {"WWW-Authenticate": "Bearer"})
    return None


def _is_ours(host: str, web: Web) -> bool:
    """Whether we answer to a name: anybody's page can let a name of its own lead to us, but never an address."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    name = name.lower().removesuffix(".")
    return name in {"localhost", *web.hosts} or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
