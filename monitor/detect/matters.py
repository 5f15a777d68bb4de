"""Parts what a sentence denies of training from what else it speaks of: "We do not train AI on it, or sell it"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from monitor.detect.lexicon import Cues, Place

_OPENS = 2  # words behind an "and" within which a part of a sentence begins
_NAME = 2  # words between others and a machine of theirs
_BREAKS, _ENDS = frozenset(",;:."), frozenset(";:.")
_TRAINING = ("train", "mine", "for_training")
_MADE = ("ai", "model")
# What ties a denial, or tells how far it goes, wherever it stands in the sentence.
_REACH = ("except", "exclude", "only", "limit", "every", "unbound", "same_use", "we_ban")
_TIES = (*_REACH, "optin", "optout", "consent", "leave")
_PEOPLE = ("groups:", "regions:")
_OTHERS = ("third", "vendor")


def about_training(cues: Cues) -> list[str]:
    """The words of a sentence that denies a training, without the parts that speak of something else."""
    groups = list(_groups(cues))
    trains = [group for group in groups if any(_trains(part, cues) for part in group)]
    if not trains:
        return cues.tokens
    denials = [group for group in trains if _names(group, cues, "not", "exclude")]
    denial = next((group for group in denials if _names(group, cues, "data")), (*denials, trains[0])[0])
    at = next(part for part in denial if _trains(part, cues))
    kept: list[str] = []
    for group in groups:
        for part in group:
            if part.start < at.start:
                kept += _before(part, at, denial, cues)
        kept += _behind([part for part in group if part.start >= at.start], cues)
    return kept[1:] if kept[0] in _BREAKS else kept


def binds_us(cues: Cues) -> bool | None:
    """Whether a denial is one of the platform's own training, and not only of what others do; None where none is named.

    A vendor that nothing tells to be another may be the platform itself: "Provider will not use Customer Data to …".
    """
    told = [_is_of_us(_with_subject(part, group, cues), cues) for group in _groups(cues) for part in group]
    trains = [_trains(part, cues) for group in _groups(cues) for part in group]
    return any(compress(told, trains)) if any(trains) else None


def _with_subject(part: range, group: list[range], cues: Cues) -> range:
    """A part with those of its group before it, unless these give something away: "…, um ihre Modelle zu …"."""
    before = range(group[0].start, part.start)
    return part if _has(before, cues, "share") else range(before.start, part.stop)


def _is_of_us(part: range, cues: Cues) -> bool:
    """Whether a part that denies a training denies it to the platform, beside others or alone."""
    if _has(part, cues, "we_ban"):
        return False
    third = [place for place in cues.of("third") if place[0] in part]
    others = third + [place for place in cues.of("vendor") if place[0] in part]
    if any(start in part and _is_our_machine(end, others, cues) for start, end in cues.of("ours")):
        return True
    of_others = any(start in part and _is_of_others(end, others, cues) for start, end in cues.of("ours"))
    if not (third or of_others):
        return True
    named = any(cues.first(role, end, end + _NAME) for _, end in others for role in _MADE)
    return (
        not named and not _is_given(part, others, cues) and cues.first("we", part.start - _NAME, part.stop) is not None
    )


def _is_given(part: range, others: list[Place], cues: Cues) -> bool:
    """Whether others are given data for the training: "shared with partners to train …", not "…, and used to train"."""
    given, train = (cues.first(role, part.start, part.stop) for role in ("share", "train"))
    to = next((end for start, end in others if given and start > given[0]), None)
    return to is not None and not (train and cues.first("use", to, train[0]))


def _is_our_machine(end: int, others: list[Place], cues: Cues) -> bool:
    """Whether an "our" is of a machine, or stands alone: "our models", "ours or a third party's"."""
    alone = cues.at("join", end) or cues.tokens[end : end + 1] == [","]
    machine = any(cues.first(role, end, end + _NAME) for role in _MADE)
    return alone or (machine and not _is_of_others(end, others, cues))


def _is_of_others(end: int, others: list[Place], cues: Cues) -> bool:
    """Whether an "our" is of others right behind it: "our AI providers", and not "ours or a third party's"."""
    return not cues.at("join", end) and any(end <= at < end + _NAME for at, _ in others)


def _groups(cues: Cues) -> Iterator[list[range]]:
    """The parts of a sentence, those together of which the first alone denies something, or that a mark sets apart."""
    group: list[range] = []
    for part in _parts(cues):
        if group and (_has(part, cues, "not") or cues.tokens[part.start] in _ENDS):
            yield group
            group = []
        group.append(part)
    yield group


def _parts(cues: Cues) -> Iterator[range]:
    """The parts of a sentence: at marks, and at an "and" behind which something is denied, given away or used."""
    begin = 0
    for at, word in enumerate(cues.tokens):
        if at > begin and (word in _BREAKS or (cues.at("join", at) and _opens(range(begin, at), cues))):
            yield range(begin, at)
            begin = at
    yield range(begin, len(cues.tokens))


def _opens(before: range, cues: Cues) -> bool:
    """Whether a part begins with the "and" behind another: it denies or gives away, or uses what that gives away."""
    at = before.stop
    if any(cues.first(role, at, at + 1 + _OPENS) for role in ("share", "not")):
        return True
    return cues.first("use", at + 1, at + 2) is not None and _has(before, cues, "share")


def _before(part: range, training: range, denial: list[range], cues: Cues) -> list[str]:
    """The words of a part before the training, without what it denies of something else, or says of it apart.

    What stands in it before the giving is what the denial is of, where that names no data: "Your data is not sold and
    not used to train …".
    """
    words = cues.tokens[part.start : part.stop]
    if _has(part, cues, *_TIES, *(role for role in cues.roles if role.startswith(_PEOPLE))):
        return words
    within = part.start >= denial[0].start
    of_itself = _has(training, cues, "data") if within else _names(denial, cues, "data")
    if not within and not _ENDS.isdisjoint(cues.tokens[part.stop : denial[0].start + 1]):
        return [] if of_itself else words
    if _trains(part, cues) or not _has(part, cues, "not"):
        return words
    given = cues.first("share", part.start, part.stop) or cues.first("elsewhere", part.start, part.stop)
    if of_itself and not within and _names(denial, cues, "not", "exclude"):
        alone = _has(part, cues, "we") and _names(denial, cues, "we")
        return [] if given or alone else words
    of_another = given and (not of_itself or _has(range(given[1], part.stop), cues, "data"))
    return cues.tokens[part.start : given[0]] if given and of_another else words


def _behind(parts: list[range], cues: Cues) -> list[str]:
    """The words of the parts from the training on, but for those that speak of something else and what they list."""
    kept: list[str] = []
    another = False
    for part in parts:
        if any(_trains(each, cues) for each in parts if each.start >= part.start) or _has(part, cues, "if", *_TIES):
            another = False
        else:
            another = another or _is_another(part, cues)
        kept += [] if another else cues.tokens[part.start : part.stop]
    return kept


def _names(parts: list[range], cues: Cues, *roles: str) -> bool:
    return any(_has(part, cues, *roles) for part in parts)


def _trains(part: range, cues: Cues) -> bool:
    return _has(part, cues, *_TRAINING) or (_has(part, cues, "develop") and _has(part, cues, *_MADE))


def _is_another(part: range, cues: Cues) -> bool:
    """Whether a part speaks of giving data away or of advertising, or denies something of the platform alone."""
    return _has(part, cues, "share", "elsewhere") or (_has(part, cues, "not") and not _has(part, cues, *_OTHERS))


def _has(part: range, cues: Cues, *roles: str) -> bool:
    return any(cues.first(role, part.start, part.stop) for role in roles)
