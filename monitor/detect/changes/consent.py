"""Knows a promise that holds unless people agree for a use that waits for them, said the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from monitor.detect.changes.align import ANY_KINDS
from monitor.detect.clauses.facts import ANY_DATA, OPT_IN
from monitor.detect.sentences.verdict import USES
from monitor.records import Clause, Direction, Practice

Turn = tuple[Direction, Clause | None, Clause | None]  # of a practice: the clause before, and the one after
_EITHER_WAY = {*USES, Practice.DENIES}


def without_turned(turns: Iterable[Turn]) -> Iterator[Turn]:
    """What changed, without a promise that went for a use, or a use for a promise, where both wait for one consent.

    "We do not use your posts unless you agree" says what "We only use your posts if you agree" says. The two sentences
    are known by the choice, which one gives in the place of the other.
    """
    told = list(turns)
    instead = dict(_asked_instead(told))
    flipped = {former: latter for former, latter in instead.items() if _is_flipped(former, latter, told)}
    said = {*flipped, *flipped.values()}
    for direction, former, latter in told:
        if former and latter:
            yield (Direction.KEPT if flipped.get(former.quote) == latter.quote else direction), former, latter
        elif not _is_said_either_way(former or latter, said):
            yield direction, former, latter


def _is_said_either_way(clause: Clause | None, said: AbstractSet[str]) -> bool:
    return clause is not None and clause.practice in _EITHER_WAY and clause.quote in said


def _asked_instead(turns: Iterable[Turn]) -> Iterator[tuple[str, str]]:
    """The sentences that let people agree, each with the one that does so in its place."""
    for _, former, latter in turns:
        if not (former and latter and former.practice is Practice.CONTROL):
            continue
        if _waits(former) and _waits(latter) and not (_names_more(former, latter) or _names_more(latter, former)):
            yield former.quote, latter.quote


def _waits(clause: Clause) -> bool:
    return clause.facts.get("control") == OPT_IN


def _names_more(clause: Clause, other: Clause) -> bool:
    """Whether a sentence names certain data or people beside what the other one names."""
    told, known = _named(clause), _named(other)
    return bool(known) and ANY_DATA not in known and not told - ANY_KINDS <= known


def _named(clause: Clause) -> set[str]:
    """The kinds of data and of people that a sentence names, be it as used or as left out."""
    return {*clause.facts.get("data", ()), *clause.facts.get("excluded", ())}


def _is_flipped(former: str, latter: str, turns: Iterable[Turn]) -> bool:
    """Whether one sentence promises what the other says of the use, and neither stands beside one of its own kind."""
    went = {clause.practice for _, clause, other in turns if clause and other is None and clause.quote == former}
    came = {clause.practice for _, other, clause in turns if clause and other is None and clause.quote == latter}
    return bool(_EITHER_WAY & (went | came)) and not (_EITHER_WAY & went & came)
