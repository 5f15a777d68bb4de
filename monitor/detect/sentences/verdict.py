"""What a sentence comes to: the practices that it states, with the words and signs that told."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.records import Practice

USES = frozenset({Practice.TRAINS, Practice.SHARES})  # practices that take what is people's
STATED = USES | {Practice.DENIES}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The practices a sentence states, and the words that decided."""

    practices: frozenset[Practice] = frozenset()
    cues: tuple[str, ...] = ()
    signs: tuple[frozenset[str], ...] = ()  # of each event, whether or not it states something
    answers: bool = False  # it answers a question, or tells what is on by default: it states what it does by that alone
    left_out: str = ""  # the words by which it leaves data or people out of the training that it states
    after_all: bool = False  # it says that other data is used, behind what it denies
