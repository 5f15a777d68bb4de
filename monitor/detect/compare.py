"""Judges a change: which practices it makes new, gone, wider or narrower, and how much that matters to people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from operator import attrgetter

from monitor.detect.align import Sides, pairs, says_more, sides_of, whole
from monitor.detect.anchors import anchor
from monitor.detect.clauses import find
from monitor.detect.dates import effective, is_silent, updated
from monitor.detect.passages import plain, words_of
from monitor.detect.reach import compare
from monitor.detect.scope import scope_of
from monitor.detect.vocabulary import Vocabulary, guess, load
from monitor.records import Anchor, Clause, Direction, Facts, Finding, Practice, Review, Severity

TAKES = {Practice.TRAINS, Practice.SHARES}
PROTECTS = {Practice.DENIES, Practice.CONTROL}
Turn = tuple[Direction, Clause | None, Clause | None]  # of a practice: the clause before, and the one after
Stated = tuple[Practice, str]  # a practice, and the sentence that states it
DETAILS = ("date", "deadline", "control", "control_where", "basis")  # facts whose change is worth a notice
GROWS = {Direction.NEW, Direction.WIDER}
SHRINKS = {Direction.GONE, Direction.NARROWER}


def review(before: str, after: str, *, seen: dt.date | None = None, language: str | None = None) -> Review:
    """What a change means; an empty `before` is a first record, `seen` the day from which "in 30 days" counts.

    Clauses that stand as they were, or say the same in other words, are among the findings as kept.
    """
    code = language or guess(after or before)
    words = load(code)
    old, new = find(before, language=code), find(after, language=code)
    turns = (
        _changed(before, after, old, new, words) if before.strip() else [(Direction.NEW, None, each) for each in new]
    )
    findings = tuple(_dated(each, words, seen) for each in _distinct(_finding(turn, before, after) for turn in turns))
    severity = _severity(findings, {clause.practice for clause in new})
    return _with_own_date(Review(severity, findings), before, after, words)


def _with_own_date(judged: Review, before: str, after: str, words: Vocabulary) -> Review:
    was, now = updated(before, words), updated(after, words)
    if now is None:
        return judged
    silent = is_silent((before, was), (after, now))
    return replace(judged, own_date=now.day, own_date_quote=now.quote, silent=silent)


def _changed(
    before: str, after: str, old: tuple[Clause, ...], new: tuple[Clause, ...], words: Vocabulary
) -> Iterator[Turn]:
    protecting = frozenset((each.practice, each.quote) for each in (*old, *new) if each.practice in PROTECTS)
    for practice in Practice:
        sides = sides_of(practice, before, after, old, new)
        replaced = pairs(sides.went, sides.came)
        for former, latter in replaced:
            yield _direction(former, latter, protecting, words), former, latter
        yield from _alone(sides, replaced, protecting)


def _alone(sides: Sides, replaced: list[tuple[Clause, Clause]], protecting: AbstractSet[Stated]) -> Iterator[Turn]:
    """What the clauses of one practice amount to that replace none and that none replaces, and those that stay.

    `protecting` are all denials and choices of both versions.
    """
    grown = Direction.WIDER if sides.old else Direction.NEW
    shrunk = Direction.NARROWER if sides.new else Direction.GONE
    came = _without(sides.came, (latter for _, latter in replaced))
    went = _without(sides.went, (former for former, _ in replaced))
    yield from ((grown, None, clause) for clause in came if says_more(clause, sides.old))
    yield from ((shrunk, clause, None) for clause in went if _is_less(clause, sides, protecting))
    stood = {words_of(clause.quote): clause for clause in reversed(sides.old)}
    for clause in _without(sides.new, sides.came):
        yield Direction.KEPT, stood.get(words_of(clause.quote), clause), clause


def _without(clauses: Iterable[Clause], others: Iterable[Clause]) -> list[Clause]:
    left_out = set(map(id, others))
    return [clause for clause in clauses if id(clause) not in left_out]


def _is_less(clause: Clause, sides: Sides, protecting: AbstractSet[Stated]) -> bool:
    """Whether a practice is less without a clause: no sentence that states a use only by the choice that it gives."""
    by_choice = clause.practice in TAKES and (Practice.CONTROL, clause.quote) in protecting
    return not sides.new or (not by_choice and says_more(clause, sides.new))


def _direction(former: Clause, latter: Clause, protecting: AbstractSet[Stated], words: Vocabulary) -> Direction:
    """How a clause reaches compared with the one it replaces; a use may be the exceptions that a denial makes."""
    practice = former.practice
    left = practice in TAKES and {(Practice.DENIES, clause.quote) for clause in (former, latter)} <= protecting
    before, after = scope_of(practice, whole(former), words), scope_of(practice, whole(latter), words)
    return compare(practice, before, after, left=left) or Direction.KEPT


def _finding(turn: Turn, before: str, after: str) -> Finding:
    direction, former, latter = turn
    clause = latter or former
    assert clause is not None
    facts = clause.facts
    if former and latter and (changed := _changed_facts(former, latter)):
        facts = {**facts, "changed": changed}
    same = former and latter and former.quote == latter.quote
    quoted = whole if same and direction is not Direction.KEPT else attrgetter("quote")  # else nothing shows the change
    return Finding(
        clause.practice,
        direction,
        quoted(former) if former else None,
        quoted(latter) if latter else None,
        facts,
        _anchor(former, before),
        _anchor(latter, after),
    )


def _changed_facts(former: Clause, latter: Clause) -> tuple[str, ...]:
    """The details that two versions of a clause both state, and not alike."""
    return tuple(
        name
        for name in DETAILS
        if former.facts.get(name) and latter.facts.get(name) and former.facts[name] != latter.facts[name]
    )


def _anchor(clause: Clause | None, text: str) -> Anchor | None:
    """Where a clause stands in a text, if it does stand there."""
    stands = clause is not None and text[clause.start : clause.end] == clause.quote
    return anchor(text, clause.start, clause.end) if clause and stands else None


def _distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple({(f.practice, f.direction, f.before, f.after): f for f in findings}.values())


def _dated(finding: Finding, words: Vocabulary, seen: dt.date | None) -> Finding:
    if "date" in finding.facts or seen is None or finding.after is None:
        return finding
    date = effective(plain(finding.after), words, seen)
    facts: Facts = {**finding.facts, "date": date.day, "date_quote": date.quote} if date else finding.facts
    return replace(finding, facts=facts)


def _severity(findings: Iterable[Finding], stated: set[Practice]) -> Severity:
    """As the corpus defines it: taking more, or protecting less, is an alert; the rest is a notice."""
    events = {(found.practice, found.direction) for found in findings if found.direction is not Direction.KEPT}
    offers = (Practice.CONTROL, Direction.NEW) in events and bool(TAKES & stated)
    if offers or any(_harms(practice, direction) for practice, direction in events):
        return Severity.ALERT
    return Severity.NOTICE if events or any("changed" in found.facts for found in findings) else Severity.NONE


def _harms(practice: Practice, direction: Direction) -> bool:
    return (practice in TAKES and direction in GROWS) or (practice in PROTECTS and direction in SHRINKS)
