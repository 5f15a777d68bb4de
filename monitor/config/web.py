"""From `[web]` to settings: where the daemon answers over HTTP, and whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from monitor.config import form, passwords, values
from monitor.config.place import Place
from monitor.config.table import read
from monitor.records import Web

LEAST_TOKEN = 16  # characters; what is shorter can be guessed
LAST_PORT = 65_535
_PLACE = re.compile(r"(?:(?P<bare>[0-9.]+|localhost)|\[(?P<bracketed>[0-9A-Fa-f:.]+)\]):(?P<port>[0-9]{1,5})")


def web(table: Mapping[str, Any], place: Place) -> Web:
    """What the table says; an address that others can reach is refused without a password or a token."""
    found = read(form.Web, table, place)
    _check_names(found, place)
    if found.token is not None:
        _check_token(found.token, place.at("token", secret=True))
    if found.password is not None:
        _check_password(found.password, place.at("password", secret=True))
    url = _url(found.url, place.at("url")) if found.url else ""
    said = Web(
        enabled=found.enabled,
        url=url,
        hosts=(*(name.lower() for name in found.hosts), *_host_of(url)),
        proxies=tuple(found.proxies),
        password=found.password,
        token=found.token,
        document_series=found.document_series,
    )
    return said if found.listen is None else listening(said, found.listen, place.at("listen"))


def listening(web: Web, text: str, place: Place) -> Web:
    """The same at another address and port, `ADDRESS:PORT`; an IPv6 address stands in brackets."""
    found = _PLACE.fullmatch(text)
    host = found["bare"] or found["bracketed"] if found else ""
    if found is None or not (host == "localhost" or values.is_address(host)) or not 0 < int(found["port"]) <= LAST_PORT:
        raise place.expected('an address and a port such as "127.0.0.1:8765" or "[::1]:8765"', text)
    if web.password is None and web.token is None and not _is_loopback(host):
        problem = 'others can reach it: it needs a password, such as password = "${WEB_PASSWORD}", or a token'
        raise place.error(f"{problem}; or listen on 127.0.0.1")
    return replace(web, host=host, port=int(found["port"]))


def _check_names(found: form.Web, place: Place) -> None:
    for name in found.hosts:
        if not values.is_host(name):
            raise place.at("hosts").expected("names of hosts without ports", name)
    for proxy in found.proxies:
        if not values.is_address(proxy):
            raise place.at("proxies").expected("IP addresses", proxy)


def _check_token(text: str, place: Place) -> None:
    is_short = len(values.printable(text, place)) < LEAST_TOKEN or " " in text
    if is_short or passwords.PASSWORD_HASH.fullmatch(text):
        raise place.error(f'expected at least {LEAST_TOKEN} characters without spaces, or "sha256:" and their hash')


def _check_password(text: str, place: Place) -> None:
    is_hash = passwords.PASSWORD_HASH.fullmatch(text) is not None
    if len(text) < passwords.LEAST_PASSWORD or (text.startswith("scrypt:") and not is_hash):
        problem = f"expected at least {passwords.LEAST_PASSWORD} characters"
        raise place.error(f"{problem}, or what `terms-monitor web --hash-password` prints")


def _url(text: str, place: Place) -> str:
    if set("?#") & set(text):
        raise place.expected('an address that a path can follow, such as "https://watch.example.org"', text)
    return values.web_address(text, place).rstrip("/")


def _host_of(url: str) -> Iterator[str]:
    if name := urlsplit(url).hostname:
        yield name


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ip_address(host).is_loopback
