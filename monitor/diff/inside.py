"""What changed inside a block, word by word; the segments joined give either text again, to the character."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from diff_match_patch import diff_match_patch

from monitor.diff.align import same
from monitor.diff.longest import fits, runs
from monitor.diff.spans import Span, gaps
from monitor.diff.words import Unit, units
from monitor.records import Segment

# A block with more words than that, about 1.5 MB, is shown as lost and gained.
MOST_WORDS = 1 << 18
# diff-match-patch tells letters from signs when it shifts an edit to a better place: ideographs stand for words,
# characters of private use for punctuation. The first range has room for MOST_WORDS on either side.
_WORDS_FROM, _SIGNS_FROM = 0x20000, 0xF0000
_SIGNS = 0xFFFF
# Blocks too long for one table are cut after each word whose number this divides: at the same words on both sides.
_CUT = 16
# Fewer shared words than that between two edits only part them where a sentence is read closely.
_CRUMB = 3

Edit = tuple[int, str]  # as in diff-match-patch: -1 lost, 0 kept, 1 gained, and the letters that stand for words


def segments(before: str, after: str, *, closely: bool = False) -> tuple[Segment, ...]:
    """Compare two versions of a block word by word; `closely`, as one reads a sentence, keeps all they share.

    Words that only their marks or spelling of quotes tell apart are aligned, and given as lost and gained, since the
    segments must give both texts again; `pieces` reads them as kept.
    """
    left, right = units(before), units(after)
    if max(len(left), len(right)) > MOST_WORDS:
        return Segment(-1, before), Segment(1, after)
    edits = (_close_edits if closely else _edits)(*_letters(left, right))
    return tuple(_merged(_spelt(edits, before, after, left, right)))


def _letters(left: Sequence[Unit], right: Sequence[Unit]) -> tuple[str, str]:
    letters: dict[str, str] = {}
    for unit in (*left, *right):
        sign = len(unit.word) == 1 and not unit.word.isalnum() and len(letters) < _SIGNS
        letters.setdefault(unit.word, chr((_SIGNS_FROM if sign else _WORDS_FROM) + len(letters)))
    return "".join(letters[unit.word] for unit in left), "".join(letters[unit.word] for unit in right)


def _edits(left: str, right: str) -> Iterator[Edit]:
    if fits(left, right):
        yield from _refined(left, right)
        return
    before, after = _cut(left), _cut(right)
    kept = same(before, after)
    for number, gap in enumerate(gaps(kept, Span(0, len(before), 0, len(after)))):
        lost, gained = "".join(before[gap.start : gap.stop]), "".join(after[gap.from_ : gap.to])
        yield from _refined(lost, gained) if fits(lost, gained) else [(-1, lost), (1, gained)]
        yield from ((0, "".join(before[span.start : span.stop])) for span in kept[number : number + 1])


def _close_edits(left: str, right: str) -> list[Edit]:
    """The edits around all that both sides share, but for words too few to stand between two."""
    if not fits(left, right):
        return list(_edits(left, right))
    edits = _raw(left, right)
    inner = range(1, len(edits) - 1)
    crumbs = {place for place in inner if edits[place][0] == 0 and len(edits[place][1]) < _CRUMB}
    return [
        (side, letters) for place, (op, letters) in enumerate(edits) for side in ((-1, 1) if place in crumbs else (op,))
    ]


def _refined(left: str, right: str) -> list[Edit]:
    """Search by rapidfuzz, since diff-match-patch's own search takes some 450 times as long; then clean up for readers.

    Both find a longest common subsequence; the clean-up drops common words too few to stand between two edits.
    """
    edits = _raw(left, right)
    diff_match_patch().diff_cleanupSemantic(edits)
    return edits


def _raw(left: str, right: str) -> list[Edit]:
    """The edits around a longest common subsequence."""
    kept = runs(left, right)
    edits: list[Edit] = []
    for number, gap in enumerate(gaps(kept, Span(0, len(left), 0, len(right)))):
        edits += [(-1, left[gap.start : gap.stop]), (1, right[gap.from_ : gap.to])]
        edits += [(0, left[span.start : span.stop]) for span in kept[number : number + 1]]
    return [edit for edit in edits if edit[1]]


def _cut(letters: str) -> list[str]:
    ends = [at for at, letter in enumerate(letters, start=1) if ord(letter) % _CUT == 0]
    return [letters[start:end] for start, end in zip([0, *ends], [*ends, len(letters)], strict=True) if start < end]


def _spelt(
    edits: Iterable[Edit], before: str, after: str, left: Sequence[Unit], right: Sequence[Unit]
) -> Iterator[Segment]:
    """Turn edits of units into edits of the texts, with the markup and white space between the units."""
    at, to = 0, 0
    starts, others = _starts(before, left), _starts(after, right)
    yield from _either(before[: starts[0]], after[: others[0]])
    for op, letters in edits:
        size = len(letters)
        if op < 0:
            yield from _with_tail(-1, before, left[at + size - 1], starts[at], starts[at + size])
        elif op > 0:
            yield from _with_tail(1, after, right[to + size - 1], others[to], others[to + size])
        else:
            for step in range(size):
                one, two = left[at + step], right[to + step]
                yield from _either(before[one.start : one.end], after[two.start : two.end])
                yield from _either(before[one.end : starts[at + step + 1]], after[two.end : others[to + step + 1]])
        at, to = at + size * (op <= 0), to + size * (op >= 0)


def _starts(text: str, found: Sequence[Unit]) -> list[int]:
    return [*(unit.start for unit in found), len(text)]


def _either(lost: str, gained: str) -> Iterator[Segment]:
    if lost == gained:
        yield Segment(0, lost)
    else:
        yield from (Segment(-1, lost), Segment(1, gained))


def _with_tail(op: int, text: str, last: Unit, start: int, stop: int) -> Iterator[Segment]:
    yield from (Segment(op, text[start : last.end]), Segment(op, text[last.end : stop]))


def _merged(runs: Iterable[Segment]) -> Iterator[Segment]:
    """Join runs, what is lost before what is gained, and keep what both end with."""
    for op, group in groupby(_sorted(runs), key=lambda run: run.op):
        if text := "".join(run.text for run in group):
            yield Segment(op, text)


def _sorted(runs: Iterable[Segment]) -> Iterator[Segment]:
    for kept, group in groupby((run for run in runs if run.text), key=lambda run: run.op == 0):
        run = sorted(group, key=lambda each: each.op)
        lost, gained = [each for each in run if each.op < 0], [each for each in run if each.op > 0]
        if kept or not lost or not gained or lost[-1].text != gained[-1].text:
            yield from run
        else:
            yield from (*lost[:-1], *gained[:-1], Segment(0, lost[-1].text))
