"""What is listed by its number, without the texts that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.records.reviewing import Finding
from monitor.records.words import Practice


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """A version without its text; `practices` is None of one that was not reviewed yet."""

    number: int
    document: int
    language: str | None
    title: str | None
    practices: tuple[Practice, ...] | None
    text_sha256: str
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A finding by its number, with the change that it belongs to."""

    number: int
    change: int
    document: int
    seen_with: datetime
    finding: Finding
