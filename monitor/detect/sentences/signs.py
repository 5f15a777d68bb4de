"""Describes an event by signs: what machine, whose data, who acts, whether it is refused, forbidden or optional."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from monitor.detect.sentences.actors import SUBJECTS, actor, together
from monitor.detect.sentences.bans import ban
from monitor.detect.sentences.events import Context, Event
from monitor.detect.sentences.excluding import is_left_out
from monitor.detect.sentences.feeding import WHOSE, data
from monitor.detect.sentences.forms import (
    asks_for_leave,
    defines,
    generates,
    is_of_mine,
    is_supposed,
)
from monitor.detect.sentences.parts import Part, part_of
from monitor.detect.sentences.polarity import holding, negation
from monitor.detect.sentences.refused import REFUSED
from monitor.detect.words.cues import Cues, Place

# Reaches in words, chosen on labelled passages.
FRAGMENT_WORDS, ITEM_START, HOW_REACH, STAFF_NEAR = 28, 3, 8, 7
BEFORE_NAME, NEAR, OURS_NEAR, OWN_NEAR, BACK_REACH = 2, 3, 5, 8, 6
HANGS_REACH = 3  # sentences before one that points back in which people's choice may stand that it hangs on
ALLOWED_NEAR = 6  # words between what people acknowledge and what somebody may do
_CONTROLS = ("optout", "optin", "setting")
_HOW = ("rights", "stop", *_CONTROLS)
_CHOICES = (*_CONTROLS, "except", "consent", "choice")
_HERE = (*SUBJECTS, "ours", "theirs", "share", "not", "can", "if", "back", *_CHOICES)
_NAMED = ("purpose", "legitimate_interest", "legal", "contract", "lesson", "job")
_ENDS = frozenset(".!?:")


def signs_of(events: Iterable[Event], cues: Cues, context: Context) -> list[frozenset[str]]:
    """The signs of each event of a sentence that the decision weighs."""
    shared = frozenset((*_sentence(cues), *_choices(cues), *_around(cues, context)))
    return [shared.union(*_own(event, cues, context)) for event in events]


def _own(event: Event, cues: Cues, context: Context) -> tuple[list[str], ...]:
    """The signs of an event that others of its sentence need not have."""
    part = part_of(event, cues)
    return (
        _machine(event, cues),
        data(event, cues),
        actor(event, cues, context, part),
        negation(event, cues, context, part),
        ban(event, cues, context, part),
        _choice(event, cues),
        _form(event, cues, part),
    )


def _sentence(cues: Cues) -> list[str]:
    """What a sentence names, whatever its events are, and its form."""
    return holding(
        *((cues.of(role), f"{role} here") for role in _HERE),
        *((cues.of(role), f"{role} named") for role in _NAMED),
        (cues.of("on_default"), "on by default"),
        (together(cues), "we and others"),
        (cues.is_question, "question"),
        (cues.first("asks", 0, 2), "asks"),
        (cues.first("goal", 0, ITEM_START), "as purpose"),
        (is_of_mine(cues), "of mine"),
    )


def _around(cues: Cues, context: Context) -> list[str]:
    """What stands around a sentence."""
    near = (("lead", (context.lead,)), ("above", context.before), ("heading", (context.heading,)))
    return holding(
        *((any(each.of(role) for each in named), f"{role} {name}") for name, named in near for role in WHOSE),
        *((each.of(role), f"{role} above") for each in context.before[-2:] for role in _CONTROLS),
        (_hangs(cues, context), "optin as condition above"),
        (_is_denied_unless(context), "unless agreed above"),
        (context.item, "item"),
        (context.row, "row"),
    )


def _machine(event: Event, cues: Cues) -> list[str]:
    verb, made = event.verb, event.kind == "make"
    for_training = cues.at("for_training", verb[0])
    return [
        event.kind,
        f"named {event.named}",
        *holding(
            (for_training, "for training"),
            (for_training and cues.first("ours", verb[1], verb[1] + OURS_NEAR), "for training of ours"),
            (cues.at("weak", verb[0]), "weak verb"),
            (_is_own_model(event, cues), "model of user"),
            (event.kind == "teach" and _teaches_staff(event, cues), "staff taught"),
            (_is_of_name(event, cues), "of name"),
            (made and cues.at("creates", verb[0]), "created"),
            (made and cues.at("passive", verb[0]), "passive"),
            (is_left_out(event, cues), "left out"),
            (generates(event, cues), "generates"),
            *((_is_before(role, event.machine, cues), f"{role} taught") for role in ("ours", "theirs")),
        ),
    ]


def _is_before(role: str, machine: Place | None, cues: Cues) -> bool:
    """Whether a role's words stand right before the name of a machine, or around it: "our models", "its … models"."""
    if machine is None:
        return False
    return cues.at(role, machine[0]) or cues.last(role, machine[0] - BEFORE_NAME, machine[0] + 1) is not None


def _is_of_name(event: Event, cues: Cues) -> bool:
    """Whether what is taught is called by a name, and is nobody: "We use your chats to train Ida"."""
    if event.kind != "teach" or event.machine or cues.at("weak", event.verb[0]) or cues.verb_last:
        return False  # nouns have capitals in German
    behind = cues.tokens[event.verb[1] + 1 : event.verb[1] + 2]
    ends = not any(map(str.isalnum, behind)) or cues.first("join", event.verb[1] + 1, event.verb[1] + 2)
    somebody = cues.begins(("user", "people", "staff", "third", "vendor", "data"), event.verb[1], event.verb[1] + 1)
    return cues.is_capital(event.verb[1]) and bool(ends) and not somebody


def _is_own_model(event: Event, cues: Cues) -> bool:
    """Whether it is a machine of the user's own that is taught."""
    near = cues.first("own_model", event.start - NEAR, event.end + OWN_NEAR)
    if near and cues.first("goal", near[1], event.start):
        near = None  # "We do not use what your chatbot was told to train …"
    named = event.machine and cues.first("own_model", event.machine[0] - BEFORE_NAME, event.machine[1])
    own = near or named
    return own is not None and not (cues.at("theirs", own[0]) and _is_of_named(event, cues))


def _is_of_named(event: Event, cues: Cues) -> bool:
    """Whether who trains its own machine is no user: none is named before, but for one who is excepted."""
    user = cues.last("user", 0, event.start)
    return user is None or (cues.first("except", 0, user[0]) is not None and "," in cues.tokens[user[1] : event.start])


def _teaches_staff(event: Event, cues: Cues) -> bool:
    """Whether it is people who are taught: "to train our agents", "unsere Mitarbeiter werden … geschult".

    So it is in a course in which "students train models".
    """
    if (cues.of("lesson") and _learners_train(event, cues)) or _is_trained_staff(event, cues):
        return True
    taught = cues.first("staff", event.end, event.end + STAFF_NEAR)
    if taught and _is_something_taught(taught, event, cues):
        return False
    if taught or not (cues.verb_last and cues.at("weak", event.verb[0])):
        return taught is not None and not _and_machine(taught, event, cues)
    return cues.first("staff", 0, ITEM_START + 1) is not None


def _is_trained_staff(event: Event, cues: Cues) -> bool:
    """Whether people stand right before a training of no machine: "Are staff trained on …?"."""
    return event.machine is None and cues.last("staff", event.start - 1, event.start) is not None


def _is_something_taught(staff: Place, event: Event, cues: Cues) -> bool:
    """Whether a machine or data stands before people: those are not taught, nor is a "virtual assistant" a person."""
    machine = event.machine is not None and event.end <= event.machine[0] <= staff[0]
    return machine or cues.first("data", event.end, staff[0]) is not None


def _learners_train(event: Event, cues: Cues) -> bool:
    """Whether learners right before the event are those who train, and not those whose work is used for it."""
    subject = cues.last("staff", event.start - BEFORE_NAME, event.start)
    return subject is not None and not cues.first("goal", subject[1], event.start)


def _and_machine(taught: Place, event: Event, cues: Cues) -> bool:
    """Whether a machine is named behind the people who are taught, as one more that is: "our agents and our AI"."""
    machine = event.machine
    return machine is not None and cues.first("join", taught[1], machine[0]) is not None


def _choices(cues: Cues) -> list[str]:
    """The choices that a sentence speaks of."""
    exception = cues.first("except")
    behind = exception[0] if exception else len(cues.tokens)
    return holding(
        (cues.has(*_CONTROLS), "controlled"),
        (cues.first("leave", behind), "except by consent"),
        (cues.first("optout", behind), "except by opt-out"),
        (asks_for_leave(cues), "asked for leave"),
    )


def _choice(event: Event, cues: Cues) -> list[str]:
    told_how = _tells_how(event, cues)
    controlled = cues.has(*_CONTROLS)
    explained = not (told_how or controlled) and cues.last("howto", event.start - NEAR, event.start)
    return holding(
        *(pair for role in _CHOICES if cues.of(role) for pair in _placed(role, event, cues)),
        (_is_refused(event, cues), "choice refused"),
        (_is_stopped(event, cues), "stopped by us"),
        (told_how, "how to"),
        (explained or _is_inquired(event, cues), "how it is done"),
    )


def _is_inquired(event: Event, cues: Cues) -> bool:
    """Whether people may ask how AI is made, and of no data: "… questions about how we develop AI"."""
    inquiry = cues.last("inquiry", 0, event.start)
    if inquiry is None or cues.first("data", inquiry[1], event.start):
        return False
    return event.start - inquiry[1] <= NEAR or cues.first("asks", inquiry[1] - 1, inquiry[1] + 2) is not None


def _is_refused(event: Event, cues: Cues) -> bool:
    """Whether a choice is denied before the event, which is none of the platform's own."""
    refused = cues.last(REFUSED, 0, event.start)
    return bool(refused and not cues.first("we", refused[1], event.start))


def _is_stopped(event: Event, cues: Cues) -> bool:
    """Whether the use is one that the platform ends: "…, and we will stop using your posts for training"."""
    stop = cues.last("stop", 0, event.start)
    ours = cues.last("we", stop[0] - NEAR, stop[0]) if stop else None
    return stop is not None and ours is not None and cues.first("use", stop[0], event.start) is not None


def _placed(role: str, event: Event, cues: Cues) -> tuple[tuple[object, str], ...]:
    """On which sides of the event the words of a role stand."""
    return (
        (cues.first(role, 0, event.start), f"{role} before"),
        (cues.first(role, event.end), f"{role} after"),
    )


def _hangs(cues: Cues, context: Context) -> bool:
    """Whether a lead or a sentence before made what follows hang on people's choice ("If you choose to share …").

    One that stands farther before does so for what points back: "We use this data …".
    """
    lead = context.lead
    led = context.item and lead.of("optin") and lead.has("we", "leave") and not lead.of("not")
    reach = HANGS_REACH if cues.first("back", 0, BACK_REACH) else 1
    return bool(led) or (not context.row and any(map(_is_condition, _spoken_of(context.before[-reach:]))))


def _spoken_of(near: Sequence[Cues]) -> Iterator[Cues]:
    """The sentences before one, nearest first, as far as the one that names the data of which it speaks."""
    for former in reversed(near):
        yield former
        back = former.first("back", 0, BACK_REACH)
        if former.of("data") and (back is None or former.at("data", back[1])):  # "le" is an article, too
            return


def _is_condition(cues: Cues) -> bool:
    return bool(cues.of("if")) and _is_chosen(cues)


def _is_chosen(cues: Cues) -> bool:
    """Whether people agree to something in a sentence, and do not only grant it: "When you post, you allow us to …"."""
    return any(not (cues.at("bestow", start) or cues.at("bestow", end - 1)) for start, end in cues.of("optin"))


def _is_denied_unless(context: Context) -> bool:
    """Whether what a lead denies of the items below it is so until people agree: "Unless you agree, we will not:"."""
    lead = context.lead
    return context.item and bool(lead.of("not") and lead.of("optin") and (lead.of("except") or lead.of("if")))


def _tells_how(event: Event, cues: Cues) -> bool:
    """Whether the sentence only tells how to refuse: "To stop …, open Settings", "How to object to …"."""
    how = cues.first("howto", 0, HOW_REACH)
    if how and how[0] < event.start and _explains(how, cues) and cues.has(*_HOW):
        return True
    begins = cues.first("howto", 0, 2) or cues.first("goal", 0, 2)
    return begins is not None and _refuses(event, cues)


def _explains(how: Place, cues: Cues) -> bool:
    """Whether words such as "to object to" tell people how, and not that they may or what data is used."""
    right = cues.at("goal", how[0]) and (cues.first("user", 0, how[0]) or cues.first("objects", 0, how[1]))
    used = cues.first("use", how[0] - BEFORE_NAME, how[0])
    return not (right or used or cues.of("we"))


def _refuses(event: Event, cues: Cues) -> bool:
    """Whether a refusal stands before the event, and what to do for it behind, or between the two."""
    refused = cues.begins(("stop", "optout", "not"), 0, event.start)
    told = cues.begins(("optout", "setting"), event.end)
    told = told or sum(out[0] < event.start for out in cues.of("optout")) > 1
    return refused and told and not cues.first("we", event.end)


def _form(event: Event, cues: Cues, part: Part) -> list[str]:
    early = event.start < ITEM_START
    short = len(cues.tokens) < FRAGMENT_WORDS and event.start < FRAGMENT_WORDS // 2
    return holding(
        (_ENDS.isdisjoint(cues.tokens[-1:]) and (short or early), "fragment"),
        (_points_back(event, cues), "refers back"),
        (early, "at start"),
        (is_supposed(event, cues), "supposed"),
        (cues.of("mine") and cues.of("reserve"), "reserved"),
        (_is_acknowledged(event, cues), "acknowledged"),
        (cues.first("people", part.start), "people in part"),
        (defines(event, cues), "definition"),
    )


def _is_acknowledged(event: Event, cues: Cues) -> bool:
    """Whether people acknowledge what is so, and agree to nothing: not "You agree that it may use data to develop"."""
    told = cues.first("acknowledge", 0, event.start)
    may = cues.first("can", told[1], told[1] + ALLOWED_NEAR) if told else None
    return told is not None and not (may and cues.first("use", may[1], event.start))


def _points_back(event: Event, cues: Cues) -> bool:
    """Whether the sentence begins by what was just spoken of: "They are used to …", "With this in mind, we …"."""
    used = cues.first("back", 0, ITEM_START) and cues.first("use", 0, event.start)
    ours = cues.first("back", 0, BACK_REACH) and cues.first("we", 0, event.start)
    return bool(used or ours)
