"""Two texts side by side, as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.records.reviewing import Segment
from monitor.records.words import Direction, Practice


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage of a text that is pointed out, `text[start:end]`, under a name that no other passage has.

    `stated` are the practices, each with what a change does to it, or None where it does nothing to the passage;
    `findings` are the places of the findings that speak of it, among those of the change.
    """

    name: str
    start: int
    end: int
    stated: tuple[tuple[Practice, Direction | None], ...] = ()
    findings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Runs of words that lie in the passage of one mark, or in none; it `opens` where the passage begins."""

    runs: tuple[Segment, ...]
    mark: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A block of both texts, None where it is in one alone, and both `inline`: lost words, and then those gained.

    `kind` is kept, lost, gained or changed; `stop` counts the rows of which a finding speaks, and is 0 of the others.
    """

    kind: str
    before: tuple[Part, ...] | None
    after: tuple[Part, ...] | None
    inline: tuple[Part, ...]
    stop: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that follow one another; of those that are `folded` nothing changed, nor is anything pointed out."""

    folded: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts compared, with what is said of AI training marked.

    Of each finding, `stops` has the row that it speaks of, 0 where its clause is not found, and `edits` its clause
    before and after, word by word. How much was changed is counted in words and blocks.
    """

    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]
    stops: tuple[int, ...]
    edits: tuple[tuple[Segment, ...], ...]
    words_gained: int
    words_lost: int
    blocks_changed: int
