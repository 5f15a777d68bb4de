"""Finds the places of a text that may speak of teaching a machine, by plain searches: the others then cost nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Topics:
    """What makes a line worth reading: a part of a word of training, or one of a machine beside a making or a ban."""

    trains: tuple[str, ...]
    machines: tuple[str, ...]
    capitals: tuple[str, ...]
    makes: tuple[str, ...]

    def in_line(self, line: str) -> bool:
        """Whether a line is worth reading."""
        return self.places(line).worth_reading(0, len(line))

    def places(self, text: str) -> Places:
        """The places of a text that speak of training or machines.

        The whole text is searched for each part of a word at once: ten times as fast as asking line by line.
        """
        low = text.lower()
        if len(low) != len(text):  # some capitals have longer small forms
            low = "".join(character.lower()[0] for character in text)
        names = [span for name in self.capitals for span in _whole(name, text)]
        return Places(low, sorted(_parts(self.trains, low)), sorted(_parts(self.machines, low) + names), self.makes)


@dataclass(frozen=True, slots=True)
class Places:
    """Where a text, here in small letters, has words of training and of machines, in order."""

    low: str
    trains: Sequence[Span]
    machines: Sequence[Span]
    makes: tuple[str, ...]

    def worth_reading(self, start: int, end: int) -> bool:
        """Whether the line or sentence between two places is worth reading."""
        return _any_within(self.trains, start, end) or (
            _any_within(self.machines, start, end) and self._makes_within(start, end)
        )

    def _makes_within(self, start: int, end: int) -> bool:
        low = self.low[start:end]
        for part in self.makes:  # noqa: SIM110  half the time of any() over a generator
            if part in low:
                return True
        return False

    def first(self, start: int) -> int:
        """The first place at or behind another; the length of the text where there is none."""
        return min(_next(self.trains, start, len(self.low)), _next(self.machines, start, len(self.low)))


def _next(spans: Sequence[Span], start: int, default: int) -> int:
    at = bisect_left(spans, (start,))
    return spans[at][0] if at < len(spans) else default


def _any_within(spans: Sequence[Span], start: int, end: int) -> bool:
    for at in range(bisect_left(spans, (start,)), len(spans)):
        if spans[at][0] >= end:
            return False
        if spans[at][1] <= end:
            return True
    return False


def _parts(parts: Iterable[str], low: str) -> list[Span]:
    return [span for part in parts if part in low for span in _found(part, low)]


def _found(part: str, low: str) -> Iterator[Span]:
    at = low.find(part)
    while at >= 0:
        yield at, at + len(part)
        at = low.find(part, at + 1)


def _whole(name: str, text: str) -> Iterator[Span]:
    """Where a name stands as a word of its own; with a `*` behind it, where a word begins with it."""
    stem, is_open = name.rstrip("*"), name.endswith("*")
    return ((start, end) for start, end in _found(stem, text) if _alone(text, start, end, is_open=is_open))


def _alone(text: str, start: int, end: int, *, is_open: bool) -> bool:
    return not text[max(0, start - 1) : start].isalpha() and (is_open or not text[end : end + 1].isalpha())
