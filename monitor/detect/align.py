"""Aligns the clauses of two versions by their words: which came and went, and which came in another's place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz

from monitor.detect.passages import words_of
from monitor.records import Clause, Practice

SUCCESSION = 55.0  # per cent: the least likeness (rapidfuzz's token set ratio) of a clause to the one it replaces
REPETITION = 80.0  # per cent of likeness above which a further clause only repeats another
MOST_PAIRS = 40_000  # beyond which clauses are paired in order: comparing each with each takes seconds


@dataclass(frozen=True, slots=True)
class Sides:
    """The clauses of one practice before and after a change, and those of them that went and came with it."""

    old: Sequence[Clause]
    new: Sequence[Clause]
    went: Sequence[Clause]
    came: Sequence[Clause]


def sides_of(practice: Practice, before: str, after: str, old: Iterable[Clause], new: Iterable[Clause]) -> Sides:
    """The clauses of a practice in two texts; those that stand in both, wherever, neither came nor went."""
    former, latter = ([clause for clause in some if clause.practice is practice] for some in (old, new))
    return Sides(former, latter, _news(former, after, latter), _news(latter, before, former))


def whole(clause: Clause) -> str:
    """A clause with the words it hangs on, and those that hang on it."""
    return f"{clause.context} {clause.quote} {clause.rest}".strip()


def _news(clauses: Sequence[Clause], other: str, others: Sequence[Clause]) -> list[Clause]:
    """The clauses whose words do not stand in the other version, wherever and however marked up; each text once.

    Words that stand there only in a longer clause count as changed, and so do those that hang on others there.
    """
    if not clauses:
        return []
    elsewhere = f" {words_of(other)} "
    alike = {words_of(whole(clause)) for clause in others}
    quotes = [f" {words_of(clause.quote)} " for clause in others]
    once = {words_of(whole(clause)): clause for clause in clauses}
    return [clause for text, clause in once.items() if text not in alike and not _stands(clause, elsewhere, quotes)]


def _stands(clause: Clause, elsewhere: str, quotes: Iterable[str]) -> bool:
    """Whether the words of a clause stand in the other version, but in none of its clauses."""
    quote, *around = (f" {words_of(text)} " for text in (clause.quote, clause.context, clause.rest) if text)
    return all(words in elsewhere for words in (quote, *around)) and not any(quote in other for other in quotes)


def pairs(went: Sequence[Clause], came: Sequence[Clause]) -> list[tuple[Clause, Clause]]:
    """Each clause that went with the one that came in its place: the likest first."""
    if len(went) * len(came) > MOST_PAIRS:
        return list(zip(went, came, strict=False))
    texts = {id(clause): words_of(clause.quote) for clause in (*went, *came)}
    likeness = {
        (n, m): fuzz.token_set_ratio(texts[id(former)], texts[id(latter)], score_cutoff=SUCCESSION)
        for (n, former), (m, latter) in product(enumerate(went), enumerate(came))
    }
    ranked = [(went[n], came[m]) for n, m in sorted(likeness, key=lambda pair: -likeness[pair]) if likeness[n, m]]
    taken: set[int] = set()
    found = []
    for former, latter in ranked:
        if id(former) not in taken and id(latter) not in taken:
            taken |= {id(former), id(latter)}
            found.append((former, latter))
    return found


def says_more(clause: Clause, others: Sequence[Clause]) -> bool:
    """Whether a further clause of a practice is no repetition of another; the first always says more."""
    if not others:
        return True
    text = words_of(clause.quote)
    likeness = max(fuzz.token_set_ratio(text, words_of(other.quote)) for other in others)
    return clause.practice is not Practice.RESTRICTS and likeness < REPETITION
