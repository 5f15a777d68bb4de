"""Tells whether a line may speak of teaching a machine, by the parts of words that it holds."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from unicodedata import normalize

from ahocorasick_rs import AhoCorasick

Place = tuple[int, int]  # the end of a word in a text, and its start

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
        self._either = AhoCorasick([*letters, *taught, *machine])
        self._taught = range(len(letters), len(letters) + len(taught))
        self._makes = AhoCorasick(sorted({form for part in makes for form in _spelled(part)}))

    def told(self, text: str) -> Told:
        """What a text names of training and of machines."""
        taught: list[Place] = []
        named: list[Place] = []
        for number, start, end in self._either.find_matches_as_indexes(text, overlapping=True):
            if number >= len(self._names) or _is_word(self._names[number], text, start, end):
                (taught if number in self._taught else named).append((end, start))
        return Told(text, taught, named, self._is_made)

    def _is_made(self, line: str) -> bool:
        """Whether a line that names a machine has a word of making or of a ban as well."""
        return bool(self._makes.find_matches_as_indexes(f" {line.lower()} "))


class Told:
    """Where a text names training or machines: by that its lines and sentences are worth reading, or not."""

    def __init__(
        self, text: str, taught: Sequence[Place], named: Sequence[Place], is_made: Callable[[str], bool]
    ) -> None:
        self._text, self._taught, self._named, self._is_made = text, taught, named, is_made

    def lines(self) -> set[int]:
        """The numbers of the lines that are worth reading."""
        taught, named = _lines(self._text, self._taught), _lines(self._text, self._named)
        lines = self._text.split("\n") if named - taught else []
        return taught | {number for number in named - taught if self._is_made(lines[number])}

    def part(self, start: int, end: int) -> Told:
        """What a part of the text names of them, at its places there."""
        taught, named = ([*_shifted(places, start, end)] for places in (self._taught, self._named))
        return Told(self._text[start:end], taught, named, self._is_made)

    def is_worth(self, start: int, end: int) -> bool:
        """Whether a part of the text is worth reading."""
        if _is_any(self._taught, start, end):
            return True
        return _is_any(self._named, start, end) and self._is_made(self._text[start:end])


def _lines(text: str, places: Iterable[Place]) -> set[int]:
    """The numbers of the lines in which places end, one after the other."""
    found = set()
    number = before = 0
    for end, _ in places:
        number += text.count("\n", before, end)
        before = end
        found.add(number)
    return found


def _shifted(places: Sequence[Place], start: int, end: int) -> Iterator[Place]:
    """Those of some places, in the order of their ends, that lie between two others, counted from the first."""
    inside = places[bisect(places, (start,)) : bisect(places, (end + 1,))]
    return ((behind - start, begin - start) for behind, begin in inside if begin >= start)


def _is_any(places: Sequence[Place], start: int, end: int) -> bool:
    """Whether one of some places, in the order of their ends, lies between two others."""
    return any(start <= begin for _, begin in places[bisect(places, (start,)) : bisect(places, (end + 1,))])


def _forms(part: str) -> Iterator[str]:
    """How people write a part of a word: inside a sentence, at its start, in a title, in small letters, in capitals."""
    title = _LETTERS.sub(lambda word: word[0][0].upper() + word[0][1:], part)
    for form in (part, part[0].upper() + part[1:], title, part.lower(), part.upper()):
        yield from _spelled(form)


def _spelled(part: str) -> tuple[str, str]:
    """With "é" as one character, and as the two that a few pages write."""
    return normalize("NFC", part), normalize("NFD", part)


def _is_word(name: str, text: str, start: int, end: int) -> bool:
    """Whether the letters of a name are a word of their own; with a `*` behind it, the beginning of one."""
    begins = start == 0 or not text[start - 1].isalpha()
    return begins and (name.endswith("*") or not text[end : end + 1].isalpha())
