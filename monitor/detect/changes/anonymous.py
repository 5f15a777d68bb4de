"""Compares two uses by whether their data is to be anonymous."""

from __future__ import annotations

from monitor.detect.changes.scope import GENERAL, Scope
from monitor.records import Direction

LIMIT_NEAR = 4  # words before and behind a limit within which it is told of what is named there
_HARDLY_ANONYMOUS = ("pseudonym", "feasible")  # roles of words by which data may still be people's own


def by_anonymity(before: Scope, after: Scope) -> Direction | None:
    """How a use reaches whose data is anonymous only now, or no longer."""
    was, now = _is_limited(before), _is_limited(after)
    if was == now or _names_besides(before, after):
        return None
    return Direction.WIDER if was else Direction.NARROWER


def is_known_better(before: Scope, after: Scope) -> bool:
    """Whether data that was to be anonymous may be people's own now."""
    return before.has("limit") and any(after.has(role) and not before.has(role) for role in _HARDLY_ANONYMOUS)


def _is_limited(scope: Scope) -> bool:
    """Whether a use is of anonymous data, and not only what a further sentence uses of other data besides."""
    end = next(filter(scope.ends_at, range(len(scope.words))), len(scope.words))
    first, further = (scope.kinds_in(span) for span in (range(end), range(end, len(scope.words))))
    besides = first and further - first - GENERAL
    return any(start < end or not besides for start, _ in scope.cues.of("limit"))


def _names_besides(before: Scope, after: Scope) -> bool:
    """Whether the clause that has a limit names more data than the other, all of whose it names: it may limit those."""
    free, limited = (after, before) if before.has("limit") else (before, after)
    limits = [range(start - LIMIT_NEAR, end + LIMIT_NEAR) for start, end in limited.cues.of("limit")]
    named = {stem for at, stem in limited.given.items() if not any(at in near for near in limits)}
    return bool(free.kinds - GENERAL) and set(free.given.values()) < named
