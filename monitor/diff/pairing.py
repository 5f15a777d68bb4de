"""Which lost blocks became which gained blocks: alike enough to be shown word by word, and in the same order."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from monitor.diff.align import chain
from monitor.diff.longest import shared
from monitor.diff.spans import Span

Words = tuple[int, ...]

# Blocks with more pairs of words than that do not grow: each step costs a look at the whole.
MOST_CELLS = 1 << 20

# Below this share of common words two blocks read better apart than as one block with marks everywhere.
ALIKE = 0.5
# Of a neighbour's words, the share that must stand in the pair before it is taken as split off or merged in.
HELD = 0.7
# Up to so many combinations all are tried; beyond, only blocks that share a rare pair of words.
COMBINATIONS = 1024
# A pair of words in more lost blocks than this says nothing about which of them is meant.
RARE = 8
# So many likeliest partners of a block are looked at more closely.
PARTNERS = 4


def paired(lost: Sequence[str], gained: Sequence[str]) -> list[Span]:
    """Give the spans of lost and gained blocks (by their keys) that are versions of each other, in order."""
    numbers: dict[str, int] = {}
    left, right = _numbered(lost, numbers), _numbered(gained, numbers)
    weighed = ((i, j, _weight(left[i], right[j])) for i, j in _candidates(left, right))
    anchors = chain((i, j, weight) for i, j, weight in weighed if weight)
    spans = [Span(i, i + 1, j, j + 1) for i, j in anchors]
    return _grown(spans, left, right)


def _numbered(keys: Iterable[str], numbers: dict[str, int]) -> list[Words]:
    return [tuple(numbers.setdefault(word, len(numbers)) for word in key.split()) for key in keys]


def _candidates(lost: Sequence[Words], gained: Sequence[Words]) -> Iterator[tuple[int, int]]:
    if len(lost) * len(gained) <= COMBINATIONS:
        yield from ((i, j) for i in range(len(lost)) for j in range(len(gained)))
        return
    holders = defaultdict(list)
    for i, words in enumerate(lost):
        for two in _twos(words):
            holders[two].append(i)
    for j, words in enumerate(gained):
        votes = Counter(i for two in _twos(words) if len(holders.get(two, ())) <= RARE for i in holders.get(two, ()))
        yield from ((i, j) for i, _ in votes.most_common(PARTNERS))


def _twos(words: Words) -> Iterable[tuple[int, int]]:
    # In the order of the text, not of a set: votes that tie must fall the same way each time.
    return dict.fromkeys(pairwise((-1, *words)))


def _weight(left: Words, right: Words) -> int:
    common = shared(left, right)
    return common if 2 * common >= ALIKE * (len(left) + len(right)) else 0


def _grown(spans: Sequence[Span], lost: Sequence[Words], gained: Sequence[Words]) -> list[Span]:
    """Let pairs take in the neighbours that were split off them or merged into them."""
    found: list[Span] = []
    stop, to = 0, 0
    for span, following in pairwise([*spans, Span(len(lost), len(lost), len(gained), len(gained))]):
        found.append(_grow(span, Span(stop, following.start, to, following.from_), lost, gained))
        stop, to = found[-1].stop, found[-1].to
    return found


def _grow(span: Span, room: Span, lost: Sequence[Words], gained: Sequence[Words]) -> Span:
    growing = True
    while growing:
        growing = False
        for wider, neighbour in _wider(span, room, lost, gained):
            if _gain(span, wider, lost, gained) >= HELD * len(neighbour):
                span, growing = wider, True
                break
    return span


def _wider(span: Span, room: Span, lost: Sequence[Words], gained: Sequence[Words]) -> Iterator[tuple[Span, Words]]:
    if span.to < room.to:
        yield span._replace(to=span.to + 1), gained[span.to]
    if span.stop < room.stop:
        yield span._replace(stop=span.stop + 1), lost[span.stop]
    if span.from_ > room.from_:
        yield span._replace(from_=span.from_ - 1), gained[span.from_ - 1]
    if span.start > room.start:
        yield span._replace(start=span.start - 1), lost[span.start - 1]


def _gain(span: Span, wider: Span, lost: Sequence[Words], gained: Sequence[Words]) -> int:
    left, right = _joined(lost[wider.start : wider.stop]), _joined(gained[wider.from_ : wider.to])
    if len(left) * len(right) > MOST_CELLS:
        return 0
    held = shared(_joined(lost[span.start : span.stop]), _joined(gained[span.from_ : span.to]))
    return shared(left, right) - held


def _joined(blocks: Iterable[Words]) -> Words:
    return tuple(word for block in blocks for word in block)
