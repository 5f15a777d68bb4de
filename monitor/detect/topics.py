"""Tells whether a line may speak of teaching a machine, by the parts of words that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from ahocorasick_rs import AhoCorasick


class Topics:
    """What makes a line worth reading: a part of a word of training, or one of a machine beside a making or a ban.

    Parts are in small letters and may hold spaces; names in capitals are machines as words of their own.
    """

    def __init__(
        self, *, trains: Iterable[str], machines: Iterable[str], makes: Iterable[str], names: Iterable[str]
    ) -> None:
        trains = [*trains]
        self._either = AhoCorasick([*trains, *machines])
        self._trains, self._makes = AhoCorasick(trains), AhoCorasick(makes)
        self._names = re.compile("|".join(map(_name, sorted(names))) or r"(?!)")

    def lines(self, text: str) -> set[int]:
        """The numbers of the lines of a text that are worth reading."""
        text = normalize("NFC", text)  # its lines remain what they are
        low = text.lower()
        places = (start for _, start, _ in self._either.find_matches_as_indexes(low))
        names = (name.start() for name in self._names.finditer(text))
        told = {*_numbers(low, places), *_numbers(text, names)}
        lines = low.split("\n") if told else []
        return {number for number in told if self._is_worth(lines[number])}

    def in_line(self, line: str) -> bool:
        """Whether a line or sentence is worth reading."""
        line = normalize("NFC", line)
        low = line.lower()
        either = self._either.find_matches_as_indexes(low) or self._names.search(line)
        return bool(either) and self._is_worth(low)

    def _is_worth(self, low: str) -> bool:
        """Whether a line in small letters that speaks of training or of a machine is worth reading."""
        return bool(self._trains.find_matches_as_indexes(low) or self._makes.find_matches_as_indexes(low))


def _numbers(text: str, places: Iterable[int]) -> Iterator[int]:
    """The number of the line that each of some places in order stands in."""
    number = before = 0
    for place in places:
        number += text.count("\n", before, place)
        before = place
        yield number


def _name(name: str) -> str:
    """The expression of a name as a word of its own; with a `*` behind it, of a word that begins with it.

    It begins with letters, to the first of which a search skips.
    """
    letters = re.escape(name.rstrip("*"))
    right = "" if name.endswith("*") else r"(?![^\W\d_])"
    return rf"{letters}(?<![^\W\d_]{letters}){right}"
