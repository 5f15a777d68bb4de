"""Parts what a sentence denies of training from what else it speaks of: "We do not train AI on it, or sell it"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.detect.lexicon import Cues

_OPENS = 2  # words behind an "and" within which a part of a sentence begins
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
    parts = list(_parts(cues))
    trains = [number for number, part in enumerate(parts) if _trains(part, cues)]
    if not trains:
        return cues.tokens
    denials = [parts[number] for number in trains if _has(parts[number], cues, "not", "exclude")]
    denial = next((part for part in denials if _has(part, cues, "data")), (*denials, parts[trains[0]])[0])
    first = parts.index(denial)
    kept = [word for part in parts[:first] for word in _before(part, denial, cues)]
    for part in _from(parts[first:], cues):
        words = cues.tokens[part.start : part.stop]
        kept += words if kept or words[0] not in _BREAKS else words[1:]
    return kept


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


def _before(part: range, denial: range, cues: Cues) -> list[str]:
    """The words of a part before the denial, without what it denies of something else, or says of it apart.

    What stands in it before the giving is what the denial is of, where that names no data: "Your data is not sold and
    not used to train …".
    """
    words = cues.tokens[part.start : part.stop]
    if _has(part, cues, *_TIES, *(role for role in cues.roles if role.startswith(_PEOPLE))):
        return words
    of_itself = _has(denial, cues, "data")
    if not _ENDS.isdisjoint(cues.tokens[part.stop : denial.start + 1]):
        return [] if of_itself else words
    if _trains(part, cues) or not _has(part, cues, "not"):
        return words
    given = cues.first("share", part.start, part.stop) or cues.first("elsewhere", part.start, part.stop)
    if of_itself and _has(denial, cues, "not", "exclude"):
        return [] if given or all(_has(each, cues, "we") for each in (part, denial)) else words
    of_another = given and (not of_itself or _has(range(given[1], part.stop), cues, "data"))
    return cues.tokens[part.start : given[0]] if given and of_another else words


def _from(parts: list[range], cues: Cues) -> Iterator[range]:
    """The parts from the denial on, without those that begin to speak of something else and what these list."""
    another = False
    for part in parts:
        if _trains(part, cues) or _has(part, cues, "if", *_TIES):
            another = False
        else:
            another = _is_another(part, cues) or (another and not _has(part, cues, "not"))
        if not another:
            yield part


def _trains(part: range, cues: Cues) -> bool:
    return _has(part, cues, *_TRAINING) or (_has(part, cues, "develop") and _has(part, cues, *_MADE))


def _is_another(part: range, cues: Cues) -> bool:
    """Whether a part speaks of giving data away or of advertising, or denies something of the platform alone."""
    return _has(part, cues, "share", "elsewhere") or (_has(part, cues, "not") and not _has(part, cues, *_OTHERS))


def _has(part: range, cues: Cues, *roles: str) -> bool:
    return any(cues.first(role, part.start, part.stop) for role in roles)
