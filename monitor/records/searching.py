"""What people search for in the texts of all versions, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from monitor.records.settings import Service
from monitor.records.words import Practice


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other, folded; of the last one only the beginning where it is a prefix."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Sought:
    """A search: passages that hold all terms, of a service, with a practice, that stood there between two days.

    `present`: only what documents say now. Without a term, nothing is sought.
    """

    terms: tuple[Term, ...]
    service: str | None = None
    practice: Practice | None = None
    since: date | None = None
    until: date | None = None
    present: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a list of hits goes on: behind the passage that came with this version and begins there."""

    version_id: int
    start: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: `text` as it stood in all versions from `first_id` to `last_id`, seen so long."""

    document_id: int
    service: Service
    terms_type: str
    region: str | None
    variant: str | None
    language: str | None
    first_id: int
    last_id: int
    start: int
    text: str
    seen_from: datetime
    seen_until: datetime
    is_present: bool  # what the document says now, or said when it was last read …
    is_known: bool  # … and whether it is known what it says now: it is watched, and nothing ails its reading

    @property
    def name(self) -> str:
        """The terms type as people are told of it, with the variant or region for which it holds."""
        holds_for = self.variant or self.region
        return f"{self.terms_type} ({holds_for})" if holds_for else self.terms_type


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an excerpt: words that were sought, or those around them."""

    text: str
    is_sought: bool = False
