"""A comparison laid out in rows: both sides of each block, the marked passages in them, and what is folded away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, groupby

from monitor.diff.blocks import blocks
from monitor.diff.folding import near, safe
from monitor.diff.marks import Passage, cut, passages
from monitor.diff.reading import pieces
from monitor.records import Hunk, Mark, Part, Row, Segment, Stretch

AROUND = 1  # rows that stay on each side of one that is shown
FEWEST = 2  # rows that are worth folding
_BETWEEN = len("\n\n")  # what joins the blocks of a hunk's side


@dataclass(frozen=True, slots=True)
class _Run:
    op: int
    text: str
    mark: str = ""
    opens: bool = False


def lay_out(
    hunks: Iterable[Hunk], before: tuple[str, Sequence[Mark]], after: tuple[str, Sequence[Mark]]
) -> tuple[Stretch, ...]:
    """The rows of a comparison; each text comes with its marks, in order, of which none overlap."""
    old, new = _Side(*before), _Side(*after)
    news = {mark.name for _, marks in (before, after) for mark in marks if mark.findings}
    rows = _with_stops([_row(hunk, old, new) for hunk in hunks], news)
    shown = near([row.kind != "kept" or bool(_marks(row)) for row in rows], AROUND)
    return tuple(_stretches(rows, shown))


def lined(text: str, marks: Sequence[Mark]) -> Iterator[tuple[Part, ...]]:
    """The lines of a text that are not empty, with its marks, of which none overlap."""
    place = 0
    for line in text.split("\n"):
        if line.strip():
            parts = cut(line, place, passages(marks, place, place + len(line)))
            yield _pieces(_Run(0, *part) for part in parts)
        place += len(line) + 1


def _stretches(rows: Sequence[Row], shown: Sequence[bool]) -> Iterator[Stretch]:
    for is_shown, group in groupby(zip(rows, shown, strict=True), key=lambda pair: pair[1]):
        some = tuple(row for row, _ in group)
        yield Stretch(not is_shown and len(some) >= FEWEST, some)


def _with_stops(rows: Iterable[Row], news: Collection[str]) -> list[Row]:
    numbers = count(1)
    return [row if _marks(row).isdisjoint(news) else replace(row, stop=next(numbers)) for row in rows]


def _marks(row: Row) -> set[str]:
    return {piece.mark for side in (row.before, row.after) for piece in side or () if piece.mark}


def _row(hunk: Hunk, old: _Side, new: _Side) -> Row:
    lost, gained, inline = [], [], []
    old.enter(hunk.before)
    new.enter(hunk.after)
    for was, now, same in pieces(hunk):
        left, right = old.take(was, 0 if same else -1), new.take(now, 0 if same else 1)
        lost += left
        gained += right
        # White space at the edge of an edit is shown once.
        inline += (right or left) if same else [run for run in left if run.op or not now.strip()] + right
    return Row(
        kind=_kind(hunk, inline),
        before=None if hunk.before is None else _pieces(lost),
        after=None if hunk.after is None else _pieces(gained),
        inline=_pieces(inline),
    )


def _kind(hunk: Hunk, runs: Iterable[_Run]) -> str:
    if not any(run.op for run in runs):
        return "kept"
    if hunk.before is None:
        return "gained"
    return "lost" if hunk.after is None else "changed"


def _pieces(runs: Iterable[_Run]) -> tuple[Part, ...]:
    return tuple(_grouped(runs))


def _grouped(runs: Iterable[_Run]) -> Iterator[Part]:
    for mark, group in groupby(runs, key=lambda run: run.mark):
        some = list(group)
        shown = (Segment(op, safe("".join(run.text for run in same))) for op, same in groupby(some, lambda run: run.op))
        yield Part(tuple(shown), mark, any(run.opens for run in some))


class _Side:
    """One of two texts, read along the hunks of its comparison."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self._text, self._marks = text, marks
        self._blocks, self._place = iter(blocks(text)), 0
        self._passages: list[Passage] = []
        self._at = 0

    def enter(self, side: str | None) -> None:
        """Begin with the blocks that a hunk has of this text."""
        self._passages, self._at, offset = [], 0, 0
        while side is not None and offset < len(side):
            block = next(self._blocks)
            self._place = self._text.index(block, self._place)
            end = self._place + len(block)
            self._passages += passages(self._marks, self._place, end, offset - self._place)
            self._place = end
            offset += len(block) + _BETWEEN

    def take(self, piece: str, op: int) -> list[_Run]:
        """The next piece of the hunk's side; white space around its words neither came nor went."""
        words = piece.strip()
        lead, _, tail = piece.partition(words) if words else (piece, "", "")
        return [*self._take(lead, 0), *self._take(words, op), *self._take(tail, 0)]

    def _take(self, piece: str, op: int) -> Iterator[_Run]:
        for part in cut(piece, self._at, self._passages):
            yield _Run(op, *part)
        self._at += len(piece)
