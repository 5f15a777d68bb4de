"""Judging: what texts state, and what a change of them means."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from monitor import detect
from monitor.records import Clause, Practice, Review


def clauses(text: str, language: str | None) -> tuple[Clause, ...]:
    """What a text states of AI training."""
    return detect.find(text, language=language)


def practices(text: str, language: str | None) -> Sequence[Practice]:
    """The practices that a text states, in alphabetical order."""
    return sorted({clause.practice for clause in clauses(text, language)})


def review(before: str, after: str, seen: dt.date, language: str | None) -> tuple[Review, Sequence[Practice]]:
    """What a change means, and the practices that the text after it states."""
    return detect.review(before, after, seen=seen, language=language), practices(after, language)
