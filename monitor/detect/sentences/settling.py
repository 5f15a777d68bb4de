"""Settles what a sentence states: what the rules find and the model confirms, and what the model finds by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.detect.sentences.decisions import When
from monitor.detect.sentences.forms import grants
from monitor.detect.sentences.model import Weighed
from monitor.detect.sentences.refused import only_refused
from monitor.detect.sentences.verdict import USES, Verdict
from monitor.detect.words.cues import CHOICES, Cues
from monitor.records import Practice

OPENING = 2  # words of a sentence within which an exception opens it
PEOPLES_NEAR = 4  # words between people and what they can do
EXCEPTED_NEAR = 6  # words between "unless" and the people whom that leaves out
# What words of a sentence may make it a choice that only the model finds.
_CHOOSING = (*CHOICES, "choice", "consent", "leave", "allow", "if", "except", "request", "stop", "back")
_PEOPLES = ("user", "can", "if", "except", "optout", "optin", "choice")  # of which a choice of people's has some
_GIVES, _NO_GIVING = ("third here", "share before"), ("denied", "people share")
_TRAINS, _SHARES = frozenset({Practice.TRAINS}), frozenset({Practice.SHARES})
_PLAIN = (
    frozenset({"teach", "by we", "ours taught", "data here", "people in part"}),
    frozenset({"fed right behind", "by we", "people in part"}),
    frozenset({"teach", "ours taught", "fed with something"}),
    frozenset({"teach", "ours taught", "fed right behind"}),
    frozenset({"teach", "by we", "fed with something"}),
    frozenset({"used for it", "named ai"}),
    frozenset({"teach", "by we", "people before", "data before", "named ai", "for training"}),
    frozenset({"teach", "at start", "named ai", "on by default"}),
    frozenset({"teach", "at start", "named model", "on by default"}),
    frozenset({"item", "at start", "data lead", "teach", "named ai"}),
    frozenset({"teach", "by we", "named model", "people after", "at start"}),
    frozenset({"for training", "by nobody", "fed right behind", "fed with something", "people after", "named model"}),
    frozenset({"teach", "ours taught", "fed", "people after", "data after", "we here"}),
    frozenset({"make", "fed", "named ai", "data after", "people after", "we here", "at start"}),
    frozenset({"make", "by we", "fed", "named ai", "data after", "people after", "people in part"}),
    frozenset({"theirs taught", "by nobody", "people share", "data before", "teach", "named ai"}),
    frozenset({"people grant", "teach", "named ai", "people before", "data before"}),
    frozenset({"theirs taught", "by nobody", "data before", "people before", "fed"}),
    frozenset({"theirs taught", "by vendor", "data before", "people before", "fed"}),
    frozenset({"teach", "by name", "can here", "fed"}),
    frozenset({"people grant", "ours taught", "fed", "people in part"}),
    frozenset({"of name", "data before", "by we", "fed"}),
    frozenset({"of name", "data before", "used for it", "fed"}),
)
_MADE = frozenset({"make", "by nobody"})
_OF_DATA = frozenset(f"{whose} {at}" for whose in ("data", "people") for at in ("here", "above", "lead", "heading"))
_DATA_NAMED = frozenset({"data before", "data after", "data lead", "data above", "people lead"})
GIVEN_NEAR = 2  # words between a "not" and the giving that it denies
RELATIVE_NEAR = 2  # words before a "not" within which a relative clause begins that it denies something in
# That somebody trains its models, who gives nothing to others and is no user: the platform, by its name.
_OF_NAMED = When(
    frozenset({"teach", "by nobody", "fed", "theirs taught"}),
    frozenset(),
    frozenset({"share here", "third here", "vendor here", "user allowed", "model of user", "refers back"})
    | {"if here", "weak verb", "denied", "banned", "lesson named"},
)

# That we use something to train an AI, which is said first: "To train our models, we use letters".
_TO_TRAIN = When(
    frozenset({"as purpose", "teach", "fed", "data after", "we here", "named ai"}),
    frozenset(),
    frozenset({"data before", "by user", "banned", "share here", "third here", "vendor here", "if here", "item"}),
)
# That somebody grants the platform, by its name, the right to train with what need not be called theirs.
_OF_GRANTED = When(
    frozenset({"people grant", "teach", "named ai", "data before", "fed"}),
    frozenset(),
    frozenset({"share here", "third here", "vendor here", "if here", "weak verb", "denied", "banned"}),
)
# That we use data to train an AI, in so many words, and speak of nobody else: "We use photos to train AI, but …".
_OF_US = When(
    frozenset({"teach", "by we", "data before", "fed", "named ai"}),
    frozenset(),
    frozenset({"share here", "third here", "vendor here", "theirs near", "user allowed"})
    | {"weak verb", "denied", "banned", "reserved", "if here", "item"},
)


def settled(
    weighed: Mapping[Practice, Weighed], verdict: Verdict, cues: Cues, *, by_rules_alone: bool, answered: bool
) -> frozenset[Practice]:
    """The practices that a sentence states; what only the model finds counts where nothing speaks against it.

    One that is `answered` beside or below it, "AI training: yes", only names what the answers state: less will do.
    """
    if answered and verdict.practices == _TRAINS and weighed[Practice.TRAINS].near:
        return _TRAINS
    found = _by_rules(weighed, verdict)
    if by_rules_alone or verdict.answers:
        return found
    alone = frozenset(each for each, by_model in weighed.items() if by_model.alone) - verdict.practices
    return found | alone.difference(_doubted(found, verdict, cues))


def _by_rules(weighed: Mapping[Practice, Weighed], verdict: Verdict) -> frozenset[Practice]:
    """The practices that the rules find and the model confirms, and those that hang on them."""
    sure = verdict.practices if verdict.answers else _plainly(verdict)
    found = frozenset(each for each in verdict.practices if each in sure or weighed[each].stated)
    if verdict.left_out and Practice.TRAINS in found:
        found |= {Practice.DENIES}
    return found | _TRAINS if verdict.after_all and Practice.DENIES in found else found


def _plainly(verdict: Verdict) -> frozenset[Practice]:
    """What nothing speaks against: that we train our models, named as such, with people's data, and those of others."""
    told = [signs for signs in verdict.signs if "denied" not in signs]
    plainly = any(
        any(when.holds(signs) for when in (_OF_NAMED, _OF_US, _OF_GRANTED, _TO_TRAIN))
        or any(signs >= plain for plain in _PLAIN)
        for signs in told
    )
    trains = _TRAINS if plainly else frozenset()
    return trains | (_SHARES if any("theirs as well" in signs for signs in told) else frozenset())


def _doubted(by_rules: frozenset[Practice], verdict: Verdict, cues: Cues) -> Iterator[Practice]:
    """What the signs of a sentence speak against where only the model finds it."""
    if only_refused(cues):
        yield from frozenset(Practice) - USES
    if any(_always(sign, verdict) for sign in ("told of others", "staff taught", "definition")):
        yield from Practice
    if _is_no_denial(by_rules, verdict, cues):
        yield Practice.DENIES
    if _always("of mine", verdict):
        yield Practice.RESTRICTS
    if _always("supposed", verdict):
        yield from USES
    if _is_only_made(verdict):
        yield Practice.TRAINS
    if _is_no_choice(by_rules, verdict, cues):
        yield Practice.CONTROL
    yield from _of_others(by_rules, verdict, cues)
    if Practice.DENIES in by_rules:
        yield from _beside_denial(verdict, cues)


def _is_only_made(verdict: Verdict) -> bool:
    """Whether all that a sentence tells is that people train an AI, or that one is made by nobody of nothing named.

    What those are to make whom a job advert looks for tells no more.
    """
    made = all(signs >= _MADE and signs.isdisjoint(_OF_DATA) for signs in verdict.signs)
    job = all("job named" in signs and signs.isdisjoint(_DATA_NAMED) for signs in verdict.signs)
    return bool(verdict.signs) and (made or job or _always("user trains", verdict))


def _is_no_denial(by_rules: frozenset[Practice], verdict: Verdict, cues: Cues) -> bool:
    """Whether words of denial deny no use that the sentence speaks of, or are an exception that opens it."""
    opens = Practice.TRAINS in by_rules and cues.first("except", 0, OPENING) is not None
    apart = _denies_something_else(cues) or (Practice.TRAINS in by_rules and _denies_giving(cues))
    return opens or apart or _is_one(by_rules, verdict) or _always("bare order", verdict)


def _denies_something_else(cues: Cues) -> bool:
    """Whether all that a sentence denies is told of data by relative clauses: "We train on what is not sent"."""
    nos = () if cues.has("vendor", "third") else cues.of("not")
    return bool(nos) and all(cues.last("relative", no[0] - RELATIVE_NEAR, no[0]) for no in nos)


def _denies_giving(cues: Cues) -> bool:
    """Whether all that a sentence denies is a giving, and what we do is behind: "We do not sell it, and we use …"."""
    nos = cues.of("not")
    given = (cues.first("share", behind, behind + GIVEN_NEAR) for _, behind in nos)
    return bool(nos) and all(place is not None and cues.first("we", place[1]) is not None for place in given)


def _is_one(by_rules: frozenset[Practice], verdict: Verdict) -> bool:
    """Whether words of denial are those of one choice, of one ban, or of what a use goes on from."""
    of_choice = any(_always(sign, verdict) for sign in ("denied on opt-out", "how to", "of mine"))
    return of_choice or Practice.RESTRICTS in by_rules or (verdict.practices == _TRAINS and not verdict.signs)


def _is_no_choice(by_rules: frozenset[Practice], verdict: Verdict, cues: Cues) -> bool:
    """Whether a sentence has no word of choosing, or only grants the platform something, or excepts certain people.

    That people may ask how AI is made is no choice either, nor is what cannot be undone, or an owner's leave.
    """
    if Practice.RESTRICTS in by_rules and cues.has("licensed"):
        return True
    chosen = cues.has("optout", "optin", "choice")
    undone = cues.of("unable") and not cues.has("setting", "rights", "exclude", "then")
    if not chosen and (undone or _always("how it is done", verdict)):
        return True
    return _excepts_people(cues) or grants(cues) or not (cues.has(*_CHOOSING) or _can(cues))


def _can(cues: Cues) -> bool:
    """Whether it is people who can do something: "may be used" is no choice."""
    return any(cues.first("user", can[0] - PEOPLES_NEAR, can[1] + 1) for can in cues.of("can"))


def _excepts_people(cues: Cues) -> bool:
    """Whether a sentence excepts certain people or anonymous data, and names no choice: "unless you have a firm"."""
    if cues.has(*CHOICES, "choice"):
        return False
    return any(cues.begins((*cues.groups, "limit"), behind, behind + EXCEPTED_NEAR) for _, behind in cues.of("except"))


def _of_others(by_rules: frozenset[Practice], verdict: Verdict, cues: Cues) -> Iterator[Practice]:
    """Of giving data to others and training with it oneself, what only the other is stated of."""
    if not any(map(_gives, verdict.signs)):
        yield Practice.SHARES
    if Practice.SHARES in by_rules and Practice.TRAINS not in verdict.practices and not cues.of("ours"):
        yield Practice.TRAINS


def _gives(signs: frozenset[str]) -> bool:
    """Whether an event is one for which the platform gives data to others, and people grant it nothing for itself."""
    granted = "people grant" in signs and "third here" not in signs
    return not granted and signs.isdisjoint(_NO_GIVING) and not signs.isdisjoint(_GIVES)


def _beside_denial(verdict: Verdict, cues: Cues) -> Iterator[Practice]:
    """What a sentence that denies all that it speaks of, or a training that is past, does not state as well."""
    denied = _always("denied", verdict)
    if cues.of("past") or (denied and not cues.of("but")):
        yield Practice.TRAINS
    if denied and _always("by we", verdict) and not cues.has(*_PEOPLES):
        yield Practice.CONTROL


def _always(sign: str, verdict: Verdict) -> bool:
    """Whether all events of a sentence have a sign."""
    return bool(verdict.signs) and all(sign in signs for signs in verdict.signs)
