"""What pages look like that are served in place of a document, and how documents name themselves."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from monitor.extract.words import begun

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


# Besides its signature a title may name the site, or say "please try again".
MORE_WORDS = 6
# A title that begins with so many words of a signature's is theirs.
SENTENCE_LIKE = 3
# A longer sentence holds words of two lists by chance.
LONG_SENTENCE = 40  # words
LONG_TITLE = 1_000  # characters; no title is longer, and a hostile one has thousands of parts

_PARTS = re.compile(r"\s+[|·•–—-]\s+")
_EDGES = " -–—|:!*#.{\"'"


@dataclass(frozen=True)
class Signature:
    """The marks of one kind of page: its titles, phrases of its text, what its sentences say, pieces of its markup.

    Titles in `whole` count alone, the others also as beginnings. A saying is some lists of words; who says it uses a
    word of each in one sentence. Pieces in `walls` stand in no other page; those in `markup` also in pages that such a
    page let through.
    """

    kind: str
    titles: tuple[str, ...]
    whole: frozenset[str]
    phrases: tuple[str, ...]
    sayings: tuple[tuple[Sequence[str], ...], ...]
    markup: tuple[bytes, ...]
    walls: tuple[bytes, ...]

    @cached_property
    def _said(self) -> list[list[re.Pattern[str]]]:
        """The sayings; compiled when a page is first read, as most commands read none."""
        return [[*map(begun, saying)] for saying in self.sayings]

    def is_titled(self, title: str) -> bool:
        """Whether a part of a title begins as such pages' titles do, and is no longer sentence that begins alike."""
        parts = (part.lstrip(_EDGES) for part in _PARTS.split(plain(title[:LONG_TITLE])))
        return any(_bare(part) in self.whole or self._begins_as(part) for part in parts)

    def _begins_as(self, part: str) -> bool:
        return part.startswith(self.titles) and any(_begins(part, start) for start in self.titles)

    def count(self, text: str) -> int:
        """How many different phrases of such pages stand in a plain text, one within another being the same."""
        found = [phrase for phrase in self.phrases if phrase in text]
        return sum(not any(phrase != other and phrase in other for other in found) for phrase in found)

    def says(self, sentence: str) -> bool:
        """Whether a plain sentence is one of such pages'."""
        return any(phrase in sentence for phrase in self.phrases) or self.implies(sentence)

    def implies(self, sentence: str) -> bool:
        """Whether a plain sentence says in words of its own what such pages say."""
        short = len(sentence.split()) <= LONG_SENTENCE
        return short and any(all(words.search(sentence) for words in saying) for saying in self._said)

    def is_built(self, page: bytes) -> bool:
        """Whether a page's source, in lower case, is made of such pages' pieces."""
        return any(piece in page for piece in self.markup)

    def is_surely_built(self, page: bytes) -> bool:
        """Whether a page's source, in lower case, holds what stands in such pages alone."""
        return any(piece in page for piece in self.walls)


def plain(text: str) -> str:
    """A text in lower case with plain apostrophes, as signatures are written."""
    return text.lower().replace("’", "'")


def _bare(title: str) -> str:
    return title.rstrip(" .!?…:")


def _begins(title: str, start: str) -> bool:
    rest = title[len(start) :]
    if not title.startswith(start) or len(rest.split()) > MORE_WORDS or rest[:1].isalnum():
        return False
    # "404 policy" is a document's title, "no results for privacy" is none.
    return len(start.split()) >= SENTENCE_LIKE or not document_type(rest)


def read(name: str) -> dict[str, Any]:
    """A data file of signatures."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _load(name: str, kind: str) -> Signature:
    table = read(name)
    sayings = tuple(tuple(saying["words"]) for saying in table.get("sayings", []))
    pieces = (tuple(piece.encode() for piece in table.get(key, [])) for key in ("markup", "walls"))
    whole = frozenset[str](table.get("whole", []))
    return Signature(kind, tuple(table["titles"]), whole, tuple(table["phrases"]), sayings, *pieces)


SIGNATURES = tuple(_load(name, kind) for name, kind in KINDS.items())
TYPES: dict[str, list[str]] = read("documents")["types"]
POLICY: dict[str, dict[str, list[str]]] = read("policy")


@cache
def _policy(part: str) -> re.Pattern[str]:
    """The words of a part of the table; compiled as late as those."""
    return begun(chain.from_iterable(POLICY[part].values()))


def _name(name: str) -> str:
    # German and Dutch put the word that names a document last: "-bedingungen" also ends a longer one.
    if name.startswith("-"):
        return re.escape(name[1:])
    return rf"(?<!\w){re.escape(name)}" if name.isascii() else re.escape(name)


_NAMES = [(kind, re.compile("|".join(map(_name, names)))) for kind, names in TYPES.items()]


def document_type(name: str) -> str | None:
    """The type of document that a title or heading names ("privacy", "terms", "cookies", "other"), or None."""
    found = [(match.start(), kind) for kind, pattern in _NAMES if (match := pattern.search(name.lower()))]
    named = [pair for pair in found if pair[1] != "other"] or found
    return min(named)[1] if named else None


def document_types(name: str) -> frozenset[str]:
    """All types of document that a title or heading names: two for "Terms and Privacy"."""
    return frozenset(kind for kind, pattern in _NAMES if pattern.search(name.lower()))


def speaks_of_policy(sentence: str) -> bool:
    """Whether a plain sentence speaks of what is owed, kept or allowed."""
    return bool(_policy("words").search(sentence))


def supposes(sentence: str) -> bool:
    """Whether a plain sentence tells what may happen: pages that stand in for a document tell what did."""
    return bool(_policy("cases").search(sentence))
