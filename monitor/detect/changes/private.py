"""Knows data that is more private than other data: messages, a voice, and what not anybody may see."""

from __future__ import annotations

from monitor.detect.changes.edits import Edit
from monitor.detect.changes.scope import GENERAL, PRIVATE, Scope

PRIVATE_KINDS = (PRIVATE, "data:messages", "data:voice", "data:location", "data:sensitive data")
_PUBLIC = ("open", "public", "data:public web data", "data:reviews")


def more_private(edit: Edit, before: Scope, after: Scope) -> int:
    """Whether data is more private than that in whose place it comes (1), or less so and of no more kinds (-1)."""
    former, latter = _privacy(edit.gone, before), _privacy(edit.come, after)
    if former is None or latter is None or former == latter:
        return 0
    return 1 if latter > former else -int(len(after.kinds_in(edit.come)) <= len(before.kinds_in(edit.gone)))


def goes_beyond_public(before: Scope, after: Scope) -> bool:
    """Whether a use of what anybody may see has become one of other data as well: "public and non-public posts"."""
    return before.has("open", "public") and not _uses_unopen(before) and _uses_unopen(after)


def _uses_unopen(scope: Scope) -> bool:
    """Whether a use names data that not anybody may see, and does not leave it out."""
    denied = scope.cues.first("not")
    end = denied[0] + 1 if denied else len(scope.words)  # "not public" is no denial
    return any(start < end and start not in scope.excepted for start, _ in scope.cues.of("unopen"))


def _privacy(span: range, scope: Scope) -> int | None:
    """How private the data is that is named in a part of a clause: 0 public, 2 private; None where it is open."""
    if scope.within(span, *_PUBLIC):
        return 0
    if scope.within(span, *PRIVATE_KINDS):
        return 2
    return 1 if scope.within(span, *(scope.kinds - GENERAL)) else None
