"""Knows the terms that a text defines: a use of "Usage Data" reaches as far as the text says that those words do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from monitor.detect.changes.consent import Turn
from monitor.detect.changes.scope import GENERAL, Scope, scope_of
from monitor.detect.passages import plain, words_of
from monitor.detect.sentences.verdict import STATED
from monitor.detect.words.vocabulary import Vocabulary
from monitor.records import Clause, Direction, Facts, Practice

DEFINED_NEAR = 30  # characters between a term and the end of the words that define it
_TERM = re.compile(r"""(?:[“"„«]|\*\*)+\s?([^\W\d_][^“”"„«»*|\n]{2,40})(?:[”"“»]|\*\*)+""")
_SENTENCE_END = re.compile(r"\n|(?<=[.;])\s+(?=[^\W\d_a-zà-ÿ]|[“\"„«*])")
_DATA = "data:"  # how the roles of kinds of data begin


def redefined(turns: Iterable[Turn], before: str, after: str, words: Vocabulary) -> Iterator[Turn]:
    """What changed, with clauses that stand as they were, but with a term that reaches further now, or less far."""

    @cache
    def defined() -> tuple[dict[str, str], dict[str, str]]:
        return _definitions(before, words), _definitions(after, words)

    for direction, former, latter in turns:
        if direction is Direction.KEPT and former and latter and latter.practice in STATED:
            yield _by_terms(former, latter, *defined(), words)
        else:
            yield direction, former, latter


def _definitions(text: str, words: Vocabulary) -> dict[str, str]:
    """What a text says of each term, in the sentence that defines it: "“Usage Data” means …"."""
    means = words.pattern("defines")
    return {
        found[1].strip(): _sentence(text, found.start())
        for found in _TERM.finditer(text)
        if means.search(text, found.end(), found.end() + DEFINED_NEAR)
    }


def _sentence(text: str, start: int) -> str:
    """The rest of a sentence from a place on."""
    end = _SENTENCE_END.search(text, start)
    return plain(text[start : end.start() if end else len(text)])


def _by_terms(
    former: Clause, latter: Clause, was: Mapping[str, str], now: Mapping[str, str], words: Vocabulary
) -> Turn:
    """What a clause comes to that stands as it was, by the first of its terms that is defined otherwise now."""
    for term in was.keys() & now.keys():
        if term not in latter.quote or words_of(was[term]) == words_of(now[term]):
            continue
        before, after = (scope_of(Practice.TRAINS, each[term], words) for each in (was, now))
        if direction := _by_data(before, after):
            return direction, _told(former, was[term], before), _told(latter, now[term], after)
    return Direction.KEPT, former, latter


def _by_data(before: Scope, after: Scope) -> Direction | None:
    """Which way a term moved: by the kinds of data that its definition names, by the data, or by what it excepts."""
    for was, now in ((_reach(before), _reach(after)), (_named(before), _named(after))):
        if bool(now - was) != bool(was - now):
            return Direction.WIDER if now - was else Direction.NARROWER
        if was != now:
            return None
    if bool(before.excepted) != bool(after.excepted):
        return Direction.WIDER if before.excepted else Direction.NARROWER
    return None


def _reach(scope: Scope) -> frozenset[str]:
    """The certain kinds of data that a definition takes in."""
    kinds = scope.kinds - GENERAL
    return frozenset(role for role in kinds if any(at not in scope.excepted for at, _ in scope.cues.of(role)))


def _named(scope: Scope) -> frozenset[str]:
    """The stems of the data that a definition takes in."""
    return frozenset(stem for at, stem in scope.given.items() if at not in scope.excepted)


def _told(clause: Clause, definition: str, scope: Scope) -> Clause:
    """A clause with the definition that it hangs on, and the data that this names."""
    name = "excluded" if clause.practice is Practice.DENIES else "data"
    kinds = {*clause.facts.get(name, ()), *(role.removeprefix(_DATA) for role in _reach(scope))}
    facts: Facts = {**clause.facts, **({name: tuple(sorted(kinds))} if kinds else {})}
    return replace(clause, context="\n".join(filter(None, (definition, clause.context))), facts=facts)
