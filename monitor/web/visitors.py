"""Visitors: who asks, known by a token or a browser's session, and the sign that the forms shown to them carry."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from secrets import token_urlsafe

from itsdangerous import BadSignature, Signer, TimestampSigner
from starlette.requests import Request
from starlette.responses import Response

from monitor.config.passwords import is_right, stretched
from monitor.records import Web

COOKIE = "terms_monitor"
LASTS = 30 * 86_400  # seconds that a session lasts
TOKEN_IN_ADDRESS = ("/calendar.ics", "/feeds/")  # what reads these sends no header that one could choose


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks: whether they may be told everything, or do what there is to do, and their browser's session."""

    is_trusted: bool
    may_act: bool
    session: str
    form_sign: str


class Visitors:
    """Knows visitors again. Whatever it signs holds after a restart, and no more once the password or token changes."""

    def __init__(self, *, may_act: bool) -> None:
        self._may_act = may_act
        self._passing = token_urlsafe()  # where nothing is asked for, a form holds until a restart

    def recognise(self, request: Request, web: Web) -> Visitor:
        """Who asks."""
        key = self._key(web)
        session = "" if is_open(web) else _session(request, key)
        is_trusted = is_open(web) or bool(session) or _has_token(request, web)
        may_act = is_trusted and self._may_act
        return Visitor(is_trusted, may_act, session, _signer(key).get_signature(session).decode())

    def welcome(self, request: Request, response: Response, web: Web) -> None:
        """Begin a session with whoever is answered."""
        _keep(request, response, _timed(self._key(web)).sign(token_urlsafe()).decode(), LASTS)

    def dismiss(self, request: Request, response: Response) -> None:
        """End the session of whoever is answered."""
        _keep(request, response, "", 0)

    def _key(self, web: Web) -> bytes:
        return self._passing.encode() if is_open(web) else _derived(f"{web.password}\n{web.token}")


def is_open(web: Web) -> bool:
    """Whether nothing is asked of anybody who reaches us."""
    return web.password is None and web.token is None


def knows(secret: str, web: Web) -> bool:
    """Whether somebody who logs in knows the password, or the token."""
    return any(kept is not None and is_right(secret, kept) for kept in (web.token, web.password))


def _has_token(request: Request, web: Web) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        given = request.query_params.get("token", "") if request.scope["path"].startswith(TOKEN_IN_ADDRESS) else ""
    return web.token is not None and is_right(given.strip(), web.token)


def _session(request: Request, key: bytes) -> str:
    """What the cookie of a session says, nothing of one that is forged, old or not there."""
    try:
        return _timed(key).unsign(request.cookies.get(_cookie(request), ""), max_age=LASTS).decode()
    except BadSignature:
        return ""


@lru_cache(maxsize=4)
def _derived(secret: str) -> bytes:
    """A key that tells nothing of the secret: a cookie must be no way to guess a password."""
    return stretched(secret, b"the sessions of terms-monitor")


def _timed(key: bytes) -> TimestampSigner:
    return TimestampSigner(key, salt=b"session", digest_method=sha256)


def _signer(key: bytes) -> Signer:
    return Signer(key, salt=b"form", digest_method=sha256)


def _cookie(request: Request) -> str:
    """The cookie's name: with this prefix, browsers take it from this host over https alone."""
    return f"__Host-{COOKIE}" if request.scope["scheme"] == "https" else COOKIE


def _keep(request: Request, response: Response, value: str, lasts: int) -> None:
    """Have the browser keep a cookie that no script and no other site's link can use."""
    is_safe = request.scope["scheme"] == "https"
    response.set_cookie(_cookie(request), value, max_age=lasts, secure=is_safe, httponly=True, samesite="strict")
