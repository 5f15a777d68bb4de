"""How a document's pages are asked for: language, headers, cookies, proxy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from monitor.config import values
from monitor.config.place import Place

# ISO 639 code, then a script and a region: what Accept-Language takes and people write (RFC 5646).
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?")
_COOKIE_VALUE = re.compile(r"[\x21-\x3a\x3c-\x7e][\x20-\x3a\x3c-\x7e]*")
_PLAIN = re.compile(r"[\x21-\x7e]+")
_PROXY = "a proxy such as http://HOST:PORT, https://… or socks5://USER:PASSWORD@HOST:PORT"
_PROXIES = {"http", "https", "socks5"}
# They speak of the connection, of what is sent along or of an earlier answer: whoever sends the request sets them.
_OURS = frozenset(
    {"accept-encoding", "connection", "expect", "host", "keep-alive", "proxy-authorization", "proxy-connection"}
    | {"content-encoding", "content-length", "content-type", "range", "te", "trailer", "transfer-encoding", "upgrade"}
    | {"if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since"}
)


def language(text: str, place: Place) -> str:
    """A language of two or three letters, optionally with script and region: "en", "de-CH", "zh-Hant-TW"."""
    if not _LANGUAGE.fullmatch(text):
        raise place.expected('a language of two small letters (ISO 639-1) such as "en", with its region "de-CH"', text)
    return str(text)


def headers(found: Mapping[str, str], place: Place, *, with_cookies: bool = False) -> dict[str, str]:
    """Headers by name; values are never shown. `with_cookies`: cookies are declared beside them."""
    seen: set[str] = set()
    for name in found:
        if name.lower() in _OURS:
            raise place.at(name).error("the program sets this header itself")
        if name.lower() == "cookie" and with_cookies:
            raise place.at(name).error("expected this header or cookies, found both")
        if name.lower() in seen:
            raise place.at(name).error("it is there twice; upper and lower case make no difference")
        seen.add(name.lower())
    return {
        values.header_name(name, place.at(name)): values.printable(value, place.at(name, secret=True))
        for name, value in found.items()
    }


def cookies(found: Mapping[str, str], place: Place) -> dict[str, str]:
    """Cookies by name; values are never shown."""
    return {
        values.cookie_name(name, place.at(name)): _cookie_value(value, place.at(name, secret=True))
        for name, value in found.items()
    }


def proxy(text: str, place: Place) -> str:
    """A proxy's address, which may hold a user and a password; it is never shown."""
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:  # a bad port or bracket; its message may show the address
        raise place.expected(_PROXY, text) from None
    rest = parts.path.strip("/") or parts.query or parts.fragment
    if rest or parts.scheme.lower() not in _PROXIES or not values.is_host(host) or not _PLAIN.fullmatch(text):
        raise place.expected(_PROXY, text)
    return str(text)


def _cookie_value(text: str, place: Place) -> str:
    if text and not _COOKIE_VALUE.fullmatch(text):
        raise place.expected("visible ASCII characters without a semicolon", text)
    return str(text)
