"""Parts of an enumeration inside a sentence: "… to (a) train models; (b) send offers"."""

from __future__ import annotations

from typing import NamedTuple

from monitor.detect.sentences.events import Event
from monitor.detect.words.cues import Cues

LONGEST_ROMAN, LONGEST_NUMBER = 4, 2
_ROMAN = frozenset("ivx")


def marks(tokens: list[str]) -> list[int]:
    """Where the parts of an enumeration inside a sentence begin: behind a semicolon, at "(a)" and at "(iv)"."""
    found: list[int] = []
    if ";" not in tokens and "(" not in tokens:
        return found
    for at, word in enumerate(tokens):
        if word == ";":
            found.append(at + 1)
        elif word == "(" and at + 2 < len(tokens) and tokens[at + 2] == ")" and _is_number(tokens[at + 1]):
            found.append(at)
    return found


def numbered(tokens: list[str]) -> list[int]:
    """Where the numbered ones of these parts begin."""
    return [at for at in marks(tokens) if tokens[at : at + 1] == ["("]]


def _is_number(word: str) -> bool:
    """Whether a word numbers a part: "a", "iv", "12"."""
    roman = len(word) <= LONGEST_ROMAN and set(word.lower()) <= _ROMAN
    return len(word) == 1 or roman or (word.isdigit() and len(word) <= LONGEST_NUMBER)


class Part(NamedTuple):
    """The part of an enumeration that an event stands in: its first word, and the end of what introduces it."""

    start: int
    lead: int


def part_of(event: Event, cues: Cues) -> Part:
    """The part an event stands in; `lead` is 0 in a sentence that enumerates nothing before it."""
    places = marks(cues.tokens)
    before = [at for at in places if at <= event.start]
    return Part(before[-1], places[0]) if before else Part(0, 0)
