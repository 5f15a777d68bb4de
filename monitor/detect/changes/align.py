"""Aligns the clauses of two versions by their words: which came and went, and which came in another's place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import product

from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

from monitor.detect.passages import unstruck, words_of
from monitor.records import Clause, Practice

SUCCESSION = 55.0  # per cent: the least likeness (rapidfuzz's token set ratio) of a clause to the one it replaces
SAID_ANEW = 40.0  # likewise of the only one that is left to the only one that came
LABEL = 4  # words of a clause that only names what others state
SHORT = 2  # words of a clause that may stand for something else wherever they stand
REPETITION = 80.0  # per cent of likeness above which a further clause only repeats another
STEM_CHARACTERS, WORD_CHARACTERS = 6, 5
_NAMED = ("data", "recipients", "excluded")  # facts of which a further clause may name more
ANY_KINDS = frozenset({"personal data", "content"})  # of data, that may be any
_END = "\n"
_SENTENCE_ENDS = frozenset(".!)")  # of a statement
_STOPS = re.compile(r"[.!?:;|\n]+")
MOST_COMPARED = 500  # clauses that a further one may repeat
MOST_PAIRS = 40_000  # beyond which clauses are paired in order: comparing each with each takes seconds
Replaced = tuple[tuple[Clause, ...], tuple[Clause, ...]]  # clauses that say together what others said before them


@dataclass(frozen=True, slots=True)
class Sides:
    """The clauses of one practice before and after a change, and those of them that went and came with it."""

    old: Sequence[Clause]
    new: Sequence[Clause]
    went: Sequence[Clause]
    came: Sequence[Clause]


def sides_of(practice: Practice, before: str, after: str, old: Sequence[Clause], new: Sequence[Clause]) -> Sides:
    """The clauses of a practice in two texts, given by their `marked` words.

    Those that stand in both, wherever, neither came nor went.
    """
    former, latter = ([clause for clause in some if clause.practice is practice] for some in (old, new))
    over = practice is Practice.CONTROL and (_began(old, after, new) or _began(new, before, old))
    came, went = _news(latter, before, former, over=over), _news(former, after, latter, over=over)
    return Sides(former, latter, went, came)


def _began(clauses: Iterable[Clause], other: str, others: Iterable[Clause]) -> bool:
    """Whether some clauses state what there may be a choice over, in words that the other version has not."""
    known = {other.practice for other in others} | {Practice.CONTROL, Practice.RESTRICTS}
    return any(clause.practice not in known and not _stands(clause, other, ()) for clause in clauses)


def whole(clause: Clause) -> str:
    """A clause with the words it hangs on, and those that hang on it."""
    return " ".join(filter(None, (said(clause), "; ".join(clause.listed))))


def said(clause: Clause) -> str:
    """A clause with the words that it hangs on and go on about it, without what it lists."""
    return " ".join(filter(None, (*clause.context.splitlines(), clause.quote, clause.rest)))


def without_known(clauses: Iterable[Clause], *marks: str) -> list[Clause]:
    """Clauses without the sentences around them that stand in both texts, given by their `marked` words.

    Whether they stand beside the clause or elsewhere, they are no news of it; a lead, a heading or the question that it
    answers is. Nor are those that are clauses, which are told by themselves.
    """
    clauses = tuple(clauses)
    told = {words_of(clause.quote) for clause in clauses}

    def is_news(line: str) -> bool:
        if words_of(line) in told:
            return False
        return line.rstrip()[-1:] not in _SENTENCE_ENDS or not all(marked(line) in text for text in marks)

    return [
        replace(
            clause,
            context="\n".join(filter(is_news, clause.context.splitlines())),
            rest=clause.rest if is_news(clause.rest) else "",
        )
        if clause.context or clause.rest
        else clause
        for clause in clauses
    ]


def _news(clauses: Sequence[Clause], other: str, others: Sequence[Clause], *, over: bool) -> list[Clause]:
    """The clauses whose words do not stand in the other version, wherever and however marked up; each text once.

    Words that stand there only in a longer clause count as changed, and so do those that hang on others there. So does
    the only choice where what it is `over` has changed: "You may object" came with the use, though its words are old.
    """
    if not clauses:
        return []
    once = {words_of(whole(clause)): clause for clause in clauses}
    if over and not others:
        return list(once.values())
    alike = {words_of(whole(clause)) for clause in others}
    quotes = [f" {words_of(clause.quote)} " for clause in others]
    return [
        clause
        for text, clause in once.items()
        if text not in alike and (_is_short(clause) or not _stands(clause, other, quotes))
    ]


def _is_short(clause: Clause) -> bool:
    """Whether a clause is so short that its words may stand elsewhere for something else: "Default: on"."""
    return _length(clause) <= SHORT


def _length(clause: Clause) -> int:
    """How many words the sentence of a clause has."""
    return len(words_of(clause.quote).split())


def _stands(clause: Clause, elsewhere: str, quotes: Iterable[str]) -> bool:
    """Whether the sentences of a clause stand in the other version, but in none of its clauses."""
    parts = (clause.quote, *clause.context.splitlines(), clause.rest, "\n".join(clause.listed))
    stand = all(marked(text) in elsewhere for text in parts if text)
    quote = f" {words_of(clause.quote)} "
    return stand and not any(quote in other for other in quotes)


def marked(text: str) -> str:
    """The words of a text with a mark where each sentence, line or cell ends."""
    return f"{_END}{_END.join(filter(None, map(words_of, _STOPS.split(unstruck(text)))))}{_END}"


def is_label(clause: Clause) -> bool:
    """Whether a clause is a heading for others, or no longer than one: "4.2 No training."."""
    return clause.quote.startswith("#") or _length(clause) <= LABEL


def _without_labels(clauses: Sequence[Clause]) -> Sequence[Clause]:
    """Clauses without those that may be headings of others."""
    return [clause for clause in clauses if not is_label(clause)] or clauses


def pairs(went: Sequence[Clause], came: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """Each clause that went with the one that came in its place: the likest first, and no heading of others.

    A choice over the same use is one however it is said: the only one that went is paired with the only one that came.
    """
    went, came = _without_labels(went), _without_labels(came)
    one_choice = len(went) == len(came) == 1 and went[0].practice is Practice.CONTROL
    if one_choice or len(went) * len(came) > MOST_PAIRS:
        return list(zip(went, came, strict=False))
    taken: set[int] = set()
    found = []
    for former, latter in _ranked(went, came):
        if taken.isdisjoint({id(former), id(latter)}):
            taken |= {id(former), id(latter)}
            found.append((former, latter))
    left_over = [[clause for clause in side if id(clause) not in taken] for side in (went, came)]
    return found + _said_anew(*left_over)


def _said_anew(went: Sequence[Clause], came: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """The only clause left that went with the only one left that came: the same in quite other words."""
    both = [*went, *came]
    if (len(went), len(came)) != (1, 1) or not _may_be_of_one(*both):
        return []
    return [(went[0], came[0])] if fuzz.token_set_ratio(*(words_of(each.quote) for each in both)) >= SAID_ANEW else []


def _may_be_of_one(former: Clause, latter: Clause) -> bool:
    """Whether two clauses may be about the same data."""
    some, others = (set(clause.facts.get("data", ())) - ANY_KINDS for clause in (former, latter))
    return not (some and others) or not some.isdisjoint(others)


def _ranked(went: Sequence[Clause], came: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """Clauses that are like one another, the likest first."""
    texts = {id(clause): words_of(clause.quote) for clause in (*went, *came)}
    likeness = {
        (n, m): fuzz.token_set_ratio(texts[id(former)], texts[id(latter)], score_cutoff=SUCCESSION)
        for (n, former), (m, latter) in product(enumerate(went), enumerate(came))
    }
    return [(went[n], came[m]) for n, m in sorted(likeness, key=lambda pair: -likeness[pair]) if likeness[n, m]]


def replaced(sides: Sides) -> list[Replaced]:
    """Each pair with what else came of the former clause or went into the latter: clauses that say parts of it."""
    couples = pairs(sides.went, sides.came)
    taken = {id(clause) for couple in couples for clause in couple}
    went, came = (_Left(side, taken) for side in (sides.went, sides.came))
    if len(couples) * (len(went.stems) + len(came.stems)) > MOST_PAIRS:
        return [((former,), (latter,)) for former, latter in couples]
    return [((former, *went.parts_of(latter)), (latter, *came.parts_of(former))) for former, latter in couples]


class _Left:
    """The clauses of one side that are paired with none, each with the stems of its words, until they are taken."""

    def __init__(self, clauses: Iterable[Clause], taken: AbstractSet[int]) -> None:
        self.stems = [(clause, stems(whole(clause))) for clause in clauses if id(clause) not in taken]

    def parts_of(self, other: Clause) -> list[Clause]:
        """Takes the clauses that say nothing that another does not."""
        told = stems(whole(other)) if self.stems else frozenset()
        parts = [clause for clause, own in self.stems if own <= told]
        self.stems = [(clause, own) for clause, own in self.stems if not own <= told]
        return parts


def stems(text: str) -> frozenset[str]:
    """The first letters of the longer words of a text."""
    return frozenset(word[:STEM_CHARACTERS] for word in words_of(text).split() if len(word) >= WORD_CHARACTERS)


class Stated:
    """What some clauses of a practice state together, for others to be held against."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._texts = [words_of(clause.quote) for clause in _without_labels(clauses)[:MOST_COMPARED]]
        self._regions = [set(clause.facts.get("regions", ())) for clause in clauses]
        self._named = {name: {each for clause in clauses for each in clause.facts.get(name, ())} for name in _NAMED}

    def is_less_than(self, clause: Clause) -> bool:
        """Whether a further clause is no repetition of one of them; whatever the first says is more than nothing."""
        if not self._texts:
            return True
        if clause.practice is Practice.RESTRICTS:
            return False
        if self.names_less_than(clause):
            return True
        text = words_of(clause.quote)
        return not extractOne(text, self._texts, scorer=fuzz.token_set_ratio, score_cutoff=REPETITION)

    def names_less_than(self, clause: Clause) -> bool:
        """Whether a further clause names regions, data or recipients that none of them does."""
        if all(self._regions) and not _within(clause.facts.get("regions", ()), set().union(*self._regions)):
            return True
        return any(not self._named[name].issuperset(clause.facts.get(name, ())) for name in _NAMED)


def _within(regions: Collection[str], others: AbstractSet[str]) -> bool:
    """Whether some regions, all of them when none is named, are among others."""
    return bool(regions) and set(regions) <= others
