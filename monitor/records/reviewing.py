"""What diff and detect give: how two texts differ, and what the difference means to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.records.words import Direction, Practice, Severity


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words inside a block: `op` is -1 deleted, 0 kept, 1 inserted."""

    op: int
    text: str


# Around the number of blocks that a comparison leaves out, until it is put in words; no page's text can hold it.
FOLD = "\x1a"


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
    """A passage that states a practice: `text[start:end] == quote`; `cues` are the words that decided.

    Without markup, `context` are the words it hangs on, each on a line: a heading that tells for whom it holds, what
    introduces its list, the data that it points back to; `rest` is the sentence behind it that points back to it, and
    `listed` are the items of the list that it introduces, or the rows or columns of a table that answer to it. Of what
    a document says today, `since` is when these words came, where it stated the practice in others before.
    """

    practice: Practice
    quote: str
    start: int
    end: int
    cues: tuple[str, ...] = ()
    confidence: float = 1.0
    facts: Facts = field(default_factory=dict)
    context: str = ""
    rest: str = ""
    listed: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote stands: its offsets in the text of a version (a number once it is stored), and the words around."""

    quote: str
    start: int = 0
    end: int = 0
    left: str = ""
    right: str = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A practice that a change makes new, gone, wider or narrower, or keeps, with the clause on either side.

    `before_at` and `after_at` say where the clauses stand.
    """

    practice: Practice
    direction: Direction
    before: str | None
    after: str | None
    facts: Facts = field(default_factory=dict)
    before_at: Anchor | None = None
    after_at: Anchor | None = None
    confidence: float = 1.0  # how sure it is that the clause states the practice, from 0 to 1


@dataclass(frozen=True, slots=True)
class Review:
    """What a change means to people.

    `own_date` is the day on which the document says that it was last updated, ISO, and `own_date_quote` its words; the
    change was `silent` where the version before says the same day.
    """

    severity: Severity
    findings: tuple[Finding, ...] = ()
    own_date: str | None = None
    own_date_quote: str | None = None
    silent: bool = False
