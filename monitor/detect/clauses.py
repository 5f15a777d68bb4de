"""Finds the clauses of a text: each sentence that states a practice, with the words that decided and its facts."""

from __future__ import annotations

from monitor.detect.dates import effective
from monitor.detect.facts import facts_of
from monitor.detect.passages import Block, blocks, plain, sentences
from monitor.detect.rules import Context, Hits, Verdict, judge, look
from monitor.detect.vocabulary import Vocabulary, guess, load
from monitor.records import Clause, Practice

SENTENCES_BEFORE = 6  # in which the block may have named the data or the machine that a sentence speaks of
FACTS_REACH = 6  # sentences before and after a clause in which its block may state the legal basis and the date
_ORDER = tuple(Practice)
_STATED = {Practice.TRAINS, Practice.SHARES, Practice.DENIES}


def find(text: str, *, language: str | None = None) -> tuple[Clause, ...]:
    """The clauses of a Markdown text in order; `language` is ISO 639-1, guessed from the text when not given."""
    words = load(language or guess(text))
    return tuple(
        clause for block in blocks(text) if words.mentioned(block.raw) for clause in _in_block(text, block, words)
    )


def _in_block(text: str, block: Block, words: Vocabulary) -> list[Clause]:
    parts = sentences(block)
    read = [look(part.plain, words) for part in parts]
    verdicts = _verdicts(read, block, words)
    if not any(verdict.practices for verdict in verdicts):
        return []
    dates = [effective(part.plain, words) for part in parts]
    found = []
    for number, (part, verdict) in enumerate(zip(parts, verdicts, strict=True)):
        around = slice(max(0, number - FACTS_REACH), number + FACTS_REACH + 1)
        facts = facts_of(part, read[around], dates[number], dates[around], verdict) if verdict.practices else {}
        found += [
            Clause(practice, text[part.start : part.end], part.start, part.end, verdict.cues, verdict.confidence, facts)
            for practice in sorted(verdict.practices, key=_ORDER.index)
        ]
    return found


def _verdicts(read: list[Hits], block: Block, words: Vocabulary) -> list[Verdict]:
    lead, heading = look(plain(block.lead), words), plain(block.heading)
    about: frozenset[Practice] = frozenset()
    distance = 0
    verdicts = []
    for number, hits in enumerate(read):
        before = tuple(read[max(0, number - SENTENCES_BEFORE) : number])
        verdict = judge(hits, Context(lead, before, heading, about, distance, alone=len(read) == 1))
        about |= verdict.practices
        distance = 0 if verdict.practices & _STATED else distance + 1
        verdicts.append(verdict)
    return verdicts
