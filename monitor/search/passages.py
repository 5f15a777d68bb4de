"""Passages: the parts in which a text is searched, so that each is kept once however many versions have it.

A part begins at a heading, or at any paragraph where the one before has grown long: an edit makes one or two of them
new, and what is sought together is found where it stands together.
"""

from __future__ import annotations

import re
from itertools import pairwise

SHORT, LONG = 400, 3000  # characters: a shorter one goes on over headings, a longer one ends with its paragraph

_BREAK = re.compile(r"\n{2,}(#{1,6} )?")


def passages(text: str) -> list[tuple[int, int]]:
    """The start and end of each passage of a text, which together are the whole text."""
    starts = [0]
    for found in _BREAK.finditer(text):
        at = found.start(1) if found[1] else found.end()
        if at - starts[-1] >= (SHORT if found[1] else LONG):
            starts.append(at)
    return list(pairwise([*starts, len(text)]))
