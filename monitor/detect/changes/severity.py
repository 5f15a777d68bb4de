"""How much a change matters to people: whether its findings are an alert, a notice or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import starmap

from monitor.detect.sentences.verdict import USES
from monitor.records import Direction, Finding, Practice, Severity

PROTECTS = {Practice.DENIES, Practice.CONTROL}
GROWS = {Direction.NEW, Direction.WIDER}
SHRINKS = {Direction.GONE, Direction.NARROWER}
_OVER_WITH_USE = {(Practice.CONTROL, direction) for direction in SHRINKS}  # there is nothing left to refuse


def severity_of(findings: Sequence[Finding], stated: AbstractSet[Practice]) -> Severity:
    """As the corpus defines it: taking more, or protecting less, is an alert; the rest is a notice.

    So is a use that ends, whatever choice there was over it, and what goes with it where a promise is stated instead.
    """
    events = {(found.practice, found.direction) for found in findings if found.direction is not Direction.KEPT}
    ended = _ended(events, stated)
    harms = any(starmap(_harms, events - _OVER_WITH_USE if ended else events))
    if _offers(events, stated) or (harms and not (ended and Practice.DENIES in stated)):
        return Severity.ALERT
    return Severity.NOTICE if events or any("changed" in found.facts for found in findings) else Severity.NONE


def _offers(events: AbstractSet[tuple[Practice, Direction]], stated: AbstractSet[Practice]) -> bool:
    """Whether people get a choice over a use, and that is not merely what the use now waits for."""
    tied = any((use, Direction.NARROWER) in events for use in USES)
    return (Practice.CONTROL, Direction.NEW) in events and bool(USES & stated) and not tied


def _ended(events: AbstractSet[tuple[Practice, Direction]], stated: AbstractSet[Practice]) -> bool:
    """Whether people's data was used, and no use is stated any more."""
    return not USES & stated and any((use, Direction.GONE) in events for use in USES)


def may_alert(practice: Practice, direction: Direction) -> bool:
    """Whether what a change does to a practice can be an alert by itself."""
    return _harms(practice, direction) or (practice, direction) == (Practice.CONTROL, Direction.NEW)


def _harms(practice: Practice, direction: Direction) -> bool:
    return (practice in USES and direction in GROWS) or (practice in PROTECTS and direction in SHRINKS)
