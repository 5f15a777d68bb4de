"""What a sentence states of things named below or beside it: the items of its list, the answers in its table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile
from typing import NamedTuple

from monitor.detect.passages import NO_MARKS, YES_MARKS, is_item, plain, without_bullet
from monitor.detect.sentences.verdict import USES
from monitor.detect.words.cues import Cues, first_tokens, tokens_of
from monitor.detect.words.lexicon import look
from monitor.detect.words.vocabulary import Vocabulary
from monitor.records import Practice

MOST_LISTED = 60  # items of a list, cells of a row, or rows of a table, that are read
DENIAL_WITHIN = 4  # words at the start of a cell within which it denies something
ANSWER_WORDS = 7  # of a cell that answers "yes" or "no"
SWITCH_WORDS = 2  # of a cell within which it says that something is on or off
_YES, _MARKS = frozenset(YES_MARKS), frozenset(YES_MARKS + NO_MARKS)
_VARIANT = "\ufe0f"  # behind a sign that is to be shown in colour
_SWITCHES = ("on_default", "off_default", "off")
_STOPS = frozenset(".,;:(!")
_RULE = frozenset("-:| ")  # what a Markdown table's line below its head is made of


class Answers(NamedTuple):
    """Of what a table or list answers "yes" to what is stated, of what "no", where people have a choice or a ban."""

    yes: tuple[str, ...]
    no: tuple[str, ...]
    choice: tuple[str, ...]
    banned: tuple[str, ...]

    def settle(self, practices: frozenset[Practice]) -> dict[Practice, tuple[str, ...]]:
        """What a sentence comes to that states practices, each of the things that are answered so."""
        uses = practices & USES or (practices & {Practice.DENIES} and {Practice.TRAINS})
        settled = dict.fromkeys(practices - {Practice.DENIES} | uses, self.yes)
        if uses:
            choice = self.yes + self.no if Practice.CONTROL in practices else self.choice
            settled |= {Practice.DENIES: self.no, Practice.CONTROL: choice, Practice.RESTRICTS: self.banned}
        return {practice: listed for practice, listed in settled.items() if listed}


def items_below(text: str, end: int) -> tuple[str, ...]:
    """The items, without markup, of the list below a line that ends at `end`."""
    lines = (line for line in map(str.strip, _lines_below(text, end)) if line)
    items = takewhile(lambda line: is_item(line) and not line.startswith("|"), lines)
    return tuple(plain(without_bullet(item)) for item in islice(items, MOST_LISTED))


class Row:
    """A row of a table, looked into once for all of its cells; its line stands from `start` to `end` in the text."""

    def __init__(self, text: str, start: int, end: int, words: Vocabulary) -> None:
        self._words = words
        line = text[start:end]
        cells = _cells(line)
        above = _rows(_lines_above(text, start))
        self._beside: Answers | None = None
        self._below: list[list[str]] = []
        if not is_default(cells[0], words) and any(_sorted(zip(cells, cells, strict=True), words)):
            *_, head = [[], *above]
            self._beside = _sorted(zip(head, cells, strict=False), words)
        elif next(above, None) is None:
            self._below = [*_rows(_lines_below(text, end))]
        self._edges = [start + at for at, mark in enumerate(line) if mark == "|"]
        self._first = 1 if line.lstrip().startswith("|") else 0

    def answers(self, at: int) -> Answers:
        """What the table answers to the cell that begins at `at` in the text: beside it, or below it in the head."""
        if self._beside is not None:
            return self._beside
        column = bisect_left(self._edges, at) - self._first
        below = (cells for cells in self._below if column < len(cells) and not is_default(cells[0], self._words))
        return _sorted(((cells[0], cells[column]) for cells in below), self._words)


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
            said[sort].append(f"{plain(label)} – {text}")
    return Answers(*map(tuple, said.values()))


def _sorts(label: str, cell: str, words: Vocabulary) -> Iterator[str]:
    """What a cell says of its label: "yes", "no" or that it is "banned", and whether people have a "choice"."""
    cues = look(tokens_of(cell), words.lexicon)
    said = _answer(cell, cues)
    switched = None if said else _switched(cell, words)
    answer = said or switched
    if answer is None or words.pattern("recipients_title").match(plain(label)):
        return  # "none" get the data
    yield answer
    # "Désactivé" and the like are words of refusing, too; what has a default, though, is a setting.
    chosen = cues.begins(("optin", "optout"), SWITCH_WORDS if switched else 0)
    if chosen or (switched and is_default(label, words)):
        yield "choice"


def _answer(text: str, cues: Cues) -> str | None:
    """Whether a cell says "yes" or "no", in words or by a mark, or that it is "banned"; None when it says neither."""
    if _is_marked(text):
        return "yes" if text[0] in _YES else "no"
    for role in ("yes", "no"):
        if cues.first(f"answer_{role}", 0, 1):
            return role
    if not _is_short(cues.tokens):
        return None
    return "no" if _refuses(cues) else "banned" if cues.first("forbid", 0, 1) else None


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
