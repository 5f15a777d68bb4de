"""What the sentences of a block came to so far, for the next one to go on about or to answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from monitor.detect.clauses.places import names_place
from monitor.detect.clauses.reading import Reading
from monitor.detect.sentences.following import (
    GOES_ON,
    answer,
    answering,
    answers_for_some,
    asks_choice,
    ends_choice,
    feeds,
    leaves_choice,
    may_choose,
    trains_unfed,
)
from monitor.detect.sentences.rules import asks, judge
from monitor.detect.sentences.verdict import STATED, USES, Verdict
from monitor.detect.words.cues import Cues
from monitor.records import Practice


@dataclass(slots=True)
class SoFar:
    """What the sentences of a block came to so far: practices stated, how long ago, and whether the last one asked."""

    asked: bool
    told_how: bool = False  # whether the heading asks how to refuse
    may: bool = False  # whether it was asked if people may refuse
    answered: bool = False  # whether a question was answered for some, and may be for others
    unfed: bool = False  # whether it was just said that we train a machine, and not with what
    about: frozenset[Practice] = frozenset()
    distance: int = 0

    def goes_on(self) -> bool:
        """Whether the next sentence may go on about what was stated or asked, even without a topic of its own."""
        open_to = self.asked or self.may or self.told_how or self.answered or self.unfed
        return open_to or (bool(self.about) and self.distance <= GOES_ON)

    def goes_below(self, reading: Reading) -> bool:
        """Whether a paragraph goes on about it, be it below a question that asks whether or how people may refuse."""
        self.may |= reading.asks_choice
        self.told_how |= reading.asks_how
        return self.may or self.told_how or not reading.block.answer

    def judge(self, number: int, reading: Reading) -> Verdict | None:
        """What a sentence states; None for a question, which its answer settles."""
        cues = reading.cues(number)
        answered = self._answered(reading.raw(number), cues)
        if Practice.CONTROL in self.about and (limit := _limit(cues)) is not None:
            return limit
        if asks_choice(cues):
            self.may = True
            self.about |= {Practice.TRAINS}
            return None
        verdict = answered or judge(cues, partial(reading.context, number), self.about, self.distance)
        self.asked = asks(cues, verdict) and not reading.block.row
        if self.asked:
            self.about |= {Practice.TRAINS}  # which people may be told how to refuse
            return None
        self.unfed = trains_unfed(verdict)
        self.about |= verdict.practices
        self.distance = 0 if verdict.practices & STATED else self.distance + 1
        return verdict

    def _answered(self, raw: str, cues: Cues) -> Verdict | None:
        """What a sentence states as the answer to what was asked, or as what was left to say."""
        return self._answer(cues) or self._may(cues) or self._how(raw, cues) or self._feeds(cues)

    def beside(self, former: SoFar) -> SoFar:
        """The block with the uses of the one before it, where it is no more than a promise, which leaves them."""
        self.about |= former.about & USES if self.about == {Practice.DENIES} else frozenset()
        return self

    def _answer(self, cues: Cues) -> Verdict | None:
        """What a sentence answers to a question, or for others than the one before it did."""
        for_some = answers_for_some(cues)
        found = answer(cues) if self.asked or (self.answered and for_some) else None
        self.answered = found is not None and for_some
        return found

    def _may(self, cues: Cues) -> Verdict | None:
        """What a sentence answers where it was asked whether people may refuse: nothing where it says "no"."""
        found = may_choose(cues) if self.may else None
        self.may = False
        return found

    def _feeds(self, cues: Cues) -> Verdict | None:
        """The use that a sentence tells of behind one that only says that we train: "For this we use your letters"."""
        return answering(cues, Practice.TRAINS) if self.unfed and feeds(cues) else None

    def _how(self, raw: str, cues: Cues) -> Verdict | None:
        """The choice of which the first sentence below a heading such as "How do I opt out?" says where it is made."""
        told = self.told_how and names_place(raw)
        self.told_how = False
        return answering(cues, Practice.CONTROL) if told else None


def _limit(cues: Cues) -> Verdict | None:
    """What a sentence states that tells where the choice just given ends, or only what it does not undo."""
    if ends_choice(cues):
        return answering(cues, Practice.CONTROL)
    return Verdict() if leaves_choice(cues) else None
