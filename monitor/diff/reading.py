"""A hunk as people read it: what differs only in markup, spacing or spelling of quotes is no difference."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from monitor.diff.words import Unit, units
from monitor.records import Hunk, Segment


def read(hunk: Hunk) -> tuple[Segment, ...]:
    """Give the segments to show, never cut inside a word; white space at the edges of an edit is shown as kept.

    A block that stayed, or that holds no words, is a single kept segment.
    """
    if hunk.segments:
        return tuple(_joined(_shown(hunk)))
    if hunk.before is not None and hunk.after is not None:
        return (Segment(0, hunk.after),)
    text, op = (hunk.before, -1) if hunk.before is not None else (hunk.after or "", 1)
    return (Segment(op if units(text) else 0, text),)


def pieces(hunk: Hunk) -> Iterator[tuple[str, str, bool]]:
    """Give the pieces of a hunk, before and after, with whether both say the same; joined they are its two sides."""
    if hunk.segments:
        yield from _edited(hunk)
    elif hunk.before is not None and hunk.after is not None:
        yield hunk.before, hunk.after, True
    else:
        before, after = hunk.before or "", hunk.after or ""
        yield before, after, not units(before + after)


def _edited(hunk: Hunk) -> Iterator[tuple[str, str, bool]]:
    before, after = _Words(hunk.before or ""), _Words(hunk.after or "")
    for kept, group in groupby(hunk.segments, key=lambda segment: segment.op == 0):
        run = list(group)
        lost = "".join(segment.text for segment in run if segment.op <= 0)
        gained = "".join(segment.text for segment in run if segment.op >= 0)
        same = before.take(lost) == after.take(gained)
        yield lost, gained, kept or same


def _shown(hunk: Hunk) -> Iterator[Segment]:
    for lost, gained, same in _edited(hunk):
        yield from [Segment(0, gained)] if same else _edit(lost, gained)


class _Words:
    """The words of a text, taken piece by piece."""

    def __init__(self, text: str) -> None:
        self._units, self._next, self._at = units(text), 0, 0

    def take(self, piece: str) -> list[str]:
        """Give the words that begin in the next piece of the text."""
        self._at += len(piece)
        first = self._next
        while self._next < len(self._units) and self._units[self._next].start < self._at:
            self._next += 1
        return [word for unit in self._units[first : self._next] for word in _split(unit)]


def _split(unit: Unit) -> list[str]:
    return unit.word.split()


def _edit(lost: str, gained: str) -> Iterator[Segment]:
    shown = gained if gained.strip() else lost
    yield Segment(0, shown[: len(shown) - len(shown.lstrip())])
    yield Segment(-1, lost.strip())
    yield Segment(1, gained.strip())
    yield Segment(0, shown[len(shown.rstrip()) :])


def _joined(shown: Iterator[Segment]) -> Iterator[Segment]:
    for op, group in groupby((segment for segment in shown if segment.text), key=lambda segment: segment.op):
        yield Segment(op, "".join(segment.text for segment in group))
