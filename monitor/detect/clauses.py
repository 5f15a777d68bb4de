"""Finds the clauses of a text: each sentence that states a practice, with the words that decided and its facts."""

from __future__ import annotations

from monitor.detect.facts import facts_of
from monitor.detect.passages import Block, Sentence, blocks, plain, sentences
from monitor.detect.rules import Context, Verdict, judge, look
from monitor.detect.vocabulary import Vocabulary, guess, load
from monitor.records import Clause, Practice

BEFORE_CHARACTERS = 800
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
    verdicts = _verdicts(parts, block, words)
    found = []
    for number, (part, verdict) in enumerate(zip(parts, verdicts, strict=True)):
        practices = sorted(verdict.practices, key=_ORDER.index)
        around = parts[max(0, number - FACTS_REACH) : number + FACTS_REACH + 1]
        facts = facts_of(part, around, verdict, words) if practices else {}
        found += [
            Clause(practice, text[part.start : part.end], part.start, part.end, verdict.cues, verdict.confidence, facts)
            for practice in practices
        ]
    return found


def _verdicts(parts: list[Sentence], block: Block, words: Vocabulary) -> list[Verdict]:
    lead, heading = look(plain(block.lead), words), plain(block.heading)
    about: frozenset[Practice] = frozenset()
    before, distance = "", 0
    verdicts = []
    for part in parts:
        context = Context(lead, look(before, words), heading, about, distance, alone=len(parts) == 1)
        verdict = judge(part.plain, context, words)
        about |= verdict.practices
        distance = 0 if verdict.practices & _STATED else distance + 1
        before = f"{before} {part.plain}"[-BEFORE_CHARACTERS:]
        verdicts.append(verdict)
    return verdicts
