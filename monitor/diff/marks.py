"""Marked passages: of those that overlap one is made, and texts are cut where they begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from monitor.records import Mark


class Passage(NamedTuple):
    """The part of a marked passage that is looked at, and whether the passage begins with it."""

    start: int
    end: int
    mark: str
    opens: bool


def merged(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The marks in order; those that overlap are one, under the name of the first."""
    last: Mark | None = None
    for mark in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if last and mark.start < last.end:
            stated = tuple(dict.fromkeys((*last.stated, *mark.stated)))
            last = replace(last, end=max(last.end, mark.end), stated=stated, findings=(*last.findings, *mark.findings))
            continue
        if last:
            yield last
        last = mark
    if last:
        yield last


def passages(marks: Iterable[Mark], first: int, last: int, shift: int = 0) -> Iterator[Passage]:
    """What of marked passages lies between two places of a text, with places moved by `shift`."""
    for mark in marks:
        if mark.start < last and mark.end > first:
            start, end = max(mark.start, first), min(mark.end, last)
            yield Passage(start + shift, end + shift, mark.name, mark.start >= first)


def cut(text: str, place: int, found: Iterable[Passage]) -> Iterator[tuple[str, str, bool]]:
    """The parts of a text that stands at a place, each with its mark, if any, and whether that begins there."""
    at, end = place, place + len(text)
    for each in found:
        start, stop = max(each.start, place), min(each.end, end)
        if start < stop:
            if at < start:
                yield text[at - place : start - place], "", False
            yield text[start - place : stop - place], each.mark, each.opens and start == each.start
            at = stop
    if at < end:
        yield text[at - place :], "", False
