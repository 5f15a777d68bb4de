"""Excerpts: a passage cut down to what stands around the words that were sought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from monitor.records import Piece, Term
from monitor.search.words import placed

AROUND = 120  # characters on either side
MOST = 3  # places

_BETWEEN = re.compile(r"[\s#|]+")

Span = tuple[int, int]


def excerpt(text: str, sought: Sequence[Term]) -> tuple[Piece, ...]:
    """The passage in pieces, those marked that were sought, with an ellipsis for what is left out."""
    found = _joined(_spans(text, sought), apart=0)
    shown = _joined(((_back(text, start), _on(text, end)) for start, end in found), apart=1)[:MOST]
    pieces: list[Piece] = []
    for start, end in shown or [(0, _on(text, AROUND))]:
        pieces.append(Piece("… " if start and not pieces else " … " if start else ""))
        pieces += _pieces(text, start, end, found)
        at = end
    pieces.append(Piece(" …" if at < len(text.rstrip()) else ""))
    return tuple(piece for piece in pieces if piece.text)


def _pieces(text: str, start: int, end: int, found: Iterable[Span]) -> Iterator[Piece]:
    at = start
    for first, last in found:
        if start <= first < end:
            yield Piece(_plain(text[at:first]))
            yield Piece(_plain(text[first:last]), is_sought=True)
            at = last
    yield Piece(_plain(text[at:end]))


def _plain(text: str) -> str:
    """White space as one blank each, and none of the marks that make a heading or a table."""
    return _BETWEEN.sub(" ", text)


def _spans(text: str, sought: Sequence[Term]) -> Iterator[Span]:
    """Where the terms stand."""
    here = list(placed(text))
    said = [word for word, _, _ in here]
    for term in sought:
        size = len(term.words)
        for at in range(len(here) - size + 1):
            if _is_there(term, said, at):
                yield here[at][1], here[at + size - 1][2]


def _is_there(term: Term, said: Sequence[str], at: int) -> bool:
    *before, last = term.words
    ending = said[at + len(before)]
    ends = ending.startswith(last) if term.is_prefix else ending == last
    return ends and all(said[at + place] == word for place, word in enumerate(before))


def _joined(spans: Iterable[Span], apart: int) -> list[Span]:
    """Spans in their order, those joined that overlap or lie no further apart."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + apart:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _back(text: str, at: int) -> int:
    """A little before a place, where a word begins."""
    start = max(0, at - AROUND)
    return start if start == 0 else min(at, text.find(" ", start, at) + 1 or at)


def _on(text: str, at: int) -> int:
    """A little behind a place, where a word ends."""
    end = min(len(text), at + AROUND)
    return end if end == len(text) else max(at, text.rfind(" ", at, end))
