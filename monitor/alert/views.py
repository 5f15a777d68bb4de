"""What the templates are given: reports as words in the order in which they are read, cut to what there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from monitor.alert import blocks, phrases
from monitor.alert.blocks import Blocks
from monitor.alert.forms import Form, clean, line, mark_edits, ready
from monitor.records import Alert, ChangeKind, Direction, Finding, Practice, Report

_USES = frozenset({Practice.TRAINS, Practice.SHARES})
_CHOICE = frozenset({Practice.CONTROL})
_GROWS = frozenset({Direction.NEW, Direction.WIDER})
_CHOICES = {
    "opt-out": "you can opt out",
    "opt-in": "nothing unless you want it; it needs your consent",
    "setting": "there is a setting for it",
}
_BASELINE_QUOTE = 240

# Reports with their comparisons.
Told = tuple[tuple[Report, Blocks], ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """What a message keeps; None keeps all.

    `diff` and `quote` are lengths in characters (of all comparisons together, of each quotation), `findings` a number
    a report, `detailed` and `reports` numbers of reports: told in full, named at all.
    """

    diff: int | None = None
    quote: int | None = None
    findings: int | None = None
    detailed: int | None = None
    reports: int | None = None


@dataclass(frozen=True, slots=True)
class FindingView:
    """A verdict with the clause before and after."""

    verdict: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """One report; `facts` are pairs of a label and what it says, `notes` sentences, `diff` is ready in the form."""

    name: str
    head: str
    detailed: bool
    facts: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    findings: tuple[FindingView, ...]
    findings_left: int
    url: str
    when: str
    diff: str = ""
    diff_left: int = 0


@dataclass(frozen=True, slots=True)
class EntryView:
    """One document of a first look that speaks of AI training."""

    name: str
    practices: str
    quote: str
    url: str


def gather(alert: Alert, form: Form) -> Told:
    """The reports in the order in which they are told, each with its comparison in the form, taken apart."""
    return tuple((report, _blocks(report, form)) for report in phrases.by_gravity(alert.reports))


def changes(told: Told, form: Form, cut: Cut) -> dict[str, object]:
    """What the template for changes is filled with."""
    shown = told[: cut.reports]
    return {"reports": tuple(_views(shown, form, cut)), "left": len(told) - len(shown)}


def baseline(alert: Alert, cut: Cut) -> dict[str, object]:
    """What the template for a first look is filled with."""
    reports = phrases.by_gravity(filter(phrases.speaks, alert.reports))
    shown = reports[: cut.reports]
    return {
        "count": phrases.count(alert),
        "unread": tuple(map(line, phrases.unread(alert.reports))),
        "entries": tuple(_entry(report, cut) for report in shown),
        "left": len(reports) - len(shown),
    }


def shorten(text: str, length: int | None) -> str:
    """A text of at most so many characters: cut between words, with an ellipsis."""
    if length is None or len(text) <= length:
        return text
    whole = text[: max(0, length - 1)].rpartition(" ")[0].rstrip()
    return f"{whole} …" if whole else "…"[:length]


def _views(told: Told, form: Form, cut: Cut) -> Iterator[ReportView]:
    """The reports as words; the room for comparisons goes to those that come first."""
    room = cut.diff
    for place, (report, comparison) in enumerate(told):
        kept, left = blocks.head(comparison, room)
        room = None if room is None else room - len(kept)
        detailed = cut.detailed is None or place < cut.detailed
        yield replace(_view(report, cut, detailed=detailed), diff=ready(kept, form), diff_left=left)


def _view(report: Report, cut: Cut, *, detailed: bool) -> ReportView:
    """One report as words, without its comparison."""
    said = phrases.verdicts(report)
    findings = phrases.gravest_first(report.findings)
    shown = findings[: cut.findings]
    return ReportView(
        name=line(phrases.name(report)),
        head=line(phrases.summary(report, said if detailed else said[:1])),
        detailed=detailed,
        facts=tuple(_facts(findings, report.kept)),
        notes=tuple(map(line, phrases.notes(report))),
        findings=_by_clause(_finding(report, finding, cut.quote) for finding in shown),
        findings_left=len(findings) - len(shown),
        url=line(report.url),
        when=phrases.when(report),
    )


def _blocks(report: Report, form: Form) -> Blocks:
    """A report's comparison in a form, taken apart."""
    whole: str = getattr(report.diff, form)
    return blocks.split(mark_edits(whole) if form == "html" else whole, form)


def _finding(report: Report, finding: Finding, quote: int | None) -> FindingView:
    """A finding as words; a first look has one side only and says what is, not what became."""
    first = report.kind is ChangeKind.FIRST
    return FindingView(
        verdict=phrases.STATES[finding.practice] if first else phrases.verdict(finding),
        before=shorten(line(finding.before or ""), quote),
        after=shorten(line(finding.after or ""), quote),
    )


def _by_clause(findings: Iterable[FindingView]) -> tuple[FindingView, ...]:
    """Each clause once, with all that it says: an offer to opt out also says that data is used."""
    verdicts: dict[tuple[str, str], list[str]] = {}
    for finding in findings:
        verdicts.setdefault((finding.before, finding.after), []).append(finding.verdict)
    return tuple(FindingView("; ".join(said), before, after) for (before, after), said in verdicts.items())


def _entry(report: Report, cut: Cut) -> EntryView:
    """One document of a first look: its practices, and the gravest clause by which data is used."""
    uses = (finding.after for finding in phrases.gravest_first(report.findings) if finding.practice in _USES)
    length = _BASELINE_QUOTE if cut.quote is None else cut.quote
    return EntryView(
        name=line(f"{report.service.name} – {report.terms_type}"),
        practices="; ".join(phrases.states(report)),
        quote=shorten(line(next(filter(None, uses), "")), length),
        url=line(report.url),
    )


def _facts(findings: Sequence[Finding], kept: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """What people want to know first, from the clauses that stand: what to do, from when, what data, on what ground.

    A use that begins or grows may be one that people could refuse before: then the clauses that were kept say how.
    """
    standing = [finding for finding in findings if finding.direction is not Direction.GONE]
    uses, promises = (_stating(standing, practices) for practices in (_USES, {Practice.DENIES}))
    still = kept if any(finding.direction in _GROWS for finding in uses) else ()
    choices, grounds = (_stating(still, practices) for practices in (_CHOICE, _USES))
    answers = {
        "What to do": _advice(standing) or _advice(choices),
        "Date given": _first(standing, "date"),
        "Data": _all(uses, "data"),
        "Not used": ", ".join(filter(None, (_all([*uses, *promises], "excluded"), _all(promises, "data")))),
        "Legal basis": _all(uses, "basis") or _all(grounds, "basis"),
        "Regions": _all(standing, "regions"),
    }
    return ((label, answer) for label, answer in answers.items() if answer)


def _stating(findings: Iterable[Finding], practices: AbstractSet[Practice]) -> list[Finding]:
    return [finding for finding in findings if finding.practice in practices]


def _advice(findings: Iterable[Finding]) -> str:
    """What a person can do about it, and where."""
    for finding in findings:
        control = _said(finding, "control")
        if control:
            choice = _CHOICES.get(control[0], control[0])
            where = _said(finding, "control_where")
            until = [f"until {day}" for day in _said(finding, "deadline")]
            return ", ".join([f"{choice} – {where[0]}" if where else choice, *until])
    return ""


def _first(findings: Iterable[Finding], key: str) -> str:
    """The first thing said under a key."""
    return next((said for finding in findings for said in _said(finding, key)), "")


def _all(findings: Iterable[Finding], key: str) -> str:
    """Everything said under a key, each once."""
    return ", ".join(dict.fromkeys(said for finding in findings for said in _said(finding, key)))


def _said(finding: Finding, key: str) -> tuple[str, ...]:
    """What a finding says under a key, as lines."""
    value = finding.facts.get(key, ())
    values = (value,) if isinstance(value, str) else value
    return tuple(said for said in map(line, map(clean, values)) if said)
