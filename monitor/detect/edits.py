"""What changed between two clauses, word by word, and whether it says anything that the other does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from monitor.detect.scope import CONDITIONS, Scope

CONSENT_NEAR = 4  # words between a condition and the consent that it names
FREE = ("every", "unbound")
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
    another_way = named or undertaken or of_consent(span, scope, other)
    told = fresh(span, _telling(scope, other), other.telling) or scope.groups_in(span) - other.groups
    return bool(told) and not another_way


def _telling(scope: Scope, other: Scope) -> Mapping[int, str]:
    """The stems of a clause without others whom the other clause names as well: "parties" is no new "party"."""
    if len(scope.cues.of("third")) > len(other.cues.of("third")):
        return scope.telling
    return {at: stem for at, stem in scope.telling.items() if not scope.cues.at("third", at)}


def is_joined(span: range, scope: Scope) -> bool:
    """Whether a comma or an "and" stands at the start or the end of a part of a clause, and not only within it."""
    last = next((at for at in reversed(span) if at in scope.joins or at in scope.telling), span.start)
    return not scope.joins.isdisjoint((span.start, last))


def only_asks(edit: Edit, before: Scope, after: Scope) -> bool:
    """Whether an edit only says otherwise that people are to agree."""
    return of_consent(edit.gone, before, after) or of_consent(edit.come, after, before)


def of_consent(span: range, scope: Scope, other: Scope) -> bool:
    """Whether words only say otherwise that people are to agree: "subject to your consent" for "with your consent"."""
    near = range(span.start, span.stop + CONSENT_NEAR)
    agreed = scope.begins_within(near, "optin") and other.has("optin")
    led = scope.within(range(span.start - CONSENT_NEAR, span.start), "if", "except")  # "unless you agree"
    tied = led or scope.within(span, *CONDITIONS)
    return agreed and tied and not fresh(span, scope.items, other.items)


def fresh(span: range, stems: Mapping[int, str], others: Mapping[int, str]) -> frozenset[str]:
    """The stems in a span that are not among the other clause's."""
    return frozenset(stem for at, stem in stems.items() if at in span) - frozenset(others.values())
