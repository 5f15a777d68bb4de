"""Finds where a sentence speaks of teaching a machine: a verb of training or making, and the machine it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from monitor.detect.words.cues import NO_NEGATION, Cues, Place

# How far apart, in words, two cues may stand and still belong together; chosen on labelled passages.
OBJECT_AFTER, OBJECT_BEFORE, MADE_AFTER, MODEL_AFTER, NOUN_BEFORE, RIVAL_AFTER = 26, 20, 11, 8, 2, 14
RELATIVE_BEFORE, WHICH_BEHIND = 12, 2
WEAK_AFTER, WEAK_BEFORE, VERB_LAST, SYSTEM_NEAR, BAN_NEAR = 9, 6, 10, 5, 12
CONTENT_NEAR, AI_NEAR = 9, 22
ORDER_WITHIN = 6  # words of an item, its number among them, within which it begins with an order
NUMBER_LETTERS = 4  # of "(viii)", which may stand before it
ASIDE = 12  # words of an aside at most, its commas among them
OPENING = 3  # words of a sentence; an exception within them opens it
FED_NEAR = 4  # words between a verb of training and what is fed
SUBJECT = 3  # words at the start of a sentence within which its subject stands
QUOTED = 4  # words of a name between quotation marks, with the second of them, at most
MOST_EVENTS = 24  # a sentence that says it more often is not judged better, only slower
_STOPS = frozenset(";?!")
_USES = ("train", "develop", "mine")
_QUOTES = frozenset("“”„«»")
_MARKS = frozenset(",;:(")
_NO_NAME = ("input", "tool", "goal", "relative", "use", "share", "people")  # roles that part data from a machine


class Context(NamedTuple):
    """What stands around a sentence: lead-in, heading, the sentences before it, and what these already stated."""

    lead: Cues
    heading: Cues
    before: tuple[Cues, ...] = ()
    item: bool = False
    row: bool = False
    alone: bool = True

    def names(self, role: str) -> bool:
        """Whether a role's words stand around the sentence."""
        return any(place.has(role) for place in (self.lead, self.heading, *self.before))


class Event(NamedTuple):
    """One place that speaks of teaching a machine: its kind, its extent in words and the machine, if it is named."""

    kind: str  # "teach", "make", "mine" or "rival"
    start: int
    end: int
    verb: Place
    machine: Place | None
    named: str  # where the machine is named: "ai", "model", "above" or "nowhere"


def may_speak(cues: Cues) -> bool:
    """Whether a sentence has the words that an event needs."""
    if cues.of("train") or cues.of("mine"):
        return True
    machine = cues.of("ai") or cues.of("model") or cues.of("compete")
    return bool(machine and (cues.of("develop") or cues.of("forbid")))


def events_of(cues: Cues, around: Callable[[], Context]) -> list[Event]:
    """The events of a sentence in order, the surest for each verb."""
    return list(islice(_all(cues, around), MOST_EVENTS))


def _all(cues: Cues, around: Callable[[], Context]) -> Iterator[Event]:
    for verb in cues.of("train"):
        if any(start <= verb[0] and verb[1] <= end for start, end in cues.of("ai")):
            continue  # "learning" in "machine learning"
        if taught := _taught(verb, cues, around):
            yield taught
    for verb in cues.of("develop"):
        yield from (event for event in (_made(verb, cues), _rival(verb, cues)) if event)
    for verb in cues.of("mine")[:2]:
        yield Event("mine", verb[0], verb[1], verb, None, "nowhere")
    if fed := _fed(cues):
        yield fed


def _rival(verb: Place, cues: Cues) -> Event | None:
    """A verb of making whose object competes, in a sentence about models or output."""
    rival = cues.first("compete", verb[1], verb[1] + RIVAL_AFTER)
    if rival and cues.has("ai", "model", "train", "output"):
        return Event("rival", verb[0], rival[1], verb, rival, "rival")
    return None


def _fed(cues: Cues) -> Event | None:
    """In a sentence that forbids or orders: a use of content with, in or for AI, whatever the AI does with it."""
    if not cues.of("ai"):
        return None
    ordered = _orders(cues)
    if not (ordered or cues.of("forbid")):
        return None
    uses = (verb for verb in cues.of("use") if not cues.at("forbid", verb[0]))
    return next((event for verb in uses if (event := _fed_by(verb, cues, ordered=ordered))), None)


def _fed_by(verb: Place, cues: Cues, *, ordered: bool) -> Event | None:
    contents = (cues.first(role, verb[1], verb[1] + CONTENT_NEAR) for role in ("own", "data", "output"))
    content = next(filter(None, contents), None)
    thing = cues.first("ai", content[1], content[1] + AI_NEAR) if content else None
    if thing is None or cues.first("ai", verb[1], thing[0]):
        return None
    near = cues.last("forbid", verb[0] - BAN_NEAR, verb[0]) or cues.first("forbid", thing[1], thing[1] + BAN_NEAR)
    return Event("feed", verb[0], thing[1], verb, thing, "ai") if near or ordered else None


def _orders(cues: Cues) -> bool:
    """Whether a sentence begins with what to do or not to do, as the items below a ban: "(b) use any content …"."""
    order = cues.first("imperative", 0, ORDER_WITHIN)
    if order is None or cues.has("we", "people"):
        return False
    return not any(len(word) > NUMBER_LETTERS for word in cues.tokens[: order[0]])


def _taught(verb: Place, cues: Cues, around: Callable[[], Context]) -> Event | None:
    """A verb of training, with the machine that it is about."""
    return (_taught_if_machine if cues.at("weak", verb[0]) else _taught_anything)(verb, cues, around)


def _taught_if_machine(verb: Place, cues: Cues, around: Callable[[], Context]) -> Event | None:
    """A verb that has other meanings ("learn", "entraîner", "schulen"): of use only with a machine close by."""
    behind = _past_aside(verb[1], cues)
    for role in ("ai", "model"):
        thing = cues.first(role, verb[1], behind + WEAK_AFTER) or cues.last(role, verb[0] - WEAK_BEFORE, verb[0])
        if thing is None and cues.first("input", verb[1], verb[1] + FED_NEAR):
            thing = cues.first(role, 0, SUBJECT)  # "Les modèles de …, sont entraînés à partir de …"
        if thing and not parted(cues, min(verb[1], thing[1]), max(verb[0], thing[0])):
            return Event("teach", verb[0], verb[1], verb, thing, role)
    if thing := _system(verb, cues):
        return Event("teach", verb[0], verb[1], verb, thing, "system")
    if not cues.at("for_training", verb[0]):
        return None
    return Event("teach", verb[0], verb[1], verb, None, _named_around(around()))


def _past_aside(at: int, cues: Cues) -> int:
    """Where a sentence goes on behind an aside, if one stands there: "entraîner, à partir de vos avis, un modèle"."""
    if cues.tokens[at : at + 1] != [","] or "," not in cues.tokens[at + 1 : at + ASIDE]:
        return at
    return cues.tokens.index(",", at + 1)


def _system(verb: Place, cues: Cues) -> Place | None:
    """A system, tool or technology right beside a verb of training: what is trained, though not called an AI."""
    former = cues.last("system", verb[0] - SYSTEM_NEAR, verb[0]) if cues.verb_last else None
    return cues.first("system", verb[1], verb[1] + SYSTEM_NEAR) or former


def _taught_anything(verb: Place, cues: Cues, around: Callable[[], Context]) -> Event:
    """A verb of training with the machine nearest to it, or with one named around the sentence."""
    named = _nearest("ai", verb, cues)
    for role in ("model", "ai") if named and _is_fed(verb, named, cues) else ("ai", "model"):
        if thing := _nearest(role, verb, cues):
            return Event("teach", verb[0], verb[1], verb, thing, role)
    if thing := _system(verb, cues):
        return Event("teach", verb[0], verb[1], verb, thing, "system")
    return Event("teach", verb[0], verb[1], verb, None, _named_around(around()))


def _is_fed(verb: Place, ai: Place, cues: Cues) -> bool:
    """Whether a model stands right behind a verb of training, and what it is fed with before an AI is named."""
    model = cues.first("model", verb[1], verb[1] + OBJECT_AFTER)
    return model is not None and cues.first("input", model[1], model[1] + 1) is not None and model[1] < ai[0]


def _named_around(context: Context) -> str:
    """Where a machine is named that a sentence does not name itself."""
    return "above" if context.names("ai") or context.names("model") else "nowhere"


def _nearest(role: str, verb: Place, cues: Cues) -> Place | None:
    """The machine behind a verb of training, else the one before it, if no part of the sentence ends between."""
    after = cues.first(role, verb[0], verb[1] + OBJECT_AFTER)
    if after and _stop_between(cues, verb[1], after[0]) <= verb[1] + 1:
        return after
    before = cues.last(role, verb[0] - OBJECT_BEFORE, verb[1])
    if before is None and cues.verb_last:
        before = cues.first(role, 0, SUBJECT)  # "Die KI, auf der …, wird mit Ihren Eingaben … trainiert"
    return before if before and ";" not in cues.tokens[before[1] : verb[0]] else None


def _stop_between(cues: Cues, start: int, end: int) -> int:
    return next((at for at in range(start, end) if cues.tokens[at] in _STOPS), 0)


def _made(verb: Place, cues: Cues) -> Event | None:
    """A verb such as "develop" or "improve" whose object, not whose tool, is a machine."""
    if _is_listed_noun(verb, cues):
        return None
    for role, reach in (("ai", MADE_AFTER), ("model", MODEL_AFTER)):
        thing = cues.first(role, verb[0] + 1, verb[1] + reach)  # inside it in "make our AI better"
        if thing and _is_object(cues, min(verb[1], thing[0]), thing[0]):
            return Event("make", verb[0], max(thing[1], verb[1]), verb, thing, role)
        passive = cues.at("passive", verb[0])
        former = cues.last(role, verb[0] - (VERB_LAST if cues.verb_last or passive else NOUN_BEFORE), verb[0])
        if former and _is_made(verb, former, cues):
            return Event("make", former[0], verb[1], verb, former, role)
        if thing := _made_so(role, verb, cues):
            return Event("make", verb[0], verb[1], verb, thing, role)
    return None


def _made_so(role: str, verb: Place, cues: Cues) -> Place | None:
    """The machine before a verb of making in a relative clause by which it is made of data."""
    former = cues.last(role, verb[0] - RELATIVE_BEFORE, verb[0])
    return former if former and (_is_made_so(verb, former, cues) or _is_made_by_us(verb, cues)) else None


def _is_made_by_us(verb: Place, cues: Cues) -> bool:
    """Whether it is us by whom something is made of data: "Models are built and improved by us using your photos"."""
    agent = cues.first("agent", verb[1], verb[1] + 1)
    ours = cues.first("we", agent[1], agent[1] + 1) if agent else None
    means = cues.first("input", ours[1], ours[1] + 2) if ours else None
    return means is not None and cues.first("data", means[0], means[1] + CONTENT_NEAR) is not None


def _is_made_so(verb: Place, machine: Place, cues: Cues) -> bool:
    """Whether a relative clause tells of a machine that we make it of data: "AI that we develop using your posts"."""
    which = cues.first("relative", machine[1], verb[0])
    ours = cues.first("we", which[1], verb[1]) if which else None
    if which is None or ours is None or which[0] - machine[1] > WHICH_BEHIND:
        return False
    means = cues.first("input", which[1], verb[1] + MADE_AFTER)
    return means is not None and cues.first("data", means[0], means[1] + CONTENT_NEAR) is not None


def _is_listed_noun(verb: Place, cues: Cues) -> bool:
    """Whether a noun of making is one of several things, no other of them a making: "chat, enhancement, AI"."""
    if not cues.at("nominal", verb[0]) or cues.tokens[verb[0] - 1 : verb[0]] != [","]:
        return False
    makes = cues.begins(("train", "develop"), verb[1], verb[1] + MADE_AFTER)
    return cues.tokens[verb[1] : verb[1] + 1] == [","] and not makes


def _is_object(cues: Cues, start: int, end: int) -> bool:
    """Whether what is named behind a verb of making is its object: no tool, exception or other thing made between."""
    apart = any(_stands(role, start, end + 1, cues) for role in ("tool", "exclude", "except"))
    aside = any(cues.tokens[at] == "(" and not cues.at("among", at + 1) for at in range(start, end))
    new = _is_new_subject(cues, start, end)
    itself = cues.at("back", start) and cues.tokens[start + 1 : start + 2] == [","]  # "improve it, and our model …"
    return not (apart or aside or itself or new or _names_data(start, end, cues) or parted(cues, start, end))


def _names_data(start: int, end: int, cues: Cues) -> bool:
    """Whether data is named between, and not in the machine's name: "develop our video understanding models"."""
    if cues.first("data", start, end - 2) is None:
        return False
    return "," in cues.tokens[start:end] or cues.begins(_NO_NAME, start, end)


def _stands(role: str, start: int, end: int, cues: Cues) -> bool:
    """Whether a role's words stand between two places, but for an aside that begins with them: ", with …,"."""
    found = cues.first(role, start, end)
    aside = found is not None and cues.tokens[found[0] - 1] == "," and "," in cues.tokens[found[1] : end]
    return found is not None and not aside


def _is_new_subject(cues: Cues, start: int, end: int) -> bool:
    """Whether a machine is one that acts behind a comma, and no further thing made: "To test it, our AI …"."""
    ours = cues.last("ours", start, end)
    if ours and cues.last("relative", ours[0] - 1, ours[0]):
        return True  # "to build your plan, which our AI adapts"
    if ours is None or cues.tokens[ours[0] - 1] != ",":
        return False
    return not cues.begins(("own", "ours", "system", "join"), start, ours[0])


def _is_made(verb: Place, machine: Place, cues: Cues) -> bool:
    """Whether a machine named before a verb of making is its object: "AI development", "KI-Modelle zu verbessern"."""
    if cues.at("nominal", verb[0]) and verb[0] - machine[1] <= 1:
        return not (cues.last("tool", machine[0] - 2, machine[0]) or cues.first("goal", machine[1], verb[0]))
    last = cues.verb_last or cues.at("passive", verb[0])
    if not last or cues.last("tool", machine[0] - 3, machine[0]) or parted(cues, machine[1], verb[0]):
        return False
    return "," not in cues.tokens[machine[1] : verb[0]]


def parted(cues: Cues, start: int, end: int) -> bool:
    """Whether a clause ends between two words: a semicolon, a sentence's end, an opening quote, a "but"."""
    tokens = cues.tokens
    for at in range(start, min(end, len(tokens))):
        if tokens[at] in _STOPS or (tokens[at] in "“«„" and not _names(tokens, at)):
            return True
        if tokens[at] == "," and (_we_act(cues, at + 1) or _begins_anew(cues, at + 1)):
            return True
    return any(start <= but[0] < end and opens(but, cues) for but in cues.of("but"))


def exclusions(cues: Cues) -> list[Place]:
    """The places of "exclude" and the like, but in a choice: "You may exclude your letters"."""
    return [place for place in cues.of("exclude") if not cues.at("optout", place[0])]


def exception_begin(exception: Place, cues: Cues) -> int:
    """Where what an exception leaves out begins: before the word for it, where that stands last.

    "…; users in Japan are excluded", "…, private messages and drafts excluded".
    """
    begin, behind = exception
    if any(map(str.isalnum, cues.tokens[behind:])):
        return begin
    if ";" in cues.tokens[:begin]:
        return begin - cues.tokens[begin - 1 :: -1].index(";")
    used = max((end for role in _USES for _, end in cues.of(role) if end <= begin), default=begin)
    return cues.comma(used, begin)


def exception_end(exception: int, sentence: range, cues: Cues) -> int:
    """Where an exception ends: at its comma, where it opens a sentence or stands before the use it is made from."""
    comma = cues.comma(exception, sentence.stop)
    if exception - sentence.start < OPENING:
        return _opening_end(range(exception, comma), sentence, cues)
    if comma == sentence.stop:
        return comma
    before, behind = (sentence.start, exception), (comma, sentence.stop)
    first, then = (cues.begins(_USES, *part) for part in (before, behind))
    return comma if then and not first else sentence.stop


def _opening_end(exception: range, sentence: range, cues: Cues) -> int:
    """Where an exception that opens a sentence ends, at its comma or verb: "Mit Ausnahme von Briefen nutzen wir …"."""
    no_comma = cues.verb_last or exception.stop == sentence.stop
    verb = cues.first("use", exception.start, exception.stop) if no_comma else None
    return verb[0] if verb else exception.stop


def opens(but: Place, cues: Cues) -> bool:
    """Whether a "but" begins a part of the sentence, and is no adverb within one: "we do not, however, use …"."""
    if cues.at(NO_NEGATION, but[0]):  # "but not limited to"
        return False
    if not cues.at("yet", but[0]):
        return True
    before, behind = cues.tokens[but[0] - 1 : but[0]], cues.tokens[but[1] : but[1] + 1]
    return not _MARKS.isdisjoint(before) and behind != [","]


def _names(tokens: list[str], at: int) -> bool:
    """Whether a quotation mark stands around a few words, such as the name of an option."""
    near = (*tokens[max(0, at - QUOTED) : at], *tokens[at + 1 : at + 1 + QUOTED])
    return not _QUOTES.isdisjoint(near)


def we_act(event: Event, cues: Cues) -> bool:
    """Whether the platform stands right behind the verb as its subject, or in it: "… trainieren wir", "entrenamos"."""
    return cues.first("we", event.verb[0], event.verb[1] + 1) is not None


def _we_act(cues: Cues, at: int) -> bool:
    """Whether the platform is a subject from here on: "…, and we use …", but not "…, by us or by others, …"."""
    ours = cues.first("we", at, at + 2)
    if ours is None or cues.at("agent", at):
        return False
    # ", which we use to …", but not ", które nam przesyłasz, …" (which you send us)
    comma = cues.comma(ours[1], len(cues.tokens))
    return not cues.at("relative", at) or cues.begins(("use", "train", "develop"), ours[0], comma)


def _begins_anew(cues: Cues, at: int) -> bool:
    """Whether a reason is given from here on, or others do something: "…, as chats are …", "…, and our partners …"."""
    if cues.at("reason", at):
        return True
    ours = cues.first("ours", at, at + 2)
    return ours is not None and cues.first("third", ours[1], ours[1] + 1) is not None
