"""Judges a sentence: what its events state, and what it adds to what was stated before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from monitor.detect.sentences.decisions import decide
from monitor.detect.sentences.events import OPENING, Context, Event, events_of, exception_end, may_speak, opens
from monitor.detect.sentences.excluding import part_left_out
from monitor.detect.sentences.following import follow_up
from monitor.detect.sentences.forms import behind_label, grants, tells_effect
from monitor.detect.sentences.parts import numbered
from monitor.detect.sentences.refused import refuses_ai
from monitor.detect.sentences.signs import signs_of
from monitor.detect.sentences.verdict import STATED, USES, Verdict
from monitor.detect.words.cues import Cues, Place
from monitor.records import Practice

BACK_REACH = 2  # words at the start of a sentence within which it points back to a ban
EXCEPTED_NEAR = 6  # words between "other than" and the data that is excepted
OFF_NEAR = 4  # words between a training and its being off
CONTROL_NEAR = 60  # words between a training and the control over it, in one sentence
LABEL = 12  # words at the start of a line within which a colon ends its label
AFFIRMED_NEAR = 3  # words within which a part of a sentence begins with a "yes"
_NO_USE = ("not", "exclude", "except", "share", "optout", "optin", "setting", "forbid")  # of what is no such use
# Of what is excepted from a denial and no data that is used all the same.
_NO_DATA_OF_OURS = ("optin", "optout", "leave", "consent", "legal", "matter", "third", "vendor", "if", "request")
_TURNED_BY = ("if", "can", "user", "optin", "except", "rights")  # of what people may turn off, or have turned off
_NOT_ASKED = frozenset({"user allowed", "staff taught"})
_CLOSING = frozenset('.!"”»')
_CLOSES = _CLOSING | {"(", ",", ";"}  # of what may stand behind an answer
_CHOICE = frozenset({Practice.CONTROL})
_Reach = tuple[int, int]  # the first word, and the one behind the last


def asks(cues: Cues, verdict: Verdict) -> bool:
    """Whether a sentence asks whether a machine is taught: what it speaks of is stated by the answer alone.

    Whether people may teach one ("Can I train …?"), or are taught themselves, is none of that.
    """
    return cues.is_question and any(signs.isdisjoint(_NOT_ASKED) for signs in verdict.signs)


def judge(cues: Cues, around: Callable[[], Context], about: frozenset[Practice], distance: int) -> Verdict:
    """What a sentence states, given what stands around it and what was stated `distance` sentences ago."""
    if tells_effect(cues):
        return _refused(cues) or Verdict()
    if not (events := events_of(cues, around) if may_speak(cues) else []):
        return _refused(cues) or follow_up(cues, about, distance)
    verdict = _stated(events, cues, around(), about)
    return verdict if verdict.practices else replace(follow_up(cues, about, distance), signs=verdict.signs)


def _stated(events: Sequence[Event], cues: Cues, context: Context, about: frozenset[Practice]) -> Verdict:
    """What the events of a sentence state; no more than their signs where they state nothing."""
    seen = signs_of(events, cues, context)
    found, words, told_how = _decided(events, seen, cues)
    if not found:
        return Verdict(signs=tuple(seen))
    off = Practice.TRAINS in found and _is_off(events[-1], cues)
    found = {Practice.DENIES} if off else _after_all(found, events[-1], cues, about)
    found |= _by_unless(found, cues, context) | _by_lead(found, context)
    practices = _settled(found, cues, events[0], told_how=told_how)
    on = Practice.TRAINS in practices and _is_on(cues)
    practices = _switched(practices, cues, on=on) if on or off else practices
    out, after_all = _left_out_of(practices, cues, events[-1]), _uses_after_all(practices, cues, events[-1])
    return Verdict(practices, tuple(words), tuple(seen), answers=off or on, left_out=out, after_all=after_all)


def _decided(
    events: Sequence[Event], seen: Iterable[frozenset[str]], cues: Cues
) -> tuple[set[Practice], dict[str, None], bool]:
    """What the events of a sentence state by their signs, the words that tell, and whether one only tells how."""
    found: set[Practice] = set()
    words: dict[str, None] = {}
    told_how = False
    begin = _behind_exception(events, cues)
    for event, signs in zip(events, seen, strict=True):
        if event.start >= begin and (practices := decide(signs)):
            told_how |= "how to" in signs and practices == {Practice.CONTROL}
            found |= practices
            words |= dict.fromkeys(_words(event, cues))
    return found, words, told_how


def _switched(practices: frozenset[Practice], cues: Cues, *, on: bool) -> frozenset[Practice]:
    """What a line states that says that something is on or off: a choice only where it tells of one besides."""
    if behind_label(cues, LABEL) and not _has_switch(cues):
        practices -= _CHOICE
    return practices | _of_switch(cues) if on else practices


def _has_switch(cues: Cues) -> bool:
    """Whether a line that says that something is on or off has further words for a choice: "aktiviert" is none."""
    if cues.has("setting", "rights", "by_setting", "on_default", "off_default"):
        return True
    chosen = (place for role in ("optin", "optout") for place in cues.of(role))
    return any(not (cues.at("on", end - 1) or cues.at("off", end - 1)) for _, end in chosen)


def _behind_exception(events: Sequence[Event], cues: Cues) -> int:
    """Where a sentence begins behind the exception that opens it, where it speaks of a training in both of them."""
    exception = cues.first("except", 0, OPENING)
    end = exception_end(exception[0], range(len(cues.tokens)), cues) if exception else 0
    return end if any(event.start >= end for event in events) else 0


def _of_switch(cues: Cues) -> frozenset[Practice]:
    """The choice over what is on, where its line tells where it is switched."""
    return _CHOICE if cues.has("setting", "optout") else frozenset()


def _refused(cues: Cues) -> Verdict | None:
    """The choice of those who may refuse that their data is used for AI."""
    words = tuple(map(cues.words, refuses_ai(cues)))
    return Verdict(_CHOICE, words) if words else None


def _left_out_of(practices: frozenset[Practice], cues: Cues, event: Event) -> str:
    """The words by which a training leaves some data or people out."""
    return part_left_out(event, cues) if Practice.TRAINS in practices else ""


def _by_unless(found: AbstractSet[Practice], cues: Cues, context: Context) -> set[Practice]:
    """The choice over a use that comes of no refusal: "You can object until May. Otherwise your posts will be …"."""
    otherwise = Practice.TRAINS in found and cues.first("otherwise", 0, 1)
    return {Practice.CONTROL} if otherwise and any(near.of("optout") for near in context.before[-1:]) else set()


def _by_lead(found: AbstractSet[Practice], context: Context) -> AbstractSet[Practice]:
    """The choice over a use that the lead of its list gives: "Further purposes, to which you may object:"."""
    refused = context.item and context.lead.of("optout") and context.lead.has("can", "rights")
    return _CHOICE if refused and found & USES and not context.lead.of("not") else frozenset()


def _after_all(found: set[Practice], event: Event, cues: Cues, about: frozenset[Practice]) -> set[Practice]:
    """What a sentence comes to, be it a ban that it goes on with or a denial that it ends in."""
    if _is_denied_after_all(found, event, cues):
        return {Practice.DENIES}
    return {Practice.RESTRICTS} if _goes_on_banning(cues, about) else found


def _is_denied_after_all(found: AbstractSet[Practice], event: Event, cues: Cues) -> bool:
    """Whether what a sentence states ends in its denial, by an answer, or since it is past."""
    return _ends_with_no(cues) or (Practice.TRAINS in found and _has_ended(event, cues))


def _is_off(event: Event, cues: Cues) -> bool:
    """Whether a training is off unless people switch it on, or by default and nothing is said of how it comes on."""
    if cues.first("off_default", event.end):
        return not (cues.of("if") or cues.of("optin"))
    off = next((off for off in cues.of("off") if off[0] >= event.end and not _is_from(off, cues)), None)
    if off is None or _is_plainly_off(off, event, cues):
        return off is not None
    waits = cues.first("except", off[1])
    return waits is not None and cues.first("optin", waits[1]) is not None


def _is_from(off: Place, cues: Cues) -> bool:
    """Whether a word such as Dutch "uit" tells where data is from, as it does unless it stands last."""
    return cues.at("input", off[0]) and off[1] < len(cues.tokens) - 1


def _is_plainly_off(off: Place, event: Event, cues: Cues) -> bool:
    """Whether nobody is to turn a training off: "Training is off", "At our provider, training is switched off"."""
    near = off[0] - event.end <= OFF_NEAR and "," not in cues.tokens[event.end : off[0]]
    return (near or bool(cues.of("vendor"))) and not cues.has(*_TURNED_BY)


def _ends_with_no(cues: Cues) -> bool:
    """Whether a label is answered in its line: "AI training with your letters: no", or "off"."""
    no = cues.last("answer_no", 0, len(cues.tokens)) or cues.last("off", 0, len(cues.tokens))
    before = [token for token in cues.tokens[: no[0]] if token not in _CLOSING] if no else []
    if no is None or before[-1:] not in ([":"], ["?"]):
        return False
    return no[0] >= sum(token not in _CLOSING for token in cues.tokens) - 2


def _is_on(cues: Cues) -> bool:
    """Whether a label is said to be on in its line: "AI training: on", or "on (you can change this in Settings)"."""
    begin = behind_label(cues, LABEL)
    on = cues.first("on", begin, begin + 1) if begin else None
    return on is not None and _CLOSES.issuperset(cues.tokens[on[1] : on[1] + 1])


def _has_ended(event: Event, cues: Cues) -> bool:
    """Whether a training is past, and denied behind: "We used to train …; since March we no longer do so"."""
    return bool(cues.of("past")) and cues.begins(("not", "stop", "exclude"), event.end)


def _uses_after_all(practices: frozenset[Practice], cues: Cues, event: Event) -> bool:
    """Whether a sentence goes on from what it denies to what is used in that way: "…, but those of guests are"."""
    if Practice.DENIES not in practices:
        return False
    if practices & USES:
        return _excepts_use(event, cues)
    return affirmed(cues, event.end) is not None or _excepts_data(event, cues)


def _excepts_use(event: Event, cues: Cues) -> bool:
    """Whether a training stands in an exception from a denial: "…, except that we may use prompts to train …"."""
    excepted = cues.last("except", 0, event.start)
    used = cues.first("use", excepted[1], event.start) if excepted else None
    if excepted is None or used is None or cues.begins(_NO_DATA_OF_OURS, excepted[0], event.start):
        return False
    return cues.first("data", used[1], event.start) is not None


def _excepts_data(event: Event, cues: Cues) -> bool:
    """Whether certain data is excepted from a denial, and no consent or law: "…, other than letters you publish"."""
    excepted = cues.first("except", event.end)
    if excepted is None or cues.begins(_NO_DATA_OF_OURS, excepted[0]):
        return False
    named = (role for role in cues.roles if role.startswith(("data:", "groups:")))
    return cues.begins(named, excepted[1], excepted[1] + EXCEPTED_NEAR)


def affirmed(cues: Cues, start: int) -> int | None:
    """Where the part of a sentence begins that says behind a denial what is used after all, if there is one."""
    end = len(cues.tokens)
    thens = (then[0] for then in cues.of("then") if then[0] >= start)
    commas = (at for at in range(start, end) if cues.tokens[at] == "," and cues.first("but", at))
    stops = (at for at in range(start, end) if cues.tokens[at] == ";")
    buts = (but[0] for but in cues.of("but") if but[0] >= start and opens(but, cues))
    return next((begin for begin in (*thens, *commas, *stops, *buts) if _affirms(range(begin, end), cues)), None)


def _affirms(part: range, cues: Cues) -> bool:
    """Whether a part of a sentence says "… are", "… do", "… are used for that", and of some data or people."""
    if cues.begins(_NO_USE, part.start, part.stop):
        return False
    told = ("data", "people", "public", *cues.groups)
    named = cues.begins(told, part.start, part.stop) or bool(cues.of("past"))
    return named and (_says_yes(part, cues) or _uses_alike(part, cues))


def _says_yes(part: range, cues: Cues) -> bool:
    """Whether a part of a sentence ends with "… are", or begins with "but yes, …"."""
    last = cues.last("indeed", part.start, part.stop)
    return bool(last and last[1] >= part.stop - 1) or (
        cues.at("but", part.start) and cues.first("indeed", part.start, part.start + AFFIRMED_NEAR) is not None
    )


def _uses_alike(part: range, cues: Cues) -> bool:
    """Whether a part of a sentence tells of a use for the same, or for no purpose of its own."""
    used = cues.first("use", part.start, part.stop)
    own = cues.first("goal", part.start, part.stop)
    return used is not None and (own is None or cues.first("same_use", part.start, part.stop) is not None)


def _goes_on_banning(cues: Cues, about: frozenset[Practice]) -> bool:
    """Whether a sentence points back to a ban that was just stated: "This reservation covers …"."""
    banned = Practice.RESTRICTS in about and not about & STATED
    return banned and cues.first("back", 0, BACK_REACH) is not None and not (cues.of("we") or cues.of("ours"))


def _settled(found: set[Practice], cues: Cues, event: Event, *, told_how: bool) -> frozenset[Practice]:
    """What several events of one sentence come to."""
    if told_how:
        return frozenset({Practice.CONTROL})  # the name of a button is no clause of its own
    if Practice.RESTRICTS in found:
        found.discard(Practice.DENIES)  # two words of one ban
    if Practice.RESTRICTS in found and cues.of("licensed"):
        found.discard(Practice.CONTROL)  # it is the owner's leave that is needed
    if found & STATED and _controlled(cues, event):
        found.add(Practice.CONTROL)
    return frozenset(found)


def _controlled(cues: Cues, event: Event) -> bool:
    """Whether a sentence gives people a say: a word of refusing or agreeing near the event, or a setting they have."""
    reach = (event.start - CONTROL_NEAR, event.end + CONTROL_NEAR)
    if cues.begins(("optout", "rights", "by_setting"), *reach):
        return True
    if cues.first("optin", *_in_part(event, cues, reach)) and not grants(cues):
        return True
    return bool(cues.first("setting", *reach) and (cues.of("can") or cues.of("choice") or cues.of("if")))


def _in_part(event: Event, cues: Cues, reach: _Reach) -> _Reach:
    """As much of a reach as is in the event's numbered part of a sentence, or before it: "(2) train AI, (3) with …"."""
    end = next((at for at in numbered(cues.tokens) if at > event.start), reach[1])
    return reach[0], min(end, reach[1])


def _words(event: Event, cues: Cues) -> list[str]:
    return [cues.words(place) for place in (event.verb, event.machine) if place]
