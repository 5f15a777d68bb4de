"""Judges a change: which practices it makes new, gone, wider or narrower, and how much that matters to people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from rapidfuzz import fuzz

from monitor.detect.clauses import find
from monitor.detect.dates import effective
from monitor.detect.passages import plain, words_of
from monitor.detect.scope import compare, scope_of
from monitor.detect.vocabulary import Vocabulary, guess, load
from monitor.records import Clause, Direction, Facts, Finding, Practice, Review, Severity

TAKES = {Practice.TRAINS, Practice.SHARES}
PROTECTS = {Practice.DENIES, Practice.CONTROL}
GROWS = {Direction.NEW, Direction.WIDER}
REPETITION = 80.0  # per cent of likeness (rapidfuzz's token set ratio)
SUCCESSION = 55.0  # the least likeness of a clause to the one it replaces
MOST_PAIRS = 40_000  # beyond which clauses are paired in order: comparing each with each takes seconds
SHRINKS = {Direction.GONE, Direction.NARROWER}


def review(before: str, after: str, *, seen: dt.date | None = None, language: str | None = None) -> Review:
    """What a change means; an empty `before` is a first record, `seen` the day from which "in 30 days" counts."""
    code = language or guess(after or before)
    words = load(code)
    old, new = find(before, language=code), find(after, language=code)
    if before.strip():
        came, went = _news(new, before, old), _news(old, after, new)
        found = [f for p in Practice for f in _changes(_of(p, old), _of(p, new), _of(p, went), _of(p, came), words)]
    else:
        found = [_finding(Direction.NEW, None, clause) for clause in new]
    findings = tuple(_dated(finding, words, seen) for finding in _distinct(found))
    return Review(_severity(findings, {clause.practice for clause in new}), findings)


def _of(practice: Practice, clauses: Iterable[Clause]) -> list[Clause]:
    return [clause for clause in clauses if clause.practice is practice]


def _news(clauses: Iterable[Clause], other: str, others: Iterable[Clause]) -> list[Clause]:
    """The clauses whose words do not stand in the other version, wherever and however marked up; each text once.

    Words that stand there only as a part of a longer clause of the same practice count as changed.
    """
    elsewhere = f" {words_of(other)} "
    once = {(clause.practice, words_of(clause.quote)): clause for clause in clauses}
    longer: dict[Practice, list[str]] = {}
    for clause in others:
        longer.setdefault(clause.practice, []).append(f" {words_of(clause.quote)} ")
    news = []
    for (practice, text), clause in once.items():
        holders = [whole for whole in longer.get(practice, []) if f" {text} " in whole]
        stands = f" {text} " in elsewhere and (not holders or any(len(whole) == len(text) + 2 for whole in holders))
        if not stands:
            news.append(clause)
    return news


def _changes(
    old: Sequence[Clause], new: Sequence[Clause], went: list[Clause], came: list[Clause], words: Vocabulary
) -> Iterator[Finding]:
    """What the clauses of one practice that came and went amount to."""
    for former, latter in _pairs(went, came):
        went.remove(former)
        came.remove(latter)
        direction = compare(former.practice, scope_of(former, words), scope_of(latter, words))
        if direction:
            yield _finding(direction, former, latter)
    for clause in came:
        if not old:
            yield _finding(Direction.NEW, None, clause)
        elif _says_more(clause, old):
            yield _finding(Direction.WIDER, None, clause)
    for clause in went:
        if not new:
            yield _finding(Direction.GONE, clause, None)


def _pairs(went: Sequence[Clause], came: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """Each clause that went with the one that came in its place: the likest first."""
    if len(went) * len(came) > MOST_PAIRS:
        return list(zip(went, came, strict=False))
    texts = {id(clause): words_of(clause.quote) for clause in [*went, *came]}
    likeness = {
        (n, m): fuzz.token_set_ratio(texts[id(former)], texts[id(latter)], score_cutoff=SUCCESSION)
        for (n, former), (m, latter) in product(enumerate(went), enumerate(came))
    }
    ranked = [(went[n], came[m]) for n, m in sorted(likeness, key=lambda pair: -likeness[pair]) if likeness[n, m]]
    taken: set[int] = set()
    pairs = []
    for former, latter in ranked:
        if id(former) not in taken and id(latter) not in taken:
            taken |= {id(former), id(latter)}
            pairs.append((former, latter))
    return pairs


def _says_more(clause: Clause, old: Iterable[Clause]) -> bool:
    """Whether a further clause of a practice is no repetition of a former one."""
    text = words_of(clause.quote)
    likeness = max(fuzz.token_set_ratio(text, words_of(former.quote)) for former in old)
    return clause.practice is not Practice.RESTRICTS and likeness < REPETITION


def _finding(direction: Direction, before: Clause | None, after: Clause | None) -> Finding:
    clause = after or before
    assert clause is not None
    return Finding(
        clause.practice, direction, before.quote if before else None, after.quote if after else None, clause.facts
    )


def _distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple({(f.practice, f.direction, f.before, f.after): f for f in findings}.values())


def _dated(finding: Finding, words: Vocabulary, seen: dt.date | None) -> Finding:
    if "date" in finding.facts or seen is None or finding.after is None:
        return finding
    date = effective(plain(finding.after), words, seen)
    facts: Facts = {**finding.facts, "date": date.day, "date_quote": date.quote} if date else finding.facts
    return Finding(finding.practice, finding.direction, finding.before, finding.after, facts)


def _severity(findings: Iterable[Finding], stated: set[Practice]) -> Severity:
    """As the corpus defines it: taking more, or protecting less, is an alert; the rest is a notice."""
    events = {(finding.practice, finding.direction) for finding in findings}
    offers = (Practice.CONTROL, Direction.NEW) in events and bool(TAKES & stated)
    if offers or any(_harms(practice, direction) for practice, direction in events):
        return Severity.ALERT
    return Severity.NOTICE if events else Severity.NONE


def _harms(practice: Practice, direction: Direction) -> bool:
    return (practice in TAKES and direction in GROWS) or (practice in PROTECTS and direction in SHRINKS)
