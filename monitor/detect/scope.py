"""How far a clause reaches — whose data, which AI, on what condition — and whether another reaches further.

Two clauses are compared part by part: what one has more than the other counts by the part of the clause that it stands
in. A further kind of data in the clause itself makes it reach further, one behind "except" less far.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from monitor.detect.lexicon import Cues, look, tokens_of
from monitor.detect.passages import plain
from monitor.detect.vocabulary import Vocabulary
from monitor.records import Direction, Practice

STEM_CHARACTERS, WORD_CHARACTERS = 6, 4
KIN = 0.6  # likeness of words above which two clauses are compared word by word
CHOICE_NEAR = 16  # words between a choice and a condition it is tied to
MOST_TOKENS = 700  # of a clause that are compared
# What a clause reaches to; others it names count where data is given to them, or they too are to keep a promise.
_ITEMS = ("data", "model", "ai", "train", "develop")
_OTHERS = {Practice.SHARES: ("third",), Practice.DENIES: ("third", "vendor")}
_NO_QUALIFIER = ("not", "use", "we")
_CHOICES = ("optout", "optin", "setting", "rights")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\bemail protected\b")
_WHOSE = ("groups:", "regions:")
# What joins further data or machines to those named, in any language.
_JOINS = frozenset(
    {",", ";", "and", "or", "nor", "und", "oder", "sowie", "noch", "et", "ou", "ni", "e", "o", "né", "y", "u"}
    | {"en", "of", "i", "lub", "ani", "oraz", "albo"}
)


@dataclass(frozen=True, slots=True)
class Scope:
    """The words of a clause, which of them stand behind an exception, and which name what it reaches to.

    `items` gives for each place of data, machines, acts and recipients its stem, `given` those of data and recipients
    alone; `limits` counts words such as "aggregated" or "anonymous", which make the same data less; `choices` are the
    places of words by which people refuse or agree.
    """

    tokens: tuple[str, ...]
    excepted: frozenset[int]
    items: dict[int, str]
    given: frozenset[int]
    kinds: frozenset[str]
    conditions: frozenset[int]
    verbs: frozenset[int]
    telling: dict[int, str]
    choices: frozenset[int]
    limits: int
    every: bool
    only: bool
    by_consent: bool
    refusable: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """Words of one clause, a range of places, in whose stand others come in the next; either range may be empty."""

    gone: range
    come: range


def scope_of(practice: Practice, text: str, words: Vocabulary) -> Scope:
    """The scope that a clause's own words give it."""
    given = ("data", *_OTHERS.get(practice, ()))
    cues = look(tokens_of(_ADDRESS.sub(" ", plain(text)))[:MOST_TOKENS], words.lexicon)
    refusable = bool(cues.of("optout"))
    whose = [role for role in cues.roles if role.startswith(_WHOSE)]
    return Scope(
        tokens=tuple(token.lower() for token in cues.tokens),
        excepted=_excepted(cues),
        items={
            at: cues.tokens[at][:STEM_CHARACTERS].lower() for role in {*_ITEMS, *given} for at in _places(cues, role)
        },
        given=frozenset(at for role in given for at in _places(cues, role)),
        kinds=frozenset(role for role in cues.roles if role.startswith("data:")),
        conditions=frozenset(
            at for role in ("if", "limit", "only", "except", "exclude", *whose) for at in _places(cues, role)
        ),
        verbs=frozenset(at for role in _NO_QUALIFIER for at in _places(cues, role)),
        telling={
            at: token[:STEM_CHARACTERS].lower()
            for at, token in enumerate(cues.tokens)
            if len(token) >= WORD_CHARACTERS and token.lower() not in words.common
        },
        choices=frozenset(at for role in _CHOICES for at in _places(cues, role)),
        limits=len(cues.of("limit")),
        every=bool(cues.of("every")),
        only=bool(cues.of("only")),
        by_consent=bool(cues.of("optin")) and not refusable,
        refusable=refusable,
    )


def _places(cues: Cues, role: str) -> Iterator[int]:
    return (at for start, end in cues.of(role) for at in range(start, end))


def _excepted(cues: Cues) -> frozenset[int]:
    """The places behind an exception, each to the end of its sentence."""
    found: set[int] = set()
    stops = [at for at, token in enumerate(cues.tokens) if token in ".;"]
    for role in ("except", "exclude"):
        for start, _ in cues.of(role):
            found.update(range(start, next((at for at in stops if at > start), len(cues.tokens))))
    return frozenset(found)


def compare(practice: Practice, before: Scope, after: Scope, *, denied: bool = False) -> Direction | None:
    """Whether a clause reaches further (wider) or less far (narrower) than the one it replaces; None when neither.

    With `denied`, the use is what a denial leaves as its exceptions: the more of them, the further it reaches.
    """
    if before.by_consent != after.by_consent and practice is not Practice.DENIES:
        return _by_choice(practice, before, after)
    if practice in {Practice.TRAINS, Practice.SHARES} and bool(before.limits) != bool(after.limits) and not denied:
        return Direction.WIDER if before.limits else Direction.NARROWER
    if practice is Practice.CONTROL:
        return _direction(sum(_of_choice(edit, before, after) for edit in edits(before, after)))
    if Indel.normalized_similarity(before.tokens, after.tokens) < KIN:
        return _by_sets(before, after)
    return _direction(sum(_weight(practice, edit, before, after, denied=denied) for edit in edits(before, after)))


def _direction(balance: int) -> Direction | None:
    if balance == 0:
        return None
    return Direction.WIDER if balance > 0 else Direction.NARROWER


def _by_sets(before: Scope, after: Scope) -> Direction | None:
    """Of clauses in other words: whether one names kinds of data that the other lacks, or all where that names some."""
    gained, lost = after.kinds - before.kinds, before.kinds - after.kinds
    wider = bool(gained and before.kinds) + (after.every > before.every) + (before.only and not after.only)
    narrower = bool(lost and after.kinds) + (before.every > after.every) + (after.only and not before.only)
    if bool(wider) == bool(narrower):
        return None
    return Direction.WIDER if wider else Direction.NARROWER


def _by_choice(practice: Practice, before: Scope, after: Scope) -> Direction | None:
    """A use that no longer waits for consent reaches further; a choice that only remains as a refusal, less far."""
    if practice is Practice.CONTROL:
        if before.by_consent and after.refusable:
            return Direction.NARROWER
        return Direction.WIDER if before.refusable and after.by_consent else None
    return Direction.WIDER if before.by_consent else Direction.NARROWER


def edits(before: Scope, after: Scope) -> Iterator[Edit]:
    """What to take from the words of one clause, and what to put in its place, to come to the other."""
    gone, come = range(0), range(0)
    for op in Indel.opcodes(before.tokens, after.tokens):
        if op.tag == "equal":
            if gone or come:
                yield Edit(gone, come)
            gone = come = range(0)
            continue
        gone = range(gone.start if gone else op.src_start, op.src_end) if op.src_end > op.src_start else gone
        come = range(come.start if come else op.dest_start, op.dest_end) if op.dest_end > op.dest_start else come
    if gone or come:
        yield Edit(gone, come)


def _weight(practice: Practice, edit: Edit, before: Scope, after: Scope, *, denied: bool) -> int:
    """How an edit moves the reach of a clause: 1 further, -1 less far, 0 not."""
    if edit.gone and edit.come:
        return _of_exchange(edit, before, after, denied=denied)
    if edit.come:
        return _of_more(practice, edit.come, after, before, denied=denied)
    return -_of_more(practice, edit.gone, before, after, denied=denied)


def _of_exchange(edit: Edit, before: Scope, after: Scope, *, denied: bool) -> int:
    """Words in the place of others: of weight when they name more or fewer things than those did, or a condition."""
    if denied or edit.come.start in after.excepted:
        return 0
    gained = _fresh(edit.come, after, before, after.given)
    lost = _fresh(edit.gone, before, after, before.given)
    if len(gained) == len(lost):
        return int(not before.conditions.isdisjoint(edit.gone)) - int(not after.conditions.isdisjoint(edit.come))
    return 1 if len(gained) > len(lost) else -1


def _fresh(span: range, scope: Scope, other: Scope, among: AbstractSet[int]) -> frozenset[str]:
    """The stems of what a span names, among some places, and the other clause does not."""
    known = frozenset(other.items.values())
    return frozenset(stem for at in among if at in span and (stem := scope.items[at]) not in known)


def _of_choice(edit: Edit, before: Scope, after: Scope) -> int:
    """Whether the choice that people have is tied to a further condition (-1), or to one less (1)."""
    return _tied(edit.gone, before) - _tied(edit.come, after)


def _tied(span: range, scope: Scope) -> int:
    near = any(abs(at - choice) <= CHOICE_NEAR for at in span for choice in scope.choices)
    if near and span.start in scope.excepted and scope.tokens[span.start] in _JOINS:
        return 0  # "unless you have opted out or …" names a further exception beside the choice
    return int(near and not scope.conditions.isdisjoint(span) and scope.choices.isdisjoint(span))


def _of_more(practice: Practice, span: range, scope: Scope, other: Scope, *, denied: bool) -> int:
    """How far words that one clause has more than the other move it, by the part of it that they stand in."""
    known = frozenset(other.telling.values())
    if all(stem in known for at, stem in scope.telling.items() if at in span):
        return 0  # they have only moved
    names = bool(_fresh(span, scope, other, scope.items.keys()))
    if practice is Practice.RESTRICTS:
        return int(names)
    if scope.excepted.intersection(span):
        return 1 if denied else -1
    if denied:
        return 0
    if any(scope.tokens[at] in _JOINS for at in span):
        return int(names or not scope.given.isdisjoint(range(span.start - 2, span.stop + 2)))
    beside = not scope.items.keys().isdisjoint((span.start - 1, span.stop)) and scope.verbs.isdisjoint(span)
    return -1 if beside or not scope.conditions.isdisjoint(span) else int(names)
