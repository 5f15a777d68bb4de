"""What of a comparison is shown: what changed, a little of what stands around it, and how much was left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.diff.reading import read
from monitor.records import FOLD, Hunk, Segment

Block = tuple[Segment, ...]

# Control characters could drive a terminal, and marks of direction could show a sentence backwards.
_UNSAFE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def folded(hunks: Sequence[Hunk], context: int) -> Iterator[Block | int]:
    """Give the blocks to show, and in place of those left out their number; `context` blocks stay on each side."""
    blocks = [_block(read(hunk)) for hunk in hunks]
    show = near([changed(block) for block in blocks], context)
    hidden = 0
    for block, shown in zip(blocks, show, strict=True):
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


def near(marks: Sequence[bool], context: int) -> list[bool]:
    """Which of some blocks to show: those that are marked, and so many on each side of them."""
    shown = [False] * len(marks)
    for place, mark in enumerate(marks):
        if mark:
            first, last = max(place - context, 0), min(place + context + 1, len(marks))
            shown[first:last] = [True] * (last - first)
    return shown


def safe(text: str) -> str:
    """A text without what would steer how it is shown, and with one kind of line end.

    By any other, page text could begin a line of its own without our mark.
    """
    return _LINE_END.sub("\n", _UNSAFE.sub("", text))


def _block(block: Block) -> Block:
    return tuple(Segment(segment.op, safe(segment.text)) for segment in block)
