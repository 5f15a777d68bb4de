"""What is listed, without the texts that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from monitor.records.reviewing import Finding
from monitor.records.words import Practice


class Outline(NamedTuple):
    """What a line tells of a document, as a database gives it: there may be a hundred thousand of them.

    `practices` is None of one that was never read, or not reviewed yet.
    """

    key: str
    declared: bool
    last_read_at: datetime | None
    browser_until: datetime | None
    failing_since: datetime | None
    failing_kind: str | None
    failing_detail: str | None
    held_since: datetime | None
    held_kind: str | None
    held_reason: str | None
    since: datetime | None
    versions: int
    language: str | None
    practices: list[str] | None


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
