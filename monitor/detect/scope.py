"""How far a clause reaches — whose data, which AI, on what condition — and whether another reaches further."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.detect.lexicon import Cues, look, tokens_of
from monitor.detect.passages import plain
from monitor.detect.vocabulary import Vocabulary
from monitor.records import Clause, Direction, Practice

STEM_CHARACTERS, WORD_CHARACTERS, WORDS_BEHIND = 6, 4, 8
FEWER_AND_MORE = 2
# What joins further data or machines to those named, in any language.
_JOINS = frozenset(
    {",", ";", "and", "or", "nor", "und", "oder", "sowie", "noch", "et", "ou", "ni", "e", "o", "né", "y", "u"}
    | {"en", "of", "i", "lub", "ani", "oraz", "albo"}
)
OPPOSITE = {Direction.WIDER: Direction.NARROWER, Direction.NARROWER: Direction.WIDER}


@dataclass(frozen=True, slots=True)
class Scope:
    """The data and machines a clause names, its words, acts and exceptions, and whether consent or refusal decides.

    `excepted` are the words behind the first exception of a clause that is no denial: the more they are, the less far
    it reaches. `limits` counts words such as "aggregated" or "anonymous", which make the same data less.
    """

    data: frozenset[str]
    machines: frozenset[str]
    exceptions: int
    acts: int
    words: frozenset[str]
    excepted: frozenset[str]
    limits: int
    by_consent: bool
    refusable: bool
    tokens: tuple[str, ...]
    named: frozenset[int]  # the places of data and machines among the tokens


def scope_of(clause: Clause, words: Vocabulary) -> Scope:
    """The scope that a clause's own words give it."""
    cues = look(tokens_of(plain(clause.quote)), words.lexicon)
    machines = {
        f"{cues.words(place).lower()} {_object(cues, place[1])}" for role in ("model", "ai") for place in cues.of(role)
    }
    refusable = bool(cues.of("optout"))
    exceptions = cues.of("except")
    end = len(cues.tokens)
    if exceptions and not cues.first("not", 0, exceptions[0][0]):
        end = exceptions[0][0]
    return Scope(
        data=frozenset(_stem(cues.words(place)) for place in cues.of("data")),
        machines=frozenset(machines),
        exceptions=len(exceptions),
        acts=sum(act[0] < end for role in ("train", "develop") for act in cues.of(role)),
        words=_words(cues.tokens, words),
        excepted=_words(cues.tokens[end:], words),
        limits=len(cues.of("limit")),
        by_consent=bool(cues.of("optin")) and not refusable,
        refusable=refusable,
        tokens=tuple(token.lower() for token in cues.tokens),
        named=_named(cues),
    )


def _named(cues: Cues) -> frozenset[int]:
    places = (place for role in ("data", "model", "ai") for place in cues.of(role))
    return frozenset(at for start, end in places for at in range(start, end))


def _words(tokens: list[str], words: Vocabulary) -> frozenset[str]:
    long = (token.lower() for token in tokens if len(token) >= WORD_CHARACTERS and token.isalpha())
    return frozenset(word for word in long if word not in words.common)


def _stem(word: str) -> str:
    return word.lower()[:STEM_CHARACTERS]


def _object(cues: Cues, end: int) -> str:
    """What a machine is for: the first long word behind its name."""
    behind = [word for word in cues.tokens[end : end + WORDS_BEHIND] if len(word) >= STEM_CHARACTERS]
    return _stem(behind[0]) if behind else ""


def compare(practice: Practice, before: Scope, after: Scope) -> Direction | None:
    """Whether a clause reaches further (wider) or less far (narrower) than the one it replaces; None when neither."""
    measures = {Practice.CONTROL: _by_choice, Practice.DENIES: _by_denial, Practice.RESTRICTS: _by_nothing}
    return measures.get(practice, _by_use)(before, after)


def _by_nothing(_before: Scope, _after: Scope) -> None:
    """A rule for users is there or not; its reach is not compared."""


def _by_choice(before: Scope, after: Scope) -> Direction | None:
    if before.by_consent and after.refusable:
        return Direction.NARROWER
    return Direction.WIDER if before.refusable and after.by_consent else None


def _by_denial(before: Scope, after: Scope) -> Direction | None:
    return _by_qualifier(before, after) or _by_data(before, after) or _by_exceptions(before, after)


def _by_qualifier(before: Scope, after: Scope) -> Direction | None:
    """A promise on "your private photos" holds for less than one on "your photos"."""
    for less, more, direction in ((before, after, Direction.NARROWER), (after, before, Direction.WIDER)):
        added = _added(less.tokens, more.tokens)
        if added and not _JOINS.intersection(more.tokens[added.start : added.stop]):
            return direction if {added.start - 1, added.stop} & more.named else None
    return None


def _added(less: tuple[str, ...], more: tuple[str, ...]) -> range | None:
    """The one stretch of words that a text has more than another that is the same before and behind it."""
    if len(less) >= len(more):
        return None
    start = next((at for at, (one, other) in enumerate(zip(less, more, strict=False)) if one != other), len(less))
    stop = start + len(more) - len(less)
    return range(start, stop) if less[start:] == more[stop:] else None


def _by_use(before: Scope, after: Scope) -> Direction | None:
    if before.by_consent != after.by_consent:
        return Direction.WIDER if before.by_consent else Direction.NARROWER
    return _by_limits(before, after) or _by_data(before, after) or _by_extent(before, after)


def _by_limits(before: Scope, after: Scope) -> Direction | None:
    """The same data in full where it was only to be aggregated or anonymous, or the other way round."""
    if bool(before.limits) == bool(after.limits):
        return None
    return Direction.WIDER if before.limits else Direction.NARROWER


def _by_data(before: Scope, after: Scope) -> Direction | None:
    """More or fewer kinds of data named; nothing can be said where one side points elsewhere ("use them to …")."""
    gained, lost = after.data - before.data, before.data - after.data
    if not before.data or not after.data:
        return None
    if len(gained) > len(lost) and len(lost) < FEWER_AND_MORE:
        return Direction.WIDER
    return Direction.NARROWER if len(lost) > len(gained) and len(gained) < FEWER_AND_MORE else None


def _by_exceptions(before: Scope, after: Scope) -> Direction | None:
    if before.exceptions == after.exceptions:
        return None
    return Direction.NARROWER if after.exceptions > before.exceptions else Direction.WIDER


def _by_extent(before: Scope, after: Scope) -> Direction | None:
    """One clause says what the other says and goes on: to further machines, or to further exceptions from a denial."""
    for less, more, direction in ((before, after, Direction.WIDER), (after, before, Direction.NARROWER)):
        gained, lost = more.words - less.words, less.words - more.words
        further = len(more.machines) > len(less.machines) or more.acts > less.acts
        if len(lost) < FEWER_AND_MORE and gained and (further or less.exceptions == more.exceptions > 0):
            return OPPOSITE[direction] if gained <= more.excepted else direction
    grown = len(after.machines) > len(before.machines) and len(after.words) > len(before.words)
    return Direction.WIDER if grown else None
