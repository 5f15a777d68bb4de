"""Takes from the cues of a clause what is no part of its reach: another part's choice, a "not" that is an "and"."""

from __future__ import annotations

from itertools import pairwise

from monitor.detect.sentences.parts import numbered
from monitor.detect.words.cues import ANY_DATA_ROLE, MACHINES, Cues, Place, keep

SPEAKER = 2  # words of a denial within which the one who speaks is named
TRAINING_DATA = 3  # words of a name for the data that a machine is trained on
SUPPLIES, TO_US = 3, 2  # words between people and what they do with data, and behind that within which we are named
_GOES_ON = ("goal", "for_training", "train", "join", "not", "use")  # behind what people give
VERB_NEAR = 2  # words of a language that puts verbs last: "te trainen"


def show_limits(cues: Cues) -> None:
    """Takes from a denial the words that are the denial itself, and no limit to it or exception from it.

    So are "used only to answer you, and not to train", "are not used" and "is excluded".
    """
    denied = cues.of("not")[:1]
    if denied:
        limits = [only for only in _behind(denied[0], cues.of("only")) if _limits(only, denied[0], cues)]
        keep(cues.roles, "only", limits)
    if first := min(denied + cues.of("exclude")[:1], default=None):
        cues.roles["not"] = sorted({*cues.of("not"), first})
        ends = first[1]
        for start, end in sorted(cues.of("not") + cues.of("exclude")):
            ends = max(ends, end) if start <= ends else ends
        keep(cues.roles, "exclude", [place for place in cues.of("exclude") if place[0] >= ends])


def show_nors(cues: Cues) -> None:
    """Takes from a denial each "nor" behind its first "not": it is an "and" of what is denied."""
    keep(cues.roles, "not", [no for no in cues.of("not") if no in cues.of("not")[:1] or not cues.at("join", no[0])])


def show_speaker(cues: Cues) -> None:
    """Takes from a denial the vendor that speaks, as none of ours: "Provider shall not use …"."""
    keep(cues.roles, "vendor", [at for at in cues.of("vendor") if at[0] >= SPEAKER or cues.last("ours", 0, at[1])])


def hide_training_data(cues: Cues) -> None:
    """Takes from a clause the "data" of "training data", which are nobody's yet: "Your posts become training data"."""
    names = [place for place in cues.of("train") if place[1] - place[0] <= TRAINING_DATA]
    for role in ("data", ANY_DATA_ROLE):
        kept = [(start, end) for start, end in cues.of(role) if not any(start == at or end == to for at, to in names)]
        keep(cues.roles, role, kept)


def without_givers(cues: Cues) -> list[str]:
    """The words of a clause without those that only say that data is people's: "letters (that) you share with us"."""
    return cues.without([part for given in cues.of("supply") if (part := _by_people(given, cues))])


def _by_people(given: Place, cues: Cues) -> range | None:
    """Where it is said, behind data and at the end of a part of a sentence, that people give it."""
    people = _givers(given, cues)
    if people is None:
        return None
    which = cues.last("relative", people[0] - SUPPLIES, people[0])
    begin = which[0] if which and _only_us(which[1], people[0], cues) else people[0]
    data = which is not None or any(stop == begin for _, stop in cues.of("data"))
    to_us = cues.first("we", given[1], given[1] + TO_US)
    end = to_us[1] if to_us else given[1]
    return range(begin - (cues.tokens[begin - 1] == ","), end) if data and _ends(end, cues) else None


def _givers(given: Place, cues: Cues) -> Place | None:
    """The people who give, right before that or behind "us"; "que nos envías" needs no "you"."""
    people = cues.last("user", given[0] - SUPPLIES, given[0])
    if people is None:
        return given if cues.first("you_supply", given[0] - 1, given[1]) else None
    return people if _only_us(people[1], given[0], cues) else None


def _only_us(start: int, end: int, cues: Cues) -> bool:
    """Whether nothing but "us" stands between two places."""
    return all(cues.at("we", at) for at in range(start, end))


def _ends(at: int, cues: Cues) -> bool:
    """Whether a part of a sentence ends at a place, or goes on with what is done."""
    return not any(map(str.isalnum, cues.tokens[at : at + 1])) or cues.begins(_GOES_ON, at, at + 1)


def without_makers(cues: Cues) -> list[str]:
    """The words of a use without those that only say that its machine is ours: "the models (that) we develop"."""
    return cues.without([part for made in cues.of("develop") if (part := _by_us(made, cues))])


def _by_us(made: Place, cues: Cues) -> range | None:
    """Where it is said, right behind a machine and at the end of a part of a sentence, that we make it."""
    ours = cues.last("we", made[0] - 1, made[0] + 1)
    goes_on = any(map(str.isalnum, cues.tokens[made[1] : made[1] + 1]))
    if ours is None or (goes_on and not (cues.verb_last and cues.first("train", made[1], made[1] + VERB_NEAR))):
        return None
    begin = ours[0] - cues.at("relative", ours[0] - 1)
    begin -= cues.tokens[begin - 1] == ","
    machine = any(end == begin for role in ("ai", "model") for _, end in cues.of(role))
    return range(begin, made[1]) if machine else None


def _limits(only: Place, denied: Place, cues: Cues) -> bool:
    """Whether an "only" behind a denial is of its part of the sentence, or begins one: "…; only totals are used"."""
    return ";" not in cues.tokens[denied[1] : only[0] - 1]


def _behind(first: Place, places: list[Place]) -> list[Place]:
    return [place for place in places if place[0] > first[0]]


def hide_others_choice(cues: Cues) -> None:
    """Takes from a use the choices over other numbered parts of its sentence: "(4) with your consent send offers"."""
    begins = [*numbered(cues.tokens), len(cues.tokens)]
    parts = (range(*ends) for ends in pairwise(begins))
    others = {at for part in parts if not cues.within(part, *MACHINES) for at in part}
    for role in ("optin", "optout") if others else ():
        keep(cues.roles, role, [place for place in cues.of(role) if place[0] not in others])
