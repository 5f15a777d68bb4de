"""Knows an exception from a use for the same in a sentence of its own: its move is no news either way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from monitor.detect.changes.align import stems
from monitor.detect.changes.consent import Turn
from monitor.detect.passages import words_of
from monitor.detect.sentences.verdict import USES
from monitor.records import Clause, Direction, Practice


def without_halves(turns: Iterable[Turn], old: Sequence[Clause], new: Sequence[Clause]) -> Iterator[Turn]:
    """What changed, without exceptions that moved out of the sentence of a use, or into it.

    "We train our AI on your posts, except in the EU" says what "We train our AI on your posts. This does not apply in
    the EU" says. `old` and `new` are the clauses of both versions.
    """
    told = list(turns)
    moved = {kind for turn in told for kind in _moved(turn, old, new)}
    kept = _kept(told)
    for direction, former, latter in told:
        same = _is_half(former, latter, moved) or _quotes(former, latter) in kept
        if same and former and latter:
            yield Direction.KEPT, former, latter
        elif not (same or _is_excepted(former, latter, old, new)):
            yield direction, former, latter


def _kept(turns: Iterable[Turn]) -> set[tuple[str, ...]]:
    """The sentences of uses that stay what they were, before and after."""
    return {_quotes(*turn[1:]) for turn in turns if _stays(*turn)}


def _quotes(former: Clause | None, latter: Clause | None) -> tuple[str, ...]:
    return tuple(clause.quote for clause in (former, latter) if clause)


def _stays(direction: Direction, former: Clause | None, latter: Clause | None) -> bool:
    """Whether a use that excepts something stays as it was, or is said in the same words in another order."""
    if not (former and latter and former.practice in USES and _excluded(former) & _excluded(latter)):
        return False
    alike = _excluded(former) == _excluded(latter) and stems(former.quote) == stems(latter.quote)
    alike = alike and _numbers(former) == _numbers(latter)  # of an age
    return alike or direction is Direction.KEPT


def _numbers(clause: Clause) -> list[str]:
    return [word for word in words_of(clause.quote).split() if word.isdecimal()]


def _is_excepted(former: Clause | None, latter: Clause | None, old: Sequence[Clause], new: Sequence[Clause]) -> bool:
    """Whether a denial that came or went is what a use excepts, and excepts in the other version as well."""
    clause, these, those = (former, old, new) if former else (latter, new, old)
    if clause is None or (former and latter) or clause.practice is not Practice.DENIES:
        return False
    kinds = _excluded(clause)
    of_use = any(use.quote == clause.quote for use in _uses(these))
    return bool(kinds) and of_use and any(kinds <= _excluded(other) for other in _uses(those))


def _uses(clauses: Sequence[Clause]) -> list[Clause]:
    return [clause for clause in clauses if clause.practice in USES]


def _moved(turn: Turn, old: Sequence[Clause], new: Sequence[Clause]) -> frozenset[str]:
    """What the sentence of a use excepts no more, or only now, and other sentences deny now, or denied before."""
    _, former, latter = turn
    if not (former and latter and former.practice in USES):
        return frozenset()
    longer, shorter, others = (former, latter, new) if len(former.quote) > len(latter.quote) else (latter, former, old)
    kinds = _excluded(longer) - _excluded(shorter)
    denied = {kind for clause in others if clause.practice is Practice.DENIES for kind in _excluded(clause)}
    return kinds if kinds and kinds <= denied and _has_all(longer.quote, shorter.quote) else frozenset()


def _is_half(former: Clause | None, latter: Clause | None, moved: set[str]) -> bool:
    """Whether a use changed by no more than what moved, or a denial is one of that."""
    if not moved:
        return False
    sides = [clause for clause in (former, latter) if clause]
    kinds = [_excluded(clause) for clause in sides]
    if sides[0].practice is Practice.DENIES:
        return all(each and each <= moved for each in kinds)
    if sides[0].practice not in USES or not (former and latter):
        return False
    return set() < kinds[0] ^ kinds[1] <= moved


def _excluded(clause: Clause) -> frozenset[str]:
    return frozenset(clause.facts.get("excluded", ()))


def _has_all(longer: str, shorter: str) -> bool:
    """Whether a sentence has all words of another, in whatever order."""
    return Counter(words_of(shorter).split()) <= Counter(words_of(longer).split())
