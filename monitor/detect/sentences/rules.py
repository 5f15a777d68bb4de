"""Judges a sentence: what its events state, and what it adds to what was stated before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from monitor.detect.sentences.decisions import decide
from monitor.detect.sentences.events import Context, Event, events_of, may_speak, opens
from monitor.detect.sentences.excluding import part_left_out
from monitor.detect.sentences.refused import refuses_ai
from monitor.detect.sentences.signs import signs_of
from monitor.detect.words.cues import CHOICES, Cues, Place
from monitor.records import Practice

USES = frozenset({Practice.TRAINS, Practice.SHARES})  # practices that take what is people's
STATED = USES | {Practice.DENIES}
# How many sentences after a practice an exception from it, or a control over it, may still be stated.
EXCLUSION_REACH = 2
BACK_REACH = 2  # words at the start of a sentence within which it points back to a ban
SAME_USE = 7  # words between "not" and the use that it negates, on either side
ANSWER_WORDS = 5  # of an answer such as "We do not."
DENIAL_WITHIN = 3  # words at the start of an answer within which it denies
BARE_WORDS = 16  # of a sentence that denies a use and names no purpose: it means the one just stated
EXCEPTED_NEAR = 6  # words between "other than" and the data that is excepted
OFF_NEAR = 4  # words between a training and its being off
GIVEN_NEAR = 2  # words between words that leave something out and a giving that they deny
CONTROL_NEAR = 60  # words between a training and the control over it, in one sentence
AFFIRMED_NEAR = 3  # words within which a part of a sentence begins with a "yes"
DEFAULT_REACH = 2  # sentences between a use or a choice and the one that tells whether it is on by default
CONTROL_REACH = {"optout": 4, "optin": 1, "setting": 1}
_NO_USE = ("not", "exclude", "except", "share", "optout", "optin", "setting", "forbid")  # of what is no such use
# Of what is excepted from a denial and no data that is used all the same.
_NO_DATA_OF_OURS = ("optin", "optout", "leave", "consent", "legal", "matter", "third", "vendor", "if", "request")
_CONDITIONAL = ("if", "except", "only", "not", "can", "choice", "optout", "setting", "rights", "off_default")
_TURNED_BY = ("if", "can", "user", "optin", "except", "rights")  # of what people may turn off, or have turned off
_GRANTS = ("grant", "bestow")
_SWITCHED = ("back", "can", "setting")  # of a sentence by which people may turn on what is off
_NOT_ASKED = frozenset({"user allowed", "staff taught"})
_CLOSING = frozenset('.!"”»')
_CHOICE = frozenset({Practice.CONTROL})
_DENIES = frozenset({Practice.DENIES})
GOES_ON = max(EXCLUSION_REACH, *CONTROL_REACH.values())


@dataclass(frozen=True, slots=True)
class Verdict:
    """The practices a sentence states, and the words that decided."""

    practices: frozenset[Practice] = frozenset()
    cues: tuple[str, ...] = ()
    signs: tuple[frozenset[str], ...] = ()  # of each event, whether or not it states something
    answers: bool = False  # it answers a question, or tells what is on by default: it states what it does by that alone
    left_out: str = ""  # the words by which it leaves data or people out of the training that it states
    after_all: bool = False  # it says that other data is used, behind what it denies


def asks(cues: Cues, verdict: Verdict) -> bool:
    """Whether a sentence asks whether a machine is taught: what it speaks of is stated by the answer alone.

    Whether people may teach one ("Can I train …?"), or are taught themselves, is none of that.
    """
    return cues.tokens[-1:] == ["?"] and any(signs.isdisjoint(_NOT_ASKED) for signs in verdict.signs)


def answer(cues: Cues) -> Verdict | None:
    """What the answer to such a question states: one that begins with "yes" or "no", or says no more than "We do"."""
    short = len(cues.tokens) <= ANSWER_WORDS and bool(cues.of("we"))
    begins = _begins(cues)
    answers = (
        (cues.first("answer_no", 0, begins) or (short and cues.of("not")) or _says_no_more(cues), _DENIES),
        (_says_only_if(cues), _CHOICE | {Practice.TRAINS}),
        (cues.first("answer_yes", 0, begins) or (short and cues.of("indeed")), frozenset({Practice.TRAINS})),
    )
    found = next((practices for holds, practices in answers if holds), None)
    return Verdict(found, (cues.tokens[0],), answers=True) if found else None


def _begins(cues: Cues) -> int:
    """The words among which an answer says "yes" or "no": the first, or the one behind a mark such as "A:"."""
    return 3 if cues.tokens[1:2] == [":"] else 1


def _says_only_if(cues: Cues) -> bool:
    """Whether an answer says no more than that people are to agree: "Only with your consent"."""
    only = cues.first("only", 0, _begins(cues)) is not None and len(cues.tokens) <= BARE_WORDS
    return only and bool(cues.of("optin") or cues.of("leave"))


def _says_no_more(cues: Cues) -> bool:
    """Whether an answer denies what was asked and speaks of nothing else: "Non lo facciamo, né intendiamo farlo"."""
    bare = len(cues.tokens) <= BARE_WORDS and cues.first("not", 0, DENIAL_WITHIN)
    return bool(bare) and not cues.has("data", "train", "ai", "can", *CHOICES)


def judge(cues: Cues, around: Callable[[], Context], about: frozenset[Practice], distance: int) -> Verdict:
    """What a sentence states, given what stands around it and what was stated `distance` sentences ago."""
    events = events_of(cues, around) if may_speak(cues) else []
    if not events:
        return _refused(cues) or _follow_up(cues, about, distance)
    context = around()
    found: set[Practice] = set()
    words: dict[str, None] = {}
    told_how = False
    seen = signs_of(events, cues, context)
    for event, signs in zip(events, seen, strict=True):
        if practices := decide(signs):
            told_how |= "how to" in signs and practices == {Practice.CONTROL}
            found |= practices
            words |= dict.fromkeys(_words(event, cues))
    if not found:
        return replace(_follow_up(cues, about, distance), signs=tuple(seen))
    off = Practice.TRAINS in found and _is_off(events[-1], cues)
    found = {Practice.DENIES} if off else _after_all(found, events[-1], cues, about)
    found |= _by_unless(found, cues, context)
    practices = _settled(found, cues, events[0], told_how=told_how)
    out, after_all = _left_out_of(practices, cues, events[-1]), _uses_after_all(practices, cues, events[-1])
    return Verdict(practices, tuple(words), tuple(seen), answers=off, left_out=out, after_all=after_all)


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
    off = cues.first("off", event.end)
    if off is None or _is_plainly_off(off, event, cues):
        return off is not None
    waits = cues.first("except", off[1])
    return waits is not None and cues.first("optin", waits[1]) is not None


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


def _has_ended(event: Event, cues: Cues) -> bool:
    """Whether a training is past, and denied behind: "We used to train …; since March we no longer do so"."""
    return bool(cues.of("past")) and cues.begins(("not", "stop", "exclude"), event.end)


def _uses_after_all(practices: frozenset[Practice], cues: Cues, event: Event) -> bool:
    """Whether a sentence goes on from what it denies to what is used in that way: "…, but those of guests are"."""
    denied = Practice.DENIES in practices and not practices & USES
    return denied and (affirmed(cues, event.end) is not None or _excepts_data(event, cues))


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
    told = ("data", "people", "public", *(role for role in cues.roles if role.startswith("groups:")))
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
    if cues.first("optin", *reach) and not grants(cues):
        return True
    return bool(cues.first("setting", *reach) and (cues.of("can") or cues.of("choice") or cues.of("if")))


def grants(cues: Cues) -> bool:
    """Whether people only grant the platform something, and have no choice: "By posting, you allow us to use …"."""
    if cues.has(*_CONDITIONAL):
        return False
    agreed = cues.of("optin")
    return bool(agreed) and all(any(cues.at(role, at) for role in _GRANTS for at in (a, b - 1)) for a, b in agreed)


def _words(event: Event, cues: Cues) -> list[str]:
    return [cues.words(place) for place in (event.verb, event.machine) if place]


def _follow_up(cues: Cues, about: frozenset[Practice], distance: int) -> Verdict:
    """What a sentence adds to what the block has just stated."""
    return _by_default(cues, about, distance) or _limited(cues, about, distance)


def _limited(cues: Cues, about: frozenset[Practice], distance: int) -> Verdict:
    """A control over, or an exclusion from, the training that the block has just stated."""
    stated = about & STATED
    if not stated:
        return Verdict()
    used = bool(about & (USES | _CHOICE)) or cues.has("except", "on_default")
    found = dict.fromkeys(_choices(cues, distance, used=used), Practice.CONTROL)
    if Practice.TRAINS in stated and (place := _left_out(cues, distance)):
        found[cues.words(place)] = Practice.DENIES
    if stated == {Practice.DENIES} and (place := _used_instead(cues, distance)):
        found[cues.words(place)] = Practice.TRAINS
    return Verdict(frozenset(found.values()), tuple(found))


def _used_instead(cues: Cues, distance: int) -> Place | None:
    """The words by which other data is used for what was just denied: "Public posts, however, are used for that"."""
    if distance > 0 or cues.has("not", "exclude", "optout", "optin", "forbid", "if"):
        return None
    if any(cues.last("user", can[0] - 1, can[0]) for can in cues.of("can")):
        return None  # it is people who may
    same = None if cues.of("elsewhere") else cues.first("same_use")
    used = cues.first("use") if same and cues.of("data") else None
    return same if used else None


def _choices(cues: Cues, distance: int, *, used: bool) -> Iterator[str]:
    """The words of a sentence that give people a choice over what the block has just stated."""
    apart = cues.of("elsewhere") or cues.first("order_not", 0, 1) or grants(cues)  # "Do not send … without consent"
    for role, reach in CONTROL_REACH.items() if not apart else ():
        place = cues.first(role)
        if place and distance <= reach and _refers_back(role, cues, distance, used=used):
            yield cues.words(place)


def _by_default(cues: Cues, about: frozenset[Practice], distance: int) -> Verdict | None:
    """What a sentence states that tells whether the use or choice just spoken of is on unless people choose."""
    if distance > DEFAULT_REACH or cues.of("elsewhere") or not about & {*STATED, Practice.CONTROL}:
        return None
    most = ANSWER_WORDS if cues.of("off_default") else BARE_WORDS  # "Web search is off by default" is another matter
    if len(cues.tokens) > most and not cues.has("back", "setting", "ai", "train"):
        return None
    for role, practices in (("off_default", _CHOICE), ("on_default", _CHOICE | {Practice.TRAINS})):
        if place := cues.first(role):
            return Verdict(practices, (cues.words(place),), answers=True)
    return None


def _left_out(cues: Cues, distance: int) -> Place | None:
    """The words that leave data out of the training just stated: no duty or law that does not apply, and no choice."""
    if _is_of_another(cues):
        return None
    exclusion = next((out for out in cues.of("exclude") if _is_of_use(out, cues)), None)
    reach = EXCLUSION_REACH if cues.of("data") or cues.of("people") else 0
    if exclusion and distance <= reach and not cues.within(range(exclusion[0]), "matter", "optout"):
        return exclusion
    return cues.of("not")[0] if distance <= EXCLUSION_REACH and _denies_the_same(cues) else None


def _is_of_another(cues: Cues) -> bool:
    """Whether a sentence leaves nobody out ("… do not allow you to be identified"), or out of another matter."""
    return bool(cues.of("identify") or (cues.of("elsewhere") and not cues.of("same_use")))


def _is_of_use(out: Place, cues: Cues) -> bool:
    """Whether words of leaving out are of no choice, no giving ("… are never passed on"), and tell not what data is."""
    if cues.at("optout", out[0]) or cues.first("share", out[1], out[1] + GIVEN_NEAR):
        return False
    named = cues.last("data", 0, out[0])
    return not (named and named[1] >= out[0] - 1 and cues.at("definition", out[0]))


def _denies_the_same(cues: Cues) -> bool:
    """Whether other data is not used in the way just stated."""
    no = _promise(cues)
    if no is None or cues.of("optout") or not cues.has("data", "people"):
        return False
    used = cues.first("use", no[0] - 1 - SAME_USE * cues.verb_last, no[1] + SAME_USE)
    if used is None or cues.at("definition", used[0]):  # "Usage data does not include your files."
        return False
    bare = len(cues.tokens) <= BARE_WORDS and not cues.of("goal")  # "Photos of minors are not used."
    made = cues.first("develop", no[1])
    return bool(bare or cues.of("same_use") or (made and not cues.at("creates", made[0])))


def _promise(cues: Cues) -> Place | None:
    """The first word that denies something; None where it tells what people must not do, which is no promise."""
    no = cues.first("not")
    bans = no and cues.at("forbid", no[0]) and not cues.first("we", 0, no[0])
    return None if bans else no


def _refers_back(role: str, cues: Cues, distance: int, *, used: bool) -> bool:
    """Whether a control is one over the training just stated; one that is denied leaves nothing to refuse."""
    if role == "setting" and not any(map(cues.of, ("can", "choice"))):
        return False
    if role == "optout" and used and (distance <= 1 or cues.of("objects")):  # to no ad is objected
        return True
    if role == "optin" and all(map(cues.of, _SWITCHED)):
        return True
    return any(map(cues.of, ("back", "ai", "train") if used else ("same_use", "train")))
