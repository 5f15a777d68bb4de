"""Tells whether words of leaving something out leave out an event, and what they leave out of it."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.detect.sentences.events import Event, parted, we_act
from monitor.detect.words.cues import CHOICES, PEOPLE, Cues, Place

CLOSE, NEAR = 2, 3  # words between what leaves out and what is left out
OPENING = 2  # words of a sentence
_ACTS = frozenset({"use", "share", "train", "we", "public"})  # roles of words by which something is done
REST = 8  # words at the end of a sentence that tell what it is not done with, at most
HEADED = 10  # words at the start of a sentence within which a colon ends what it excludes
LEFT_OUT_NEAR = 10  # words between what is left out of a training and the words that say so
OUT_OF = 8  # words between what something stays out of and the words that say so


def is_left_out(event: Event, cues: Cues) -> bool:
    """Whether an exception right before the event is one from something else, and no "only if" that it hangs on."""
    if we_act(event, cues):
        return False  # "Mit Ausnahme von Briefen trainieren wir …"
    exceptions = (cues.last(role, event.start - NEAR, event.start) for role in ("exclude", "except"))
    if any(found and not cues.at("only", found[0]) for found in exceptions):
        return True
    if any(excluded(event, cues) for excluded in (_is_excluded_purpose, _excludes_who_train, _excludes_use)):
        return True
    out = cues.last("exclude", event.start - OUT_OF, event.start)  # "… stay out of any kind of training"
    return out is not None and cues.first("data", 0, out[0]) is not None and _is_plain(cues, out[1], event.start)


def begins_by_excluding(event: Event, cues: Cues) -> bool:
    """Whether a sentence begins with words that exclude the event: "Excluded from this is the training of …"."""
    out = cues.first("exclude", 0, OPENING)
    if out is None or we_act(event, cues) or _spares(out, event, cues):
        return False
    return not cues.begins(("we", "user", "use"), out[1], event.start)


def spares_rest(no: Place, start: int, cues: Cues) -> bool:
    """Whether a sentence ends in what it is not done with: "…, letters are not", "…, nicht aber mit Briefen"."""
    if cues.tokens[no[0] - 1] == "," and cues.first("but", no[1], no[1] + 1):
        return cues.first("data", no[1]) is not None
    marks = (at for at in range(no[0] - 2, start - 1, -1) if cues.tokens[at] in ",;")  # not the one right before "no"
    begin = next(marks, None)
    if begin is None or no[0] - begin > REST or any(map(str.isalnum, cues.tokens[no[1] :])):
        return False
    told = {role for role in cues.roles if cues.first(role, begin, no[0])}
    return told.isdisjoint(_ACTS) and any(role.startswith(("data:", "groups:")) for role in told)


def _spares(out: Place, event: Event, cues: Cues) -> bool:
    """Whether words at the start only spare some data of a use: "Mit Ausnahme von Briefen werden Ihre Texte …"."""
    return bool(cues.first("use", event.end) and cues.first("people", out[1], event.start))


def _is_excluded_purpose(event: Event, cues: Cues) -> bool:
    """Whether the event is one of the purposes that a sentence begins by excluding: "Excluded purposes: resale, …"."""
    out = cues.first("exclude", 0, HEADED)
    return out is not None and ":" in cues.tokens[out[1] : min(out[1] + HEADED, event.start)]


def _excludes_who_train(event: Event, cues: Cues) -> bool:
    """Whether those who would train are excluded: "… set to exclude vendors who use it to train their models"."""
    out = cues.last("exclude", 0, event.start)
    others = (cues.first(role, out[1], out[1] + NEAR) for role in ("vendor", "third")) if out else ()
    who = next(filter(None, others), None)
    return who is not None and cues.first("relative", who[1], who[1] + NEAR) is not None


def _excludes_use(event: Event, cues: Cues) -> bool:
    """Whether it is the use for the event that is excluded: "Our contracts exclude the use of your data for …"."""
    out, excepted = cues.last("exclude", 0, event.start), cues.first("except", 0, 1)
    if out is None or (excepted and out[0] < excepted[1]):  # "Mit Ausnahme von Briefen nutzen wir …"
        return False
    used = cues.first("use", out[1], out[1] + 1 + CLOSE)
    return used is not None and _is_plain(cues, used[1], event.start)


def _is_plain(cues: Cues, start: int, end: int) -> bool:
    """Whether nothing begins anew between two words."""
    between = cues.tokens[start:end]
    return not (parted(cues, start, end) or {",", ")"}.intersection(between) or cues.first("use", start, end))


def part_left_out(event: Event, cues: Cues) -> str:
    """The words behind a training that leave some data or people out of it: "…, private messages excluded"."""
    found = next((out for out in _outs(event, cues) if _names_some(out, cues)), None)
    return cues.words(found) if found else ""


def _outs(event: Event, cues: Cues) -> Iterator[Place]:
    """The words behind an event that may leave something out of it."""
    yield from (out for out in cues.of("exclude") if out[0] >= event.end and _is_of_data(out, event, cues))
    yield from _not_for_the_same(event, cues)
    behind = [no for role in ("not", "answer_no") for no in cues.of(role) if no[0] >= event.end]
    yield from (no for no in behind if _is_but_not(no, cues) or spares_rest(no, event.end, cues))


def _not_for_the_same(event: Event, cues: Cues) -> Iterator[Place]:
    """The last negation of a sentence, where its part points back: "…, but never use … for this purpose"."""
    no = cues.last("not", event.end, len(cues.tokens))
    apart = no and (";" in cues.tokens[event.end : no[0]] or cues.first("but", event.end, no[0]))
    if no and apart and cues.first("same_use", event.end):
        yield no


def _is_but_not(no: Place, cues: Cues) -> bool:
    """Whether a part of a sentence begins with what is left out: "…, but not those of minors", "(not photographs)"."""
    on = cues.tokens[no[0] - 1] == "," and cues.first("input", no[1], no[1] + 1)  # "…, never on letters"
    begins = on or cues.last("but", no[0] - 1, no[0]) or cues.tokens[no[0] - 1] == "("
    return bool(begins) and cues.first("only", no[1], no[1] + 1) is None


def _is_of_data(out: Place, event: Event, cues: Cues) -> bool:
    """Whether words that leave something out speak of no choice or contract: none stands before them in their part."""
    begin = next((at for at in range(out[0] - 1, event.end, -1) if cues.tokens[at] == ";"), event.end)
    allowed = cues.last("can", out[0] - 1, out[0])
    chosen = allowed and cues.last("user", begin, allowed[0])  # "a client may exclude its files"
    return not (chosen or cues.within(range(begin, out[0]), "matter", *CHOICES))


def _names_some(out: Place, cues: Cues) -> bool:
    """Whether certain data or people are named beside the words that leave them out."""
    near = (out[0] - LEFT_OUT_NEAR, out[1] + LEFT_OUT_NEAR)
    return any(role.startswith(("data:", *PEOPLE)) and cues.first(role, *near) for role in cues.roles)
