"""Addresses as they are worth keeping: absolute, without what only follows people about."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit, urlunsplit

from monitor.extract.markup import NAMES

_TRACKING = tuple(NAMES["links"]["tracking_starts"])
_TRACKING_NAMES = NAMES["links"]["tracking"]


def tidy(address: str, base: str) -> str | None:
    """The absolute http(s) or mailto address of a link without fragment and tracking parameters; None for any other."""
    try:
        parts = urlsplit(address.strip())
        if not (parts.scheme and parts.netloc) or ";" in parts.path:  # `urljoin` drops an empty parameter
            parts = urlsplit(urljoin(base, address.strip()))
    except ValueError:  # brackets that are no IPv6 address
        return None
    if parts.scheme not in ("http", "https", "mailto") or not (parts.netloc or parts.path):
        return None
    query = parts.query and "&".join(pair for pair in parts.query.split("&") if not _tracks(pair))
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    return name in _TRACKING_NAMES or name.startswith(_TRACKING)
