"""Judges what a day that moves does to people: a use that begins sooner, a choice with less time to refuse."""

from __future__ import annotations

from monitor.detect.sentences.verdict import USES
from monitor.records import Clause, Direction, Practice


def moved(direction: Direction, former: Clause, latter: Clause) -> Direction:
    """The direction of a clause, by its days where they move.

    A use that begins sooner is wider, one that begins later narrower, unless its words make it wider; a choice with
    less time to refuse is narrower, one with more time wider, unless its words make it narrower.
    """
    if former.practice is Practice.CONTROL:
        sooner, later, harm = _order("deadline", former, latter), Direction.WIDER, Direction.NARROWER
    elif former.practice in USES:
        sooner, later, harm = _order("date", former, latter), Direction.NARROWER, Direction.WIDER
    else:
        return direction
    if not sooner or direction is harm:
        return direction
    return harm if sooner > 0 else later


def _order(fact: str, former: Clause, latter: Clause) -> int:
    """Whether the day that a fact names comes earlier than before (1), or later (-1); 0 where one names none."""
    was, now = str(former.facts.get(fact, "")), str(latter.facts.get(fact, ""))
    return (was > now) - (was < now) if was and now else 0
