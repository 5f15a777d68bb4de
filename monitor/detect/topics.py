"""Tells whether a line may speak of teaching a machine: each distinct word is searched once, and costs little after."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from unicodedata import normalize

MOST_WORDS_KNOWN = 60_000  # distinct words kept in a table; a hostile text has no end of them
LONGEST_WORD = 300  # characters of a word that is kept: addresses are among them
TRAINS, MACHINES, MAKES = "trains", "machines", "makes"
_Marks = dict[str, tuple[str, ...]]  # topics, each with the phrases of which one must stand in the line; "" always does

_UNMARKED: _Marks = {}  # one for the many words that touch nothing


class Topics(dict[str, _Marks]):
    """What makes a line worth reading: a part of a word of training, or one of a machine beside a making or a ban.

    It is a table: a word between spaces, as it is written → its marks. Parts that hold a space are phrases: one of
    their words marks a line, which is then searched for the whole.
    """

    def __init__(self, parts: Mapping[str, Iterable[str]], capitals: Iterable[str]) -> None:
        super().__init__()
        self._parts = [(topic, part) for topic, some in parts.items() for part in some if " " not in part]
        self._phrases = [(topic, part, _longest(part)) for topic, some in parts.items() for part in some if " " in part]
        needles = {part for _, part in self._parts} | {word.strip() for _, _, word in self._phrases}
        self._any_part = re.compile("|".join(map(re.escape, sorted(needles))) or r"(?!)")
        self._names = re.compile("|".join(map(_name, sorted(capitals))) or r"(?!)")

    def in_line(self, line: str) -> bool:
        """Whether a line or sentence is worth reading."""
        marks = list(filter(None, map(self.__getitem__, line.split())))
        if not marks:
            return False
        return _touches(TRAINS, marks, line) or (_touches(MACHINES, marks, line) and _touches(MAKES, marks, line))

    def __missing__(self, word: str) -> _Marks:
        """Works a word out when it is met for the first time."""
        marks: dict[str, tuple[str, ...]] = {}
        for topic, phrase in self._marks(word):
            marks[topic] = (*marks.get(topic, ()), phrase)
        if len(word) <= LONGEST_WORD:
            if len(self) > MOST_WORDS_KNOWN:
                self.clear()
            self[word] = marks or _UNMARKED
        return marks

    def _marks(self, word: str) -> Iterator[tuple[str, str]]:
        word = normalize("NFC", word)
        low = word.lower()
        if word != low and self._names.search(word):
            yield MACHINES, ""
        if self._any_part.search(low):
            spaced = f" {low} "
            yield from {(topic, "") for topic, part in self._parts if part in low}
            yield from ((topic, phrase) for topic, phrase, found in self._phrases if found in spaced)


def _touches(topic: str, marks: Iterable[_Marks], line: str) -> bool:
    needed = [phrase for some in marks if topic in some for phrase in some[topic]]
    if "" in needed or not needed:
        return bool(needed)
    low = normalize("NFC", line).lower()
    return any(phrase in low for phrase in needed)


def _longest(phrase: str) -> str:
    """The longest word of a phrase, with the spaces beside it."""
    words = re.finditer(r"(?=(^| )([^ ]+)( |$))", phrase)
    return max((word[1] + word[2] + word[3] for word in words), key=len)


def _name(name: str) -> str:
    """The expression of a name as a word of its own; with a `*` behind it, of a word that begins with it."""
    right = "" if name.endswith("*") else r"(?![^\W\d_])"
    return rf"(?<![^\W\d_]){re.escape(name.rstrip('*'))}{right}"
