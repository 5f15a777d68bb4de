"""What people are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.records.reviewing import Finding, Rendering, Segment
from monitor.records.settings import Service
from monitor.records.words import ChangeKind, Severity


class DueKind(StrEnum):
    """What happens on a day: a clause takes effect, or it is the last on which people can refuse."""

    EFFECT = "effect"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Moved:
    """A day that a change named and its document does not: what it is `now`, if any, and by which later change.

    `by` is None where a text came back that never named it.
    """

    kind: DueKind
    was: date
    now: date | None
    by: int | None


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
    variant: str | None = None  # whose name stands in brackets behind the type
    region: str | None = None
    language: str | None = None  # of the text, ISO 639-1 …
    language_before: str | None = None  # … and of the one before
    before_id: int | None = None  # the version before, and the one after
    after_id: int | None = None
    twins: tuple[str, ...] = ()  # the names of other variants of the document that changed in the same way
    document_id: int = 0
    told_before: datetime | None = None  # when the same was told of another variant, or of this one days ago
    moved: tuple[Moved, ...] = ()  # the days that later changes replaced, where it is told as of today
    edits: tuple[tuple[Segment, ...], ...] = ()  # each finding's clause before and after, word by word


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
    """What an alert is about: changes, a first look, a day ahead, what cannot be read or sent, a trial.

    A digest is no alert of its own: it is what a target is given of several.
    """

    CHANGE = "change"
    BASELINE = "baseline"
    REMINDER = "reminder"
    TROUBLE = "trouble"
    DIGEST = "digest"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Due:
    """A day ahead that a report speaks of, in `days_left` days."""

    kind: DueKind
    day: date
    days_left: int
    report: Report


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a document states in its clauses on AI training: `findings` are those of the report that state it.

    It `stands` while the document says so, or said so when the day came. `revision` grows with each change of the
    document since the day was first stated, and with its acknowledgement.
    """

    key: str
    kind: DueKind
    day: date
    report: Report
    findings: tuple[Finding, ...]
    stands: bool
    acknowledged: bool
    revision: int

    @property
    def is_open(self) -> bool:
        """Whether people are to be reminded of it."""
        return self.stands and not self.acknowledged


class TroubleKind(StrEnum):
    """What keeps the program from its work, and when that is over."""

    UNREADABLE = "unreadable"  # a document, for days
    READABLE = "readable"  # again
    OFFLINE = "offline"  # nothing could be read at all
    ONLINE = "online"  # again
    BLIND = "blind"  # no document was read for long, whatever came in its place
    SEEING = "seeing"  # again
    UNDELIVERED = "undelivered"  # messages to a target were given up


@dataclass(frozen=True, slots=True)
class Trouble:
    """One such trouble: of a document or target by its name, since when, why, and how many are concerned."""

    kind: TroubleKind
    subject: str
    since: datetime
    reason: str = ""
    url: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Alert:
    """What people are told, in one message; a baseline also says how many documents were read."""

    kind: AlertKind
    reports: tuple[Report, ...]
    created_at: datetime
    dues: tuple[Due, ...] = ()
    troubles: tuple[Trouble, ...] = ()
