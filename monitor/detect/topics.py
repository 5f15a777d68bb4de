"""Tells whether a line may speak of teaching a machine, by the parts of words that it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import normalize

from ahocorasick_rs import AhoCorasick, Implementation


class Topics:
    """What makes a line worth reading: a part of a word of training, or one of a machine beside a making or a ban.

    Parts are in small letters and may hold spaces; names in capitals are machines as words of their own, or with a `*`
    behind them as beginnings of words.
    """

    def __init__(
        self, *, trains: Iterable[str], machines: Iterable[str], makes: Iterable[str], names: Iterable[str]
    ) -> None:
        trains, self._names = [*trains], sorted(names)
        # As they are written: to make a whole text small takes longer than to search it for all of them.
        parts = {form for part in (*trains, *machines) for form in _forms(part)}
        letters = [name.rstrip("*") for name in self._names]
        self._either = AhoCorasick([*letters, *parts], implementation=Implementation.DFA)
        self._trains, self._makes = AhoCorasick(trains), AhoCorasick(makes)

    def lines(self, text: str) -> set[int]:
        """The numbers of the lines of a text that are worth reading."""
        text = normalize("NFC", text)  # its lines remain what they are
        told = set(_numbers(text, self._places(text)))
        lines = text.split("\n") if told else []
        return {number for number in told if self._is_worth(lines[number])}

    def in_line(self, line: str) -> bool:
        """Whether a line or sentence is worth reading."""
        line = normalize("NFC", line)
        return next(self._places(line), None) is not None and self._is_worth(line)

    def _places(self, text: str) -> Iterator[int]:
        """Where training or a machine may be named, line after line."""
        for number, start, end in self._either.find_matches_as_indexes(text, overlapping=True):
            if number >= len(self._names) or _is_word(self._names[number], text, start, end):
                yield start

    def _is_worth(self, line: str) -> bool:
        """Whether a line that speaks of training or of a machine is worth reading."""
        low = line.lower()
        return bool(self._trains.find_matches_as_indexes(low) or self._makes.find_matches_as_indexes(low))


def _forms(part: str) -> tuple[str, ...]:
    """The ways in which people write a part of a word: small, in a title or in capitals."""
    return part, part.capitalize(), part.title(), part.upper()


def _is_word(name: str, text: str, start: int, end: int) -> bool:
    """Whether the letters of a name are a word of their own; with a `*` behind it, the beginning of one."""
    begins = start == 0 or not text[start - 1].isalpha()
    return begins and (name.endswith("*") or not text[end : end + 1].isalpha())


def _numbers(text: str, places: Iterable[int]) -> Iterator[int]:
    """The number of the line that each of some places stands in, line after line."""
    number = before = 0
    for place in places:
        number += text.count("\n", before, place)
        before = place
        yield number
