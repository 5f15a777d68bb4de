"""Finds the clauses of a text: each sentence that states a practice, with the words that decided and its facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from monitor.detect.dates import Stated, effective
from monitor.detect.events import Context
from monitor.detect.facts import CONTROL_ABOVE, Around, facts_of
from monitor.detect.features import features
from monitor.detect.lexicon import Cues, look, tokens_of
from monitor.detect.model import classify, telling
from monitor.detect.passages import LEAD_CHARACTERS, Block, blocks, plain, sentences
from monitor.detect.rules import CHOICES, GOES_ON, STATED, Verdict, answer, asks, judge
from monitor.detect.vocabulary import Vocabulary, guess, load
from monitor.records import Clause, Practice

SENTENCES_BEFORE = 4  # in which the block may have named the data or the machine that a sentence speaks of
POINTS_BACK, POINTED_TO = 10, 2  # words within which a sentence points back, and sentences that it then points to
FACTS_REACH = 6  # sentences before and after a clause in which its block may state the legal basis and the date
SENTENCES_KEPT = 256  # as they were read: a text is mostly that of its former version, and its blocks share headings
_ORDER = tuple(Practice)
_ABOUT_IT = ("back", "ai", "model", "train", "same_use")
_ANY_DATA = "data:personal data"


def find(text: str, *, language: str | None = None) -> tuple[Clause, ...]:
    """The clauses of a Markdown text in order; `language` is ISO 639-1, guessed from the text when not given."""
    return tuple(clause for reading in _readings(text, language) for clause in _in_block(reading))


@lru_cache(SENTENCES_KEPT)
def read(text: str, words: Vocabulary) -> Cues:
    """The cues of a plain text."""
    return look(tokens_of(text), words.lexicon)


class _Reading:
    """The sentences of a block, each read when it is first asked for: most of them never are."""

    def __init__(self, text: str, block: Block, words: Vocabulary) -> None:
        self.parts = sentences(block)
        self.block = block
        self.words = words
        self._text = text
        self._cues: dict[int, Cues] = {}
        self._dates: dict[int, Stated | None] = {}
        self._contexts: dict[int, Context] = {}

    def raw(self, number: int) -> str:
        part = self.parts[number]
        return self._text[part.start : part.end]

    def cues(self, number: int) -> Cues:
        if number not in self._cues:
            self._cues[number] = self._read(self.raw(number))
        return self._cues[number]

    def _read(self, raw: str) -> Cues:
        return read(plain(raw), self.words)

    def date(self, number: int) -> Stated | None:
        if number not in self._dates:
            raw = self.raw(number)
            self._dates[number] = effective(plain(raw), self.words) if "20" in raw else None
        return self._dates[number]

    def around(self, number: int) -> Around:
        near = range(max(0, number - FACTS_REACH), min(len(self.parts), number + FACTS_REACH + 1))
        nearest = sorted(near, key=lambda other: abs(other - number))
        raw = self.raw(number)
        return Around(
            raw,
            plain(raw),
            self.cues(number),
            map(self.cues, nearest),
            map(self.cues, range(number - 1, max(-1, number - 1 - CONTROL_ABOVE), -1)),
            self.date(number),
            (self.date(other) for other in nearest if other == number or self._is_about_it(other)),
        )

    def asked(self) -> bool:
        """Whether the heading above asks whether people's data is used."""
        if not self.block.answer:
            return False
        cues = self._read(self.block.heading)
        return asks(cues, judge(cues, lambda: Context(cues, cues), frozenset(), 0))

    def _is_about_it(self, number: int) -> bool:
        """Whether the date of a sentence may be that of a clause beside it: it points to it, or speaks of AI too."""
        cues = self.cues(number)
        return any(cues.of(role) for role in _ABOUT_IT)

    def hangs_on(self, number: int) -> str:
        """The words that a sentence is no sense without: the lead of its list, what it points back to."""
        lead = [plain(self.block.lead)] if self.block.item else []
        cues = self.cues(number)
        if not cues.first("back", 0, POINTS_BACK) or self._names_data(number):
            return " ".join(lead)
        near = range(max(0, number - POINTED_TO), number)
        above = [] if any(map(self._names_data, near)) else [plain(self.block.above[-LEAD_CHARACTERS:])]
        return " ".join([*lead, *above, *(plain(self.raw(other)) for other in near)]).strip()

    def goes_on(self, number: int) -> str:
        """The sentence behind another that points back to it, and is no choice of people's."""
        behind = number + 1
        if behind == len(self.parts) or any(self.cues(behind).of(role) for role in CHOICES):
            return ""
        return plain(self.raw(behind)) if self.cues(behind).first("back", 0, POINTS_BACK) else ""

    def _names_data(self, number: int) -> bool:
        return any(role.startswith("data:") and role != _ANY_DATA for role in self.cues(number).roles)

    def context(self, number: int) -> Context:
        if number not in self._contexts:
            self._contexts[number] = self._context(number)
        return self._contexts[number]

    def _context(self, number: int) -> Context:
        near = [*range(max(0, number - SENTENCES_BEFORE), number)]
        if self.block.row:  # the cells of a row speak of one another, in whatever order
            near += range(number + 1, min(len(self.parts), number + 1 + SENTENCES_BEFORE))
        lead, heading = self._read(self.block.lead), self._read(self.block.heading)
        before = tuple(map(self.cues, near))
        return Context(lead, heading, before, self.block.item, self.block.row, alone=len(self.parts) == 1)


def _readings(text: str, language: str | None) -> Iterator[_Reading]:
    """The blocks of a text that are worth reading."""
    words = load(language or guess(text))
    return (_Reading(text, block, words) for block in blocks(text, words.topics))


def seen(text: str, *, language: str | None = None) -> Iterator[set[str]]:
    """What the model sees of each sentence of a text that is read: what it is trained on."""
    for reading in _readings(text, language):
        for number, verdict, about in _judged(reading):
            yield features(reading.cues(number), reading.context(number), verdict, about)


def _in_block(reading: _Reading) -> list[Clause]:
    found = []
    for number, verdict, about in _judged(reading):
        cues = reading.cues(number)
        seen_in_it = features(cues, reading.context(number), verdict, about)
        weighed = classify(seen_in_it)
        practices = frozenset(practice for practice in _ORDER if weighed[practice].stated)
        if verdict.answers:
            practices |= verdict.practices
        if practices:
            part = reading.parts[number]
            facts = facts_of(reading.around(number), practices, reading.words)
            found += [
                Clause(
                    practice,
                    reading.raw(number),
                    part.start,
                    part.end,
                    verdict.cues if practice in verdict.practices else telling(practice, seen_in_it, cues),
                    round(weighed[practice].probability, 2),
                    facts,
                    reading.hangs_on(number),
                    reading.goes_on(number),
                )
                for practice in _ORDER
                if practice in practices
            ]
    return found


def _speaks_of_machines(cues: Cues) -> bool:
    """Whether a sentence names a machine, or a training that has no other meaning."""
    if cues.of("ai") or cues.of("model") or cues.of("mine"):
        return True
    return any(not cues.at("weak", verb[0]) for verb in cues.of("train"))


@dataclass(slots=True)
class _SoFar:
    """What the sentences of a block came to so far: practices stated, how long ago, and whether the last one asked."""

    asked: bool
    about: frozenset[Practice] = frozenset()
    distance: int = 0

    def goes_on(self) -> bool:
        """Whether the next sentence may go on about what was stated or asked, even without a topic of its own."""
        return self.asked or (bool(self.about) and self.distance <= GOES_ON)

    def judge(self, number: int, reading: _Reading) -> Verdict | None:
        """What a sentence states; None for a question, which its answer settles."""
        cues = reading.cues(number)
        answered = answer(cues) if self.asked else None
        verdict = answered or judge(cues, partial(reading.context, number), self.about, self.distance)
        self.asked = asks(cues, verdict) and not reading.block.row
        if self.asked:
            self.about |= {Practice.TRAINS}  # which people may be told how to refuse
            return None
        self.about |= verdict.practices
        self.distance = 0 if verdict.practices & STATED else self.distance + 1
        return verdict


def _judged(reading: _Reading) -> Iterator[tuple[int, Verdict, frozenset[Practice]]]:
    """The sentences of a block that may state something, with the rules' verdict and what stood before.

    Those without a topic are read only where they may go on about it. The model is asked of those alone in which the
    rules see an event or that name a machine: on real policies it then errs less, and costs less.
    """
    so_far = _SoFar(reading.asked())
    for number, part in enumerate(reading.parts):
        if part.item:
            so_far.about = frozenset()  # the items of a list don't go on about one another
        if not so_far.goes_on() and not reading.words.topics.in_line(reading.raw(number)):
            so_far.distance += 1
            continue
        about = so_far.about
        verdict = so_far.judge(number, reading)
        if verdict and (verdict.signs or verdict.practices or _speaks_of_machines(reading.cues(number))):
            yield number, verdict, about
