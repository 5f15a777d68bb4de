"""What changed between two clauses, word by word, whether it says anything new, and which way all of it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from monitor.detect.changes.scope import CONDITIONS, Scope
from monitor.records import Direction

CONSENT_NEAR = 4  # words between a condition and the consent that it names
LAW_NEAR = 1  # words before a leave within which the law is named that gives it
FREE = ("every", "unbound")
_MOVED = ("only", "limit", "removed")  # roles of words that may stand elsewhere in a clause
_REFUSING = ("except", "if", "optout")  # roles of the words by which people may refuse
_OBJECTS = ("data", "ai", "model", "develop", "third", "vendor", *CONDITIONS)


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of one clause, a range of places, in whose stand others come in the next; either range may be empty."""

    gone: range
    come: range


def edits(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Edit]:
    """What to take from the words of one clause, and what to put in its place, to come to the other."""
    gone, come = range(0), range(0)
    for op in Indel.opcodes(before, after):
        if op.tag == "equal" and (gone or come):
            yield Edit(gone, come)
            gone, come = range(0), range(0)
        elif op.tag == "delete":
            gone = range(op.src_start, op.src_end)
        elif op.tag == "insert":
            come = range(op.dest_start, op.dest_end)
    if gone or come:
        yield Edit(gone, come)


def says_more(span: range, scope: Scope, other: Scope) -> bool:
    """Whether words have not only moved, and are more than another way to name the training, to undertake or ask."""
    named = scope.within(span, "train") and other.has("train") and not scope.within(span, *_OBJECTS)
    undertaken = scope.within(span, "undertake")
    another_way = named or undertaken or of_consent(span, scope, other) or _limits_elsewhere(span, scope, other)
    told = fresh(span, _telling(scope, other), other.telling) or scope.groups_in(span) - other.groups
    one_more = is_joined(span, scope) and fresh(
        span, scope.given, other.items
    )  # kind of data, be its name a short word
    return bool(told or one_more) and not another_way


def _limits_elsewhere(span: range, scope: Scope, other: Scope) -> bool:
    """Whether words have an "only" or an "aggregated" that stands elsewhere in the other clause, and no condition."""
    moved = [role for role in _MOVED if scope.within(span, role)]
    free = {*_MOVED, "if"} if "limit" in moved else _MOVED  # "where it has been de-identified"
    bound = scope.within(span, *(role for role in CONDITIONS if role not in free)) or scope.groups_in(span)
    new = fresh(span, scope.items, other.items) or ("limit" in moved and fresh(span, _but_ifs(scope), other.telling))
    return bool(moved) and all(map(other.has, moved)) and not bound and not new


def _but_ifs(scope: Scope) -> dict[int, str]:
    """The stems of a clause but those of words such as "where" and "after removing"."""
    return {
        at: stem for at, stem in scope.telling.items() if not (scope.cues.at("if", at) or scope.cues.at("removed", at))
    }


def _telling(scope: Scope, other: Scope) -> Mapping[int, str]:
    """The stems of a clause without words that only name what the other clause has as well: others, a use, a purpose.

    "parties" is no new "party", nor are "models" new where AI is named.
    """
    known = [role for role in ("use", "goal") if other.has(role)]
    known += ["machine_words"] if other.has("ai", "model") else []
    if len(scope.cues.of("third")) <= len(other.cues.of("third")):
        known.append("third")
    return {at: stem for at, stem in scope.telling.items() if not any(scope.cues.at(role, at) for role in known)}


def is_joined(span: range, scope: Scope) -> bool:
    """Whether a comma or an "and" stands at the start or the end of a part of a clause, and not only within it."""
    last = next((at for at in reversed(span) if at in scope.joins or at in scope.telling), span.start)
    return not scope.joins.isdisjoint((span.start, last))


def only_asks(edit: Edit, before: Scope, after: Scope) -> bool:
    """Whether an edit only says otherwise that people are to agree, or says "only" elsewhere."""
    sides = ((edit.gone, before, after), (edit.come, after, before))
    return any(of_consent(*side) or _limits_elsewhere(*side) for side in sides)


def of_consent(span: range, scope: Scope, other: Scope) -> bool:
    """Whether words only say otherwise that people are to agree: "subject to your consent" for "with your consent"."""
    near = range(span.start, span.stop + CONSENT_NEAR)
    agreed = other.has("optin") and any(
        start in near and not _is_of_law(start, scope) for start, _ in scope.cues.of("optin")
    )
    led = scope.within(range(span.start - CONSENT_NEAR, span.start), "if", "except")  # "unless you agree"
    tied = led or scope.within(span, *CONDITIONS)
    return agreed and tied and not fresh(span, scope.items, other.items)


def _is_of_law(leave: int, scope: Scope) -> bool:
    """Whether it is no consent of people's, but the law that lets us: "sauf si la loi nous y autorise"."""
    return scope.within(range(leave - LAW_NEAR, leave), "matter")


def fresh(span: range, stems: Mapping[int, str], others: Mapping[int, str]) -> frozenset[str]:
    """The stems in a span that are not among the other clause's."""
    return frozenset(stem for at, stem in stems.items() if at in span) - frozenset(others.values())


def only_excepts(edit: Edit, before: Scope, after: Scope) -> bool:
    """Whether an edit changes nothing but the exceptions of a clause."""
    return before.only_excepts(edit.gone) and after.only_excepts(edit.come)


def only_refuses(edit: Edit, before: Scope, after: Scope) -> bool:
    """Whether an edit only says otherwise that people may refuse: "except where you opted out" for "unless you do"."""
    sides = ((edit.gone, before), (edit.come, after))
    if not all(scope.has("optout") for _, scope in sides) or any(scope.ends(span) for span, scope in sides):
        return False
    named = [scope.within(range(at, at + 1), *_REFUSING) for span, scope in sides for at in span if at in scope.telling]
    return all(named) and any(scope.within(span, *_REFUSING) for span, scope in sides)


def numbers(before: Scope, after: Scope) -> tuple[int, int]:
    """The numbers in which alone two clauses differ; twice 0 where they differ in more."""
    alike = len(before.words) == len(after.words)
    other = [pair for pair in zip(before.words, after.words, strict=False) if pair[0] != pair[1]]
    if not alike or len(other) != 1 or not all(word.isdecimal() for word in other[0]):
        return 0, 0
    return int(other[0][0]), int(other[0][1])


def summed(before: Scope, after: Scope, weight: Callable[[Edit], int]) -> Direction | None:
    """What all edits come to, each weighed: 1 further, -1 less far, 0 neither."""
    return direction_of(sum(map(weight, edits(before.words, after.words))))


def direction_of(balance: int) -> Direction | None:
    """Which way a balance goes: 1 or more is wider, -1 or less narrower."""
    if balance == 0:
        return None
    return Direction.WIDER if balance > 0 else Direction.NARROWER
