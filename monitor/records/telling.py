"""What people are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.records.reviewing import Finding, Rendering
from monitor.records.settings import Service
from monitor.records.words import ChangeKind, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """One change as people are told of it; the change happened after `seen_without` and by `seen_with`.

    `kept` are the clauses that it left as they were: they are no news, and may hold what people ask about the findings.
    """

    change_id: int
    kind: ChangeKind
    service: Service
    terms_type: str
    url: str
    severity: Severity
    findings: tuple[Finding, ...]
    diff: Rendering
    seen_without: datetime | None
    seen_with: datetime
    back_to: datetime | None = None  # for a return: when that text was first seen
    kept: tuple[Finding, ...] = ()
    still_dated: str | None = None  # of a silent change: how the page says when it was last updated
    unread: str | None = None  # the text's language (ISO 639-1) where no clauses are read in it …
    read_in: tuple[str, ...] = ()  # … but only in these


class Fate(StrEnum):
    """What became of a quote: it stands, it reads otherwise, it is gone."""

    STANDS = "stands"
    READS = "reads"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What became of a quote: where it reads otherwise, how; where it is gone, the version since which it is."""

    fate: Fate
    reads: str | None = None
    since: int | None = None


class AlertKind(StrEnum):
    """What an alert is about: changes, the first pass over documents, or a trial of the target."""

    CHANGE = "change"
    BASELINE = "baseline"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Alert:
    """What people are told, in one message; a baseline also says how many documents were read."""

    kind: AlertKind
    reports: tuple[Report, ...]
    created_at: datetime
