"""Spans of two sequences that belong together, and what lies between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """`before[start:stop]` beside `after[from_:to]`."""

    start: int
    stop: int
    from_: int
    to: int


def gaps(spans: Iterable[Span], whole: Span) -> Iterator[Span]:
    """Give what lies before, between and after spans: one gap more than there are spans, many of them empty."""
    start, from_ = whole.start, whole.from_
    for span in spans:
        yield Span(start, span.start, from_, span.from_)
        start, from_ = span.stop, span.to
    yield Span(start, whole.stop, from_, whole.to)
