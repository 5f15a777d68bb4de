"""Leaves each news once: without findings that a choice alone tells, and choices that became needless."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from monitor.detect.changes.choices import gives_choice, tells_choice
from monitor.detect.changes.severity import SHRINKS
from monitor.detect.clauses.facts import OPT_IN, OPT_OUT, SETTING
from monitor.detect.clauses.reading import read
from monitor.detect.passages import plain
from monitor.detect.sentences.verdict import USES
from monitor.detect.words.vocabulary import Vocabulary
from monitor.records import Direction, Finding, Practice

_CHOICES = {SETTING, OPT_OUT}


def each_once(findings: Iterable[Finding], words: Vocabulary) -> tuple[Finding, ...]:
    """The findings that are news of their own."""
    found = _once(_distinct(findings))
    chosen = {side for each in found if _is_same_choice(each) for side in _clauses_of(each)}
    chosen |= {_clauses_of(each)[0] for each in found if _is_lost_choice(each)}
    return tuple(each for each in _asked(found) if not _is_of_choice(each, chosen, words))


def _distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple({(f.practice, f.direction, f.before, f.after): f for f in findings}.values())


def _once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings without a use that a sentence states only as the setting for it, where others tell that use."""
    settings = {_told(each) for each in findings if each.practice is Practice.CONTROL}
    bare = [each for each in findings if _told(each) in settings and _is_bare(each)]
    told = {(each.practice, each.direction) for each in findings if each not in bare}
    return tuple(each for each in findings if each not in bare or (each.practice, each.direction) not in told)


def _comes_to_ask(finding: Finding) -> bool:
    """Whether a use waits for people from now on."""
    waits = "control_before" in finding.facts and finding.facts.get("control") == OPT_IN
    return waits and finding.direction is Direction.NARROWER


def _asks_no_more(finding: Finding) -> bool:
    """Whether a use waited for people until now."""
    waited = finding.facts.get("control_before") == OPT_IN and finding.facts.get("control") != OPT_IN
    return waited and finding.direction is Direction.WIDER


def _asked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings without a choice that became less, where the use now waits for people's consent: it became needless.

    Nor is a way to refuse more of a choice where the use waited for consent before.
    """
    moot = SHRINKS if any(map(_comes_to_ask, findings)) else frozenset()
    if any(map(_asks_no_more, findings)):
        moot |= {Direction.WIDER}
    return tuple(each for each in findings if each.practice is not Practice.CONTROL or each.direction not in moot)


def _is_same_choice(finding: Finding) -> bool:
    """Whether a choice is as it was, or more of one."""
    return finding.practice is Practice.CONTROL and finding.direction in {Direction.KEPT, Direction.WIDER}


def _is_lost_choice(finding: Finding) -> bool:
    """Whether a choice went; a use that only this told of has not ended with it."""
    return finding.practice is Practice.CONTROL and finding.direction is Direction.GONE


def _is_of_choice(finding: Finding, chosen: AbstractSet[str | None], words: Vocabulary) -> bool:
    """Whether a use is told to come, go or reach otherwise only by a sentence that gives people the choice over it.

    `chosen` are the sentences of choices that were there before and are there still.
    """
    if finding.practice not in USES or finding.direction is Direction.KEPT:
        return False
    sides = [side for side in _clauses_of(finding) if side]
    if finding.direction in {Direction.NEW, Direction.GONE}:
        return all(side in chosen and tells_choice(read(plain(side), words)) for side in sides)
    return all(gives_choice(read(plain(side), words)) for side in sides)


def _told(finding: Finding) -> tuple[Direction, str | None, str | None]:
    return finding.direction, *_clauses_of(finding)


def _clauses_of(finding: Finding) -> tuple[str | None, str | None]:
    """The clauses of a finding themselves, without the row, the question or the list that they are quoted with."""
    before, after = (at.quote if at else None for at in (finding.before_at, finding.after_at))
    return before or finding.before, after or finding.after


def _is_bare(finding: Finding) -> bool:
    """Whether a use is told by no more than the choice over it: "This setting is on by default"."""
    return finding.practice in USES and finding.facts.get("control") in _CHOICES and "data" not in finding.facts
