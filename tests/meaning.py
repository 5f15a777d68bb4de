"""What detection makes of a text or a change, as the tests of it ask."""

from __future__ import annotations

import datetime as dt

from monitor.detect import find
from monitor.records import Direction, Facts, Practice, Review


def facts(text: str, practice: Practice, language: str | None = None, seen: dt.date | None = None) -> Facts:
    """The facts of the last clause that states a practice."""
    return [clause.facts for clause in find(text, language=language, seen=seen) if clause.practice is practice][-1]


def events(result: Review) -> set[str]:
    """What a change makes new, gone, wider or narrower: "trains wider"."""
    return {f"{f.practice} {f.direction}" for f in result.findings if f.direction is not Direction.KEPT}
