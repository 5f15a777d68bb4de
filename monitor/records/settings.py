"""What the configuration says, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.records.words import Practice, Severity


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
