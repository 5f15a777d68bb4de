"""Takes every part of an address that may be a secret out of what is shown, logged or raised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote, quote_plus, unquote, unquote_plus

HIDDEN = "***"

# Apprise's own parameters, which are the same for every service and say nothing about the account.
_HARMLESS = frozenset(
    {"cto", "emojis", "format", "method", "optional", "overflow", "redirect", "retry", "rto", "store", "tz"}
    | {"verify", "wait"}
)
# A shorter part is only hidden where it stands alone: "a" must not blot out every letter a.
_SHORT = 5


def secrets(address: str, *, spare: Sequence[str] = ()) -> tuple[str, ...]:
    """Every part of an Apprise address but the scheme and what is to be spared, as it may be written, longest first."""
    _, _, rest = address.partition("://")
    spared = {part.lower() for part in (*spare, ":".join(spare))}
    found = {part for part in _spellings(rest) if part.lower() not in spared and any(map(str.isalnum, part))}
    return tuple(sorted(found, key=lambda part: (-len(part), part)))


def scrub(text: str, hidden: Iterable[str]) -> str:
    """A text without the secrets."""
    for part in hidden:
        pattern = re.escape(part) if len(part) >= _SHORT else rf"(?<!\w){re.escape(part)}(?!\w)"
        text = re.sub(pattern, HIDDEN, text, flags=re.IGNORECASE)
    return text


def _spellings(rest: str) -> Iterator[str]:
    """The parts of an address as they are written in it, decoded, encoded anew, and as a message may quote them."""
    for part in _parts(rest):
        for plain in (part, unquote(part), unquote_plus(part)):
            yield from (plain, quote(plain, safe=""), quote(plain), quote_plus(plain), repr(plain)[1:-1])
            yield from plain.split()  # as a line that was quoted loses its blanks and line ends


def _parts(rest: str) -> Iterator[str]:
    """User, password, host, port, the pieces of the path and the values of the query, and what each is made of."""
    place, _, query = rest.partition("?")
    for piece in place.split("/"):
        yield piece
        yield from re.split(r"[:@,]", piece)
    for pair in query.split("&"):
        key, named, value = pair.partition("=")
        value = value if named else key
        if key.lower() not in _HARMLESS:
            yield value
            yield from re.split(r"[:@,/?&=]", unquote_plus(value))
