"""Which parts of two sequences say the same, in order: anchors first, then what lies between them.

The first of equal parts is an anchor for the first, the second for the second; of anchors that cross, the chain with
the most text is kept. Between anchors stands the longest common subsequence. Every step is bounded by a count and never
by a clock, so that the result does not hang on the machine's load.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from monitor.diff.longest import fits, runs
from monitor.diff.spans import Span, gaps

Anchor = tuple[int, int]
Link = tuple[Anchor, "Link | None"]
Finder = Callable[[Sequence[str], Sequence[str]], list[Anchor]]


def same(before: Sequence[str], after: Sequence[str]) -> list[Span]:
    """Give the spans that say the same, in order; one holds several parts where they were cut at other places.

    Parts are told apart by their text alone, and a part put together of others equals them.
    """
    return list(_between(before, after, Span(0, len(before), 0, len(after)), (_numbered, _common)))


def chain(candidates: Iterable[tuple[int, int, int]]) -> list[Anchor]:
    """Of candidates (place before, place after, weight) choose those in the same order on both sides that weigh most.

    The heaviest increasing subsequence, by the ends of the best chains so far; a place is used once.
    """
    ends: list[int] = []
    weights: list[int] = []
    tails: list[Link] = []
    for place, other, weight in sorted(candidates, key=lambda each: (each[0], -each[1])):
        at = bisect_left(ends, other)
        total = weight + (weights[at - 1] if at else 0)
        beaten = at
        while beaten < len(ends) and weights[beaten] <= total:
            beaten += 1
        if beaten == at and at < len(ends) and ends[at] == other:
            continue  # a heavier chain already ends there
        link: Link = ((place, other), tails[at - 1] if at else None)
        ends[at:beaten], weights[at:beaten], tails[at:beaten] = [other], [total], [link]
    return _unlinked(tails[-1] if tails else None)


def _unlinked(link: Link | None) -> list[Anchor]:
    found: list[Anchor] = []
    while link:
        anchor, link = link
        found.append(anchor)
    return found[::-1]


def _between(before: Sequence[str], after: Sequence[str], gap: Span, finders: Sequence[Finder]) -> Iterator[Span]:
    head = list(_head(before, after, gap))
    rest = gap._replace(start=head[-1].stop, from_=head[-1].to) if head else gap
    tail = list(_tail(before, after, rest))
    rest = rest._replace(stop=tail[-1].start, to=tail[-1].from_) if tail else rest
    yield from head
    if finders and rest.start < rest.stop and rest.from_ < rest.to:
        anchors = finders[0](before[rest.start : rest.stop], after[rest.from_ : rest.to])
        spans = [Span(rest.start + i, rest.start + i + 1, rest.from_ + j, rest.from_ + j + 1) for i, j in anchors]
        for number, inner in enumerate(gaps(spans, rest)):
            yield from _between(before, after, inner, finders[1:])
            yield from spans[number : number + 1]
    yield from reversed(tail)


def _common(before: Sequence[str], after: Sequence[str]) -> list[Anchor]:
    numbers = {part: number for number, part in enumerate(dict.fromkeys(before)) if part}
    if numbers.keys().isdisjoint(after):
        return []
    none = len(numbers)  # on one side only, so that parts the other lacks match nothing
    left, right = [numbers.get(part, none) for part in before], [numbers.get(part, none + 1) for part in after]
    if not fits(left, right):
        return _numbered(before, after)
    steps = ((span, step) for span in runs(left, right) for step in range(span.stop - span.start))
    return [(span.start + step, span.from_ + step) for span, step in steps]


def _numbered(before: Sequence[str], after: Sequence[str]) -> list[Anchor]:
    """Match the first of equal parts with the first, the second with the second: one anchor a part, however many."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, part in enumerate(before):
        places[part].append(place)
    seen: Counter[str] = Counter()
    candidates = []
    for place, part in enumerate(after):
        if seen[part] < len(places.get(part, ())):
            candidates.append((places[part][seen[part]], place, len(part) + 1))
            seen[part] += 1
    return chain(candidates)


def _head(before: Sequence[str], after: Sequence[str], gap: Span) -> Iterator[Span]:
    start, from_ = gap.start, gap.from_
    while size := _together(before, after, Span(start, gap.stop, from_, gap.to)):
        yield Span(start, start + size[0], from_, from_ + size[1])
        start, from_ = start + size[0], from_ + size[1]


def _tail(before: Sequence[str], after: Sequence[str], gap: Span) -> Iterator[Span]:
    left = [part[::-1] for part in reversed(before[gap.start : gap.stop])]
    right = [part[::-1] for part in reversed(after[gap.from_ : gap.to])]
    for span in _head(left, right, Span(0, len(left), 0, len(right))):
        yield Span(gap.stop - span.stop, gap.stop - span.start, gap.to - span.to, gap.to - span.from_)


def _together(before: Sequence[str], after: Sequence[str], gap: Span) -> tuple[int, int] | None:
    """Give the smallest numbers of first parts that say the same together, or None; each character is read once."""
    left, right = gap.start, gap.from_
    at_left = at_right = 0
    while left < gap.stop and right < gap.to:
        size = min(len(before[left]) - at_left, len(after[right]) - at_right)
        if before[left][at_left : at_left + size] != after[right][at_right : at_right + size]:
            return None
        at_left, at_right = at_left + size, at_right + size
        ended = at_left == len(before[left]), at_right == len(after[right])
        left, at_left = (left + 1, 0) if ended[0] else (left, at_left)
        right, at_right = (right + 1, 0) if ended[1] else (right, at_right)
        if all(ended):
            return left - gap.start, right - gap.from_
    return None
