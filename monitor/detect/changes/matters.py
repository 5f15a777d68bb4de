"""Parts what a sentence denies of training from what else it speaks of: "We do not train AI on it, or sell it"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.detect.words.cues import Cues

_OPENS = 2  # words behind an "and" within which a part of a sentence begins
_DENIED_BEHIND = 8  # words behind one within which a verb is denied, where "not" stands behind its object
_BREAKS, _ENDS = frozenset(",;:."), frozenset(";:.")
_TRAINING = ("train", "mine", "for_training")
MADE = ("ai", "model")  # roles of what is made by training
# What ties a denial, or tells how far it goes, wherever it stands in the sentence.
_REACH = ("except", "exclude", "only", "limit", "every", "unbound", "same_use", "we_ban")
_TIES = (*_REACH, "optin", "optout", "consent", "leave")
_OTHERS = ("third", "vendor")
_KIND = 4  # words of a part within which it names a further kind of data
_VERBS = ("use", "can", "we", "develop", "keeps")  # roles of words of what is done with it


def about_training(cues: Cues) -> list[str]:
    """The words of a sentence that denies a training, without the parts that speak of something else."""
    told = list(groups(cues))
    denied = [group for group in told if any(trains(part, cues) for part in group)]
    if not denied:
        return cues.tokens
    denial = _denial(denied, cues)
    at = next(part for part in denial if trains(part, cues))
    kept: list[str] = []
    for group in told:
        for part in (part for part in group if part.start < at.start):
            kept += _before(part, at, denial, cues)
        kept += _from([part for part in group if part.start >= at.start], cues)
    return kept[1:] if kept[0] in _BREAKS else kept


def _denial(denied: list[list[range]], cues: Cues) -> list[range]:
    """Of the groups of parts that speak of training the one that denies it, and names data if one does both."""
    denials = [group for group in denied if _names(group, cues, "not", "exclude")]
    return next((group for group in denials if _names(group, cues, "data")), (*denials, denied[0])[0])


def groups(cues: Cues) -> Iterator[list[range]]:
    """The parts of a sentence, those together of which the first alone denies something, or that a mark sets apart."""
    group: list[range] = []
    for part in _parts(cues):
        if group and (cues.within(part, "not") or cues.tokens[part.start] in _ENDS):
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
    if cues.begins(("share", "not"), at, at + 1 + _OPENS):
        return True
    used = cues.first("use", at + 1, at + 2)
    denied = cues.verb_last and cues.first("not", at, at + _DENIED_BEHIND)  # "…, und nutzen Dateien nicht zum …"
    return used is not None and (bool(denied) or cues.within(before, "share"))


def _before(part: range, training: range, denial: list[range], cues: Cues) -> list[str]:
    """The words of a part before the training, without what it denies of something else, or says of it apart."""
    words = cues.tokens[part.start : part.stop]
    if cues.within(part, *_TIES, *cues.whom):
        return words
    within = part.start >= denial[0].start
    of_itself = _names([training] if within else denial, cues, "data")
    if not within and of_itself and _is_apart(part, denial, cues):
        return []
    if (of_itself and not within) or _ended(part, denial, cues) or not _denies_another(part, cues):
        return words
    return cues.tokens[part.start : _giving(part, cues, of_itself=of_itself, within=within)]


def _denies_another(part: range, cues: Cues) -> bool:
    """Whether a part of a sentence denies something, and no training."""
    return cues.within(part, "not") and not trains(part, cues)


def _ended(part: range, denial: list[range], cues: Cues) -> bool:
    """Whether a mark that ends a sentence stands between a part and the denial behind it."""
    return not _ENDS.isdisjoint(cues.tokens[part.stop : denial[0].start + 1])


def _giving(part: range, cues: Cues, *, of_itself: bool, within: bool) -> int:
    """Where a part begins to deny a giving of data that is no matter of the training, which may be `of_itself`.

    "Your data is not sold and not used to train …", but not "We do not sell your data or use it to train …".
    """
    given, no = _given(part, cues), cues.first("not", part.start, part.stop)
    if given is None or cues.within(range(given, part.stop), "data") is not of_itself:
        return part.stop
    denied_of = no and cues.within(range(no[0], given), "data")
    return given if within or no is None or denied_of else min(given, no[0])


def _given(part: range, cues: Cues) -> int | None:
    found = cues.first("share", part.start, part.stop) or cues.first("elsewhere", part.start, part.stop)
    return found[0] if found else None


def _is_apart(part: range, denial: list[range], cues: Cues) -> bool:
    """Whether a part before the denial is a sentence of its own, or denies another thing than the training as one."""
    allowed = cues.within(part, "can") and _names(denial, cues, "can")  # "It may keep letters, and may not use …"
    if allowed or _ended(part, denial, cues):
        return True
    alone = (cues.within(part, "we") and _names(denial, cues, "we")) or _is_joined(denial[0], cues)
    if not _denies_another(part, cues):
        return alone and not cues.within(part, "if")
    return _names(denial, cues, "not", "exclude") and (alone or _given(part, cues) is not None)


def _is_joined(denial: range, cues: Cues) -> bool:
    """Whether a denial has a verb and data of its own behind an "and": "We keep copies, and do not use files to …"."""
    joined = next((at for at in denial[:_OPENS] if cues.at("join", at)), None)
    no, used = (cues.first(role, denial.start, denial.stop) for role in ("not", "use"))
    if joined is None or no is None or used is None or cues.at("join", no[0]):  # a "nor" goes on with what is denied
        return False
    verb = min(no[0], used[0])
    return verb - joined <= _OPENS and cues.within(range(verb, denial.stop), "data")


def _from(parts: list[range], cues: Cues) -> list[str]:
    """The words of the parts from the training on, but for those that speak of something else and what they list."""
    last = max((part.start for part in parts if trains(part, cues)), default=-1)
    kept: list[str] = []
    another = False
    for part in parts:
        tied = part.start <= last or cues.within(part, "if", *_TIES)
        another = not tied and (another or _is_another(part, cues))
        kept += [] if another else cues.tokens[part.start : part.stop]
    return kept


def _names(parts: list[range], cues: Cues, *roles: str) -> bool:
    return any(cues.within(part, *roles) for part in parts)


def trains(part: range, cues: Cues) -> bool:
    """Whether a part of a sentence speaks of training a machine."""
    return cues.within(part, *_TRAINING) or (cues.within(part, "develop") and cues.within(part, *MADE))


def _is_another(part: range, cues: Cues) -> bool:
    """Whether a part speaks of giving data away or of advertising, or denies something of the platform alone."""
    if cues.within(part, "share", "elsewhere"):
        return True
    return cues.within(part, "not") and not (cues.within(part, *_OTHERS) or _is_one_more(part, cues))


def _is_one_more(part: range, cues: Cues) -> bool:
    """Whether a part is no more than one more kind of what is denied: "…, las recetas ni las conversaciones"."""
    nor = cues.at("join", part.start) and cues.first("not", part.start, part.start + 1)
    return bool(nor) and cues.within(range(part.start, part.start + _KIND), "data") and not cues.within(part, *_VERBS)
