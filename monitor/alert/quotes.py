"""Quotations: a clause before and after as runs of words, and how they are shortened between words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from monitor.alert.forms import clean
from monitor.records import Finding, Segment

Quote = tuple[Segment, ...]

_BLANKS = re.compile(r"\s+")
_BULLET = re.compile(r"^\s*[-*•·]\s+")  # of an item that is quoted
_ELLIPSIS = "…"
# Of the room for a quotation, the part that may stand before its first changed word.
_LEAD = 3


def sides(finding: Finding, edits: Sequence[Segment]) -> tuple[Quote, Quote]:
    """The clause before and after; `edits` tell its words lost and gained, where both sides are there."""
    if not edits:
        return _whole(finding.before), _whole(finding.after)
    return _side(edits, gained=False), _side(edits, gained=True)


def shorten(text: str, length: int | None) -> str:
    """A text of at most so many characters: cut between words, with an ellipsis."""
    if length is None or len(text) <= length:
        return text
    whole = text[: max(0, length - 1)].rpartition(" ")[0].rstrip()
    return f"{whole} {_ELLIPSIS}" if whole else _ELLIPSIS[:length]


def shorten_quote(quote: Quote, length: int | None) -> Quote:
    """A quotation of about so many characters that keeps its first changed word in sight: cut between words."""
    text = "".join(run.text for run in quote)
    if length is None or len(text) <= length:
        return quote
    changed = _first_change(quote)
    start = text.rfind(" ", 0, changed - length // _LEAD) + 1 if changed > length // 2 else 0
    end = len(text) if len(text) - start <= length else max(text.rfind(" ", start, start + length), start)
    lead = (Segment(0, f"{_ELLIPSIS} "),) if start else ()
    tail = (Segment(0, f" {_ELLIPSIS}"),) if end < len(text) else ()
    return (*lead, *_within(quote, start, end), *tail)


def _whole(text: str | None) -> Quote:
    words = _BULLET.sub("", _tidied(text or "").strip())
    return (Segment(0, words),) if words else ()


def _side(edits: Iterable[Segment], *, gained: bool) -> Quote:
    other = -1 if gained else 1
    runs = [Segment(run.op, _tidied(run.text)) for run in edits if run.op != other]
    runs[:1] = [Segment(run.op, _BULLET.sub("", run.text)) for run in runs[:1]]
    return tuple(run for run in runs if run.text)


def _tidied(text: str) -> str:
    return _BLANKS.sub(" ", clean(text))


def _first_change(quote: Quote) -> int:
    """Where the first changed word stands; 0 where none is changed."""
    at = 0
    for run in quote:
        if run.op:
            return at
        at += len(run.text)
    return 0


def _within(quote: Quote, start: int, end: int) -> Iterator[Segment]:
    """The part of a quotation between two places in its text."""
    at = 0
    for run in quote:
        part = run.text[max(0, start - at) : max(0, end - at)]
        if part:
            yield Segment(run.op, part)
        at += len(run.text)
