"""Judges a change: which practices it makes new, gone, wider or narrower, and how much that matters to people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain
from operator import attrgetter

from monitor.detect.anchors import anchor
from monitor.detect.changes.align import (
    Replaced,
    Sides,
    Stated,
    is_label,
    marked,
    replaced,
    said,
    sides_of,
    whole,
    without_known,
)
from monitor.detect.changes.choices import gives_choice, tells_choice
from monitor.detect.changes.consent import Turn, without_turned
from monitor.detect.changes.days import moved
from monitor.detect.changes.halves import without_halves
from monitor.detect.changes.reach import compare, compare_items
from monitor.detect.changes.scope import Scope, scope_of
from monitor.detect.changes.severity import PROTECTS, SHRINKS, severity_of
from monitor.detect.clauses.dates import is_silent, updated
from monitor.detect.clauses.facts import CONSENT, INTEREST, OPT_IN, OPT_OUT, SETTING
from monitor.detect.clauses.find import doubted, find
from monitor.detect.clauses.reading import read
from monitor.detect.passages import plain, words_of
from monitor.detect.sentences.verdict import USES
from monitor.detect.words.vocabulary import Vocabulary, guess, load
from monitor.records import Anchor, Clause, Direction, Facts, Finding, Practice, Review

Saying = tuple[Practice, str]  # a practice, and the sentence that states it
DETAILS = ("date", "deadline", "control", "control_where", "basis")  # facts whose change is worth a notice
GUESSABLE = 1_000  # characters that a text has at least for its language to be guessed surely
_CHOICES = {SETTING, OPT_OUT}
_IN_ADDRESS = re.compile("://|@")
_BEHIND_PATH = re.compile(r"(?<=\S)[?#]\S*")


def review(before: str, after: str, *, seen: dt.date | None = None, language: str | None = None) -> Review:
    """What a change means; an empty `before` is a first record, `seen` the day from which "in 30 days" counts.

    Clauses that stand as they were, or say the same in other words, are among the findings as kept.
    """
    return review_with_clauses(before, after, seen=seen, language=language)[0]


def review_with_clauses(
    before: str, after: str, *, seen: dt.date | None = None, language: str | None = None
) -> tuple[Review, tuple[Clause, ...]]:
    """What a change means, and all clauses of the text after it, which are found for that anyway."""
    code = language or guess(after if len(after) >= GUESSABLE else f"{after}\n{before}")
    was = _language_of(before, code)
    words = load(code)
    old, new = find(before, language=was), find(after, language=code, seen=seen)
    apart = was != code or not before.strip()
    if apart:
        turns = _by_practice(old, new)
    else:
        changed = without_halves(_changed(before, after, old, new, words), old, new)
        turns = without_turned(_sure(changed, before, after, code))
    found = _once(_distinct(_finding(turn, before, after) for turn in turns))
    chosen = {side for each in found if _is_same_choice(each) for side in (each.before, each.after)}
    findings = tuple(each for each in _asked(found) if not _is_of_choice(each, chosen, words))
    severity = severity_of(findings, {clause.practice for clause in new})
    return _with_own_date(Review(severity, findings), before, after, words), new


def _language_of(before: str, code: str) -> str:
    """The language of the text before: another than that of the text after only where that is sure."""
    sure = len(before) >= GUESSABLE and load(code).language == code[:2].lower()
    was = guess(before) if sure else code
    return code if was == code[:2].lower() else was


def _by_practice(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> Iterator[Turn]:
    """What is new and gone between texts whose words can't be compared: a first record, or one in another language."""
    before, after = ({clause.practice for clause in some} for some in (old, new))
    yield from ((Direction.NEW, None, clause) for clause in new if clause.practice not in before)
    yield from ((Direction.KEPT, clause, clause) for clause in new if clause.practice in before)
    yield from ((Direction.GONE, clause, None) for clause in old if clause.practice not in after)


def _with_own_date(judged: Review, before: str, after: str, words: Vocabulary) -> Review:
    was, now = updated(before, words), updated(after, words)
    if now is None:
        return judged
    silent = is_silent((before, was), (after, now))
    return replace(judged, own_date=now.day, own_date_quote=now.quote, silent=silent)


def _changed(
    before: str, after: str, old: Sequence[Clause], new: Sequence[Clause], words: Vocabulary
) -> Iterator[Turn]:
    if not old and not new:
        return
    marks = marked(before), marked(after)
    old, new = without_known(old, *marks), without_known(new, *marks)
    protecting = frozenset((each.practice, each.quote) for each in (*old, *new) if each.practice in PROTECTS)
    for practice in Practice:
        sides = sides_of(practice, *marks, old, new)
        for former, latter in (groups := replaced(sides)):
            is_same = practice is Practice.CONTROL and _quoted(former) == _quoted(latter)  # of another use
            direction = Direction.KEPT if is_same else _direction(practice, former, latter, protecting, words)
            yield direction, former[0], latter[0]
        yield from _alone(sides, groups, protecting)


def _sure(turns: Iterable[Turn], before: str, after: str, code: str) -> Iterator[Turn]:
    """What changed, without a use or a ban that ends where the text after it comes near to stating it in other words.

    A promise or a choice that may have gone is told all the same.
    """
    near: frozenset[Practice] | None = None
    for direction, former, latter in turns:
        if direction is Direction.GONE and former and former.practice not in PROTECTS:
            near = _nearly_stated(after, before, code) if near is None else near
            if former.practice in near:
                continue
        yield direction, former, latter


def _nearly_stated(text: str, other: str, code: str) -> frozenset[Practice]:
    """The practices that a version may state in sentences that the other one has not."""
    known = words_of(other)
    found = (near for sentence, near in doubted(text, language=code) if words_of(sentence) not in known)
    return frozenset().union(*found)


def _alone(sides: Sides, groups: Iterable[Replaced], protecting: AbstractSet[Saying]) -> Iterator[Turn]:
    """What the clauses of one practice amount to that replace none and that none replaces, and those that stay.

    `protecting` are all denials and choices of both versions.
    """
    grown = Direction.WIDER if sides.old else Direction.NEW
    shrunk = Direction.NARROWER if sides.new else Direction.GONE
    old, new = Stated(sides.old), Stated(sides.new)
    replacing = [*chain.from_iterable(chain.from_iterable(groups))]
    came, went = _without(sides.came, replacing), _without(sides.went, replacing)
    gained = came if grown is Direction.NEW else [clause for clause in came if not _adds_nothing(clause)]
    yield from ((grown, None, clause) for clause in gained if old.is_less_than(clause))
    beside = (clause for clause in _beside_choices(went, protecting) if not _adds_nothing(clause))
    lost = went if shrunk is Direction.GONE else beside
    yield from ((shrunk, clause, None) for clause in lost if new.is_less_than(clause))
    yield from _kept(sides)


def _kept(sides: Sides) -> Iterator[Turn]:
    """What did not come, beside the clause that it was before."""
    stood = {words_of(clause.quote): clause for clause in reversed(sides.old)}
    for clause in _without(sides.new, sides.came):
        yield Direction.KEPT, stood.get(words_of(clause.quote), clause), clause


def _adds_nothing(clause: Clause) -> bool:
    """Whether a clause beside others is no more than their heading, or tells their basis: "4.2 No training."."""
    return is_label(clause) or _tells_basis(clause)


def _tells_basis(clause: Clause) -> bool:
    """Whether a use is told by no more than its legal basis: "The basis of the training is our legitimate interest"."""
    return clause.practice in USES and _states_basis(clause) and "data" not in clause.facts


def _without(clauses: Iterable[Clause], others: Iterable[Clause]) -> list[Clause]:
    left_out = set(map(id, others))
    return [clause for clause in clauses if id(clause) not in left_out]


def _beside_choices(clauses: Iterable[Clause], protecting: AbstractSet[Saying]) -> Iterator[Clause]:
    """The clauses without those that state a use only by the choice that they give over it."""
    for clause in clauses:
        if clause.practice not in USES or (Practice.CONTROL, clause.quote) not in protecting:
            yield clause


def _direction(
    practice: Practice,
    former: Sequence[Clause],
    latter: Sequence[Clause],
    protecting: AbstractSet[Saying],
    words: Vocabulary,
) -> Direction:
    """How clauses reach compared with those they replace; a use may be the exceptions that a denial makes."""
    denied = {(Practice.DENIES, side[0].quote) for side in (former, latter)} <= protecting
    items = [_items(practice, side, words) for side in (former, latter)]
    listed = all(items)
    before, after = (_scope(practice, side, words, listed=listed) for side in (former, latter))
    by_items = compare_items(practice, after, *items) if listed else None
    left, stayed = denied and practice in USES, _quoted(former) == _quoted(latter)
    if told := by_items or compare(practice, before, after, left=left, stayed=stayed):
        return told
    limited = denied and _limited(practice, former, latter, words)
    return Direction.NARROWER if limited else _by_basis(practice, former, latter)


def _by_basis(practice: Practice, former: Sequence[Clause], latter: Sequence[Clause]) -> Direction:
    """How a use reaches that is else as it was: further where a cell beside it no longer tells of consent."""
    told = [[clause.facts["basis"] for clause in side if _has_own_basis(clause)] for side in (former, latter)]
    before, after = ({CONSENT} == set(bases) for bases in told)
    if practice not in USES or before == after or not all(told):
        return Direction.KEPT
    return Direction.WIDER if before else Direction.NARROWER


def _limited(practice: Practice, former: Sequence[Clause], latter: Sequence[Clause], words: Vocabulary) -> bool:
    """Whether a choice is less as the denial is that it is an exception from: "not without your consent"."""
    before, after = (_scope(Practice.DENIES, side, words, listed=False) for side in (former, latter))
    chosen = practice is Practice.CONTROL and before.by_consent and after.by_consent
    return chosen and compare(Practice.DENIES, before, after) is Direction.NARROWER


def _scope(practice: Practice, clauses: Iterable[Clause], words: Vocabulary, *, listed: bool) -> Scope:
    """What clauses reach to together, without the items that they list where these are compared by themselves."""
    return scope_of(practice, " ".join(map(said if listed else whole, clauses)), words)


def _quoted(clauses: Iterable[Clause]) -> set[str]:
    return {words_of(clause.quote) for clause in clauses}


def _items(practice: Practice, clauses: Iterable[Clause], words: Vocabulary) -> list[Scope]:
    """What clauses list."""
    return [scope_of(practice, item, words) for clause in clauses for item in clause.listed]


def _finding(turn: Turn, before: str, after: str) -> Finding:
    direction, former, latter = turn
    if former and latter:
        direction = _rests_elsewhere(moved(direction, former, latter), former, latter)
    clause = latter or former
    assert clause is not None
    was, now = _quotes(direction, former, latter)
    facts = _without_old_span(clause.facts, former, before)
    if former and latter:
        facts = {**facts, **_changed_facts(former, latter)}
    at = _anchor(former, before), _anchor(latter, after)
    return Finding(clause.practice, direction, was, now, facts, *at, confidence=clause.confidence)


def _rests_elsewhere(direction: Direction, former: Clause, latter: Clause) -> Direction:
    """A use that stands as it was is wider where its basis was people's consent and is our interest now."""
    if direction is Direction.KEPT and _is_by_consent_no_more(former, latter):
        return Direction.WIDER
    return direction


def _without_old_span(facts: Facts, former: Clause | None, before: str) -> Facts:
    """Facts without a day counted from when the text was seen, where its words stood in the text before."""
    fresh = former and "date" in facts and "date" not in former.facts
    if not fresh or str(facts["date_quote"]) not in plain(before):
        return facts
    return {name: fact for name, fact in facts.items() if not name.startswith("date")}


def _quotes(direction: Direction, former: Clause | None, latter: Clause | None) -> tuple[str | None, str | None]:
    """The words of a clause before and after; with what it hangs on or lists where that alone shows the change."""
    sides = [clause for clause in (former, latter) if clause]
    alike = len({clause.quote for clause in sides}) < len(sides) or any(clause.listed for clause in sides)
    tell: Callable[[Clause], str] = whole if alike and direction is not Direction.KEPT else attrgetter("quote")
    was, now = (tell(clause) if clause else None for clause in (former, latter))
    return was, now


def _changed_facts(former: Clause, latter: Clause) -> Facts:
    """The details that two versions of a clause both state, and not alike; its days, and the basis of its own words."""
    was, now = former.facts, latter.facts
    asked = _asked_before(former, latter)
    both = [name for name in DETAILS if was.get(name) and now.get(name)]
    changed = tuple(name for name in both if not _is_same_detail(name, was[name], now[name]))
    if not changed:
        return asked
    own = "basis" in changed and (_is_by_consent_no_more(former, latter) or _has_own_basis(former))
    days = {f"{name}_before": was[name] for name in ("date", "deadline") if name in changed}
    return {"changed": changed, **days, **asked, **({"basis_before": was["basis"]} if own else {})}


def _asked_before(former: Clause, latter: Clause) -> Facts:
    """What choice there was over a use that now waits for people or did until now, and not both."""
    choices = [side.facts.get("control") for side in (former, latter)]
    asks = former.practice in USES and choices.count(OPT_IN) == 1
    return {"control_before": choices[0] or "unknown"} if asks else {}


def _is_by_consent_no_more(former: Clause, latter: Clause) -> bool:
    """Whether a use rested on people's consent, and rests on our interest now."""
    bases = former.facts.get("basis"), latter.facts.get("basis")
    return former.practice in USES and bases == (CONSENT, INTEREST)


def _has_own_basis(clause: Clause) -> bool:
    """Whether the legal basis of a clause stands in its words, or makes up a cell beside it."""
    beside = map(words_of, clause.context.split("\n"))
    return "basis" in clause.facts and (_states_basis(clause) or _basis_of(clause) in beside)


def _states_basis(clause: Clause) -> bool:
    """Whether the legal basis of a clause stands in its words."""
    return "basis" in clause.facts and _basis_of(clause) in words_of(clause.quote)


def _basis_of(clause: Clause) -> str:
    """The words that tell the legal basis of a clause that has one."""
    return words_of(str(clause.facts["basis_quote"]))


def _is_same_detail(name: str, was: object, now: object) -> bool:
    """Whether a detail says the same: a page may be named the other way round, "the settings of your account"."""
    one, other = sorted((_bare(was).split(), _bare(now).split()), key=len)
    named = name == "control_where" and len(one) > 1 and not _IN_ADDRESS.search(f"{was} {now}")
    return one == other or (named and set(one) <= set(other))


def _bare(fact: object) -> str:
    """A fact without what changes nothing: marks, capitals, and what an address has behind its path."""
    return words_of(_BEHIND_PATH.sub("", str(fact)))


def _anchor(clause: Clause | None, text: str) -> Anchor | None:
    """Where a clause stands in a text, if it does stand there."""
    stands = clause is not None and text[clause.start : clause.end] == clause.quote
    return anchor(text, clause.start, clause.end) if clause and stands else None


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


def _asked(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings without a choice that became less, where the use now waits for people's consent: it became needless."""
    if not any(map(_comes_to_ask, findings)):
        return findings
    return tuple(each for each in findings if each.practice is not Practice.CONTROL or each.direction not in SHRINKS)


def _is_same_choice(finding: Finding) -> bool:
    """Whether a choice is as it was, or more of one."""
    return finding.practice is Practice.CONTROL and finding.direction in {Direction.KEPT, Direction.WIDER}


def _is_of_choice(finding: Finding, chosen: AbstractSet[str | None], words: Vocabulary) -> bool:
    """Whether a use is told to come, go or reach otherwise only by a sentence that gives people the choice over it.

    `chosen` are the sentences of choices that were there before and are there still.
    """
    if finding.practice not in USES or finding.direction is Direction.KEPT:
        return False
    sides = [side for side in (finding.before, finding.after) if side]
    if finding.direction in {Direction.NEW, Direction.GONE}:
        return all(side in chosen and tells_choice(read(plain(side), words)) for side in sides)
    return all(gives_choice(read(plain(side), words)) for side in sides)


def _told(finding: Finding) -> tuple[Direction, str | None, str | None]:
    return finding.direction, finding.before, finding.after


def _is_bare(finding: Finding) -> bool:
    """Whether a use is told by no more than the choice over it: "This setting is on by default"."""
    return finding.practice in USES and finding.facts.get("control") in _CHOICES and "data" not in finding.facts
