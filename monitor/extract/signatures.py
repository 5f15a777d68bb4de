"""What pages look like that are served in place of a document, and how documents name themselves."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).with_name("signatures")

# Most telling first: a challenge also says "please wait", a login wall also "something went wrong".
KINDS = {
    "challenge": "challenge",
    "denied": "access denied",
    "missing": "soft 404",
    "login": "login wall",
    "chooser": "language page",
    "consent": "consent",
    "maintenance": "maintenance",
    "script": "javascript shell",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """The marks of one kind of page: beginnings of its title, phrases of its text, pieces of its markup.

    Pieces in `walls` stand in no other page; those in `markup` also in pages that such a page let through.
    """

    kind: str
    titles: tuple[str, ...]
    phrases: tuple[str, ...]
    markup: tuple[bytes, ...]
    walls: tuple[bytes, ...]

    def is_titled(self, title: str) -> bool:
        """Whether a title begins as such pages' titles do, and is no longer sentence that only begins alike."""
        plain = title.lower().replace("’", "'").lstrip(" -–—|:!*#.")
        return any(_begins(plain, start) for start in self.titles)

    def count(self, text: str) -> int:
        """How many different phrases of such pages stand in a text that is in lower case with plain apostrophes."""
        return sum(phrase in text for phrase in self.phrases)

    def is_built(self, page: bytes) -> bool:
        """Whether a page's source, in lower case, is made of such pages' pieces."""
        return any(piece in page for piece in self.markup)

    def is_surely_built(self, page: bytes) -> bool:
        """Whether a page's source, in lower case, holds what stands in such pages alone."""
        return any(piece in page for piece in self.walls)


def _begins(title: str, start: str) -> bool:
    rest = title[len(start) :]
    words = rest.split()
    if not title.startswith(start) or len(words) > MORE_WORDS or rest[:1].isalnum():
        return False
    return not (words and document_type(words[0]))  # "404 policy" is a document's title


# Besides its signature a title may name the site, or say "please try again".
MORE_WORDS = 6


def _load(name: str, kind: str) -> Signature:
    table = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    pieces = (tuple(piece.encode() for piece in table.get(key, [])) for key in ("markup", "walls"))
    return Signature(kind, tuple(table["titles"]), tuple(table["phrases"]), *pieces)


SIGNATURES = tuple(_load(name, kind) for name, kind in KINDS.items())
TYPES: dict[str, list[str]] = tomllib.loads((_FOLDER / "documents.toml").read_text(encoding="utf-8"))["types"]
_NAMES = [
    (kind, re.compile("|".join(rf"(?<!\w){re.escape(name)}" if name.isascii() else re.escape(name) for name in names)))
    for kind, names in TYPES.items()
]


def document_type(name: str) -> str | None:
    """The type of document that a title or heading names ("privacy", "terms", "cookies", "other"), or None."""
    found = [(match.start(), kind) for kind, pattern in _NAMES if (match := pattern.search(name.lower()))]
    named = [pair for pair in found if pair[1] != "other"] or found
    return min(named)[1] if named else None


def document_types(name: str) -> frozenset[str]:
    """All types of document that a title or heading names: two for "Terms and Privacy"."""
    return frozenset(kind for kind, pattern in _NAMES if pattern.search(name.lower()))
