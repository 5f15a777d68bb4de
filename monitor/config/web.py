"""From `[web]` to settings: where the daemon answers over HTTP, and whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from monitor.config import form, values
from monitor.config.place import Place
from monitor.config.table import read
from monitor.records import Web

LEAST_TOKEN = 16  # characters; what is shorter can be guessed
LAST_PORT = 65_535
_PLACE = re.compile(r"(?:(?P<bare>[0-9.]+|localhost)|\[(?P<bracketed>[0-9A-Fa-f:.]+)\]):(?P<port>[0-9]{1,5})")


def web(table: Mapping[str, Any], place: Place) -> Web:
    """What the table says; an address that others can reach is refused without a token."""
    found = read(form.Web, table, place)
    usual = Web()
    host, port = _listen(found.listen, place.at("listen")) if found.listen else (usual.host, usual.port)
    for name in found.hosts:
        if not values.is_host(name):
            raise place.at("hosts").expected("names of hosts without ports", name)
    if found.token is not None:
        _check_token(found.token, place.at("token", secret=True))
    elif not _is_loopback(host):
        problem = 'others can reach it: it needs a token, such as token = "${WEB_TOKEN}"; or listen on 127.0.0.1'
        raise place.at("listen").error(problem)
    return Web(
        enabled=found.enabled,
        host=host,
        port=port,
        hosts=tuple(name.lower() for name in found.hosts),
        token=found.token,
        document_series=found.document_series,
    )


def _listen(text: str, place: Place) -> tuple[str, int]:
    """The address and the port of `ADDRESS:PORT`; an IPv6 address stands in brackets."""
    found = _PLACE.fullmatch(text)
    host = found["bare"] or found["bracketed"] if found else ""
    if found is None or not (host == "localhost" or _is_address(host)) or not 0 < int(found["port"]) <= LAST_PORT:
        raise place.expected('an address and a port such as "127.0.0.1:8765" or "[::1]:8765"', text)
    return host, int(found["port"])


def _check_token(text: str, place: Place) -> None:
    if len(values.printable(text, place)) < LEAST_TOKEN or " " in text:
        raise place.error(f"expected at least {LEAST_TOKEN} characters without spaces")


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ip_address(host).is_loopback


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
