"""Comparing: two versions of a document laid out for a page, with what they state of AI training marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from monitor import detect, diff
from monitor.records import Anchor, Clause, Comparison, Direction, Finding, Mark, Segment, Stretch


def lay_out(
    before: str, after: str, findings: Sequence[Finding], stated: tuple[Sequence[Clause], Sequence[Clause]]
) -> Comparison:
    """Two texts compared for a page, with the clauses of `findings` marked and all others that each text states."""
    old = _marks("before", before, [(finding, _before(finding)) for finding in findings], stated[0])
    new = _marks("after", after, [(finding, _after(finding)) for finding in findings], stated[1])
    hunks = diff.compare(before, after)
    stretches = diff.lay_out(hunks, (before, old), (after, new))
    counted = diff.summary(hunks)
    return Comparison(
        stretches,
        (*old, *new),
        _stops(len(findings), (*new, *old), stretches),
        tuple(map(_edits, findings)),
        counted.words_gained,
        counted.words_lost,
        counted.blocks_changed,
    )


def written(before: str, after: str) -> str:
    """Two texts compared, in Markdown; how much is left out stands between fold marks."""
    return diff.render(diff.compare(before, after), fold=diff.fold_mark).markdown


def _before(finding: Finding) -> Anchor | None:
    return finding.before_at or (Anchor(finding.before) if finding.before else None)


def _after(finding: Finding) -> Anchor | None:
    return finding.after_at or (Anchor(finding.after) if finding.after else None)


def _edits(finding: Finding) -> tuple[Segment, ...]:
    """A clause before and after, word by word; nothing where it has one side only."""
    before, after = finding.before, finding.after
    return diff.segments(before, after, closely=True) if before and after else ()


def _stops(count: int, marks: Sequence[Mark], stretches: Iterable[Stretch]) -> tuple[int, ...]:
    """Of each finding the row that it speaks of, by the first of its marks that stands in one."""
    stops: dict[str, int] = {}
    for row in chain.from_iterable(stretch.rows for stretch in stretches):
        stops |= {part.mark: row.stop for part in (*(row.before or ()), *(row.after or ())) if part.mark}
    rows = ([stops.get(mark.name, 0) for mark in marks if number in mark.findings] for number in range(count))
    return tuple(found[0] if found else 0 for found in rows)


def _marks(
    side: str, text: str, told: Sequence[tuple[Finding, Anchor | None]], stated: Iterable[Clause]
) -> tuple[Mark, ...]:
    """The marks of a text in order: what the findings speak of, and what else it states."""
    found = [*_of_findings(text, told)]
    known = [(mark.start, mark.end, practice) for mark in found for practice, _ in mark.stated]
    others = (
        Mark("", clause.start, clause.end, ((clause.practice, None),))
        for clause in stated
        if text[clause.start : clause.end] == clause.quote
        and not any(_overlap(clause, start, end) and practice is clause.practice for start, end, practice in known)
    )
    return tuple(replace(mark, name=f"{side}-{mark.start}") for mark in diff.merged([*found, *others]))


def _overlap(clause: Clause, start: int, end: int) -> bool:
    return clause.start < end and clause.end > start


def _of_findings(text: str, told: Iterable[tuple[Finding, Anchor | None]]) -> Iterator[Mark]:
    for number, (finding, anchor) in enumerate(told):
        place = _place(anchor, text) if anchor else None
        if place:
            is_news = finding.direction is not Direction.KEPT
            yield Mark("", *place, ((finding.practice, finding.direction),), (number,) if is_news else ())


def _place(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Where a clause stands: where it stood, unless the text was read anew since; what is quoted may say more."""
    if detect.stands(text[anchor.start : anchor.end], anchor.quote):
        return anchor.start, anchor.end
    return detect.find_again(anchor, text)
