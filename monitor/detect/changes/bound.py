"""Whom a promise binds: the platform itself, or only others."""

from __future__ import annotations

from monitor.detect.changes.matters import MADE, groups, trains
from monitor.detect.words.cues import Cues, Place

_NAME = 2  # words between others and a machine of theirs


def binds_us(cues: Cues) -> bool | None:
    """Whether a denial is one of the platform's own training, and not only of what others do; None where none is named.

    A vendor that nothing tells to be another may be the platform itself: "Provider will not use Customer Data to …".
    """
    parts = [(part, group) for group in groups(cues) for part in group if trains(part, cues)]
    if not parts:
        return None
    return _denies_both(cues) or any(_is_of_us(_with_subject(part, group, cues), cues) for part, group in parts)


def _with_subject(part: range, group: list[range], cues: Cues) -> range:
    """A part with those of its group before it; if these give something away, only where it is their purpose.

    "…, um ihre Modelle zu trainieren" is no sentence of its own.
    """
    before = range(group[0].start, part.start)
    purpose = cues.first("goal", part.start, part.start + _NAME)
    return part if cues.within(before, "share") and not purpose else range(before.start, part.stop)


def _is_of_us(part: range, cues: Cues) -> bool:
    """Whether a part that denies a training denies it to the platform, beside others or alone."""
    if cues.within(part, "we_ban"):
        return False
    others = [place for role in ("third", "vendor") for place in cues.of(role) if place[0] in part]
    ours = [end for start, end in cues.of("ours") if start in part]
    if any(_is_our_machine(end, others, cues) for end in ours):
        return True
    named = cues.within(part, "third") or any(_is_of_others(end, others, cues) for end in ours)
    return not named or _acts(part, others, cues)


def _denies_both(cues: Cues) -> bool:
    """Whether a sentence denies a use first, and then that others are let: "We do not use, nor let others use, …"."""
    no = cues.first("not")
    used = cues.first("use", no[1], no[1] + _NAME) if no else None
    joins = cues.first("join", used[1]) if used else None
    again = cues.first("not", joins[0]) if joins else None
    return again is not None and not cues.begins(("third", "vendor"), 0, again[0])


def _acts(part: range, others: list[Place], cues: Cues) -> bool:
    """Whether a part that names others is of what the platform does: no machine of theirs, and no giving to them."""
    if any(cues.within(range(end, end + _NAME), *MADE) for _, end in others):
        return False
    return not _is_given(part, others, cues) and cues.first("we", part.start - _NAME, part.stop) is not None


def _is_given(part: range, others: list[Place], cues: Cues) -> bool:
    """Whether others are given data for the training: "shared with partners to train …", not "…, and used to train"."""
    given, train = (cues.first(role, part.start, part.stop) for role in ("share", "train"))
    to = next((end for start, end in others if given and start > given[0]), None)
    return to is not None and not (train and cues.first("use", to, train[0]))


def _is_our_machine(end: int, others: list[Place], cues: Cues) -> bool:
    """Whether an "our" is of a machine, or stands alone: "our models", "ours or a third party's"."""
    alone = cues.at("join", end) or cues.tokens[end : end + 1] == [","]
    machine = cues.within(range(end, end + _NAME), *MADE)
    return alone or (machine and not _is_of_others(end, others, cues))


def _is_of_others(end: int, others: list[Place], cues: Cues) -> bool:
    """Whether an "our" is of others right behind it: "our AI providers", and not "ours or a third party's"."""
    return not cues.at("join", end) and any(end <= at < end + _NAME for at, _ in others)
