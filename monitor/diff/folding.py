"""What of a comparison is shown: what changed, a little of what stands around it, and how much was left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.diff.reading import read
from monitor.records import FOLD, Hunk, Segment

Block = tuple[Segment, ...]

# Control characters could drive a terminal, and marks of direction could show a sentence backwards.
_UNSAFE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def folded(hunks: Sequence[Hunk], context: int) -> Iterator[Block | int]:
    """Give the blocks to show, and in place of those left out their number; `context` blocks stay on each side."""
    blocks = [_safe(read(hunk)) for hunk in hunks]
    near = _near([changed(block) for block in blocks], context)
    hidden = 0
    for block, shown in zip(blocks, near, strict=True):
        if not shown:
            hidden += 1
            continue
        if hidden:
            yield hidden
        hidden = 0
        yield block
    if hidden:
        yield hidden


def changed(block: Block) -> bool:
    """Tell whether anything in a block was gained or lost."""
    return any(segment.op for segment in block)


def fold_line(count: int) -> str:
    """Say how many blocks were left out."""
    return f"… {count} {'block' if count == 1 else 'blocks'} unchanged …"


def fold_mark(count: int) -> str:
    """Leave for whoever knows the reader's language to say how many blocks were left out."""
    return f"{FOLD}{count}{FOLD}"


def _near(marks: Sequence[bool], context: int) -> list[bool]:
    shown = [False] * len(marks)
    for place, mark in enumerate(marks):
        if mark:
            first, last = max(place - context, 0), min(place + context + 1, len(marks))
            shown[first:last] = [True] * (last - first)
    return shown


def _safe(block: Block) -> Block:
    return tuple(Segment(segment.op, _lines(_UNSAFE.sub("", segment.text))) for segment in block)


def _lines(text: str) -> str:
    # Every kind of line end becomes one, else page text could begin a line of its own without our mark.
    return re.sub(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "\n", text)
