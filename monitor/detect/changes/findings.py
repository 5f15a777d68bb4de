"""Makes a finding of what became of a clause: its words on either side, its facts, and what changed in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from operator import attrgetter

from monitor.detect.anchors import anchor
from monitor.detect.changes.align import whole
from monitor.detect.changes.consent import Turn
from monitor.detect.changes.days import moved
from monitor.detect.changes.severity import SHRINKS
from monitor.detect.clauses.facts import ANY_DATA, CONSENT, INTEREST, OPT_IN
from monitor.detect.clauses.listed import row_at
from monitor.detect.passages import plain, words_of
from monitor.detect.sentences.verdict import USES
from monitor.records import Anchor, Clause, Direction, Facts, Finding, Practice

DETAILS = ("date", "deadline", "control", "control_where", "basis")  # facts whose change is worth a notice
_IN_ADDRESS = re.compile("://|@")
_BEHIND_PATH = re.compile(r"(?<=\S)[?#]\S*")


def finding_of(turn: Turn, before: str, after: str, idle: AbstractSet[str]) -> Finding:
    """What became of a clause between two texts; `idle` are words that tell nothing, by which no page differs."""
    direction, former, latter = turn
    if former and latter:
        direction = _rests_elsewhere(moved(direction, former, latter), former, latter)
    clause = latter or former
    assert clause is not None
    was, now = _quotes((direction, former, latter), before, after)
    facts = _without_old_span(clause.facts, former, before)
    if former and latter:
        facts = {**facts, **_changed_facts(former, latter, idle)}
    if former and direction is not Direction.KEPT:
        facts = {**facts, **_freed(direction, former, latter)}
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


def _quotes(turn: Turn, before: str, after: str) -> tuple[str | None, str | None]:
    """The words of a clause before and after: its row as a whole where it stands in a table.

    They come with what it hangs on or lists where that alone shows the change, and an answer with its question.
    """
    direction, former, latter = turn
    sides = [clause for clause in (former, latter) if clause]
    alike = len({clause.quote for clause in sides}) < len(sides)
    hangs = alike or any(clause.listed or _is_answer(clause) for clause in sides)
    tell: Callable[[Clause], str] = whole if hangs and direction is not Direction.KEPT else attrgetter("quote")

    def told(clause: Clause | None, text: str) -> str | None:
        return (row_at(text, clause.start) or tell(clause)) if clause else None

    return told(former, before), told(latter, after)


def _is_answer(clause: Clause) -> bool:
    """Whether a clause answers a question that stands above it."""
    return clause.context.partition("\n")[0].rstrip("*_\"'”“»").endswith("?")


def _changed_facts(former: Clause, latter: Clause, idle: AbstractSet[str]) -> Facts:
    """The details that two versions of a clause both state, and not alike; its days, and the basis of its own words."""
    was, now = former.facts, latter.facts
    asked = _asked_before(former, latter)
    both = (name for name in _compared(former, latter) if was.get(name) and now.get(name))
    changed = tuple(name for name in both if not _is_same_detail(name, was[name], now[name], idle))
    if not changed:
        return asked
    own = "basis" in changed and (_is_by_consent_no_more(former, latter) or has_own_basis(former))
    days = {f"{name}_before": was[name] for name in ("date", "deadline") if name in changed}
    return {"changed": changed, **days, **asked, **({"basis_before": was["basis"]} if own else {})}


def _compared(former: Clause, latter: Clause) -> tuple[str, ...]:
    """The details to compare: of clauses in the same words not where a link in them leads."""
    same = words_of(whole(former)) == words_of(whole(latter))
    return tuple(name for name in DETAILS if name != "control_where") if same else DETAILS


def _asked_before(former: Clause, latter: Clause) -> Facts:
    """What choice there was over a use that now waits for people or did until now, and not both."""
    choices = [side.facts.get("control") for side in (former, latter)]
    asks = former.practice in USES and choices.count(OPT_IN) == 1
    return {"control_before": choices[0] or "unknown"} if asks else {}


def _freed(direction: Direction, former: Clause, latter: Clause | None) -> Facts:
    """The data that a use takes besides what it took (`added`), and what is no longer left out (`released`)."""
    use = former.practice in USES and latter is not None and direction is Direction.WIDER
    promise = former.practice is Practice.DENIES and direction in SHRINKS
    kinds = {"added": _more("data", former, latter) if use else ()}
    kinds["released"] = _more("excluded", latter, former) if use or promise else ()
    return {name: found for name, found in kinds.items() if found}


def _more(fact: str, one: Clause | None, other: Clause | None) -> tuple[str, ...]:
    """The kinds that a clause names and another does not; "personal data" tells of none."""
    was, now = (clause.facts.get(fact, ()) if clause else () for clause in (one, other))
    return tuple(kind for kind in now if kind not in was and kind != ANY_DATA)


def _is_by_consent_no_more(former: Clause, latter: Clause) -> bool:
    """Whether a use rested on people's consent, and rests on our interest now."""
    bases = former.facts.get("basis"), latter.facts.get("basis")
    return former.practice in USES and bases == (CONSENT, INTEREST)


def has_own_basis(clause: Clause) -> bool:
    """Whether the legal basis of a clause stands in its words, or makes up a cell beside it."""
    beside = map(words_of, clause.context.split("\n"))
    return "basis" in clause.facts and (states_basis(clause) or _basis_of(clause) in beside)


def states_basis(clause: Clause) -> bool:
    """Whether the legal basis of a clause stands in its words."""
    return "basis" in clause.facts and _basis_of(clause) in words_of(clause.quote)


def _basis_of(clause: Clause) -> str:
    """The words that tell the legal basis of a clause that has one."""
    return words_of(str(clause.facts["basis_quote"]))


def _is_same_detail(name: str, was: object, now: object, idle: AbstractSet[str]) -> bool:
    """Whether a detail says the same: a page may be named the other way round, "the settings of your account"."""
    one, other = sorted((_bare(was).split(), _bare(now).split()), key=len)
    if one == other or name != "control_where" or _IN_ADDRESS.search(f"{was} {now}"):
        return one == other
    told = set(one) - idle  # "in Ihren Einstellungen" and "in deinen Einstellungen"
    return told == set(other) - idle or (len(one) > 1 and told <= set(other))


def _bare(fact: object) -> str:
    """A fact without what changes nothing: marks, capitals, and what an address has behind its path."""
    return words_of(_BEHIND_PATH.sub("", str(fact)))


def _anchor(clause: Clause | None, text: str) -> Anchor | None:
    """Where a clause stands in a text, if it does stand there."""
    stands = clause is not None and text[clause.start : clause.end] == clause.quote
    return anchor(text, clause.start, clause.end) if clause and stands else None
