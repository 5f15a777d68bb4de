"""How much a comparison changed, in numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.diff.reading import read
from monitor.diff.words import key, units
from monitor.records import Hunk, Segment


@dataclass(frozen=True, slots=True)
class Summary:
    """Words (with a letter or digit) gained and lost, and blocks that were gained, lost or changed inside."""

    words_gained: int = 0
    words_lost: int = 0
    blocks_changed: int = 0


def summary(hunks: Sequence[Hunk]) -> Summary:
    """Count what changed."""
    shown = [segments for hunk in hunks if _is_changed(segments := read(hunk), hunk)]
    gained = sum(_words(segment.text) for segments in shown for segment in segments if segment.op > 0)
    lost = sum(_words(segment.text) for segments in shown for segment in segments if segment.op < 0)
    return Summary(gained, lost, len(shown))


def _is_changed(segments: Sequence[Segment], hunk: Hunk) -> bool:
    """Whether a hunk has gained or lost something, and no mere signs: a rule, a soft hyphen."""
    return any(segment.op for segment in segments) and key(hunk.before or "") != key(hunk.after or "")


def _words(text: str) -> int:
    return sum(any(map(str.isalnum, unit.word)) for unit in units(text))
