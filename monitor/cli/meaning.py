"""What a change means to people, in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.records import Change, Fate, Finding, Whereabouts


def lines_of(change: Change, today: Sequence[Whereabouts]) -> Iterator[str]:
    """The date that a document gives itself, and each finding with its clauses and where they stand today."""
    if change.own_date_quote:
        still = "still says" if change.silent else "says"
        yield f"\nThe page {still} “{change.own_date_quote}”."
    for finding, whereabouts in zip(change.findings, today, strict=True):
        yield from _finding(finding)
        yield f"    today: {_fate(whereabouts)}"


def _finding(finding: Finding) -> Iterator[str]:
    yield f"\n{finding.practice} {finding.direction}"
    for side, quote in (("before", finding.before), ("after", finding.after)):
        if quote is not None:
            yield f"    {side}: “{_line(quote)}”"


def _fate(whereabouts: Whereabouts) -> str:
    match whereabouts.fate:
        case Fate.STANDS:
            return "still there"
        case Fate.READS:
            return f"now reads “{_line(whereabouts.reads or '')}”"
        case Fate.GONE:
            return f"gone since version {whereabouts.since}"


def _line(text: str) -> str:
    return " ".join(text.split())
