"""Two texts compared: blocks first, then words inside the blocks that changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.diff.align import same
from monitor.diff.blocks import blocks, joined
from monitor.diff.inside import segments
from monitor.diff.pairing import paired
from monitor.diff.spans import Span, gaps
from monitor.diff.words import key
from monitor.records import Hunk


def compare(before: str, after: str) -> tuple[Hunk, ...]:
    """Compare two texts; the sides of the hunks, joined by blank lines, are the blocks of the texts in order.

    Blocks whose words are the same are kept, however they are marked up, spaced or divided; a hunk then holds more
    than one block of a side. The same texts give the same hunks on any machine.
    """
    left, right = blocks(before), blocks(after)
    left_keys, right_keys = [key(block) for block in left], [key(block) for block in right]
    kept = same(left_keys, right_keys)
    hunks: list[Hunk] = []
    for number, gap in enumerate(gaps(kept, Span(0, len(left), 0, len(right)))):
        spans = paired(left_keys[gap.start : gap.stop], right_keys[gap.from_ : gap.to])
        hunks += _changed(left[gap.start : gap.stop], right[gap.from_ : gap.to], spans)
        hunks += (
            Hunk(joined(left[span.start : span.stop]), joined(right[span.from_ : span.to]))
            for span in kept[number : number + 1]
        )
    return tuple(hunks)


def _changed(lost: Sequence[str], gained: Sequence[str], spans: Sequence[Span]) -> Iterator[Hunk]:
    for number, gap in enumerate(gaps(spans, Span(0, len(lost), 0, len(gained)))):
        yield from (Hunk(block, None) for block in lost[gap.start : gap.stop])
        yield from (Hunk(None, block) for block in gained[gap.from_ : gap.to])
        for span in spans[number : number + 1]:
            before, after = joined(lost[span.start : span.stop]), joined(gained[span.from_ : span.to])
            yield Hunk(before, after, segments(before, after))
