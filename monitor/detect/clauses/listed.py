"""What a sentence states of things named below or beside it: the items of its list, the answers in its table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice, takewhile, zip_longest
from typing import NamedTuple

from monitor.detect.clauses.places import names_place
from monitor.detect.passages import NO_MARKS, YES_MARKS, is_item, plain, without_bullet
from monitor.detect.sentences.verdict import USES
from monitor.detect.words.cues import CHOICES, MACHINES, Cues, first_tokens, tokens_of
from monitor.detect.words.lexicon import look
from monitor.detect.words.vocabulary import Vocabulary
from monitor.records import Practice

MOST_LISTED = 60  # items of a list, cells of a row, or rows of a table, that are read
DENIAL_WITHIN = 4  # words at the start of a cell within which it denies something
ANSWER_WORDS = 7  # of a cell that answers "yes" or "no"
USED_WORDS = 2  # of a cell that says no more than "Used"
SWITCH_WORDS = 2  # of a cell within which it says that something is on or off
ROW_CHARACTERS = 600  # of a row that is quoted as a whole
BETWEEN_ITEMS = "; "  # where they are read as one
ANSWERED = " – "  # between what a table or list names and what it says of that
_YES, _MARKS = frozenset(YES_MARKS), frozenset(YES_MARKS + NO_MARKS)
_VARIANT = "\ufe0f"  # behind a sign that is to be shown in colour
_SWITCHES = ("on_default", "off_default", "off")
_STOPS = frozenset(".,;:(!")
_OVER = USES | {Practice.DENIES}  # what there may be a choice over
_RULE = frozenset("-:| ")  # what a Markdown table's line below its head is made of


class Answers(NamedTuple):
    """Of what a table or list answers "yes" to what is stated, of what "no", where people have a choice or a ban."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    choice: tuple[str, ...]
    banned: tuple[str, ...]

    def decide(self) -> bool:
        """Whether they tell of a use whether it is made; else they only tell of the choice over it."""
        return any((self.yes, self.no, self.banned))

    def settle(self, practices: frozenset[Practice]) -> dict[Practice, tuple[str, ...]]:
        """What a sentence comes to that states practices, each of the things that are answered so."""
        if not self.decide():
            return dict.fromkeys(practices, ()) | ({Practice.CONTROL: self.choice} if practices & _OVER else {})
        uses = practices & USES or (practices & {Practice.DENIES} and {Practice.TRAINS})
        settled = dict.fromkeys(practices - {Practice.DENIES} | uses, self.yes)
        if uses:
            choice = self.yes + self.no if Practice.CONTROL in practices else self.choice
            settled |= {Practice.DENIES: self.no, Practice.CONTROL: choice, Practice.RESTRICTS: self.banned}
        return {practice: listed for practice, listed in settled.items() if listed}

    def settle_choice(self, practices: frozenset[Practice]) -> dict[Practice, tuple[str, ...]]:
        """What a cell comes to that names what people may choose, and no use that is answered: "Opt out of AI"."""
        given = self.yes + self.choice
        if self.no and not given:
            practices -= {Practice.CONTROL}
        return {practice: given if practice is Practice.CONTROL else () for practice in practices}


def items_below(text: str, end: int) -> tuple[str, ...]:
    """The items, without markup, of the list below a line that ends at `end`."""
    lines = (line for line in map(str.strip, _lines_below(text, end)) if line)
    items = takewhile(lambda line: is_item(line) and not line.startswith("|"), lines)
    return tuple(plain(without_bullet(item)).rstrip(";, ") for item in islice(items, MOST_LISTED))


class Row:
    """A row of a table, looked into once for all of its cells; its line stands from `start` to `end` in the text."""

    def __init__(self, text: str, start: int, end: int, words: Vocabulary) -> None:
        self._words = words
        line = text[start:end]
        cells = _cells(line)
        self._text, self._start = text, start
        self._beside: Answers | None = None
        self._below: list[list[str]] = []
        beside = _sorted(zip(self._heads, cells, strict=False), words)
        answers = beside.choice or any(_sorted((("", cell) for cell in cells), words))
        if (answers or any(map(names_place, cells))) and not is_default(cells[0], words):
            self._beside = beside
        elif not any(map(_is_full, self._above)):
            self._below = [*_rows(_lines_below(text, end))]
        self._edges = [start + at for at, mark in enumerate(line) if mark == "|"]
        self._first = 1 if line.lstrip().startswith("|") else 0

    @property
    def is_head(self) -> bool:
        """Whether it is the head of a table, or says nothing by which it would be answered."""
        return self._beside is None

    def answers(self, at: int) -> Answers:
        """What the table answers to the cell that begins at `at` in the text: beside it, or below it in the head."""
        if self._beside is not None:
            return self._beside
        column = self._column(at)
        below = (cells for cells in self._below if column < len(cells) and not is_default(cells[0], self._words))
        return _sorted(((cells[0], cells[column]) for cells in below), self._words)

    def head(self, at: int) -> str:
        """What heads the column of the cell that begins at `at` in the text."""
        head, column = self._heads, self._column(at)
        return plain(head[column]) if column < len(head) else ""

    @cached_property
    def _heads(self) -> list[str]:
        return _head(self._above)

    @property
    def _above(self) -> Iterator[list[str]]:
        return _rows(_lines_above(self._text, self._start))

    def _column(self, at: int) -> int:
        return bisect_left(self._edges, at) - self._first


def row_at(text: str, at: int) -> str:
    """The row of a table that a place lies in, with what heads each cell: "Purpose: AI training · Data: posts".

    Empty where it lies in no row below a head, or in one too long to be quoted.
    """
    start = text.rfind("\n", 0, at) + 1
    line = text[start:].partition("\n")[0]
    head = _head(_rows(_lines_above(text, start))) if line.lstrip().startswith("|") else []
    if not head:
        return ""
    told = zip_longest(map(plain, head), map(plain, _cells(line)), fillvalue="")
    row = " · ".join(f"{name}{'' if name[-1] in ':?' else ':'} {cell}" if name else cell for name, cell in told if cell)
    return row if len(row) <= ROW_CHARACTERS else ""


def _head(above: Iterable[list[str]]) -> list[str]:
    """The head of a table: the first of the rows above, nearest first, that is no title over several columns."""
    *_, head = [[], *filter(_is_full, above)]
    return head


def _is_full(row: list[str]) -> bool:
    """Whether a row has more than one cell, or more than one that is not empty."""
    return len(row) == 1 or sum(map(bool, row)) > 1


def is_default(label: str, words: Vocabulary) -> bool:
    """Whether a label is "Default" or the like: it tells of a switch named above or beside it, of nothing by itself."""
    return words.pattern("default_title").fullmatch(plain(label)) is not None


def default_label(words: Vocabulary) -> str:
    """What stands before "on" where it is the state of a switch: "Default:"."""
    return f"{words.phrases['default_title'][0]}:"


def marked_items(items: Iterable[str], words: Vocabulary) -> Answers | None:
    """The items of a list by the marks before them ("✅ your posts"); None where they have none."""
    told = [(item[1:].lstrip(_VARIANT), item[0]) for item in items if _is_marked(item)]
    return _sorted(told, words) if told else None


def _sorted(told: Iterable[tuple[str, str]], words: Vocabulary) -> Answers:
    said: dict[str, list[str]] = {"yes": [], "no": [], "choice": [], "banned": []}
    for label, cell in islice(told, MOST_LISTED):
        text = plain(cell)
        if not _may_answer(text):
            continue  # as most cells may not, and to look up the words of a long one takes long
        for sort in _sorts(label, text, words):
            said[sort].append(f"{plain(label)}{ANSWERED}{text}")
    return Answers(*map(tuple, said.values()))


def _sorts(label: str, cell: str, words: Vocabulary) -> Iterator[str]:
    """What a cell says of its label: "yes", "no" or that it is "banned", and whether people have a "choice"."""
    cues = look(tokens_of(cell), words.lexicon)
    said = _answer(cell, cues)
    switched = None if said else _switched(cell, words)
    answer = said or switched
    if answer is None:
        yield from ("choice",) if _leads_to_choice(label, cell, cues, words) else ()
    elif said and _is_of_choice(label, words):
        yield from ("choice",) if said == "yes" else ()
    elif not words.pattern("other_title").match(plain(label)):
        yield answer
        yield from ("choice",) if _is_chosen(label, cues, words, switched=switched is not None) else ()


def _leads_to_choice(label: str, cell: str, cues: Cues, words: Vocabulary) -> bool:
    """Whether a cell says where to choose: "Settings > AI", or "Objection in Settings > AI" whatever the label is.

    Below a label that asks for the choice it need not say where: "Object at any time".
    """
    if not names_place(cell):
        return cues.has("optout", "optin") and _is_of_choice(label, words)
    return cues.has(*CHOICES) or _is_of_choice(label, words)


def _is_chosen(label: str, cues: Cues, words: Vocabulary, *, switched: bool) -> bool:
    """Whether a cell that answers tells of a choice as well, as one by its default does.

    "Désactivé" and the like are words of refusing, too; what has a default, though, is a setting.
    """
    chosen = cues.begins(("optin", "optout"), SWITCH_WORDS if switched else 0)
    return chosen or (switched and is_default(label, words))


def _is_of_choice(label: str, words: Vocabulary) -> bool:
    """Whether a label asks for the choice that people have, not whether a machine is taught: "Opt-out", "Control"."""
    if words.pattern("choice_title").fullmatch(plain(label)):
        return True
    asked = look(tokens_of(plain(label)), words.lexicon)
    chosen = asked.has(*CHOICES) or (asked.has("can") and asked.has("user"))  # "Can you limit this use?"
    return chosen and not asked.has(*MACHINES)


def _answer(text: str, cues: Cues) -> str | None:
    """Whether a cell says "yes" or "no", in words or by a mark, or that it is "banned"; None when it says neither."""
    if _is_marked(text):
        return "yes" if text[0] in _YES else "no"
    for role in ("yes", "no"):
        if cues.first(f"answer_{role}", 0, 1):
            return role
    if not _is_short(cues.tokens):
        return None
    if _says_used(cues):
        return "yes"
    return "no" if _refuses(cues) else "banned" if cues.first("forbid", 0, 1) else None


def _says_used(cues: Cues) -> bool:
    """Whether a cell says no more than that something is "Used"."""
    return cues.first("use", 0, 1) is not None and len(cues.tokens) <= USED_WORDS and not cues.of("data")


def _switched(text: str, words: Vocabulary) -> str | None:
    """Whether a short cell begins by saying that something is on or off: "On", "Off by default"."""
    label = tokens_of(default_label(words))
    tokens = [*label, *first_tokens(text, ANSWER_WORDS + 1)]
    cues = look(tokens, words.lexicon)
    begin, end = len(label), len(label) + SWITCH_WORDS
    if len(tokens) > ANSWER_WORDS + begin or cues.has("not"):
        return None
    said = {role: any(place[1] > begin and place[0] < end for place in cues.of(role)) for role in _SWITCHES}
    return "no" if said["off"] or said["off_default"] else "yes" if said["on_default"] else None


def _may_answer(text: str) -> bool:
    """Whether a cell is short, or begins with a mark or with a word that stands by itself: "Yes, …"."""
    tokens = first_tokens(text, ANSWER_WORDS + 1)
    return _is_short(tokens) or tokens[1] in _STOPS or _is_marked(text)


def _is_short(tokens: list[str]) -> bool:
    return len(tokens) <= ANSWER_WORDS


def _is_marked(text: str) -> bool:
    return text[:1] in _MARKS


def _refuses(cues: Cues) -> bool:
    """Whether a short cell says "never", or "only if you agree"; "Consent" alone is a legal basis."""
    if cues.first("not", 0, DENIAL_WITHIN):  # what is "data that is not personal" denies nothing
        return not cues.of("data") or cues.has("use", "train")
    hangs = cues.has("only", "except", "if")
    return bool(hangs and cues.of("optin") and not cues.of("optout"))


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """The cells of each row of a table, as far as it goes on."""
    table = takewhile(lambda line: "|" in line, lines)
    return (_cells(line) for line in islice(table, MOST_LISTED) if not _RULE.issuperset(line.strip()))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _lines_below(text: str, end: int) -> Iterator[str]:
    while end < len(text):
        start, end = end + 1, text.find("\n", end + 1)
        end = len(text) if end < 0 else end
        yield text[start:end]


def _lines_above(text: str, start: int) -> Iterator[str]:
    while start > 0:
        end, start = start - 1, text.rfind("\n", 0, start - 1) + 1
        yield text[start:end]
