"""Judging: what texts state, and what a change of them means."""

from __future__ import annotations

import datetime as dt

from monitor import detect
from monitor.records import Clause, Review


def clauses(text: str, language: str | None) -> tuple[Clause, ...]:
    """What a text states of AI training."""
    return detect.find(text, language=language)


def review(before: str, after: str, seen: dt.date, language: str | None) -> tuple[Review, tuple[Clause, ...]]:
    """What a change means, and what the text after it states."""
    return detect.review_with_clauses(before, after, seen=seen, language=language)
