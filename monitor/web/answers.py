"""Answers: the form of what the API says. A field may be added; one that goes or changes its meaning makes a v2."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Generic, TypeVar

from msgspec import Struct

from monitor.records import ChangeKind, Direction, DueKind, Practice, Severity

_Item = TypeVar("_Item")


class Listing(Struct, Generic[_Item], frozen=True):
    """Some of many, in a stable order; `next` is the address of those that follow, null at the end."""

    items: tuple[_Item, ...]
    next: str | None


class Problem(Struct, frozen=True):
    """Why there is no answer."""

    status: int
    problem: str


class Service(Struct, frozen=True):
    """A platform: the id under which it is declared, its name and tags, the numbers of its documents."""

    id: str
    name: str
    tags: tuple[str, ...]
    documents: tuple[int, ...]


class Failure(Struct, frozen=True):
    """That a document cannot be read: since when, in how many checks in a row, and why."""

    since: datetime
    checks: int
    kind: str
    detail: str


class Hold(Struct, frozen=True):
    """That a text is held back which later checks are to confirm."""

    kind: str
    reason: str
    first_seen: datetime
    last_seen: datetime
    checks: int


class Document(Struct, frozen=True):
    """A document; `version` is the one that it says now and `since` when that was first seen, null if never read."""

    number: int
    service: str
    terms_type: str
    variant: str | None
    region: str | None
    url: str
    declared: bool
    language: str | None
    practices: tuple[Practice, ...]
    version: int | None
    versions: int
    since: datetime | None
    last_read_at: datetime | None
    next_check_at: datetime
    failure: Failure | None
    held: Hold | None


class Version(Struct, frozen=True):
    """One distinct text of a document; `practices` is null until it was reviewed."""

    number: int
    document: int
    language: str | None
    title: str | None
    practices: tuple[Practice, ...] | None
    text_sha256: str
    first_seen: datetime
    last_seen: datetime


class Page(Struct, frozen=True):
    """A page that a version was read from: of its bytes the hash and size, and whether they are still kept."""

    part: int
    url: str
    final_url: str
    status: int
    media_type: str
    fetched_at: datetime
    rendered: bool
    sha256: str
    size: int
    is_kept: bool


class Sighting(Struct, frozen=True):
    """An interval in which a version was what the page said."""

    first_seen: datetime
    last_seen: datetime


class Clause(Struct, frozen=True):
    """A passage that states a practice: `start` and `end` count the characters of the text."""

    practice: Practice
    quote: str
    start: int
    end: int
    confidence: float
    facts: Mapping[str, str | tuple[str, ...]]


class StatedClause(Clause, frozen=True):
    """A clause of what a document states; `since` is when its words came, where it said so in others before."""

    since: datetime | None


class WholeVersion(Struct, frozen=True):
    """A version with its text as Markdown, its clauses, when it was seen, and the pages that it was read from."""

    number: int
    document: int
    language: str | None
    title: str | None
    method: str
    text: str
    text_sha256: str
    clauses: tuple[Clause, ...]
    sightings: tuple[Sighting, ...]
    pages: tuple[Page, ...]


class Finding(Struct, frozen=True):
    """What a change does to a practice, with the words before and after and the facts that these state."""

    practice: Practice
    direction: Direction
    confidence: float
    before: str | None
    after: str | None
    facts: Mapping[str, str | tuple[str, ...]]


class NumberedFinding(Struct, frozen=True):
    """A finding by its number, with its change and document, and when the change was first seen."""

    number: int
    change: int
    document: int
    seen_with: datetime
    finding: Finding


class Change(Struct, frozen=True):
    """A version against the one before, seen between two moments; `severity` is null until it was reviewed.

    `kept` are clauses that it left as they were; `silent`: the document says that it was last updated on `own_date`, as
    it said before.
    """

    number: int
    document: int
    kind: ChangeKind
    severity: Severity | None
    seen_without: datetime | None
    seen_with: datetime
    version_before: int | None
    version_after: int
    findings: tuple[Finding, ...]
    kept: tuple[Finding, ...]
    own_date: str | None
    silent: bool
    acknowledged_at: datetime | None


class Stance(Struct, frozen=True):
    """A practice that a document states today: last seen without it (null: it always stated it), first seen with it."""

    practice: Practice
    seen_without: datetime | None
    seen_with: datetime
    clauses: tuple[StatedClause, ...]


class DocumentStance(Struct, frozen=True):
    """What a document states today in a version; that it states nothing says something where it is `understood`."""

    document: int
    service: str
    version: int | None
    understood: bool
    stances: tuple[Stance, ...]


class Deadline(Struct, frozen=True):
    """A day ahead on which a clause takes effect, or the last on which people can refuse."""

    day: date
    days_left: int
    kind: DueKind
    document: int
    service: str
    change: int
    acknowledged: bool
    how_to_refuse: str
    quotes: tuple[str, ...]


class DocumentFigures(Struct, frozen=True):
    """How many documents are declared, and how they fare."""

    declared: int
    never_read: int
    failing: int
    held: int


class QueueFigures(Struct, frozen=True):
    """How many alerts wait for a target or were given up, and whether it is declared."""

    waiting: int
    given_up: int
    declared: bool


class Health(Struct, frozen=True):
    """How the daemon fares: `problems` are reasons to start it anew, `warnings` deserve a look."""

    status: str
    problems: tuple[str, ...]
    warnings: tuple[str, ...]
    version: str
    started_at: datetime
    looked_at: datetime | None
    documents: DocumentFigures | None = None
    last_read_at: datetime | None = None
    deliveries: Mapping[str, QueueFigures] = {}
