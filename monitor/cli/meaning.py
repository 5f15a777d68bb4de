"""What clauses say and what a change means to people, in lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.records import Change, Facts, Fate, Finding, Whereabouts

_QUOTE = "_quote"  # the end of the name of a fact that is the words of another


def lines_of(change: Change, today: Sequence[Whereabouts]) -> Iterator[str]:
    """The date that a document gives itself, and each finding with its clauses and where they stand today."""
    if change.own_date_quote:
        still = "still says" if change.silent else "says"
        yield f"\nThe page {still} “{change.own_date_quote}”."
    for finding, whereabouts in zip(change.findings, today, strict=True):
        yield from _finding(finding)
        yield f"    today: {_fate(whereabouts)}"
    for kept in change.kept:
        reworded = kept.before != kept.after
        yield f"\n{kept.practice} {'reworded, reaches as far' if reworded else 'unchanged'}"
        yield f"    {'now' if reworded else 'still'} says: “{_line(kept.after or '')}”"
        yield from facts_in(kept.facts)


def facts_in(facts: Facts) -> Iterator[str]:
    """Each fact of a clause in a line, indented, with the words that state it: "basis: consent (“if you agree”)"."""
    for name, value in facts.items():
        if name.endswith(_QUOTE) and name.removesuffix(_QUOTE) in facts:
            continue
        words = facts.get(name + _QUOTE)
        quote = f" (“{_line(words)}”)" if isinstance(words, str) else ""
        yield f"    {name.replace('_', ' ')}: {_told(value)}{quote}"


def _told(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ", ".join(value).replace("_", " ")


def _finding(finding: Finding) -> Iterator[str]:
    yield f"\n{finding.practice} {finding.direction}"
    for side, quote in (("before", finding.before), ("after", finding.after)):
        if quote is not None:
            yield f"    {side}: “{_line(quote)}”"
    yield from facts_in(finding.facts)


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
