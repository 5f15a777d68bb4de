"""Which addresses may be fetched: how they may be spelt, and where they may lead."""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Network, ip_address

import httpx

from monitor.fetch.faults import Fault, Kind

_ORIGIN = re.compile(r"[^/?#\\]*//[^/?#\\]+")
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST_NAME = 253  # RFC 1035 section 2.3.4, as text

_UNICAST = IPv6Network("2000::/3")  # all that IANA hands out: https://www.iana.org/assignments/ipv6-address-space
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052


def parse(address: str, base: httpx.URL | None = None) -> httpx.URL:
    """Read an address, relative to `base` if given, with the parser that also connects; raise Fault if it is unfit."""
    if "\\" in re.split("[?#]", address, maxsplit=1)[0]:
        # httpx takes it for a part of a name, browsers for a slash: no two programs agree where this leads
        raise Fault(Kind.BAD_ADDRESS, f"a backslash in {address!r}")
    try:
        url = base.join(address.strip()) if base else httpx.URL(address.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise Fault(Kind.BAD_ADDRESS, f"{address!r}: {error}") from error
    if url.scheme not in {"http", "https"}:
        raise Fault(Kind.BAD_ADDRESS, f"neither http nor https: {address!r}")
    if url.userinfo:
        raise Fault(Kind.BAD_ADDRESS, f"a user name before the host {host_of(url)!r}")
    if url.port is not None and not 0 < url.port < 1 << 16:
        raise Fault(Kind.BAD_ADDRESS, f"no such port: {url.port}")
    host = _plain_host(url)
    return url if host == host_of(url) else url.copy_with(host=host)


def host_of(url: httpx.URL) -> str:
    """Give a URL's host as it goes over the wire: ASCII, lower case, IPv6 without brackets."""
    return url.raw_host.decode("ascii").strip("[]")


def lane_of(address: str) -> str:
    """Give the name under which an address's host is asked for one thing at a time, "" for one that never is asked."""
    origin = _ORIGIN.match(address)
    return _lane(origin[0]) if origin else ""


@lru_cache(maxsize=4096)  # to read an address takes long, and a host has several documents
def _lane(origin: str) -> str:
    try:
        return host_of(parse(origin))
    except Fault:
        return ""


def is_public(address: str) -> bool:
    """Tell whether an IP address, and every IPv4 address embedded in it, is one of the open internet's."""
    if not is_literal(address):
        return False
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast
    if ip.ipv4_mapped:
        return is_public(str(ip.ipv4_mapped))
    if ip in _NAT64:
        return is_public(str(IPv4Address(ip.packed[-4:])))
    # 6to4 leads into IPv4 networks and is out of use; some Pythons take it for global
    return ip in _UNICAST and ip.is_global and not ip.sixtofour


def is_literal(host: str) -> bool:
    """Tell whether a host is an IP address and needs no look-up; one with a zone means nothing elsewhere."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return "%" not in host


def _plain_host(url: httpx.URL) -> str:
    """Give the host without the dot of a full name; raise Fault for names and numbers that are read in several ways."""
    host = host_of(url).removesuffix(".")
    if is_literal(host):
        return host
    labels = host.split(".")
    # 127.1, 0x7f.1 and 2130706433 are all 127.0.0.1 to a C library, and names to others
    if len(host) > _LONGEST_NAME or not all(map(_LABEL.fullmatch, labels)) or _NUMBER.fullmatch(labels[-1]):
        raise Fault(Kind.BAD_ADDRESS, f"no proper host name: {host!r}")
    return host
