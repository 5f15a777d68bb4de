"""What the store remembers of each document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.records.reading import KnownPage
from monitor.records.reviewing import Clause, Finding
from monitor.records.settings import Service
from monitor.records.words import ChangeKind, Practice, Severity


class Outcome(StrEnum):
    """How a check of one document ended."""

    FIRST = "first"  # the document's first version
    UNCHANGED = "unchanged"  # the text is what it was
    RETURNED = "returned"  # the text went back to an earlier version
    CHANGED = "changed"  # a text never seen before
    RENEWED = "renewed"  # the text that another declaration reads, where the old snapshots do not hold it
    HELD = "held"  # a suspicious text, kept until later checks confirm it
    REFUSED = "refused"  # what came is not the document: a challenge, a login wall, an error page with status 200
    FAILED = "failed"  # nothing readable came


@dataclass(frozen=True, slots=True)
class Check:
    """One attempt to read one document; `kind` and `detail` say why when it was held or failed."""

    key: str
    at: datetime
    seconds: float
    outcome: Outcome
    kind: str = ""
    detail: str = ""
    retry_after: float = 0.0  # seconds that the server asked for


@dataclass(frozen=True, slots=True)
class Unrest:
    """When a document's text became what it was at last and before that, and the days that its clauses name."""

    became: tuple[datetime, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Footing:
    """What a check begins with: what is remembered of the pages by address, and of what they said.

    `sighting_id` is None of a document that was never read. One that is `outdated` has versions that the present method
    has not read; while something is `pending`, such as a text that is held back, each check counts for it.
    """

    document_id: int
    sighting_id: int | None = None
    pages: Mapping[str, KnownPage] = field(default_factory=dict)
    unrest: Unrest = Unrest()
    browser_until: datetime | None = None
    outdated: bool = False
    pending: bool = False


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A check, made for a worker that holds a host, that found what was there; `pages` where their bytes differ."""

    host: str
    document_id: int
    sighting_id: int
    at: datetime
    seconds: float
    next_check_at: datetime
    pages: tuple[KnownPage, ...] = ()


@dataclass(frozen=True, slots=True)
class Outage:
    """A time in which nothing at all could be read, so many documents waiting; still going on while it is not over.

    It is `blind` where pages, or something in their place, may have come, and no document did.
    """

    since: datetime
    count: int
    over_at: datetime | None = None
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """How many declared documents should have been read and were not, and how many are `well`.

    `fallen` are those of the former that began to wait after the last reading of any, the first of them `since`.
    """

    waiting: int
    fallen: int
    well: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Silence:
    """A document that fell silent: no check got an answer since, and the first of these began at `asked_at`."""

    url: str
    asked_at: datetime
    since: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Version:
    """One distinct text of a document; `method` names the extractor and selectors that read it.

    It `stands_alone` when the present ones do not find their text in its snapshots: nothing is compared with it.
    """

    id: int
    fingerprint: str
    text: str = field(repr=False)
    language: str | None
    title: str | None
    method: str
    created_at: datetime
    stands_alone: bool = False


@dataclass(frozen=True, slots=True)
class Sighting:
    """An interval in which a version was what the page said."""

    id: int
    version_id: int
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class Saying:
    """A sighting by what its version states; `practices` is None of one that was not reviewed yet."""

    version_id: int
    first_seen: datetime
    last_seen: datetime
    practices: frozenset[Practice] | None


@dataclass(frozen=True, slots=True)
class Stance:
    """A practice that a document states today: last seen without it, first seen with it, and the clauses.

    `seen_without` is None where it has always stated it as far as is known. The clauses stand in the version.
    """

    practice: Practice
    seen_without: datetime | None
    seen_with: datetime
    clauses: tuple[Clause, ...]
    version_id: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A version against the one it replaces; it came between `seen_without` and `seen_with`.

    `kept` are the clauses that it left as they were: no news, and of use to those who read of the findings. `own_date`
    is the day on which the document says that it was last updated; `silent`: it said that day before, too.
    """

    id: int
    key: str
    kind: ChangeKind
    before_id: int | None
    after_id: int
    seen_without: datetime | None
    seen_with: datetime
    severity: Severity | None = None
    findings: tuple[Finding, ...] = ()
    kept: tuple[Finding, ...] = ()
    own_date: str | None = None
    own_date_quote: str | None = None
    silent: bool = False
    alert_id: int | None = None  # None: to be announced
    acknowledged_at: datetime | None = None  # since when nobody is reminded of its days any more


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert to one target, due at `next_attempt_at` until it is delivered, given up or dropped."""

    id: int
    alert_id: int
    target: str
    attempts: int
    next_attempt_at: datetime
    last_error: str | None = None
    queued_at: datetime | None = None
    delivered_at: datetime | None = None
    given_up_at: datetime | None = None
    dropped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A suspicious text that later checks must confirm before it becomes a version."""

    kind: str
    reason: str
    first_seen: datetime
    last_seen: datetime
    checks: int


@dataclass(frozen=True, slots=True)
class DocumentState:
    """What is known of a document: when it was last read, what ails it, and what it says today."""

    key: str
    service: Service
    terms_type: str
    url: str
    declared: bool
    next_check_at: datetime
    last_read_at: datetime | None
    failures: int
    failing_since: datetime | None
    failing_kind: str | None
    failing_detail: str | None
    hold: Hold | None = None
    since: datetime | None = None  # when the present text was first seen
    versions: int = 0
    language: str | None = None  # of the present text, None when unknown
    stance: tuple[Practice, ...] = ()
    variant: str | None = None
    region: str | None = None
    trouble_told_at: datetime | None = None  # set while people know that it cannot be read
    browser_until: datetime | None = None  # set while it is read through a browser, which nobody declared
    id: int = 0

    @property
    def ails(self) -> bool:
        """Whether it cannot be read at present, or what was read of it is held back."""
        return self.failing_since is not None or self.hold is not None

    @property
    def is_known(self) -> bool:
        """Whether it is known what it says now: it is watched, and nothing ails its reading."""
        return self.declared and not self.ails

    @property
    def name(self) -> str:
        """The terms type as people are told of it: `Privacy Policy`, `Privacy Policy (CH)` of a variant."""
        return f"{self.terms_type} ({self.variant})" if self.variant else self.terms_type
