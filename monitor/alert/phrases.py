"""What a change is called: verdicts, titles and times in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from monitor.alert.languages import listed, named
from monitor.records import Alert, AlertKind, ChangeKind, Direction, Finding, Practice, Report

PRODUCT = "Terms monitor"
UNTOUCHED = "changed; no clause on AI training touched"
REWORDED = "changed; a clause on AI training was reworded"
_DETAILS = {
    "date": "date",
    "deadline": "deadline",
    "control": "choice",
    "control_where": "way to refuse",
    "basis": "legal basis",
}
UNREAD = "clauses in its language are not read"

# A title is read in a phone's list of mails, which shows about this many characters.
_TITLE_LENGTH = 100

# What a text says that states the practice, as a document's first look tells it.
STATES = {
    Practice.TRAINS: "trains AI on your data",
    Practice.SHARES: "lets others train AI on your data",
    Practice.DENIES: "promises not to train AI on certain data",
    Practice.CONTROL: "offers a choice on AI training",
    Practice.RESTRICTS: "forbids others to train AI on its content",
}

# Gravest first: what takes from people stands before what gives to them, and both before what binds third parties.
_VERDICTS = {
    (Practice.TRAINS, Direction.NEW): "now trains AI on your data",
    (Practice.SHARES, Direction.NEW): "now lets others train AI on your data",
    (Practice.TRAINS, Direction.WIDER): "trains AI on more of your data",
    (Practice.SHARES, Direction.WIDER): "lets others train AI on more of your data",
    (Practice.CONTROL, Direction.GONE): "no longer offers a choice on AI training",
    (Practice.DENIES, Direction.GONE): "no longer promises not to train AI on certain data",
    (Practice.CONTROL, Direction.NARROWER): "offers less choice on AI training",
    (Practice.DENIES, Direction.NARROWER): "weakens its promise not to train AI on certain data",
    (Practice.SHARES, Direction.GONE): "no longer says that others may train AI on your data",
    (Practice.TRAINS, Direction.GONE): "no longer says that it trains AI on your data",
    (Practice.SHARES, Direction.NARROWER): "lets others train AI on less of your data",
    (Practice.TRAINS, Direction.NARROWER): "trains AI on less of your data",
    (Practice.CONTROL, Direction.NEW): "now offers a choice on AI training",
    (Practice.DENIES, Direction.NEW): "now promises not to train AI on certain data",
    (Practice.CONTROL, Direction.WIDER): "offers more choice on AI training",
    (Practice.DENIES, Direction.WIDER): "extends its promise not to train AI on certain data",
    (Practice.RESTRICTS, Direction.NEW): "now forbids others to train AI on its content",
    (Practice.RESTRICTS, Direction.GONE): "no longer forbids others to train AI on its content",
    (Practice.RESTRICTS, Direction.WIDER): "forbids others more kinds of AI training on its content",
    (Practice.RESTRICTS, Direction.NARROWER): "forbids others fewer kinds of AI training on its content",
    **{(practice, Direction.KEPT): f"still {states}" for practice, states in STATES.items()},
}
_GRAVITY = {key: place for place, key in enumerate(_VERDICTS)}


def verdict(finding: Finding) -> str:
    """What one finding means, as the end of a sentence that the service begins."""
    return _VERDICTS[finding.practice, finding.direction]


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the order in which people should hear of them."""
    return sorted(findings, key=lambda finding: _GRAVITY[finding.practice, finding.direction])


def by_gravity(reports: Iterable[Report]) -> list[Report]:
    """The reports in the order in which people should hear of them, otherwise as they came."""
    return sorted(reports, key=lambda report: min(map(_gravity, report.findings), default=len(_GRAVITY)))


def _gravity(finding: Finding) -> int:
    return _GRAVITY[finding.practice, finding.direction]


def name(report: Report) -> str:
    """The document's name: service and terms type."""
    return f"{report.service.name} · {report.terms_type}"


def speaks(report: Report) -> bool:
    """Whether a document's first look found anything on AI training."""
    return bool(report.findings)


def states(report: Report) -> tuple[str, ...]:
    """What a document says about AI training, each practice once, gravest first."""
    return tuple(dict.fromkeys(STATES[finding.practice] for finding in gravest_first(report.findings)))


def verdicts(report: Report) -> tuple[str, ...]:
    """Everything a report means, each verdict once, gravest first."""
    if report.kind is ChangeKind.FIRST:
        return states(report)
    return tuple(dict.fromkeys(verdict(finding) for finding in gravest_first(report.findings)))


def summary(report: Report, said: Sequence[str]) -> str:
    """The sentence that begins with the document's name, from its verdicts or the gravest of them."""
    meaning = "; ".join(said)
    if report.kind is ChangeKind.FIRST:
        return f"{name(report)}: first look, {meaning or (UNREAD if report.unread else 'nothing on AI training')}"
    if report.kind is ChangeKind.RETURN:
        back = f"went back to the text of {day(report.back_to)}" if report.back_to else "went back to an earlier text"
        return f"{name(report)}: {back}" + (f"; {meaning}" if meaning else "")
    return f"{name(report)}: {meaning or (f'changed; {UNREAD}' if report.unread else _reworded(report))}"


def _reworded(report: Report) -> str:
    """What happened to the clauses that reach as far as before: which detail changed, that words did, or nothing."""
    reworded = [finding for finding in report.kept if finding.before != finding.after]
    details = dict.fromkeys(_DETAILS[fact] for finding in reworded for fact in finding.facts.get("changed", ()))
    if details:
        return f"changed the {' and '.join(details)} of a clause on AI training"
    return REWORDED if reworded else UNTOUCHED


def title(alert: Alert) -> str:
    """A line for a list of messages: the gravest document and verdict, and how many others there are."""
    if alert.kind is AlertKind.TEST:
        return f"{PRODUCT}: trial message"
    if alert.kind is AlertKind.BASELINE and len(alert.reports) != 1:
        return f"{PRODUCT}: {count(alert)}"
    if alert.kind in {AlertKind.DIGEST, AlertKind.REMINDER, AlertKind.TROUBLE}:
        return f"{PRODUCT}: {alert.kind}"
    first, *others = by_gravity(alert.reports)
    line = summary(first, verdicts(first)[:1])
    return line + _others(first, others, _TITLE_LENGTH - len(line)) if others else line


def in_short(alert: Alert) -> Iterator[str]:
    """Everything an alert tells, a line each."""
    for report in alert.reports:
        yield summary(report, verdicts(report))
    for due in alert.dues:
        yield f"{due.kind} {due.day}, {due.days_left} days left: {summary(due.report, verdicts(due.report))}"
    for trouble in alert.troubles:
        yield f"{trouble.subject}: {trouble.count} {trouble.kind} since {minute(trouble.since)}: {trouble.reason}"


def _others(first: Report, reports: Sequence[Report], room: int) -> str:
    """The other documents of an alert, where that fits into so many characters: of other services by these alone."""
    same = first.service.id
    names = (report.terms_type if report.service.id == same else report.service.name for report in reports)
    named = f" (+{len(reports)} more: {', '.join(dict.fromkeys(names))})"
    return named if len(named) <= room else f" (+{len(reports)} more)"


def count(alert: Alert) -> str:
    """How many of the documents of a first look speak of AI training."""
    total = len(alert.reports)
    speaking = sum(map(speaks, alert.reports))
    verb, noun = "speaks" if speaking == 1 else "speak", "document" if total == 1 else "documents"
    return f"{speaking} of {total} {noun} {verb} of AI training"


def notes(report: Report) -> tuple[str, ...]:
    """What people should know beside the findings, a sentence each."""
    still = (f"The page still says “{report.still_dated}”.",) if report.still_dated else ()
    return still + ((_only("This page is", report, report.unread),) if report.unread else ())


def unread(reports: Iterable[Report]) -> tuple[str, ...]:
    """That no clauses are read in the languages of some documents, in a sentence; none where that is so of none."""
    foreign = [report for report in reports if report.unread]
    languages = sorted({report.unread for report in foreign if report.unread})
    if not foreign:
        return ()
    subject = f"{name(foreign[0])} is" if len(foreign) == 1 else f"{len(foreign)} documents are"
    return (_only(subject, foreign[0], *languages),)


def _only(subject: str, report: Report, *languages: str) -> str:
    return f"{subject} in {', '.join(map(named, languages))}: clauses are read in {listed(report.read_in)} only."


def day(moment: datetime) -> str:
    """A date in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d}"


def minute(moment: datetime) -> str:
    """A time in UTC, to the minute, with its zone."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def when(report: Report) -> str:
    """Between which two readings of the page the change happened."""
    if report.kind is ChangeKind.FIRST:
        return f"Read {minute(report.seen_with)}"
    if report.seen_without is None:
        return f"Changed by {minute(report.seen_with)}"
    return f"Changed between {minute(report.seen_without)} and {minute(report.seen_with)}"
