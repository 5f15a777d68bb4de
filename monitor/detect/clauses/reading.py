"""The sentences of a block with what stands around them: what is asked of each of them, once and when it is needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import chain

from monitor.detect.clauses.dates import Stated, effective
from monitor.detect.clauses.facts import CONTROL_ABOVE, Around, named
from monitor.detect.clauses.listed import (
    BETWEEN_ITEMS,
    Answers,
    Row,
    default_label,
    is_default,
    items_below,
    marked_items,
)
from monitor.detect.passages import BULLETS, LEAD_CHARACTERS, Block, Sentence, plain, sentences
from monitor.detect.sentences.events import Context
from monitor.detect.sentences.following import asks_choice
from monitor.detect.sentences.refused import hide_others_consent, hide_refused, show_asked, show_our_refusal
from monitor.detect.sentences.rules import asks, judge
from monitor.detect.words.cues import ANY_DATA_ROLE, CHOICES, Cues, tokens_of
from monitor.detect.words.lexicon import look
from monitor.detect.words.topics import Told
from monitor.detect.words.vocabulary import Vocabulary
from monitor.records import Practice

SENTENCES_BEFORE = 4  # in which the block may have named the data or the machine that a sentence speaks of
GOES_ON_WITHIN = 3  # words within which the sentence behind one goes on about it
POINTS_BACK, POINTED_TO = 10, 2  # words within which a sentence points back, and sentences that it then points to
FACTS_REACH = 6  # sentences before and after a clause in which its block may state the legal basis and the date
SENTENCES_KEPT = 256  # as they were read: a text is mostly that of its former version, and its blocks share headings
ABOVE_KEPT = 4  # leads and headings kept as they were read: many blocks stand below the same
ASKED_WITHIN = 4  # words of a heading, its number among them, within which it asks how
CHOSEN_WITHIN = 2  # words of a cell within which it names a choice
ROW_REACH = 30  # of the cells of a row, which may hold lists
_RECIPIENT = Cues([], {"third": [(0, 0)]})  # what the cell stands for that names to whom data goes
_ABOUT_IT = ("back", "ai", "model", "train", "same_use")


@lru_cache(SENTENCES_KEPT)
def read(text: str, words: Vocabulary) -> Cues:
    """The cues of a plain text, without those of choices that it denies or gives over something else."""
    cues = show_asked(look(tokens_of(text), words.lexicon, text))
    return hide_others_consent(hide_refused(show_our_refusal(cues)))


@lru_cache(ABOVE_KEPT)
def _above(raw: str, words: Vocabulary) -> Cues:
    """The cues of a lead or a heading."""
    return read(plain(raw), words)


@lru_cache(ABOVE_KEPT)
def _title(raw: str, words: Vocabulary) -> Cues:
    """The cues of a heading; one such as "Prohibited uses" bans what is listed below it."""
    cues = _above(raw, words)
    banned = words.pattern("ban_title").search(cues.text)
    return replace(cues, roles=cues.roles | {"forbid": [(0, len(cues.tokens))]}) if banned else cues


class Reading:
    """The sentences of a block, each read when it is first asked for: most of them never are."""

    def __init__(self, text: str, block: Block, words: Vocabulary, told: Told) -> None:
        self.block = block
        self.words = words
        self._text = text
        self._topics = told
        self._cues: dict[int, Cues] = {}
        self._dates: dict[int, Stated | None] = {}
        self._contexts: dict[int, Context] = {}
        self._answered: dict[int, Answers | None] = {}

    @cached_property
    def parts(self) -> list[Sentence]:
        """Where the sentences stand."""
        return sentences(self.block)

    def raw(self, number: int) -> str:
        """A sentence as it is written."""
        part = self.parts[number]
        return self._text[part.start : part.end]

    def is_worth(self, number: int) -> bool:
        """Whether a sentence names what makes it worth reading by itself."""
        part = self.parts[number]
        return self._topics.is_worth(part.start, part.end)

    def cues(self, number: int) -> Cues:
        """The cues of a sentence."""
        cues = self._cues.get(number)
        if cues is None:
            cues = self._cues[number] = read(self._told(number), self.words)
        return cues

    def _told(self, number: int) -> str:
        """The words of a sentence; those of a cell beside one that only names what it tells: "Default: On"."""
        return " ".join(filter(None, (self._label(number), plain(self.raw(number)))))

    def _label(self, number: int) -> str:
        """The words of the cell beside one that tells by itself no more than "on" or "off"."""
        if not self.block.row or number == 0:
            return ""
        return default_label(self.words) if is_default(self.raw(number - 1), self.words) else ""

    def date(self, number: int, seen: dt.date | None) -> Stated | None:
        """The day from which a sentence says that something applies."""
        if number not in self._dates:
            text = self.cues(number).text
            if self.block.row and "20" in text:
                text = f"{self._row.head(self.parts[number].start)}: {text}"
            self._dates[number] = effective(text, self.words, seen) if seen or "20" in text else None
        return self._dates[number]

    def around(self, number: int, seen: dt.date | None, *, alone: bool = False) -> Around:
        """A sentence with what stands near it, for its facts; one that is `alone` with what goes on about it."""
        nearest = self._with_what_goes_on(number) if alone and not self.block.row else self._nearest(number)
        cues = self.cues(number)
        return Around(
            self.raw(number),
            cues.text,
            cues,
            [*map(self.cues, nearest)] if self.block.row else map(self.cues, nearest),
            chain(map(self.cues, range(number - 1, max(-1, number - 1 - CONTROL_ABOVE), -1)), self._led()),
            self.block.row,
            self.asks_how,
            self.date(number, seen),
            (self.date(other, seen) for other in nearest if other == number or self._is_about_it(other)),
        )

    def _led(self) -> Iterator[Cues]:
        """The lead of the list that the block is an item of, and a heading that asks how to refuse."""
        if self.block.item:
            yield _above(self.block.lead, self.words)
        if self.asks_how:
            yield _above(self.block.heading, self.words)

    def _nearest(self, number: int) -> Sequence[int]:
        """A sentence and those near it, nearest first."""
        near = self._near(number, ROW_REACH if self.block.row else FACTS_REACH)
        return sorted(near, key=lambda other: abs(other - number))

    def _near(self, number: int, reach: int) -> range:
        """A sentence and those of its block within so many before and behind it, in order."""
        return range(max(0, number - reach), min(len(self.parts), number + reach + 1))

    def _with_what_goes_on(self, number: int) -> Sequence[int]:
        """A sentence, and the one behind it where that points back to it."""
        return range(number, number + 1 + self._points_back(number + 1))

    def asked(self) -> bool:
        """Whether the heading above asks whether people's data is used."""
        return self.block.answer and self._asks

    @cached_property
    def asks_how(self) -> bool:
        """Whether the heading above asks how to refuse: "How do I opt out of AI training?"."""
        cues = _above(self.block.heading, self.words) if self.block.answer else None
        return cues is not None and bool(cues.first("asks", 0, ASKED_WITHIN)) and cues.has("optout")

    @cached_property
    def asks_choice(self) -> bool:
        """Whether the heading above asks whether people may refuse: "Can I opt out of AI training?"."""
        return self.block.answer and asks_choice(_above(self.block.heading, self.words))

    @cached_property
    def _asks(self) -> bool:
        cues = _above(self.block.heading, self.words)
        return asks(cues, judge(cues, lambda: Context(cues, cues), frozenset(), 0))

    def _is_about_it(self, number: int) -> bool:
        """Whether the date of a sentence may be that of a clause beside it: it points to it, or speaks of AI too.

        So may that of another cell of its row.
        """
        return self.block.row or self.cues(number).has(*_ABOUT_IT)

    def hangs_on(self, number: int) -> tuple[str, ...]:
        """The words that a sentence is no sense without: the lead of its list, what it points back to.

        A heading that tells whose data or which region is meant is among them, or that asks what is answered here, and
        so are the other cells of a row.
        """
        block = self.block
        tells = _above(block.heading, self.words).whom
        heading = (block.heading,) if tells or (number == 0 and self.asked()) else ()
        lead = (block.lead,) if block.item else ()
        return tuple(map(plain, (*heading, *lead, *self._beside(number), *self._pointed_to(number))))

    def _beside(self, number: int) -> Iterator[str]:
        """The other cells of a row but those that answer it; none where those below the head of a table do."""
        if label := self._label(number):
            yield label
        elif self.block.row:
            decided = self._decided(number)
            if decided and self._row.is_head:
                return
            beside = (self.raw(other) for other in self._near(number, ROW_REACH) if other != number)
            answers = "\n".join(chain.from_iterable(decided or ()))
            yield from (cell for cell in beside if plain(cell) not in answers)

    def _pointed_to(self, number: int) -> Iterator[str]:
        """The sentences, else the paragraph above, that a sentence points back to when it names no data itself."""
        cues = self.cues(number)
        points = any(at < POINTS_BACK and not cues.at("for_training", at) for at, _ in cues.of("back"))
        if not points or self._names_data(number):
            return
        near = range(max(0, number - POINTED_TO), number)
        # Items and rows don't go on about one another.
        one_of_many = self.block.row or (self.block.item and self.block.above.startswith(BULLETS))
        if not one_of_many and not any(map(self._names_data, near)):
            yield self.block.above[-LEAD_CHARACTERS:]
        yield from map(self.raw, near)

    def regions_above(self) -> dict[str, tuple[str, ...]]:
        """The regions that the heading names."""
        heading = _above(self.block.heading, self.words)
        regions = () if heading.of("outside") else named(heading, "regions:")
        return {"regions": regions} if regions else {}

    def goes_on(self, number: int, practice: Practice) -> str:
        """The sentence behind another that points back to it, and is no choice of people's unless that gives one."""
        behind = number + 1
        if not self._points_back(behind):
            return ""
        chooses = self.cues(behind).has(*CHOICES)
        return "" if chooses and practice is not Practice.CONTROL else plain(self.raw(behind))

    def _points_back(self, number: int) -> bool:
        """Whether there is such a sentence, and it goes on about the one before it."""
        return number < len(self.parts) and bool(self.cues(number).first("back", 0, GOES_ON_WITHIN))

    def stated(self, number: int, practices: frozenset[Practice]) -> dict[Practice, tuple[str, ...]]:
        """Each practice that a sentence states, with what it lists for it; answers in a table or list decide."""
        items = self._items(number)
        told = None if self._says_no(number) else self._answers(number, items)
        if told is None:
            return dict.fromkeys(practices, items)
        chosen = self.block.row and Practice.CONTROL in practices and self._chooses(number)
        return told.settle_choice(practices) if chosen else told.settle(practices)

    def _chooses(self, number: int) -> bool:
        """Whether a sentence begins with what people may refuse or agree to: "Opt out of AI training"."""
        return self.cues(number).begins(("optout", "optin"), 0, CHOSEN_WITHIN)

    def is_answered(self, number: int) -> bool:
        """Whether the other cells of a row, or those below its head, answer what a cell names."""
        if not self.block.row or self._says_no(number):
            return False
        return self._decided(number) is not None

    def _decided(self, number: int) -> Answers | None:
        """What the table answers to a cell of it, where that decides it."""
        told = self._answers(number, ())
        return told if told and told.decide() else None

    def _says_no(self, number: int) -> bool:
        """Whether a cell is an answer itself."""
        return self.block.row and bool(self.cues(number).of("not"))

    def _answers(self, number: int, items: tuple[str, ...]) -> Answers | None:
        if not self.block.row:
            return marked_items(items, self.words)
        if number not in self._answered:
            told = self._row.answers(self.parts[number].start)
            self._answered[number] = told if any(told) else None
        return self._answered[number]

    @cached_property
    def _row(self) -> Row:
        return Row(self._text, self.block.start, self.block.start + len(self.block.raw), self.words)

    def _items(self, number: int) -> tuple[str, ...]:
        """The items of the list that a sentence introduces."""
        last = number == len(self.parts) - 1 and not self.block.item
        introduces = last and self.block.raw.rstrip("*_ ").endswith(":")
        return items_below(self._text, self.block.start + len(self.block.raw)) if introduces else ()

    def listed(self, items: tuple[str, ...]) -> Cues | None:
        """The cues of what a sentence lists, if it lists something."""
        return read(BETWEEN_ITEMS.join(items), self.words) if items else None

    def _names_data(self, number: int) -> bool:
        return any(role.startswith("data:") and role != ANY_DATA_ROLE for role in self.cues(number).roles)

    def context(self, number: int) -> Context:
        """What a sentence may have left unsaid, as it stands near."""
        if number not in self._contexts:
            self._contexts[number] = self._context(number)
        return self._contexts[number]

    @cached_property
    def _names_recipient(self) -> bool:
        """Whether the first cell of a row is headed as one that tells to whom data goes."""
        return self.words.pattern("recipient_title").match(self._row.head(self.parts[0].start)) is not None

    def _context(self, number: int) -> Context:
        near = [*range(max(0, number - SENTENCES_BEFORE), number)]
        if self.block.row:  # the cells of a row speak of one another, in whatever order
            near += range(number + 1, min(len(self.parts), number + 1 + SENTENCES_BEFORE))
        lead, heading = _above(self.block.lead, self.words), _title(self.block.heading, self.words)
        before = tuple(map(self.cues, near))
        if listed := self.listed(self._items(number)):
            before += (listed,)
        if self.block.row and number and self._names_recipient:
            before += (_RECIPIENT,)
        return Context(lead, heading, before, self.block.item, self.block.row, alone=len(self.parts) == 1)
