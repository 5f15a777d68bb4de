"""Judges a change: which practices it makes new, gone, wider or narrower, and how much that matters to people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from monitor.detect.align import Sides, Stated, marked, pairs, sides_of, whole
from monitor.detect.anchors import anchor
from monitor.detect.clauses import find
from monitor.detect.dates import effective, is_silent, updated
from monitor.detect.passages import plain, words_of
from monitor.detect.reach import TAKES, compare
from monitor.detect.scope import scope_of
from monitor.detect.vocabulary import Vocabulary, guess, load
from monitor.records import Anchor, Clause, Direction, Facts, Finding, Practice, Review, Severity

PROTECTS = {Practice.DENIES, Practice.CONTROL}
Turn = tuple[Direction, Clause | None, Clause | None]  # of a practice: the clause before, and the one after
Saying = tuple[Practice, str]  # a practice, and the sentence that states it
DETAILS = ("date", "deadline", "control", "control_where", "basis")  # facts whose change is worth a notice
GUESSABLE = 1_000  # characters that a text has at least for its language to be guessed surely
GROWS = {Direction.NEW, Direction.WIDER}
SHRINKS = {Direction.GONE, Direction.NARROWER}


def review(before: str, after: str, *, seen: dt.date | None = None, language: str | None = None) -> Review:
    """What a change means; an empty `before` is a first record, `seen` the day from which "in 30 days" counts.

    Clauses that stand as they were, or say the same in other words, are among the findings as kept.
    """
    code = language or guess(after or before)
    was = _language_of(before, code)
    words = load(code)
    old, new = find(before, language=was), find(after, language=code)
    apart = was != code or not before.strip()
    turns = _by_practice(old, new) if apart else _changed(before, after, old, new, words)
    findings = tuple(_dated(each, words, seen) for each in _distinct(_finding(turn, before, after) for turn in turns))
    severity = _severity(findings, {clause.practice for clause in new})
    return _with_own_date(Review(severity, findings), before, after, words)


def _language_of(before: str, code: str) -> str:
    """The language of the text before: another than that of the text after only where that is sure."""
    sure = len(before) >= GUESSABLE and load(code).language == code[:2].lower()
    was = guess(before) if sure else code
    return code if was == code[:2].lower() else was


def _by_practice(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> Iterator[Turn]:
    """What is new and gone between texts whose words can't be compared: a first record, or one in another language."""
    before, after = ({clause.practice for clause in some} for some in (old, new))
    yield from ((Direction.NEW, None, clause) for clause in new if clause.practice not in before)
    yield from ((Direction.KEPT, clause, clause) for clause in new if clause.practice in before)
    yield from ((Direction.GONE, clause, None) for clause in old if clause.practice not in after)


def _with_own_date(judged: Review, before: str, after: str, words: Vocabulary) -> Review:
    was, now = updated(before, words), updated(after, words)
    if now is None:
        return judged
    silent = is_silent((before, was), (after, now))
    return replace(judged, own_date=now.day, own_date_quote=now.quote, silent=silent)


def _changed(
    before: str, after: str, old: tuple[Clause, ...], new: tuple[Clause, ...], words: Vocabulary
) -> Iterator[Turn]:
    if not old and not new:
        return
    marks = marked(before), marked(after)
    protecting = frozenset((each.practice, each.quote) for each in (*old, *new) if each.practice in PROTECTS)
    for practice in Practice:
        sides = sides_of(practice, *marks, old, new)
        replaced = pairs(sides.went, sides.came)
        for former, latter in replaced:
            yield _direction(former, latter, protecting, words), former, latter
        yield from _alone(sides, replaced, protecting)


def _alone(sides: Sides, replaced: list[tuple[Clause, Clause]], protecting: AbstractSet[Saying]) -> Iterator[Turn]:
    """What the clauses of one practice amount to that replace none and that none replaces, and those that stay.

    `protecting` are all denials and choices of both versions.
    """
    grown = Direction.WIDER if sides.old else Direction.NEW
    shrunk = Direction.NARROWER if sides.new else Direction.GONE
    old, new = Stated(sides.old), Stated(sides.new)
    came = _without(sides.came, (latter for _, latter in replaced))
    went = _without(sides.went, (former for former, _ in replaced))
    yield from ((grown, None, clause) for clause in came if old.is_less_than(clause))
    lost = went if shrunk is Direction.GONE else _beside_choices(went, protecting)
    yield from ((shrunk, clause, None) for clause in lost if new.is_less_than(clause))
    stood = {words_of(clause.quote): clause for clause in reversed(sides.old)}
    for clause in _without(sides.new, sides.came):
        yield Direction.KEPT, stood.get(words_of(clause.quote), clause), clause


def _without(clauses: Iterable[Clause], others: Iterable[Clause]) -> list[Clause]:
    left_out = set(map(id, others))
    return [clause for clause in clauses if id(clause) not in left_out]


def _beside_choices(clauses: Iterable[Clause], protecting: AbstractSet[Saying]) -> Iterator[Clause]:
    """The clauses without those that state a use only by the choice that they give over it."""
    for clause in clauses:
        if clause.practice not in TAKES or (Practice.CONTROL, clause.quote) not in protecting:
            yield clause


def _direction(former: Clause, latter: Clause, protecting: AbstractSet[Saying], words: Vocabulary) -> Direction:
    """How a clause reaches compared with the one it replaces; a use may be the exceptions that a denial makes."""
    practice = former.practice
    left = practice in TAKES and {(Practice.DENIES, clause.quote) for clause in (former, latter)} <= protecting
    before, after = scope_of(practice, whole(former), words), scope_of(practice, whole(latter), words)
    return compare(practice, before, after, left=left) or Direction.KEPT


def _finding(turn: Turn, before: str, after: str) -> Finding:
    direction, former, latter = turn
    clause = latter or former
    assert clause is not None
    was, now = _quotes(direction, former, latter)
    changed = _changed_facts(former, latter) if former and latter else ()
    facts = {**clause.facts, "changed": changed} if changed else clause.facts
    places = _anchor(former, before), _anchor(latter, after)
    return Finding(clause.practice, direction, was, now, facts, *places, confidence=clause.confidence)


def _quotes(direction: Direction, former: Clause | None, latter: Clause | None) -> tuple[str | None, str | None]:
    """The words of a clause before and after; with what it hangs on where that alone shows the change."""
    if former is None or latter is None:
        return former.quote if former else None, latter.quote if latter else None
    if direction is not Direction.KEPT and former.quote == latter.quote:
        return whole(former), whole(latter)
    return former.quote, latter.quote


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
