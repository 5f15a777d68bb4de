"""Finds the clauses of a text: each sentence that states a practice, with the words that decided and its facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import chain

from monitor.detect.clauses.dates import may_count
from monitor.detect.clauses.facts import facts_of, of_choice, of_list
from monitor.detect.clauses.places import names_place
from monitor.detect.clauses.reading import POINTS_BACK, Reading
from monitor.detect.clauses.so_far import SoFar
from monitor.detect.passages import blocks, is_numbered, plain, sections, unstruck
from monitor.detect.sentences.features import features
from monitor.detect.sentences.model import classify, telling
from monitor.detect.sentences.settling import settled
from monitor.detect.sentences.verdict import USES, Verdict
from monitor.detect.words.cues import Cues
from monitor.detect.words.topics import Told
from monitor.detect.words.vocabulary import Vocabulary, guess, load
from monitor.records import Clause, Facts, Practice

SHORT = 30  # words of a sentence in a paragraph of its own that agrees to a use, or tells of a setting
MOST_KNOWN, LONGEST_KNOWN = 1_000, 30_000  # sections kept with their clauses, and the characters of one
TITLE = 7  # words and marks of a heading in the line that it stands above, at most
NAME = 10  # words and marks of a line that names what stands below it, at most
ASKS_AT = 4  # words and marks of a heading, its number among them, within which it asks how
OPENING = 2  # words of a sentence within which "To opt out, …" tells people what to do
# What begins on the day and rests on the basis that its block names; a promise or a ban beside it does not.
TAKES = USES | {Practice.CONTROL}
# What a heading names that states something by itself: whose data, who does it, a refusal or a choice.
TELLING = ("data", "people", "we", "share", "not", "forbid", "optout", "optin", "setting", "on_default")
_CHOICE_NAMED = ("optout", "optin", "setting", "choice")
_SAYING = ("we", "share", "not", "forbid", "optout", "optin", "setting", "can")  # of a line that does more than name
_ORDER = tuple(Practice)
# Sections by their text, language and the day that their dates count from: a text is mostly that of its former version.
KNOWN: dict[tuple[str, str, dt.date | None], tuple[Clause, ...]] = {}


def find(text: str, *, language: str | None = None, seen: dt.date | None = None) -> tuple[Clause, ...]:
    """The clauses of a Markdown text in order; `language` is ISO 639-1, guessed from the text when not given.

    From `seen`, the day the text was first seen, "30 days after posting" counts; without it that is no date.
    """
    return tuple(
        replace(clause, start=start + clause.start, end=start + clause.end)
        for start, section in _sections(text, language)
        for clause in _clauses(section, seen)
    )


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and what stands under it, which is read by itself: what stands under another tells nothing of it."""

    text: str
    words: Vocabulary
    told: Told
    worth: AbstractSet[int]  # the numbers of its lines worth reading

    def readings(self) -> Iterator[Reading]:
        """The blocks that are worth reading."""
        return (Reading(self.text, block, self.words, self.told) for block in blocks(unstruck(self.text), self.worth))


def _sections(text: str, language: str | None) -> Iterator[tuple[int, _Section]]:
    """The sections of a text that have something worth reading, each with its place."""
    words = load(language or guess(text))
    shown = unstruck(text)
    told = words.topics.told(shown)
    for start, end, worth in sections(shown, told.lines()):
        yield start, _Section(text[start:end], words, told.part(start, end), worth)


def _clauses(section: _Section, seen: dt.date | None) -> tuple[Clause, ...]:
    """The clauses of a section in order, at their places there; one that was read before is not read again."""
    counted = seen if seen and may_count(plain(section.text), section.words) else None
    key = (section.text, section.words.language, counted)
    known = KNOWN.get(key)
    if known is not None:
        return known
    found = tuple(clause for judged in _judged(section) for clause in _stated(judged, counted))
    if len(section.text) <= LONGEST_KNOWN:
        if len(KNOWN) >= MOST_KNOWN:
            KNOWN.clear()
        KNOWN[key] = found
    return found


_Judged = tuple[Reading, int, Verdict, frozenset[Practice]]  # a sentence, the rules' verdict, and what stood before


def seen(text: str, *, language: str | None = None) -> Iterator[set[str]]:
    """What the model sees of each sentence of a text that it is trained on: of those, too, that only name a machine."""
    for reading, number, verdict, about in _judged_in(text, language):
        if _says_something(verdict) or _speaks_of_machines(reading.cues(number)):
            yield _shown((reading, number, verdict, about))


def doubted(text: str, *, language: str | None = None) -> Iterator[tuple[str, frozenset[Practice]]]:
    """The sentences of a text, as written, with the practices that they state or come near to stating."""
    for judged in _judged_in(text, language):
        weighed = classify(_shown(judged))
        near = frozenset(each for each in _ORDER if weighed[each].near)
        if near:
            reading, number, _, _ = judged
            yield reading.raw(number), near


def _shown(judged: _Judged) -> set[str]:
    """What the model sees of a sentence."""
    reading, number, verdict, about = judged
    return features(reading.cues(number), reading.context(number), verdict, about)


def _stated(judged: _Judged, seen: dt.date | None) -> Iterator[Clause]:
    """The clauses that a sentence is, one for each practice that the model finds it to state."""
    reading, number, verdict, _ = judged
    if not _says_something(verdict):
        return  # what the model finds in such sentences is wrong nine times in ten
    cues, shown = reading.cues(number), _shown(judged)
    weighed = classify(shown)
    answered = reading.is_answered(number)
    practices = settled(weighed, verdict, cues, by_rules_alone=reading.block.follows, answered=answered)
    if not practices:
        return
    part, stated = reading.parts[number], reading.stated(number, practices)
    facts = {takes: _facts(reading, number, seen, stated, takes=takes) for takes in {each in TAKES for each in stated}}
    own_day = reading.date(number, seen) is not None
    hangs_on = "\n".join(filter(None, reading.hangs_on(number)))
    for practice in _ORDER:
        if practice in stated:
            yield Clause(
                practice,
                reading.raw(number),
                part.start,
                part.end,
                (verdict.cues if practice in verdict.practices else ()) or telling(practice, shown, cues),
                round(weighed[practice].probability, 2),
                _of(reading, practice, facts[practice in TAKES], stated[practice], own_day=own_day),
                hangs_on,
                reading.goes_on(number, practice),
                stated[practice],
            )


def _facts(reading: Reading, number: int, seen: dt.date | None, stated: Iterable[Practice], *, takes: bool) -> Facts:
    """The facts of a sentence, and where it `takes` them from its block, that one's legal basis and date."""
    around = reading.around(number, seen, alone=not takes)
    return {**reading.regions_above(), **facts_of(around, frozenset(stated), reading.words)}


def _of(reading: Reading, practice: Practice, facts: Facts, items: tuple[str, ...], *, own_day: bool) -> Facts:
    """The facts of a clause as those of one practice, with what it lists for that."""
    listed = reading.listed(items)
    if practice is Practice.DENIES and "excluded" in facts and not listed:
        facts = {name: fact for name, fact in facts.items() if name != "data"}  # which a use beside it takes
    if practice is Practice.CONTROL:
        return of_choice(facts, listed, reading.words, own_day=own_day)
    return of_list(facts, practice, listed) if listed else facts


def _speaks_of_machines(cues: Cues) -> bool:
    """Whether a sentence names a machine, or a training that has no other meaning."""
    if cues.of("ai") or cues.of("model") or cues.of("mine"):
        return True
    return any(not cues.at("weak", verb[0]) for verb in cues.of("train"))


def _judged_in(text: str, language: str | None) -> Iterator[_Judged]:
    """The sentences of a text that may state something."""
    return chain.from_iterable(_judged(section) for _, section in _sections(text, language))


def _judged(section: _Section) -> Iterator[_Judged]:
    """The sentences of a text that may state something, without lines that only name what stands right below them."""
    name: list[_Judged] = []
    for judged in _by_block(section):
        if not (name and judged and _is_named(judged[0], name[0], section.text)):
            yield from name
        name = judged if _names_only(judged) else []
        yield from () if name else judged
    yield from name


def _by_block(section: _Section) -> Iterator[list[_Judged]]:
    """The sentences of each block that may state something.

    A paragraph that is not worth reading by itself is read for the choice it may give over what the one before it
    states, and for what it may leave out of that.
    """
    so_far = SoFar(asked=False)
    for reading in section.readings():
        goes_on = bool(so_far.about & USES) and _is_paragraph(reading)
        if reading.block.follows:
            goes_on &= so_far.goes_below(reading)
            yield [*filter(_goes_on, _in_block(reading, so_far))] if goes_on else []
            so_far.asked = False
            continue
        own = SoFar(reading.asked(), told_how=reading.asks_how, may=reading.asks_choice)
        judged = _without_title([*_in_block(reading, own)])
        if reading.block.near and not own.about and _states_nothing(judged):
            # What names a machine, but states nothing of it, may go on about what stands above it, as an item does.
            yield [*filter(_goes_on, _in_block(reading, so_far))] if goes_on else judged
            continue
        so_far = own.beside(so_far) if reading.block.near else own
        yield judged


def _states_nothing(judged: Iterable[_Judged]) -> bool:
    return not any(_says_something(verdict) for _, _, verdict, _ in judged)


def _is_paragraph(reading: Reading) -> bool:
    """Whether a block is no item of a list or row of a table, or tells only whether something is on: "Default: off"."""
    block = reading.block
    if not block.item:
        return True
    if not block.lead and is_numbered(block.raw.strip()):
        return not reading.cues(0).of("elsewhere")  # as "6. Cookies. You may …" is
    first = range(min(2, len(reading.parts)))  # the label's cell, and what is beside it
    return any(reading.cues(number).has("on_default", "off_default") for number in first)


def _names_only(judged: Sequence[_Judged]) -> bool:
    """Whether a line is short and has no end, as one that names what stands below it: "3.4 Use for AI training"."""
    if len(judged) != 1:
        return False
    reading, number, _, _ = judged[0]
    cues = reading.cues(number)
    bare = len(reading.parts) == 1 and cues.tokens[-1:] != ["."] and len(cues.tokens) <= NAME
    listed = reading.block.row or (reading.block.item and reading.block.lead)
    return bare and not listed and not cues.has(*_SAYING)


def _is_named(judged: _Judged, name: _Judged, text: str) -> bool:
    """Whether a paragraph states something right below the line that names it."""
    reading, _, verdict, _ = judged
    above = name[0].block
    right_below = not text[above.start + len(above.raw) : reading.block.start].strip()
    return right_below and not reading.block.item and _says_something(verdict)


def _without_title(judged: list[_Judged]) -> list[_Judged]:
    """The sentences of a block without a heading in its line that only names what is stated behind it.

    "4. AI training. We use …" is one that comes with another number when the section moves.
    """
    if len(judged) < 2:  # noqa: PLR2004 - a heading, and what stands behind it
        return judged
    (reading, number, verdict, _), *others = judged
    short = number == 0 and len(reading.cues(number).tokens) <= TITLE and not reading.block.row
    again = not verdict.answers and any(other.practices for _, _, other, _ in others)
    bare = short and not _tells(reading.cues(number))
    return others if again and (bare or _names(judged[0], others[0])) else judged


def _names(title: _Judged, behind: _Judged) -> bool:
    """Whether a sentence in bold says nothing, or nothing but what the one behind it says."""
    reading, number, verdict, _ = title
    nothing = _names_nothing(reading.cues(number)) or verdict.practices <= behind[2].practices
    return nothing and _is_bold(reading.raw(number))


def _is_bold(raw: str) -> bool:
    """Whether a sentence is in bold from beginning to end."""
    return raw.startswith("**") and raw.endswith("**") and "**" not in raw[2:-2]


def _names_nothing(cues: Cues) -> bool:
    """Whether a heading is short and says nothing: "5.3 Training (Your Posts)."."""
    return len(cues.tokens) <= NAME and not cues.has(*_SAYING)


def _goes_on(judged: _Judged) -> bool:
    """Whether a sentence gives people a choice over a use that was just stated, or leaves something out of it."""
    reading, number, verdict, _ = judged
    cues = reading.cues(number)
    if verdict.answers and (number == 0 or reading.block.row or reading.cues(number - 1).is_question):
        return True  # the question is a paragraph of its own, the cell beside it, or the sentence before
    if verdict.practices == {Practice.DENIES}:
        return _leaves_out(cues)
    pointed = not reading.block.item or cues.first("back", 0, POINTS_BACK)
    return verdict.practices == {Practice.CONTROL} and bool(pointed) and _is_choice(cues, reading.raw(number))


def _is_choice(cues: Cues, raw: str) -> bool:
    """Whether a sentence gives people a choice: a refusal, or a short one that points back."""
    told = cues.has("user", "can", "setting") or cues.first("optout", 0, OPENING)
    back = len(cues.tokens) <= SHORT and cues.first("back", 0, POINTS_BACK)
    return bool((told or names_place(raw)) and (cues.of("optout") or back))


def _leaves_out(cues: Cues) -> bool:
    """Whether a sentence names what is left out of the use that it points back to, or says no more than that."""
    back = cues.first("back", 0, POINTS_BACK) or cues.of("same_use")
    bare = cues.of("exclude") and len(cues.tokens) <= SHORT
    return bool(back or bare) and bool(cues.of("data") or cues.whom)


def _tells(cues: Cues) -> bool:
    """Whether a heading names more than what is spoken of below it; one that asks how ("5. How we train") a choice."""
    asks = cues.first("asks", 0, ASKS_AT)
    return cues.has(*(_CHOICE_NAMED if asks else TELLING))


def _says_something(verdict: Verdict) -> bool:
    """Whether the rules see an event or state a practice."""
    return bool(verdict.signs or verdict.practices)


def _in_block(reading: Reading, so_far: SoFar) -> Iterator[_Judged]:
    """The sentences of a block that may state something, with the rules' verdict and what stood before.

    Those without a topic are read only where they may go on about it, and a heading such as "AI training" only names
    what stands below.
    """
    for number, part in enumerate(reading.parts):
        if part.item:
            so_far.about = frozenset()  # the items of a list don't go on about one another
        if not so_far.goes_on() and not reading.is_worth(number):
            so_far.distance += 1
            continue
        if reading.block.title and not _tells(reading.cues(number)):
            continue
        about = so_far.about
        verdict = so_far.judge(number, reading)
        if verdict:
            yield reading, number, verdict, about
