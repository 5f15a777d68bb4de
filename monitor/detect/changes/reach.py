"""Whether a clause reaches further than the one it replaces, or less far.

Two clauses are compared part by part: what one has more than the other counts by the part of the clause that it stands
in. A further kind of data in the clause itself makes it reach further, one behind "except" less far.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from operator import eq

from rapidfuzz.distance import Indel

from monitor.detect.changes.anonymous import by_anonymity, is_known_better
from monitor.detect.changes.bound import binds_us
from monitor.detect.changes.choices import compare_choices
from monitor.detect.changes.edits import (
    FREE,
    Edit,
    direction_of,
    fresh,
    is_joined,
    numbers,
    only_asks,
    only_excepts,
    only_refuses,
    says_more,
    summed,
)
from monitor.detect.changes.limiting import PART, asks_alike, excepts_anew, limits
from monitor.detect.changes.private import PRIVATE_KINDS, goes_beyond_public, more_private
from monitor.detect.changes.scope import CONDITIONS, GENERAL, Scope
from monitor.detect.passages import holds
from monitor.detect.sentences.verdict import USES
from monitor.records import Direction, Practice

KIN = 0.6  # likeness (of words, 0 to 1) below which the words of two clauses are not compared one by one
AKIN = 0.45  # below which few words more, such as "only", decide nothing
FEWEST, TIMES = 4, 3  # words at least of a clause that is compared with one that has more, and how many times as many
RECEIVER_NEAR = 2  # words behind the data within which who receives them is named
OF_NEAR = 3  # words between data and the people whose alone it is
OPENING = 3  # words of a further part that tell whether it is an example or a condition
_ALL = range(1 << 30)
_AGES = ("age", "groups:minors", "groups:adults")
_AGE = frozenset(range(6, 26))  # years
_NO_QUALIFIER = ("not", "use", "goal", "forbid", "legitimate_interest", "contract", "legal")
_OF_SHARING = ("share", "can", "theirs")  # roles of the words of a giving itself
_OF_TRAINING = ("train", "ai", "model", "data", "third", "unbound")
_WHOLE = frozenset({"data:personal data"})
_OF_DATA = {Practice.TRAINS, Practice.SHARES, Practice.DENIES}


def compare(
    practice: Practice, before: Scope, after: Scope, *, left: bool = False, stayed: bool = False
) -> Direction | None:
    """Whether a clause reaches further (wider) or less far (narrower) than the one it replaces; None when neither.

    `left` is a use in a sentence that denies uses too. Behind a "not" it is what the denial leaves as its exceptions:
    the more of them, the further it reaches. Where the words of the clauses themselves `stayed`, what changed around
    them counts only where it tells of data, people or a condition.
    """
    if practice in USES and before.waits != after.waits:
        return Direction.WIDER if before.waits else Direction.NARROWER
    if practice is Practice.CONTROL:
        return compare_choices(before, after)
    if left and before.denies_first and after.denies_first:
        return summed(before, after, lambda edit: _of_exceptions(edit, before, after))
    return _by_parts(practice, before, after, stayed=stayed)


def compare_items(practice: Practice, lead: Scope, before: Sequence[Scope], after: Sequence[Scope]) -> Direction | None:
    """Whether a clause reaches further by the list that it introduces: each further item is more of what it states.

    Where the list makes exceptions it is less; items that came in the place of others are compared with them.
    """
    if practice is Practice.CONTROL or lead.gives_example(_ALL):
        return None
    lost, gained = _unlike(before, after), _unlike(after, before)
    balance = len(gained) - len(lost)
    if not balance:
        moves = (compare(practice, former, latter) for former, latter in _likest(lost, gained))
        balance = sum((move is Direction.WIDER) - (move is Direction.NARROWER) for move in moves)
    return direction_of(-balance if lead.has("except", "exclude") else balance)


def _unlike(items: Sequence[Scope], others: Sequence[Scope]) -> list[Scope]:
    """The items whose words are not those of one of the others."""
    alike = {other.words for other in others}
    return [item for item in items if item.words not in alike]


def _likest(lost: Sequence[Scope], gained: Sequence[Scope]) -> Iterator[tuple[Scope, Scope]]:
    """Each item that is lost with the likest that came and that no other has taken."""
    left = list(gained)
    for former in lost:
        best = max(left, key=lambda latter: Indel.normalized_similarity(former.words, latter.words))
        left.remove(best)
        yield former, best


def _by_parts(practice: Practice, before: Scope, after: Scope, *, stayed: bool) -> Direction | None:
    """The same data in full where it was only to be anonymous reaches further; else what all edits come to."""
    if practice in USES and (told := _of_use(before, after)):
        return told
    likeness = Indel.normalized_similarity(before.words, after.words)
    if likeness < KIN and not _is_within(before, after):
        return _in_other_words(practice, before, after, akin=likeness >= AKIN)
    if told := _by_words(practice, before, after):
        return told

    except_alike = practice in USES and bool(before.left_out) and before.left_out == after.left_out

    def weight(edit: Edit) -> int:
        if except_alike and only_excepts(edit, before, after):
            return 0
        if stayed and not (after.bears(edit.come) or before.bears(edit.gone)):
            return 0
        denied = practice is Practice.DENIES
        return _of_denial(edit, before, after) if denied else _weight(practice, edit, before, after)

    return summed(before, after, weight)


def _is_within(before: Scope, after: Scope) -> bool:
    """Whether one clause has all words of the other in their order, and more."""
    shorter, longer = sorted((before.words, after.words), key=len)
    alike = len(shorter) >= FEWEST and len(longer) <= TIMES * len(shorter)
    return alike and holds(longer, shorter)


def _of_use(before: Scope, after: Scope) -> Direction | None:
    """How a use reaches by whether its data is to be anonymous, and whether it names an AI only now."""
    if told := by_anonymity(before, after):
        return told
    named = after.has("ai") and not before.has("ai", "model")
    return Direction.WIDER if named or is_known_better(before, after) else None


def _in_other_words(practice: Practice, before: Scope, after: Scope, *, akin: bool) -> Direction | None:
    """Of clauses that are said anew: what a new exception from a denial or a limit and the kinds of data come to."""
    less = excepts_anew(before, after) - excepts_anew(after, before) or after.has(*PART) - before.has(*PART)
    hedged = after.hedged - before.hedged
    told = direction_of(-((akin and less) or hedged)) if practice is Practice.DENIES else None
    return told or _by_kinds(before, after, akin=akin)


def _by_words(practice: Practice, before: Scope, after: Scope) -> Direction | None:
    """What few words decide: an age, data that is no longer a person's own, or what limits a promise."""
    if younger := _younger(before, after):
        return direction_of(younger if practice in USES else -younger)
    if practice in USES and (opened := goes_beyond_public(before, after) - goes_beyond_public(after, before)):
        return direction_of(opened)
    if practice in USES and before.has("limit") and len(before.words) == len(after.words):
        return direction_of(-int(is_known_better(after, before)))
    return _of_promise(before, after) if practice is Practice.DENIES else None


def _of_promise(before: Scope, after: Scope) -> Direction | None:
    """What few words decide of a denial: whom it binds, whose data it is of, a hedge or an exception."""
    if less := _binds_less(before, after) or _of_fewer(after) - _of_fewer(before):
        return direction_of(-less)
    hedged = after.hedged - before.hedged
    return direction_of(-(hedged or excepts_anew(before, after) - excepts_anew(after, before)))


def _of_fewer(scope: Scope) -> int:
    """Whether a denial holds for the data of certain people alone: "the messages of pupils under 13"."""
    groups = [place[0] for role in scope.groups for place in scope.cues.of(role)]
    return int(any(scope.within(range(at - OF_NEAR, at), "data") and at not in scope.excepted for at in groups))


def _binds_less(before: Scope, after: Scope) -> int:
    """Whether a denial tells of others alone that was one of us (1), or the other way round (-1)."""
    was, now = binds_us(before.cues), binds_us(after.cues)
    return 0 if was is None or now is None else was - now


def _younger(before: Scope, after: Scope) -> int:
    """Whether clauses that are alike but for an age reach to younger people (1), or no longer (-1).

    So they do with a lower age, be it of those whose data is used or of those whose data is not.
    """
    if not (before.has(*_AGES) or after.has(*_AGES)):
        return 0
    was, now = numbers(before, after)
    return (now < was) - (now > was) if {was, now} <= _AGE else 0


def _by_kinds(before: Scope, after: Scope, *, akin: bool) -> Direction | None:
    """Of clauses in other words: whether one names kinds of data that the other lacks.

    What the other names may be data of no known kind, where one goes on where the other ends; and where it names data
    in general ("customer data", "them"), kinds that it does not name are among that.
    """
    gained, lost = _further_kinds(before, after, akin=akin), _further_kinds(after, before, akin=akin)
    if bool(gained) != bool(lost):
        return Direction.WIDER if gained else Direction.NARROWER
    if private := more_private(Edit(_ALL, _ALL), before, after):
        return direction_of(private)
    if gained and lost:
        return direction_of(int(not gained.isdisjoint(PRIVATE_KINDS)))
    return direction_of(bool(before.tied_to) - bool(after.tied_to)) if akin else None


def _further_kinds(of: Scope, other: Scope, *, akin: bool) -> frozenset[str]:
    """The kinds of data that the second clause names further than the first, where that names some or begins alike."""
    known = of.kinds if akin else of.kinds - GENERAL
    if known and known <= other.kinds:
        return other.kinds - of.kinds
    if not of.kinds and all(map(eq, of.words[:-1], other.words[:-1])):
        return other.kinds
    return other.kinds - of.kinds - GENERAL if of.kinds - GENERAL else frozenset()


def _weight(practice: Practice, edit: Edit, before: Scope, after: Scope) -> int:
    """How an edit moves the reach of a clause."""
    if only_refuses(edit, before, after):
        return 0
    if edit.gone and edit.come:
        return _of_place_taken(practice, edit, before, after)
    return _of_more(practice, edit.come, after, before) if edit.come else -_of_more(practice, edit.gone, before, after)


def _of_place_taken(practice: Practice, edit: Edit, before: Scope, after: Scope) -> int:
    """How words in the place of others move the reach of a clause."""
    if practice is Practice.SHARES and _is_another_name(edit, before, after):
        return 1
    if practice in _OF_DATA and (told := _of_whole(edit, before, after)):
        return told
    consent = before.within(edit.gone, "optin") and after.within(edit.come, "optin")
    return 0 if consent else _of_exchange(edit, before, after)


def _of_denial(edit: Edit, before: Scope, after: Scope) -> int:
    """How an edit moves the reach of a denial."""
    if asks_alike(edit, before, after):
        return 0
    if limits(edit, before, after):
        return -1
    return _weight(Practice.DENIES, edit, before, after)


def _of_whole(edit: Edit, before: Scope, after: Scope) -> int:
    """Whether data of all kinds comes in the place of certain ones (1), or the other way round (-1)."""
    was, now = before.kinds_in(edit.gone), after.kinds_in(edit.come)
    if not was or not now:
        return 0
    return int(now == _WHOLE and was.isdisjoint(_WHOLE)) - int(was == _WHOLE and now.isdisjoint(_WHOLE))


def _of_exchange(edit: Edit, before: Scope, after: Scope) -> int:
    """Words in the place of others: of weight when they name more or fewer things than those did, or a condition."""
    if edit.come.start in after.excepted:
        return -_grown(edit, before, after)
    if _is_free(edit, before, after):
        return 1
    gained, lost = fresh(edit.come, after.given, before.items), fresh(edit.gone, before.given, after.items)
    if after.within(edit.come, "removed") and not lost:
        return -1
    if private := more_private(edit, before, after):
        return private
    if not gained and not lost:
        return _of_people(edit, before, after)
    return 0 if max(len(gained), len(lost)) <= 1 and _is_renamed(edit, before, after) else _balance(gained, lost)


def _is_free(edit: Edit, before: Scope, after: Scope) -> bool:
    """Whether words such as "all" come, and none of them go."""
    return after.within(edit.come, *FREE) and not before.within(edit.gone, *FREE)


def _is_renamed(edit: Edit, before: Scope, after: Scope) -> bool:
    """Whether as many words of some length come as go."""
    come = fresh(edit.come, after.telling, before.telling)
    return len(come) == len(fresh(edit.gone, before.telling, after.telling))


def _of_people(edit: Edit, before: Scope, after: Scope) -> int:
    """How words in the place of others that name no data move a clause: by whom it holds for, or on what condition."""
    if joined := _adds_people(edit.come, after) - _adds_people(edit.gone, before):
        return joined
    denied = before.within(edit.gone, "not") and after.within(edit.come, "not")  # "no" for "do not … any"
    return 0 if denied or only_asks(edit, before, after) else _freed(edit.come, after) - _freed(edit.gone, before)


def _of_more(practice: Practice, span: range, scope: Scope, other: Scope) -> int:
    """How far words that one clause has more than the other move it: a name is one more who receives the data."""
    if practice in USES and _may_be_taken_back(span, scope, other):
        return 0
    named = practice is Practice.SHARES and is_joined(span, scope) and _is_name(span, scope)
    further = practice in USES and scope.is_sentence(span) and _uses_further(span, scope, other)
    return 1 if named or further else _of_words(practice, span, scope, other)


def _may_be_taken_back(span: range, scope: Scope, other: Scope) -> bool:
    """Whether words only say that people may take back the consent that a use waits for in both clauses."""
    asked = scope.has("optin") and other.has("optin")
    return asked and scope.within(span, "optout") and not fresh(span, scope.items, other.items)


def _of_words(practice: Practice, span: range, scope: Scope, other: Scope) -> int:
    """How far words that one clause has more than the other move it, by the part of it that they stand in."""
    joined = is_joined(span, scope)
    if not _adds_people(span, scope) and not says_more(span, scope, other):
        return 0
    if scope.excepted.intersection(span) or scope.within(span, "removed"):  # "…, from which names are removed, …"
        return -1
    opening = range(span.start, min(span.start + OPENING, span.stop))
    if scope.gives_example(opening):
        return 0
    if scope.within(opening, "if"):
        return -1
    names = _names_more(span, scope, other, joined=joined)
    if practice is Practice.RESTRICTS:
        return int(names)
    return (
        _of_further(practice, span, scope, names=names)
        if joined
        else _of_qualifier(practice, span, scope) or int(names)
    )


def _uses_further(span: range, scope: Scope, other: Scope) -> bool:
    """Whether a sentence names further kinds of data, and denies nothing of them."""
    return bool(scope.kinds_in(span) - other.kinds - GENERAL) and not scope.within(span, "not", "exclude", "except")


def _is_name(span: range, scope: Scope) -> bool:
    """Whether words are a name that is joined to others, and no word with a meaning: ", Meta and …"."""
    told = [at for at in span if scope.words[at].isalnum() and at not in scope.joins]
    known = scope.within(span, "data", "third", "not", *CONDITIONS) or scope.excepted.intersection(span)
    return bool(told) and not known and all(map(scope.cues.is_capital, told))


def _is_another_name(edit: Edit, before: Scope, after: Scope) -> bool:
    """Whether a name stands in the place of another right behind the data: somebody else receives them."""
    named = _is_name(edit.come, after) and _is_name(edit.gone, before)
    new = not any(after.words[at] in before.words for at in edit.come)
    return named and new and after.within(range(edit.come.start - RECEIVER_NEAR, edit.come.start), "data")


def _adds_people(span: range, scope: Scope) -> bool:
    """Whether a part of a clause joins a further group or region to one right beside it."""
    return not scope.joins.isdisjoint(span) and scope.names_more_people(span)


def _names_more(span: range, scope: Scope, other: Scope, *, joined: bool) -> bool:
    """Whether words name data, a machine or a recipient that the other clause does not, or one more item of a list."""
    return bool(fresh(span, scope.items, other.items)) or (joined and scope.lists_more(span))


def _of_further(practice: Practice, span: range, scope: Scope, *, names: bool) -> int:
    """How words that are joined to a clause move it: a condition ties it, what it names or goes on to is more."""
    if not names and scope.tied(span):
        return 1 if _names_more_of(span, scope) else -1
    if scope.within(span, "not") and practice is not Practice.DENIES:
        return -int(practice in USES and scope.within(span, "data", *scope.groups))
    another_purpose = scope.within(span, "goal") and not scope.within(span, *_OF_TRAINING)
    return int(names or (scope.within(span, "join", "unbound") and not another_purpose))


def _names_more_of(span: range, scope: Scope) -> bool:
    """Whether words that are joined name more people, or further data of certain people: "…, and posts of minors"."""
    if scope.names_more_people(span):
        return True
    data = next((start for start, _ in scope.cues.of("data") if start in span), None)
    people = min((start for role in scope.groups for start, _ in scope.cues.of(role) if start in span), default=-1)
    return data is not None and data < people and not scope.within(span, *CONDITIONS)


def _of_qualifier(practice: Practice, span: range, scope: Scope) -> int:
    """How words that join nothing to what is named move a clause: they free it, tie it, or tell a part of it."""
    behind, before = span.start - 1 in scope.items, span.stop in scope.items
    beside = (behind and not scope.ends_at(span.start)) or (before and not scope.ends_at(span.stop - 1))
    none = (*_NO_QUALIFIER, *_OF_SHARING) if practice is Practice.SHARES else _NO_QUALIFIER
    return _freed(span, scope) or -int(beside and not scope.within(span, *none))


def _of_exceptions(edit: Edit, before: Scope, after: Scope) -> int:
    """How an edit moves a use that stands as the exceptions from a denial."""
    in_them = after.excepted.intersection(edit.come) or before.excepted.intersection(edit.gone)
    return _grown(edit, before, after) if in_them else 0


def _grown(edit: Edit, before: Scope, after: Scope) -> int:
    """Whether more is told anew than is no longer told (1), or less (-1)."""
    gained, lost = fresh(edit.come, after.telling, before.telling), fresh(edit.gone, before.telling, after.telling)
    return _balance(gained, lost)


def _balance(gained: Collection[str], lost: Collection[str]) -> int:
    return (len(gained) > len(lost)) - (len(gained) < len(lost))


def _freed(span: range, scope: Scope) -> int:
    """Whether words free a clause of any condition (1), or tie it to one (-1)."""
    tied = scope.tied(span) and not scope.within(span, "unbound")  # "whether or not it is anonymous"
    return int(scope.within(span, *FREE)) - int(tied)
