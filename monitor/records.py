"""The frozen values that travel between stages; they hold facts and have no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Practice(StrEnum):
    """What a clause says about training AI."""

    TRAINS = "trains"
    SHARES = "shares"
    DENIES = "denies"
    CONTROL = "control"
    RESTRICTS = "restricts"


class Direction(StrEnum):
    """What a change does to a practice."""

    NEW = "new"
    GONE = "gone"
    WIDER = "wider"
    NARROWER = "narrower"


class Severity(StrEnum):
    """How much a change matters to people, mildest first."""

    NONE = "none"
    NOTICE = "notice"
    ALERT = "alert"


class ChangeKind(StrEnum):
    """How a version came to be looked at: the first of its document, a text never seen before, or a return."""

    FIRST = "first"
    NEW = "new"
    RETURN = "return"


# ── configuration ────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Range:
    """A part of a page between two CSS selectors; Open Terms Archive's range selector."""

    start_before: str | None = None
    start_after: str | None = None
    end_before: str | None = None
    end_after: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One address to read, and optionally which parts of it (empty `select`: all policy text)."""

    url: str
    select: tuple[str | Range, ...] = ()
    remove: tuple[str | Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to check: every so many seconds, or at the times of a cron expression in a time zone."""

    every: float | None = 6 * 3600.0
    cron: str | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Service:
    """A platform."""

    id: str
    name: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """How to read one service's terms of one type; more than one page where the terms are spread over several."""

    service: Service
    terms_type: str
    pages: tuple[Page, ...]
    schedule: Schedule = Schedule()
    region: str | None = None
    language: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The document's name in logs, commands and the database: `linkedin/Privacy Policy`."""
        return f"{self.service.id}/{self.terms_type}"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How pages are asked for; times in seconds, sizes in bytes after decompression."""

    user_agent: str = ""  # empty: the program's own, with its version
    pause: float = 1.0
    timeout: float = 30.0
    deadline: float = 120.0
    concurrency: int = 16
    max_bytes: int = 20_000_000
    max_redirects: int = 8
    allow_private_networks: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where alerts go: an Apprise address and what it wants to hear (empty tuples: everything)."""

    name: str  # shown and stored in place of the address, which may hold secrets
    url: str = field(repr=False)
    min_severity: Severity = Severity.ALERT  # NONE is written "change" in sources.toml
    services: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    practices: tuple[Practice, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the configuration says, checked."""

    path: str
    database_url: str = field(repr=False)
    fetch: FetchSettings
    targets: tuple[Target, ...]
    declarations: tuple[Declaration, ...]


# ── fetch, extract ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request for a page conditional."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One page exactly as received, decompressed; `media_type` is the Content-Type header with its parameters."""

    url: str
    final_url: str
    status: int
    media_type: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    fetched_at: datetime
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server's word that a page is what the validators say."""

    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """The policy text of a page as Markdown, its language (ISO 639-1, None when unknown), title and links."""

    text: str = field(repr=False)
    language: str | None = None
    title: str | None = None
    links: tuple[str, ...] = field(default=(), repr=False)


class Standing(StrEnum):
    """Whether what was read is the document: it is, it is not, or it had better be looked at again."""

    DOCUMENT = "document"
    REFUSED = "refused"
    SUSPICIOUS = "suspicious"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on what was read; `kind` is a short stable word ("challenge", "login wall", "lost text", …)."""

    standing: Standing
    kind: str = ""
    reason: str = ""


# ── diff, detect ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words inside a block: `op` is -1 deleted, 0 kept, 1 inserted."""

    op: int
    text: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """A comparison as people read it, in three forms; `html` is a safe fragment, page text in it is escaped."""

    text: str = ""
    markdown: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Hunk:
    """One block of a comparison: kept (both sides, no segments), gained, lost, or changed word by word."""

    before: str | None
    after: str | None
    segments: tuple[Segment, ...] = ()


Facts = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Clause:
    """A passage that states a practice: `text[start:end] == quote`; `cues` are the words that decided."""

    practice: Practice
    quote: str
    start: int
    end: int
    cues: tuple[str, ...] = ()
    confidence: float = 1.0
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """A practice that a change makes new, gone, wider or narrower, with the clause on either side."""

    practice: Practice
    direction: Direction
    before: str | None
    after: str | None
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Review:
    """What a change means to people."""

    severity: Severity
    findings: tuple[Finding, ...] = ()


# ── alert ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Report:
    """One change as people are told of it; the change happened after `seen_without` and by `seen_with`."""

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
