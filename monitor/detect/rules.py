"""Judges one sentence: is it about teaching AI, who does it, with whose data, and is it refused or optional."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from monitor.detect.vocabulary import Vocabulary
from monitor.records import Practice

# How far apart, in characters, two words may stand and still belong together; chosen on labelled passages.
OBJECT_AFTER, OBJECT_BEFORE, WEAK_AFTER, MODEL_AFTER, NEGATION_BEFORE, NEGATION_AFTER = 150, 120, 60, 45, 220, 60
_BOUNDARY = re.compile(r";|\. |, and we\b|\([\"“«„]")
_QUOTED = re.compile(r"\W*(?:[^\W\d_]{1,4}\s)?\W*[\"“«„‘']")
_LETTERS = re.compile(r"[^\W\d_]{3}|[^\W\d_] ")
FRAGMENT_CHARACTERS, ITEM_START, DEFINITION_CHARACTERS = 160, 6, 90
DIRECT_NEGATION, VERB_BEFORE = 60, 40  # a negation's reach to the verb it governs
SPEAKER_REACH = 14  # characters between "we" and the ban that it speaks of itself
MOST_HITS = 100  # of one role in one sentence: no sentence that people wrote has as many
MOST_EVENTS = 24  # a sentence that says it more often is not judged better, only slower
# How many sentences after a practice an exception from it, or a control over it, may still be stated.
EXCLUSION_REACH = 2
CONTROL_REACH = {"optout": 4, "optin": 2, "setting": 2}


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a sentence: its lead-in, what its block said before and how many sentences ago."""

    lead: Hits
    before: tuple[Hits, ...] = ()
    heading: str = ""
    about: frozenset[Practice] = frozenset()
    distance: int = 0
    alone: bool = True


@dataclass(frozen=True, slots=True)
class Verdict:
    """The practices a sentence states, the words that decided, and how sure that is (0 to 1)."""

    practices: frozenset[Practice] = frozenset()
    cues: tuple[str, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class _Event:
    start: int
    end: int
    cues: tuple[str, ...]
    direct: bool = True
    weak: bool = False


@dataclass(slots=True)
class Hits:
    """The places of each role's words in a text, looked up once."""

    text: str
    words: Vocabulary
    _found: dict[str, list[re.Match[str]]] = field(default_factory=dict)

    def of(self, role: str) -> list[re.Match[str]]:
        """All places of a role's words, in order; "not limited to" and its like are no negation."""
        if role not in self._found:
            text = struck(self.text, self.words.role("not_noise")) if role == "not" else self.text
            self._found[role] = list(islice(self.words.role(role).finditer(text), MOST_HITS))
        return self._found[role]

    def near(self, role: str, start: int, end: int) -> re.Match[str] | None:
        """The first of a role's words that begins between two places."""
        return next((hit for hit in self.of(role) if start <= hit.start() < end), None)

    def last(self, role: str, start: int, end: int) -> re.Match[str] | None:
        """The last of a role's words that begins between two places."""
        return next((hit for hit in reversed(self.of(role)) if start <= hit.start() < end), None)


def struck(text: str, noise: re.Pattern[str]) -> str:
    """The text with phrases that only look like a cue struck out, places unchanged."""
    return noise.sub(lambda hit: "~" * len(hit[0]), text)


def look(text: str, words: Vocabulary) -> Hits:
    """A text made ready for looking up words."""
    return Hits(struck(text, words.role("noise")), words)


def judge(hits: Hits, context: Context) -> Verdict:
    """What a sentence states, given what stands around it."""
    if _defines(hits) or hits.of("legal"):
        return Verdict()
    events = list(islice(_events(hits, context), MOST_EVENTS))
    if not events:
        return _follow_up(hits, context)
    practices: set[Practice] = set().union(*(_classify(event, hits, context) for event in events))
    if hits.text.rstrip().endswith("?"):
        practices &= {Practice.CONTROL}
    if practices & {Practice.TRAINS, Practice.SHARES, Practice.DENIES} and _controlled(hits):
        practices.add(Practice.CONTROL)
    return Verdict(frozenset(practices), *_grounds(events))


def _grounds(events: list[_Event]) -> tuple[tuple[str, ...], float]:
    """The words that decided, and how sure they make it: less where the machine is named outside the sentence."""
    cues = tuple(dict.fromkeys(cue for event in events for cue in event.cues))
    return cues, 0.95 if any(event.direct for event in events) else 0.7


# ── is it about teaching a machine? ──────────────────────────────────────────────────────────────────────────────


def _events(hits: Hits, context: Context) -> Iterator[_Event]:
    for verb in hits.of("train"):
        if any(thing.start() <= verb.start() < thing.end() for thing in hits.of("ai")):
            continue  # "learning" in "machine learning" is no verb of its own
        yield from _taught(verb, hits, context)
    for verb in hits.of("develop"):
        yield from _made(verb, hits)
        yield from _rival(verb, hits)
    for verb in hits.of("mine")[:1]:
        if hits.of("forbid"):
            yield _Event(verb.start(), verb.end(), (verb[0],))


def _rival(verb: re.Match[str], hits: Hits) -> Iterator[_Event]:
    """A verb of making whose object competes, in a sentence about models."""
    rival = hits.near("compete", verb.end(), verb.end() + WEAK_AFTER)
    if rival and (hits.of("ai") or hits.of("model") or hits.of("train")):
        yield _Event(verb.start(), verb.end(), (verb[0], rival[0]))


def _taught(verb: re.Match[str], hits: Hits, context: Context) -> Iterator[_Event]:
    """A verb of training with a machine to train near it, or with one named just before the sentence."""
    for role in ("ai", "model"):
        thing = hits.near(role, verb.start(), verb.end() + OBJECT_AFTER) or hits.last(
            role, verb.start() - OBJECT_BEFORE, verb.end()
        )
        if thing:
            yield _Event(verb.start(), verb.end(), (verb[0], thing[0]))
            return
    heading = bool(hits.words.role("ai").search(context.heading))
    near = (context.lead, *context.before)
    named = heading or any(place.of("ai") for place in near)
    if named or (context.about and any(place.of("model") for place in near)):
        yield _Event(verb.start(), verb.end(), (verb[0],), direct=False)


def _made(verb: re.Match[str], hits: Hits) -> Iterator[_Event]:
    """A verb such as "develop" or "improve" whose object, not whose tool, is an AI."""
    for role, reach in (("ai", WEAK_AFTER), ("model", MODEL_AFTER)):
        thing = hits.near(role, verb.end(), verb.end() + reach)
        if thing and _is_object(hits, verb.end(), thing.start()):
            yield _Event(verb.start(), thing.end(), (verb[0], thing[0]), direct=role == "ai", weak=True)
            return
        former = hits.last(role, verb.start() - reach, verb.start()) if hits.words.separable else None
        if former and not _stop(hits, former.end(), verb.start()):
            yield _Event(former.start(), verb.end(), (verb[0], former[0]), direct=role == "ai", weak=True)
            return


def _is_object(hits: Hits, start: int, end: int) -> bool:
    return not hits.near("tool", start, end + 1) and not _stop(hits, start, end)


def _stop(hits: Hits, start: int, end: int) -> bool:
    return bool(_BOUNDARY.search(hits.text, start, end)) or bool(hits.near("but", start, end))


def _defines(hits: Hits) -> bool:
    """Whether the sentence only says what a word means."""
    return bool(_QUOTED.match(hits.text) and hits.near("definition", 0, DEFINITION_CHARACTERS))


# ── who, whose, and whether ──────────────────────────────────────────────────────────────────────────────────────


def _classify(event: _Event, hits: Hits, context: Context) -> set[Practice]:
    rival = bool(hits.of("compete")) and not hits.of("we")
    if rival or _forbidden(event, hits, context):
        return {Practice.RESTRICTS}
    if not _has_data(event, hits, context):
        return set()
    if _denied(event, hits, context):
        return {Practice.DENIES} | _exceptions(event, hits)
    if _instruction(event, hits):
        return {Practice.CONTROL}
    return set() if _allowed_to_user(event, hits, context) else _agents(hits, context)


def _forbidden(event: _Event, hits: Hits, context: Context) -> bool:
    """Whether users or others are told not to; what a vendor may not do is the platform's promise."""
    ban = hits.last("forbid", 0, event.start) or hits.near("forbid", event.end, len(hits.text))
    if ban is None:
        return (context.alone and _bare_order(hits)) or _forbidden_above(event, hits, context)
    speaker = hits.last("we", 0, event.start)
    if speaker and speaker.end() + SPEAKER_REACH > ban.start():
        return False
    if hits.last("vendor", 0, min(ban.start(), event.start) + 1) or _theirs(event, hits):
        return False
    return ban.start() < event.start or not _about_people(hits)


def _about_people(hits: Hits) -> bool:
    return bool(hits.of("people")) and not hits.of("user")


def _forbidden_above(event: _Event, hits: Hits, context: Context) -> bool:
    lead = context.lead
    return bool(lead.of("forbid")) and not lead.of("vendor") and not hits.last("we", 0, event.start)


def _bare_order(hits: Hits) -> bool:
    """Whether a list item begins with what users shall not do ("use the outputs to …"), its lead-in out of sight."""
    verb = hits.near("imperative", 0, 8)
    return verb is not None and not _LETTERS.search(hits.text, 0, verb.start()) and not hits.of("people")


def _theirs(event: _Event, hits: Hits) -> bool:
    return bool(hits.of("theirs")) and bool(hits.last("third", 0, event.start))


def _denied(event: _Event, hits: Hits, context: Context) -> bool:
    """Whether a negation governs the event: in its clause, in the lead-in, or behind it where the language allows."""
    if any(_negates(no, event, hits) for no in reversed(hits.of("not"))):
        return True
    if hits.words.separable:
        no_later = hits.near("not", event.end, event.end + NEGATION_AFTER)
        if no_later and not _stop(hits, event.end, no_later.start()):
            return True
    return _denied_above(event, hits, context)


def _negates(no: re.Match[str], event: _Event, hits: Hits) -> bool:
    """Whether it is the use of data for the event that a word negates, not some other act or an aside."""
    if not event.start - NEGATION_BEFORE <= no.start() < event.end or _stop(hits, no.end(), event.start):
        return False
    later = hits.last("we", no.end(), event.start)
    if later and "," in hits.text[no.end() : later.start()]:
        return False
    between = hits.text[no.end() : event.start]
    if between.find(")") > -1 and not -1 < between.find("(") < between.find(")"):
        return False  # the aside "(excluding …)" is closed before the event
    if len(between) <= DIRECT_NEGATION:
        return True
    end = event.end + NEGATION_AFTER if hits.words.separable else no.end() + DIRECT_NEGATION
    return any(hits.near(role, no.start() - VERB_BEFORE, end) for role in ("use", "share"))


def _denied_above(event: _Event, hits: Hits, context: Context) -> bool:
    lead = context.lead
    return bool(lead.of("not")) and not hits.last("we", 0, event.start) and not lead.of("forbid")


def _exceptions(event: _Event, hits: Hits) -> set[Practice]:
    """What an exception to a denial adds: a control where it needs consent, training where people must opt out."""
    exception = hits.near("except", 0, len(hits.text))
    rest = len(hits.text)
    if hits.of("optin") or (exception and hits.near("consent", exception.start(), rest)):
        return {Practice.CONTROL}
    if exception and exception.start() > event.start and hits.near("optout", exception.start(), rest):
        return {Practice.CONTROL, Practice.TRAINS}
    return set()


def _instruction(event: _Event, hits: Hits) -> bool:
    """Whether the sentence only tells how to refuse."""
    how = hits.near("howto", 0, 40)
    return bool(hits.of("choice")) or (how is not None and how.start() < event.start and not hits.of("we"))


def _allowed_to_user(event: _Event, hits: Hits, context: Context) -> bool:
    """Whether it is the user who may train."""
    allowance = hits.last("allow", 0, event.start) or _allowed_after(event, hits)
    if allowance is None:
        return bool(context.lead.of("allow")) and not hits.of("we")
    speaker = hits.last("we", 0, event.start)
    return not (speaker and speaker.start() > allowance.start()) and not _controlled(hits)


def _allowed_after(event: _Event, hits: Hits) -> re.Match[str] | None:
    """An allowance behind the event and in its clause ("to train a model, customers can …")."""
    later = hits.near("allow", event.end, len(hits.text))
    apart = later is None or _stop(hits, event.end, later.start()) or hits.last("we", 0, later.start())
    return None if apart else later


def _has_data(event: _Event, hits: Hits, context: Context) -> bool:
    """Whether people's data is what the event feeds on, in the sentence or just before it."""
    if hits.of("purpose") or hits.of("legitimate_interest") or _controlled(hits):
        return True
    fed = _fed(event, hits) if event.weak else _data_in(hits)
    return fed or _data_in(context.lead) or any(map(_data_in, context.before)) or _is_purpose(event, hits)


def _is_purpose(event: _Event, hits: Hits) -> bool:
    """Whether the sentence is no sentence but a heading, cell or item that names the event as a purpose."""
    if not event.direct or hits.text.rstrip().endswith((".", "!", "?")):
        return False
    short = len(hits.text) < FRAGMENT_CHARACTERS and event.start < FRAGMENT_CHARACTERS // 2
    return short or event.start < ITEM_START


def _fed(event: _Event, hits: Hits) -> bool:
    """Whether data stands before a making of AI, or behind it after "using", "with" and their like.

    What is made "to predict your taste" is made for people, not of their data.
    """
    if _data_in(Hits(hits.text[: event.start], hits.words)):
        return True
    means = [hit for role in ("use", "tool") if (hit := hits.near(role, event.end, len(hits.text)))]
    return bool(means) and _data_in(Hits(hits.text[min(hit.start() for hit in means) :], hits.words))


def _data_in(hits: Hits) -> bool:
    return bool(hits.of("people") or hits.of("data"))


def _agents(hits: Hits, context: Context) -> set[Practice]:
    """Whether the platform trains, or others do with what it gives them."""
    given = hits.near("share", 0, len(hits.text))
    if hits.of("theirs") and (hits.of("third") or any(former.of("third") for former in context.before)):
        return {Practice.SHARES, Practice.TRAINS} if hits.of("ours") and not given else {Practice.SHARES}
    return {Practice.SHARES} if given and _handed_on(given, hits) else {Practice.TRAINS}


def _handed_on(given: re.Match[str], hits: Hits) -> bool:
    """Whether what is given goes to others, and the sentence does not come back to the platform itself."""
    to_others = hits.near("third", given.start() + 1, len(hits.text))
    return to_others is not None and not hits.near("we", given.end(), len(hits.text))


def _controlled(hits: Hits) -> bool:
    return any(hits.of(role) for role in ("optout", "optin", "setting"))


# ── sentences that go on about what was just said ────────────────────────────────────────────────────────────────


def _leaves_out(exclusion: re.Match[str], hits: Hits, context: Context) -> bool:
    """Whether it is data that is left out of the training just stated, and not a duty or a law that does not apply."""
    reach = EXCLUSION_REACH if _data_in(hits) else 0
    return hits.near("matter", 0, exclusion.start()) is None and context.distance <= reach


def _follow_up(hits: Hits, context: Context) -> Verdict:
    """A control over, or an exclusion from, the training that the block has just stated."""
    stated = context.about & {Practice.TRAINS, Practice.SHARES, Practice.DENIES}
    if not stated:
        return Verdict()
    found: set[Practice] = set()
    cues: list[str] = []
    for role, reach in CONTROL_REACH.items():
        if context.distance <= reach and (place := hits.near(role, 0, len(hits.text))):
            found.add(Practice.CONTROL)
            cues.append(place[0])
    exclusion = hits.near("exclude", 0, len(hits.text))
    if exclusion and Practice.TRAINS in stated and _leaves_out(exclusion, hits, context):
        found.add(Practice.DENIES)
        cues.append(exclusion[0])
    return Verdict(frozenset(found), tuple(cues), 0.7)
