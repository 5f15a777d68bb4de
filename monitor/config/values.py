"""Single values of the file: durations, sizes, addresses and names."""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from ipaddress import ip_address
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.config.place import Place

_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
_BYTES = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_DURATION = re.compile(r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,3})?) ?(?P<unit>ms|[smhdw])")
_SIZE = re.compile(r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,3})?) ?(?P<unit>[KMG]?B|[KMG]iB)")
_TIME_OF_DAY = re.compile(r"(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9])")
_SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")  # a token of RFC 9110, section 5.6.2
_PRINTABLE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")
_HOST = re.compile(r"[\w.-]+|[0-9A-Fa-f:.]+")  # a name (any script) or an IPv6 address without its brackets
_BLANK = re.compile(r"\s")
_LONGEST_NAME = 80
LONGEST_VARIANT = 40


def seconds(text: str, place: Place, least: str, most: str) -> float:
    """A duration in seconds, between `least` and `most` as they are written in the file."""
    found = _DURATION.fullmatch(text)
    if found is None:
        raise place.expected('a duration such as "500ms", "30s", "5m", "6h", "1d" or "2w"', text)
    value = _seconds(found)
    if not _seconds(_matched(_DURATION, least)) <= value <= _seconds(_matched(_DURATION, most)):
        raise place.expected(f"a duration from {least} to {most}", text)
    return value


def size(text: str, place: Place, least: str, most: str) -> int:
    """A number of bytes, between `least` and `most` as they are written in the file."""
    found = _SIZE.fullmatch(text)
    if found is None:
        raise place.expected('a size such as "500 KB" or "20 MB"', text)
    value = _bytes(found)
    if not _bytes(_matched(_SIZE, least)) <= value <= _bytes(_matched(_SIZE, most)):
        raise place.expected(f"a size from {least} to {most}", text)
    return value


def time_of_day(text: str, place: Place) -> time:
    """A time by a clock on the wall, to the minute."""
    found = _TIME_OF_DAY.fullmatch(text)
    if found is None:
        raise place.expected('a time of day from "00:00" to "23:59"', text)
    return time(int(found["hour"]), int(found["minute"]))


def time_zone(text: str, place: Place) -> str:
    """A time zone by its name."""
    try:
        return str(ZoneInfo(text).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the latter two: not even the form of a name, or a folder
        raise place.expected('a time zone such as "Europe/Zurich"', text) from None


def web_address(text: str, place: Place) -> str:
    """An http or https address that names a host and holds no password."""
    place = place.at(place.key, secret="@" in text)
    if _blank_or_control(text) or "\\" in text:
        raise place.expected("an address without spaces, control characters and backslashes", text)
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname or "", parts.port
    except ValueError:  # a bad port or bracket; its message may show the address
        raise place.expected("an http or https address", text) from None
    if parts.username is not None or parts.password is not None:
        raise place.error("an address may hold no user and password; use headers")
    if parts.scheme.lower() not in {"http", "https"} or not is_host(host):
        raise place.expected("an http or https address", text)
    return str(text)


def name(text: str, place: Place) -> str:
    """A name that people read: 1 to 80 characters, no control characters, no space around it."""
    if not 1 <= len(text) <= _LONGEST_NAME or text != text.strip() or _control(text):
        raise place.expected(f"1 to {_LONGEST_NAME} characters without control characters and outer spaces", text)
    return str(text)


def terms_type(text: str, place: Place) -> str:
    """A document's type; no `/`, which parts the service from the type in the document's key."""
    if "/" in text:
        raise place.error('a type of terms may hold no "/"')
    return name(text, place)


def variant(text: str, place: Place) -> str:
    """A variant's name, which stands in brackets behind its document's."""
    if not 1 <= len(text) <= LONGEST_VARIANT or set(text) & set("/()"):
        raise place.error(f'a variant\'s name has 1 to {LONGEST_VARIANT} characters without "/", "(" and ")"')
    return name(text, place)


def heading(text: str, place: Place) -> str:
    """A heading on a page, with something to find it by."""
    if not any(sign.isalnum() for sign in text):
        raise place.expected("the text of a heading", text)
    return str(text)


def slug(text: str, place: Place) -> str:
    """A service's ID: lower case letters, digits and hyphens."""
    if not _SLUG.fullmatch(text) or len(text) > _LONGEST_NAME:
        raise place.error('an ID holds lower case letters, digits and hyphens, such as "my-service"')
    return str(text)


def printable(text: str, place: Place) -> str:
    """Text that can be the value of a header: visible ASCII and inner spaces."""
    if not _PRINTABLE.fullmatch(text):
        raise place.expected("visible ASCII characters on one line", text)
    return str(text)


def header_name(text: str, place: Place) -> str:
    """A header's name."""
    if not _HEADER_NAME.fullmatch(text):
        raise place.error("expected the name of an HTTP header")
    return str(text)


def cookie_name(text: str, place: Place) -> str:
    """A cookie's name."""
    if not _HEADER_NAME.fullmatch(text):
        raise place.error("expected the name of a cookie")
    return str(text)


def is_host(text: str) -> bool:
    """Whether a text has the form of a host's name or address."""
    return bool(_HOST.fullmatch(text) and text.strip(".-"))


def is_address(text: str) -> bool:
    """Whether a text is an IP address."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _matched(form: re.Pattern[str], text: str) -> re.Match[str]:
    found = form.fullmatch(text)
    assert found is not None, text
    return found


def _seconds(found: re.Match[str]) -> float:
    return float(found["number"]) * _SECONDS[found["unit"]]


def _bytes(found: re.Match[str]) -> int:
    return round(float(found["number"]) * _BYTES[found["unit"]])


def _control(text: str) -> bool:
    # C: control, format (such as bidirectional overrides) and surrogates; Z: line and paragraph separators.
    # What is printable holds none of them, and is told at once.
    return not text.isprintable() and any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for sign in text)


def _blank_or_control(text: str) -> bool:
    return _control(text) or bool(_BLANK.search(text))
