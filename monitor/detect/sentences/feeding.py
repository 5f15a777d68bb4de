"""Tells by signs what data is named around an event, and whether a machine feeds on it."""

from __future__ import annotations

from monitor.detect.sentences.events import Event
from monitor.detect.sentences.forms import behind_label, is_what_for
from monitor.detect.sentences.polarity import OPENING, holding
from monitor.detect.words.cues import Cues, Place

# Reaches in words, chosen on labelled passages.
INPUT_REACH = 10
DATA_NEAR = 6  # words between "train on" and the data
MEANS_NEAR = 2  # words between a machine that is taught and the "on" or "with" before what it is taught with
LABEL = 6  # words and marks at the start of a sentence within which a colon ends what names it
DATA_FIRST, USED_NEAR = 4, 6  # words before data that is used, and between that, the use and what it is used for
GOAL_NEAR, USED_WORDS = 2, 8
_NO_DATA = ("ai", "model", "system", "third", "vendor", "staff", "not", "own", "public", "tool", "train", "develop")
WHOSE = ("data", "people")
_DATA = (*WHOSE, "own", "public", "output")
_MARKS = frozenset(",;:")


def data(event: Event, cues: Cues) -> list[str]:
    """The signs of the data that a sentence names around an event, and whether the event feeds on it."""
    before = [role for role in _DATA if cues.first(role, 0, max(event.start, event.verb[1] - 1))]
    if "data" not in before and (_uses_some(event, cues) or _uses_things(event, cues)):
        before.append("data")
    after = [role for role in _DATA if cues.first(role, event.end)]
    asked = is_what_for(event, cues)
    return [
        *(f"{role} before" for role in before),
        *(f"{role} after" for role in after),
        *holding(
            (not {*before, *after}.isdisjoint(WHOSE), "data here"),
            (asked or _fed(event, cues), "fed"),
            (_fed_with_something(event, cues), "fed with something"),
            (_fed_right_behind(event, cues), "fed right behind"),
            (asked or _used_for_it(event, cues), "used for it"),
        ),
    ]


def _uses_some(event: Event, cues: Cues) -> bool:
    """Whether data is meant by its being "aggregated" or the like: "We use aggregated figures to train …"."""
    used = cues.first("use", 0, event.start)
    return used is not None and cues.first("limit", used[1], event.start) is not None


def _uses_things(event: Event, cues: Cues) -> bool:
    """Whether something that is no machine and nobody is used for the event: "We use counts of clicks to improve …"."""
    goal = cues.last("goal", event.start - GOAL_NEAR, event.start)
    used = cues.last("use", 0, goal[0]) if goal else None
    if goal is None or used is None or not USED_WORDS >= goal[0] - used[1] > 0 or cues.at("job", used[0]):
        return False
    words = cues.tokens[used[1] : goal[0]]
    return _MARKS.isdisjoint(words) and not cues.begins(_NO_DATA, used[1], goal[0])


def _fed(event: Event, cues: Cues) -> bool:
    """Whether data stands before a making of AI, or behind it after "using", "with" and their like.

    So it does where the sentence begins with the making: "To develop our models, we analyse …".

    What is made "to predict your taste" is made for people, not of their data.
    """
    if event.kind != "make":
        return cues.has("data", "people") or (not cues.has("share", "third") and _uses_unnamed(event, cues))
    if cues.begins(("data", "people"), 0, event.start) or _uses_things(event, cues):
        return True
    means = cues.first("input", event.end)
    return bool(means and cues.first("data", means[0], means[1] + INPUT_REACH)) or _uses_behind_goal(event, cues)


def _uses_unnamed(event: Event, cues: Cues) -> bool:
    """Whether a sentence trains a machine with something that is no known kind of data, told before it or behind."""
    if _uses_some(event, cues) or _uses_things(event, cues):
        return True
    behind = cues.first("use", event.end) if event.start < OPENING else None
    return behind is not None and _is_of_things(behind, cues)


def _uses_behind_goal(event: Event, cues: Cues) -> bool:
    """Whether a sentence that begins with its goal says behind the event what it uses for that."""
    used = cues.first("use", event.end) if cues.first("goal", 0, OPENING) else None
    return used is not None and (cues.begins(WHOSE, event.end) or _is_of_things(used, cues))


def _is_of_things(used: Place, cues: Cues) -> bool:
    """Whether what is used is something that only its being "aggregated" or the like tells to be data."""
    return cues.first("limit", used[1], used[1] + DATA_NEAR) is not None


def _fed_with_something(event: Event, cues: Cues) -> bool:
    """Whether a machine is named before what it is taught with, of a known kind or not: "… models on returns"."""
    if event.kind != "teach" or event.machine is None:
        return False
    behind = max(event.verb[1], event.machine[1])
    means = cues.first("input", behind, behind + MEANS_NEAR)
    things = cues.tokens[means[1] : means[1] + 1] if means else []
    return any(thing.isalpha() and thing.islower() for thing in things)


def _fed_right_behind(event: Event, cues: Cues) -> bool:
    """Whether data is what is trained on, with no machine named: "We train on your posts"."""
    behind = event.verb[1]
    if event.kind != "teach" or cues.at("weak", event.verb[0]) or not cues.first("input", behind, behind + 1):
        return False
    return cues.first("data", behind, behind + DATA_NEAR) is not None


def _used_for_it(event: Event, cues: Cues) -> bool:
    """Whether a sentence says of data, before anything else, that it is used for the event, and for no more."""
    used = cues.last("use", 0, event.start)
    if used is None and cues.verb_last:
        used = cues.first("use", event.end, event.end + USED_NEAR)
    between = cues.tokens[min(used[1], event.end) : max(used[0], event.start)] if used else []
    if not used or len(between) > USED_NEAR or not _MARKS.isdisjoint(between):
        return False
    first, begin = min(used[0], event.start), behind_label(cues, LABEL)
    data = cues.first("data", begin, first)
    return data is not None and data[0] - begin < DATA_FIRST and first - data[1] <= USED_NEAR
