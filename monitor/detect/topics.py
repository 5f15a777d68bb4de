"""Finds the lines of a text that may speak of teaching a machine, by plain searches: the others then cost nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

SHORT_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class Topics:
    """What makes a line worth reading: a part of a word of training, or one of a machine beside a making or a ban."""

    trains: tuple[str, ...]
    machines: tuple[str, ...]
    capitals: tuple[str, ...]
    makes: tuple[str, ...]

    def in_line(self, line: str) -> bool:
        """Whether a line or sentence is worth reading."""
        low = line.lower()
        for part in self.trains:
            if part in low:
                return True
        for part in self.machines:
            if part in low:
                return self._makes_in(low)
        for name in self.capitals:
            if name.rstrip("*") in line and next(_whole(name, line), None) is not None:
                return self._makes_in(low)
        return False

    def _makes_in(self, low: str) -> bool:
        for part in self.makes:  # noqa: SIM110  half the time of any() over a generator, here and above
            if part in low:
                return True
        return False

    def places(self, text: str) -> Places:
        """The places in a text that may be worth reading.

        The whole text is searched for each part of a word at once: ten times as fast as asking line by line.
        """
        if len(text) < SHORT_TEXT:  # then asking line by line costs less
            return Places(self, text, [0, *(at + 1 for at in _found("\n", text))])
        low = text.lower()
        if len(low) != len(text):  # some capitals have longer small forms
            low = "".join(character.lower()[0] for character in text)
        trains = (_found(part, low) for part in self.trains)
        machines = (_found(part, low) for part in self.machines)
        names = (_whole(name, text) for name in self.capitals)
        return Places(self, text, sorted(place for some in chain(trains, machines, names) for place in some))


class Places:
    """Places in a text, gone through once from its start to its end; `next` is the first that is still to come."""

    def __init__(self, topics: Topics, text: str, places: list[int]) -> None:
        self._topics, self._text = topics, text
        self._places, self._at = [*places, len(text) + 1], 0
        self.next = self._places[0]

    def worth_reading(self, start: int, end: int) -> bool:
        """Whether the line between two places is worth reading; lines are asked for in order, those with a place."""
        at, places = self._at, self._places
        while places[at] < end:
            at += 1
        self._at, self.next = at, places[at]
        return self._topics.in_line(self._text[start:end])


def _found(part: str, low: str) -> Iterator[int]:
    at = low.find(part)
    while at >= 0:
        yield at
        at = low.find(part, at + 1)


def _whole(name: str, text: str) -> Iterator[int]:
    """Where a name stands as a word of its own; with a `*` behind it, where a word begins with it."""
    stem = name.rstrip("*")
    return (at for at in _found(stem, text) if _alone(text, at, at + len(stem), is_open=name.endswith("*")))


def _alone(text: str, start: int, end: int, *, is_open: bool) -> bool:
    return not text[max(0, start - 1) : start].isalpha() and (is_open or not text[end : end + 1].isalpha())
