"""The longest common subsequence of two sequences, by rapidfuzz, in bounded time and memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from monitor.diff.spans import Span

# A table has a bit for each pair of elements: 8 MB and some 10 ms for the largest.
CELLS = 1 << 26

Elements = str | Sequence[int]  # numbers, not words: hashes of words differ from one process to the next


def fits(left: Elements, right: Elements) -> bool:
    """Tell whether two sequences are short enough for `runs`."""
    return len(left) * len(right) <= CELLS


def runs(left: Elements, right: Elements) -> list[Span]:
    """Give the runs of elements that make up the longest common subsequence, in order."""
    found = (code for code in LCSseq.opcodes(left, right) if code.tag == "equal")
    return [Span(code.src_start, code.src_end, code.dest_start, code.dest_end) for code in found]


def shared(left: Elements, right: Elements) -> int:
    """Count the elements that two sequences share: in order where they fit a table, else in any order."""
    if fits(left, right):
        return LCSseq.similarity(left, right)
    return (Counter(left) & Counter(right)).total()
