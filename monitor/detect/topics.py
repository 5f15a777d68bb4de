"""Tells whether a line may speak of teaching a machine, by the parts of words that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from ahocorasick_rs import AhoCorasick, Implementation

_LETTERS = re.compile(r"[^\W\d_]+")


class Topics:
    """What makes a line worth reading: a part of a word of training, or one of a machine beside a making or a ban.

    Parts are written as inside a sentence ("AI research") and may hold spaces; names in capitals are machines as words
    of their own, or with a `*` behind them as beginnings of words.
    """

    def __init__(
        self, *, trains: Iterable[str], machines: Iterable[str], makes: Iterable[str], names: Iterable[str]
    ) -> None:
        self._names = sorted(names)
        letters = [name.rstrip("*") for name in self._names]
        # As they are written: to make a whole text small takes longer than to search it for all of them.
        taught, machine = (sorted({form for part in parts for form in _forms(part)}) for parts in (trains, machines))
        self._either = AhoCorasick([*letters, *taught, *machine], implementation=Implementation.DFA)
        self._taught = range(len(letters), len(letters) + len(taught))
        self._makes = AhoCorasick(makes)

    def lines(self, text: str) -> set[int]:
        """The numbers of the lines of a text that are worth reading."""
        text = normalize("NFC", text)  # its lines remain what they are
        taught: set[int] = set()
        named: set[int] = set()
        number = before = 0
        for place, teaches in self._found(text):
            number += text.count("\n", before, place)
            before = place
            (taught if teaches else named).add(number)
        lines = text.split("\n") if named - taught else []
        return taught | {number for number in named - taught if self._is_made(lines[number])}

    def in_line(self, line: str) -> bool:
        """Whether a line or sentence is worth reading."""
        line = normalize("NFC", line)
        found = {teaches for _, teaches in self._found(line)}
        return True in found or (bool(found) and self._is_made(line))

    def _found(self, text: str) -> Iterator[tuple[int, bool]]:
        """Where training or a machine is named, line after line, and whether it is training."""
        for number, start, end in self._either.find_matches_as_indexes(text, overlapping=True):
            if number >= len(self._names) or _is_word(self._names[number], text, start, end):
                yield start, number in self._taught

    def _is_made(self, line: str) -> bool:
        """Whether a line that names a machine has a word of making or of a ban as well."""
        return bool(self._makes.find_matches_as_indexes(f" {line.lower()} "))


def _forms(part: str) -> tuple[str, ...]:
    """How people write a part of a word: inside a sentence, at its start, in a title, in small letters, in capitals."""
    title = _LETTERS.sub(lambda word: word[0][0].upper() + word[0][1:], part)
    return part, part[0].upper() + part[1:], title, part.lower(), part.upper()


def _is_word(name: str, text: str, start: int, end: int) -> bool:
    """Whether the letters of a name are a word of their own; with a `*` behind it, the beginning of one."""
    begins = start == 0 or not text[start - 1].isalpha()
    return begins and (name.endswith("*") or not text[end : end + 1].isalpha())
