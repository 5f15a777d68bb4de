"""What clauses amount to that replace none and that none replaces: more, less, or the same again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import chain

from monitor.detect.changes.align import MOST_COMPARED, Replaced, Sides, Stated, is_label, whole
from monitor.detect.changes.consent import Turn
from monitor.detect.changes.findings import states_basis
from monitor.detect.changes.scope import scope_of
from monitor.detect.changes.severity import PROTECTS
from monitor.detect.clauses.reading import read
from monitor.detect.passages import plain, words_of
from monitor.detect.sentences.following import ends_choice, tells_stop
from monitor.detect.sentences.verdict import USES
from monitor.detect.words.cues import Cues
from monitor.detect.words.vocabulary import Vocabulary
from monitor.records import Clause, Direction, Practice

Saying = tuple[Practice, str]  # a practice, and the sentence that states it
_BOUND = ("vendor", "third")  # roles of those whom a promise may bind beside us


def alone(
    sides: Sides,
    groups: Iterable[Replaced],
    before: Sequence[Clause],
    stated: AbstractSet[Saying],
    words: Vocabulary,
) -> Iterator[Turn]:
    """What the clauses of one practice amount to that replace none and that none replaces, and those that stay.

    `before` are the clauses of all practices in the version before, `stated` is all that both versions say.
    """
    grown = Direction.WIDER if sides.old else Direction.NEW
    shrunk = Direction.NARROWER if sides.new else Direction.GONE
    old, new = Stated(sides.old), Stated(sides.new)
    replacing = [*chain.from_iterable(chain.from_iterable(groups))]
    came, went = _without(sides.came, replacing), _without(sides.went, replacing)
    limits = list(_limits(came, went, sides, words))
    told = [*filter(None, chain.from_iterable(turn[1:] for turn in limits))]
    came, went = _without(came, told), _without(went, told)
    yield from limits
    gained = came if grown is Direction.NEW else _adding(came, before, words)
    yield from ((grown, None, clause) for clause in gained if old.is_less_than(clause))
    lost = went if shrunk is Direction.GONE else _not_told(_beside_choices(went, stated), sides.new, words)
    yield from ((shrunk, clause, None) for clause in lost if _is_less(clause, new, sides, words))
    yield from _kept(sides)


def _is_less(clause: Clause, new: Stated, sides: Sides, words: Vocabulary) -> bool:
    """Whether less is stated without a clause that went."""
    return new.is_less_than(clause) or _binds(clause, sides.new, words)


def _limits(came: Iterable[Clause], went: Iterable[Clause], sides: Sides, words: Vocabulary) -> Iterator[Turn]:
    """What sentences amount to that tell what a choice does not reach to, beside the choice itself."""
    if not (sides.old and sides.new):
        return
    yield from ((Direction.NARROWER, None, clause) for clause in came if _limits_choice(clause, words))
    yield from ((Direction.WIDER, clause, None) for clause in went if _limits_choice(clause, words))


def _limits_choice(clause: Clause, words: Vocabulary) -> bool:
    return clause.practice is Practice.CONTROL and ends_choice(_read(clause, words))


def _adding(clauses: Iterable[Clause], before: Iterable[Clause], words: Vocabulary) -> list[Clause]:
    """The further clauses of a practice that may be more, and tell not only again that people can refuse."""
    adding = [clause for clause in clauses if not _adds_nothing(clause)]
    if not adding or adding[0].practice is not Practice.CONTROL:
        return [clause for clause in adding if not tells_stop(_read(clause, words))]
    known = Stated([other for other in before if other.practice in USES or other.practice is Practice.CONTROL])
    return [clause for clause in adding if known.names_less_than(clause)]


def _read(clause: Clause, words: Vocabulary) -> Cues:
    return read(plain(clause.quote), words)


def _not_told(clauses: Iterable[Clause], others: Sequence[Clause], words: Vocabulary) -> list[Clause]:
    """Those of a practice that said something, but no choice or promise that another one tells in whatever words."""
    lost = [clause for clause in clauses if not (_adds_nothing(clause) or tells_stop(_read(clause, words)))]
    if not lost or lost[0].practice not in PROTECTS:
        return lost
    told = [scope_of(other.practice, whole(other), words) for other in others[:MOST_COMPARED]]
    own = [scope_of(clause.practice, whole(clause), words) for clause in lost]
    return [
        clause
        for clause, scope in zip(lost, own, strict=True)
        if not any(scope.is_told_by(other, words.common) for other in told)
    ]


def _binds(clause: Clause, others: Sequence[Clause], words: Vocabulary) -> bool:
    """Whether a promise binds vendors or others, as none of those that stay does."""
    if clause.practice is not Practice.DENIES or not _read(clause, words).has(*_BOUND):
        return False
    return not any(_read(other, words).has(*_BOUND) for other in others)


def _kept(sides: Sides) -> Iterator[Turn]:
    """What did not come, beside the clause that it was before."""
    stood = {words_of(clause.quote): clause for clause in reversed(sides.old)}
    for clause in _without(sides.new, sides.came):
        yield Direction.KEPT, stood.get(words_of(clause.quote), clause), clause


def _adds_nothing(clause: Clause) -> bool:
    """Whether a clause beside others is no more than their heading, or tells their basis: "4.2 No training."."""
    return is_label(clause) or _tells_basis(clause)


def _tells_basis(clause: Clause) -> bool:
    """Whether a use is told by no more than its legal basis: "The basis of the training is our legitimate interest"."""
    return clause.practice in USES and states_basis(clause) and "data" not in clause.facts


def _without(clauses: Iterable[Clause], others: Iterable[Clause]) -> list[Clause]:
    left_out = set(map(id, others))
    return [clause for clause in clauses if id(clause) not in left_out]


def _beside_choices(clauses: Iterable[Clause], stated: AbstractSet[Saying]) -> Iterator[Clause]:
    """The clauses without those that state a use only by the choice that they give over it."""
    for clause in clauses:
        if clause.practice not in USES or (Practice.CONTROL, clause.quote) not in stated:
            yield clause
