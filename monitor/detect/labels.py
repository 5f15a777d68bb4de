"""Tells whether a line is the label of a box or a setting, and no sentence of what is done."""

from __future__ import annotations

from monitor.detect.lexicon import Cues

LABEL_WORDS = 16  # of the label of a choice, at most
ASKED_AT = 3  # words of a box or a setting before the leave that people give by it
_ENDS = frozenset(".!?:")


def asks_for_leave(cues: Cues) -> bool:
    """Whether a sentence is the text of a box or a setting by which people agree: "Allow your posts to be used …"."""
    leave = cues.first("asked_leave", 0, ASKED_AT)
    return leave is not None and not cues.first("user", 0, leave[0])


def is_of_mine(cues: Cues) -> bool:
    """Whether a sentence is the label of a choice, in the words of who chooses: "Do not use my texts to train AI"."""
    mine = cues.first("my")
    label = len(cues.tokens) <= LABEL_WORDS and cues.tokens[-1] not in _ENDS
    if not mine or not label or cues.of("we") or cues.of("user"):
        return False
    return cues.first("data", mine[0], mine[1] + 1) is not None
