"""How far a clause reaches — whose data, which AI, on what condition — and whether another reaches further."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.detect.passages import plain
from monitor.detect.rules import Hits, look
from monitor.detect.vocabulary import Vocabulary
from monitor.records import Clause, Direction, Practice

STEM_CHARACTERS = 6
FEWER_AND_MORE = 2


@dataclass(frozen=True, slots=True)
class Scope:
    """The data, machines and recipients a clause names (as word stems), its exceptions, and what it needs: consent or not."""

    data: frozenset[str]
    machines: frozenset[str]
    exceptions: int
    words: int
    by_consent: bool
    refusable: bool


def scope_of(clause: Clause, words: Vocabulary) -> Scope:
    """The scope that a clause's own words give it."""
    hits = look(plain(clause.quote).lower() if clause.quote.isupper() else plain(clause.quote), words)
    data = {_stem(hit[0]) for kind in words.data.values() for hit in kind.finditer(hits.text)}
    machines = {_object(hits, hit.end()) for hit in hits.of("model")} | {_object(hits, hit.end()) for hit in hits.of("ai")}
    refusable = bool(hits.of("optout"))
    return Scope(
        data=frozenset(data),
        machines=frozenset(machines),
        exceptions=len(hits.of("except")),
        words=len(hits.text.split()),
        by_consent=bool(hits.of("optin")) and not refusable,
        refusable=refusable,
    )


def _stem(word: str) -> str:
    return word.lower()[:STEM_CHARACTERS]


def _object(hits: Hits, end: int) -> str:
    """What a machine is for: the first long word behind its name."""
    behind = [word for word in hits.text[end : end + 60].lower().split() if len(word) >= STEM_CHARACTERS]
    return _stem(behind[0].strip(",.;:")) if behind else ""


def compare(practice: Practice, before: Scope, after: Scope) -> Direction | None:
    """Whether a clause reaches further (wider) or less far (narrower) than the one it replaces; None when neither."""
    if practice is Practice.CONTROL:
        if before.by_consent and after.refusable:
            return Direction.NARROWER
        return Direction.WIDER if before.refusable and after.by_consent else None
    if practice is Practice.DENIES:
        if after.exceptions != before.exceptions:
            return Direction.NARROWER if after.exceptions > before.exceptions else Direction.WIDER
        return _by_number(before.data, after.data)
    if practice is Practice.RESTRICTS:
        return None
    if before.by_consent != after.by_consent:
        return Direction.WIDER if before.by_consent else Direction.NARROWER
    return _by_number(before.data, after.data) or _by_machines(before, after)


def _by_number(before: frozenset[str], after: frozenset[str]) -> Direction | None:
    gained, lost = after - before, before - after
    if len(gained) > len(lost) and len(lost) < FEWER_AND_MORE:
        return Direction.WIDER
    return Direction.NARROWER if len(lost) > len(gained) and len(gained) < FEWER_AND_MORE else None


def _by_machines(before: Scope, after: Scope) -> Direction | None:
    if after.machines > before.machines and after.words > before.words:
        return Direction.WIDER
    return Direction.NARROWER if before.machines > after.machines and before.words > after.words else None
