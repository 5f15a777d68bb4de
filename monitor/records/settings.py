"""What the configuration says, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from monitor.records.words import Direction, Practice, Severity


@dataclass(frozen=True, slots=True)
class Range:
    """A part of a page between two CSS selectors; Open Terms Archive's range selector."""

    start_before: str | None = None
    start_after: str | None = None
    end_before: str | None = None
    end_after: str | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A tidy-up of a page by name, as Open Terms Archive's declarations name them, with its parameters."""

    name: str
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One address to read, and optionally which parts of it (nothing said: all policy text).

    `section` is the heading of the one policy that is meant of several on the page; `browser` asks for a real one.
    """

    url: str
    select: tuple[str | Range, ...] = ()
    remove: tuple[str | Range, ...] = ()
    section: str | None = None
    filters: tuple[Filter, ...] = ()
    browser: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to check: every so many seconds, or at the times of a cron expression in a time zone.

    `adaptive`: less often what has not changed for long, and sooner what has just changed.
    """

    every: float | None = 6 * 3600.0
    cron: str | None = None
    time_zone: str = "UTC"
    adaptive: bool = True


@dataclass(frozen=True, slots=True)
class Service:
    """A platform."""

    id: str
    name: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """How to read one service's terms of one type; more than one page where the terms are spread over several.

    `variant` tells apart the texts of one type that stand side by side, by region or language.
    """

    service: Service
    terms_type: str
    pages: tuple[Page, ...]
    schedule: Schedule = Schedule()
    region: str | None = None
    language: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    cookies: Mapping[str, str] = field(default_factory=dict, repr=False)
    proxy: str | None = field(default=None, repr=False)
    variant: str | None = None

    @property
    def key(self) -> str:
        """The document's name in logs, commands and the database: `linkedin/Privacy Policy`, `… (CH)` of a variant."""
        name = f"{self.service.id}/{self.terms_type}"
        return f"{name} ({self.variant})" if self.variant else name


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
    browser: str = "auto"  # "auto": where a page needs it; "declared": only where a declaration asks for it
    browser_path: str | None = None  # of the program; None: the system's Chromium, or Playwright's own


@dataclass(frozen=True, slots=True)
class Digest:
    """When what has gathered is told in one message: every day, or every week on a day (0 is Monday)."""

    at: time
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nothing is sent, over midnight where they end before they start."""

    start: time
    end: time
    alerts_break: bool = False  # what has the severity alert is sent all the same


@dataclass(frozen=True, slots=True)
class Target:
    """Where alerts go: an Apprise address and what it wants to hear (empty tuples: everything)."""

    name: str  # shown and stored in place of the address, which may hold secrets
    url: str = field(repr=False)
    min_severity: Severity = Severity.ALERT  # NONE is written "change" in sources.toml
    services: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    practices: tuple[Practice, ...] = ()
    directions: tuple[Direction, ...] = ()
    languages: tuple[str, ...] = ()  # of documents, ISO 639-1
    regions: tuple[str, ...] = ()
    troubles: bool = True  # told when documents cannot be read, or another target takes no message
    language: str = "en"  # in which it is told
    time_zone: str = "UTC"  # of its digest, its quiet hours and the times it is told
    digest: Digest | None = None
    quiet: Quiet | None = None
    give_up_after: float = 7 * 86400.0  # seconds after which a message that it does not take is given up
    pages: str = ""  # the address of the pages that its messages lead to, without a slash at its end


@dataclass(frozen=True, slots=True)
class Reminders:
    """When people are reminded of a day ahead, so many days before it; `calendar` is a file that holds all these."""

    days: tuple[int, ...] = (14, 3, 1)
    at: time = time(8)
    time_zone: str = "UTC"
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Storage:
    """How long what is stored is kept, in seconds; what is not named here is kept for good."""

    checks: float = 364 * 86400.0  # the log of them
    originals: float | None = None  # pages as received, since their version was last seen; None: for good


@dataclass(frozen=True, slots=True)
class Web:
    """Where the daemon answers over HTTP, and whom.

    `url` is the address by which people reach it, without a slash at its end, where messages are to lead there. `hosts`
    are names that it may be asked by beside addresses and `localhost`; `proxies` are addresses whose word on who asks,
    and how, is taken. People log in with the `password` or the `token`, programs send the token; either may be a hash.
    Up to `document_series` documents, the metrics tell of each.
    """

    enabled: bool = True
    host: str = "127.0.0.1"
    port: int = 8765
    url: str = ""
    hosts: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    document_series: int = 10_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the configuration says, checked; `declared` are its declarations by the keys of their documents."""

    path: str
    database_url: str = field(repr=False)
    fetch: FetchSettings
    targets: tuple[Target, ...]
    declarations: tuple[Declaration, ...]
    reminders: Reminders = Reminders()
    templates: str | None = None  # a folder whose templates take the place of the program's own
    unreadable_after: float = 3 * 86400.0  # seconds after which people are told that a document cannot be read
    storage: Storage = Storage()
    nothing_read_after: float = 86400.0  # seconds after which they are told that none could be
    heartbeat: str | None = field(default=None, repr=False)  # an address that is asked for while documents are read
    web: Web = Web()
    declared: Mapping[str, Declaration] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "declared", {each.key: each for each in self.declarations})
