"""The facts of a clause: the control it gives and where, its legal basis, its data, exclusions, regions and date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from monitor.detect.passages import Sentence
from monitor.detect.rules import Hits, Verdict
from monitor.detect.vocabulary import Vocabulary
from monitor.records import Facts, Practice

_BASES = {"legitimate_interest": "legitimate interest", "contract": "contract", "consent": "consent"}
_STEP = re.compile(r"\s[→>›»]\s")
_CONTROLS = {"optout": "opt-out", "optin": "opt-in", "setting": "setting"}


def facts_of(
    part: Sentence, around: Sequence[Hits], date: str | None, dates: Iterable[str | None], verdict: Verdict
) -> Facts:
    """The facts a sentence states, with the legal basis and date of its block where it gives none itself."""
    facts: dict[str, str | tuple[str, ...]] = {}
    words = around[0].words
    if Practice.CONTROL in verdict.practices:
        facts |= _control(part.plain, words)
    if basis := next((name for role, name in _BASES.items() if any(hits.of(role) for hits in around)), None):
        facts["basis"] = basis
    if day := date or next(filter(None, dates), None):
        facts["date"] = day
    if kinds := _named(words.data, part.plain):
        facts["excluded" if verdict.practices == {Practice.DENIES} else "data"] = kinds
    if regions := _named(words.regions, part.plain):
        facts["regions"] = regions
    return facts


def _named(patterns: Mapping[str, re.Pattern[str]], text: str) -> tuple[str, ...]:
    return tuple(sorted(name for name, pattern in patterns.items() if pattern.search(text)))


def _control(text: str, words: Vocabulary) -> dict[str, str]:
    for role, name in _CONTROLS.items():
        if hit := words.role(role).search(text):
            facts = {"control": name}
            step = _STEP.search(text, hit.end())
            places = list(words.role("where").finditer(text, hit.end(), step.start() if step else len(text)))
            if places:  # a path of menu entries begins behind the last of them: "at any time in Settings > AI"
                place = places[-1] if step else places[0]
                facts["control_where"] = text[place.end() :].strip(" .;:")[:160]
            return facts
    return {}
