"""Judges a change: which practices it makes new, gone, wider or narrower, and how much that matters to people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from monitor.detect.changes.align import (
    ANY_KINDS,
    marked,
    replaced,
    said,
    sides_of,
    whole,
    without_known,
)
from monitor.detect.changes.consent import Turn, without_turned
from monitor.detect.changes.findings import finding_of, has_own_basis
from monitor.detect.changes.further import Saying, alone
from monitor.detect.changes.halves import without_halves
from monitor.detect.changes.once import each_once
from monitor.detect.changes.reach import compare, compare_items
from monitor.detect.changes.scope import Scope, scope_of
from monitor.detect.changes.severity import PROTECTS, severity_of
from monitor.detect.changes.terms import redefined
from monitor.detect.clauses.dates import is_silent, updated
from monitor.detect.clauses.facts import CONSENT
from monitor.detect.clauses.find import doubted, find
from monitor.detect.clauses.reading import read
from monitor.detect.passages import plain, words_of
from monitor.detect.sentences.verdict import USES
from monitor.detect.words.vocabulary import Vocabulary, guess, load
from monitor.records import Clause, Direction, Practice, Review

GUESSABLE = 1_000  # characters that a text has at least for its language to be guessed surely
_OTHER_WAY = {
    Direction.WIDER: Direction.NARROWER,
    Direction.NARROWER: Direction.WIDER,
    Direction.KEPT: Direction.KEPT,
}


def review(before: str, after: str, *, seen: dt.date | None = None, language: str | None = None) -> Review:
    """What a change means; an empty `before` is a first record, `seen` the day from which "in 30 days" counts.

    Clauses that stand as they were, or say the same in other words, are among the findings as kept.
    """
    return review_with_clauses(before, after, seen=seen, language=language)[0]


def review_with_clauses(
    before: str, after: str, *, seen: dt.date | None = None, language: str | None = None
) -> tuple[Review, tuple[Clause, ...]]:
    """What a change means, and all clauses of the text after it, which are found for that anyway."""
    code = language or guess(after if len(after) >= GUESSABLE else f"{after}\n{before}")
    was = _language_of(before, code)
    words = load(code)
    old, new = find(before, language=was), find(after, language=code, seen=seen)
    apart = was != code or not before.strip()
    if apart:
        turns = _by_practice(old, new)
    else:
        changed = without_halves(_changed(before, after, old, new, words), old, new)
        turns = redefined(without_turned(_sure(changed, before, after, code)), before, after, words)
    findings = each_once((finding_of(turn, before, after, words.idle) for turn in turns), words)
    severity = severity_of(findings, {clause.practice for clause in new})
    return _with_own_date(Review(severity, findings), before, after, words), new


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
    before: str, after: str, old: Sequence[Clause], new: Sequence[Clause], words: Vocabulary
) -> Iterator[Turn]:
    if not old and not new:
        return
    marks = marked(before), marked(after)
    old, new = without_known(old, *marks), without_known(new, *marks)
    stated = frozenset((each.practice, each.quote) for each in (*old, *new))
    for practice in Practice:
        sides = sides_of(practice, *marks, old, new)
        for former, latter in (groups := replaced(sides)):
            is_same = practice is Practice.CONTROL and _quoted(former) == _quoted(latter)  # of another use
            direction = Direction.KEPT if is_same else _direction(practice, former, latter, stated, words)
            yield direction, former[0], latter[0]
        yield from alone(sides, groups, old, stated, words)


def _sure(turns: Iterable[Turn], before: str, after: str, code: str) -> Iterator[Turn]:
    """What changed, without a use or a ban that ends where the text after it comes near to stating it in other words.

    A promise or a choice that may have gone is told all the same.
    """
    near: frozenset[Practice] | None = None
    for direction, former, latter in turns:
        if direction is Direction.GONE and former and former.practice not in PROTECTS:
            near = _nearly_stated(after, before, code) if near is None else near
            if former.practice in near:
                continue
        yield direction, former, latter


def _nearly_stated(text: str, other: str, code: str) -> frozenset[Practice]:
    """The practices that a version may state in sentences that the other one has not."""
    known = words_of(other)
    found = (near for sentence, near in doubted(text, language=code) if words_of(sentence) not in known)
    return frozenset().union(*found)


def _direction(
    practice: Practice,
    former: Sequence[Clause],
    latter: Sequence[Clause],
    stated: AbstractSet[Saying],
    words: Vocabulary,
) -> Direction:
    """How clauses reach compared with those they replace.

    A denial that is no more than the exception from a use reaches as far as that does not.
    """
    if practice is Practice.DENIES and all(_is_exception(side[0], stated, words) for side in (former, latter)):
        return _OTHER_WAY[_reached(Practice.TRAINS, former, latter, frozenset(), words)]
    return _reached(practice, former, latter, stated, words)


def _reached(
    practice: Practice,
    former: Sequence[Clause],
    latter: Sequence[Clause],
    stated: AbstractSet[Saying],
    words: Vocabulary,
) -> Direction:
    """How clauses reach compared with those they replace; a use may be the exceptions that a denial makes."""
    denied = {(Practice.DENIES, side[0].quote) for side in (former, latter)} <= stated
    items = [_items(practice, side, words) for side in (former, latter)]
    listed = all(items)
    before, after = (_scope(practice, side, words, listed=listed) for side in (former, latter))
    if before.ties_as(after) and _splits_alike(practice, (former, latter), stated):
        return Direction.KEPT
    by_items = compare_items(practice, after, *items) if listed else None
    left, stayed = denied and practice in USES, _quoted(former) == _quoted(latter)
    told = by_items or compare(practice, before, after, left=left, stayed=stayed)
    return told or _reached_otherwise(practice, former, latter, words, denied=denied)


def _reached_otherwise(
    practice: Practice, former: Sequence[Clause], latter: Sequence[Clause], words: Vocabulary, *, denied: bool
) -> Direction:
    """How clauses reach whose words tell no difference: by the denial they are exceptions from, or by their basis."""
    limited = denied and _limited(practice, former, latter, words)
    return Direction.NARROWER if limited else _by_basis(practice, former, latter)


def _splits_alike(practice: Practice, sides: Iterable[Sequence[Clause]], stated: AbstractSet[Saying]) -> bool:
    """Whether one sentence tells which data is used and which is not where two tell it, of the same kinds."""
    other = {Practice.TRAINS: Practice.DENIES, Practice.DENIES: Practice.TRAINS}.get(practice)
    told = [(any((other, clause.quote) in stated for clause in side), _kinds(practice, side)) for side in sides]
    (mixed_before, before), (mixed_after, after) = told
    return mixed_before != mixed_after and bool(before) and before == after


def _kinds(practice: Practice, clauses: Iterable[Clause]) -> set[str]:
    """The kinds of data that clauses use, or the certain kinds that they leave out."""
    used, left_out = (
        {kind for clause in clauses for kind in clause.facts.get(name, ())} for name in ("data", "excluded")
    )
    return left_out - ANY_KINDS if practice is Practice.DENIES else used - left_out


def _is_exception(clause: Clause, stated: AbstractSet[Saying], words: Vocabulary) -> bool:
    """Whether a denial is no more than what the use in its sentence excepts: "…, except for members in Japan"."""
    cues = read(plain(clause.quote), words)
    return (Practice.TRAINS, clause.quote) in stated and cues.has("except", "exclude") and not cues.of("not")


def _by_basis(practice: Practice, former: Sequence[Clause], latter: Sequence[Clause]) -> Direction:
    """How a use reaches that is else as it was: further where a cell beside it no longer tells of consent."""
    told = [[clause.facts["basis"] for clause in side if has_own_basis(clause)] for side in (former, latter)]
    before, after = ({CONSENT} == set(bases) for bases in told)
    if practice not in USES or before == after or not all(told):
        return Direction.KEPT
    return Direction.WIDER if before else Direction.NARROWER


def _limited(practice: Practice, former: Sequence[Clause], latter: Sequence[Clause], words: Vocabulary) -> bool:
    """Whether a choice is less as the denial is that it is an exception from: "not without your consent"."""
    before, after = (_scope(Practice.DENIES, side, words, listed=False) for side in (former, latter))
    chosen = practice is Practice.CONTROL and before.by_consent and after.by_consent
    return chosen and compare(Practice.DENIES, before, after) is Direction.NARROWER


def _scope(practice: Practice, clauses: Iterable[Clause], words: Vocabulary, *, listed: bool) -> Scope:
    """What clauses reach to together, without the items that they list where these are compared by themselves."""
    return scope_of(practice, " ".join(map(said if listed else whole, clauses)), words)


def _quoted(clauses: Iterable[Clause]) -> set[str]:
    return {words_of(clause.quote) for clause in clauses}


def _items(practice: Practice, clauses: Iterable[Clause], words: Vocabulary) -> list[Scope]:
    """What clauses list."""
    return [scope_of(practice, item, words) for clause in clauses for item in clause.listed]
