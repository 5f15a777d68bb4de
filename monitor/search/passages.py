"""Passages: the parts in which a text is searched, so that each is kept once however many versions have it.

A part begins at a heading, or at any line where the one before has grown long: an edit makes one or two of them new,
and what is sought together is found where it stands together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

SHORT, LONG = 400, 3000  # characters: a shorter one goes on over headings, a longer one ends with its line …
LONGEST = 20_000  # … or within it, as a line may be as long as a page

_BREAK = re.compile(r"\n+(#{1,6} )?")


def passages(text: str) -> list[tuple[int, int]]:
    """The start and end of each passage of a text, which together are the whole text."""
    starts = [0]
    for found in _BREAK.finditer(text):
        at = found.start(1) if found[1] else found.end()
        if at - starts[-1] >= (SHORT if found[1] else LONG):
            starts.append(at)
    return [part for start, end in pairwise([*starts, len(text)]) for part in _cut(text, start, end)]


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A passage, in parts if it is too long."""
    while end - start > LONGEST:
        blank = text.find(" ", start + LONG, start + LONGEST)
        at = start + LONGEST if blank == -1 else blank
        yield start, at
        start = at
    yield start, end
