"""What a change is called: verdicts, headlines and titles in the words of a voice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from monitor.alert.voice import Voice
from monitor.records import Alert, AlertKind, ChangeKind, Direction, Due, DueKind, Finding, Practice, Report, Trouble

PRODUCT = "Terms monitor"
USES = frozenset({Practice.TRAINS, Practice.SHARES})
GROWS = frozenset({Direction.NEW, Direction.WIDER})

# A title is read in a phone's list of mails, which shows about this many characters.
_TITLE_LENGTH = 100

# Gravest first: what takes from people stands before what gives to them, and both before what binds third parties.
_GRAVEST_FIRST = (
    (Practice.TRAINS, Direction.NEW),
    (Practice.SHARES, Direction.NEW),
    (Practice.TRAINS, Direction.WIDER),
    (Practice.SHARES, Direction.WIDER),
    (Practice.CONTROL, Direction.GONE),
    (Practice.DENIES, Direction.GONE),
    (Practice.CONTROL, Direction.NARROWER),
    (Practice.DENIES, Direction.NARROWER),
    (Practice.SHARES, Direction.GONE),
    (Practice.TRAINS, Direction.GONE),
    (Practice.SHARES, Direction.NARROWER),
    (Practice.TRAINS, Direction.NARROWER),
    (Practice.CONTROL, Direction.NEW),
    (Practice.DENIES, Direction.NEW),
    (Practice.CONTROL, Direction.WIDER),
    (Practice.DENIES, Direction.WIDER),
    (Practice.RESTRICTS, Direction.NEW),
    (Practice.RESTRICTS, Direction.GONE),
    (Practice.RESTRICTS, Direction.WIDER),
    (Practice.RESTRICTS, Direction.NARROWER),
    *((practice, Direction.KEPT) for practice in Practice),
)
_CHOICE_GONE = (Practice.CONTROL, Direction.GONE)
_GRAVITY = {key: place for place, key in enumerate(_GRAVEST_FIRST)}
_GENERAL = frozenset({"content", "personal data"})  # kinds of data that are all of it


def gravity(finding: Finding) -> int:
    """The place of a finding among all that people may hear of, gravest first."""
    return _GRAVITY[finding.practice, finding.direction]


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in the order in which people should hear of them; a choice that went with its use behind it."""
    told = [*findings]
    ended = [gravity(each) for each in told if each.practice in USES and each.direction is Direction.GONE]

    def place(finding: Finding) -> tuple[int, bool]:
        needless = bool(ended) and (finding.practice, finding.direction) == _CHOICE_GONE
        return (max(ended), True) if needless else (gravity(finding), False)

    return sorted(told, key=place)


def by_gravity(reports: Iterable[Report]) -> list[Report]:
    """The reports in the order in which people should hear of them, otherwise as they came."""
    return sorted(reports, key=lambda report: min(map(gravity, report.findings), default=len(_GRAVITY)))


def name(report: Report) -> str:
    """The document's name: service and terms type."""
    return f"{report.service.name} · {terms(report)}"


def terms(report: Report) -> str:
    """The terms type with the region for which it holds, where its name does not say that."""
    region = report.region
    told = region is None or re.search(rf"(?<!\w){re.escape(region)}(?!\w)", report.terms_type, re.IGNORECASE)
    return report.terms_type if told else f"{report.terms_type} ({region})"


def day_in(finding: Finding) -> date | None:
    """The day from which a clause takes effect, where it states one."""
    return _date(finding, "date")


def deadline_in(finding: Finding) -> date | None:
    """The last day on which people can refuse, where a clause states one."""
    return _date(finding, "deadline")


def _date(finding: Finding, fact: str) -> date | None:
    stated = finding.facts.get(fact)
    try:
        return date.fromisoformat(stated) if isinstance(stated, str) else None
    except ValueError:
        return None


def state(finding: Finding, voice: Voice) -> str:
    """What a text says that has a clause, as a document's first look tells it."""
    return _ahead(f"{finding.practice}.new_from", finding, voice) or _said(f"{finding.practice}.state", finding, voice)


def _said(key: str, finding: Finding, voice: Voice, **gaps: str) -> str:
    """A sentence about a practice; one about a promise says whether it is for some of people's data alone."""
    return voice.say(key, data=voice.say("data.all" if _is_whole(finding) else "data.some"), **gaps)


def _is_whole(finding: Finding) -> bool:
    """Whether a promise is for all data, and not for that of some people or of some kinds alone."""
    named = finding.facts.get("excluded", ())
    return isinstance(named, tuple) and _GENERAL.issuperset(named)


def verdict(finding: Finding, voice: Voice) -> str:
    """What one finding means, as the end of a sentence that the service begins."""
    if consent := _consent(finding):
        return voice.say(f"{finding.practice}.{consent}")
    if finding.practice is Practice.DENIES and finding.direction is Direction.NARROWER and not stands(finding):
        return _said("denies.taken_back", finding, voice)
    key = f"{finding.practice}.{finding.direction}"
    return _moved(finding, voice) or _ahead(f"{key}_from", finding, voice) or _said(key, finding, voice)


def _consent(finding: Finding) -> str:
    """Whether a use no longer waits for people's consent ("unasked"), or does from now on ("asked"); else empty."""
    facts = finding.facts
    if finding.direction is Direction.WIDER and facts.get("basis_before") == "consent":
        return "unasked"
    if "control_before" not in facts or finding.direction not in {Direction.WIDER, Direction.NARROWER}:
        return ""
    waited, wider = facts["control_before"] == "opt-in", finding.direction is Direction.WIDER
    return ("unasked" if wider else "asked") if waited is wider else ""


def _moved(finding: Finding, voice: Voice) -> str:
    """That a use begins on another day than it was to, or that there is another time to refuse it; else empty."""
    if finding.direction not in {Direction.WIDER, Direction.NARROWER}:
        return ""
    return _moved_deadline(finding, voice) if finding.practice is Practice.CONTROL else _moved_start(finding, voice)


def _moved_deadline(finding: Finding, voice: Voice) -> str:
    until, before = deadline_in(finding), _date(finding, "deadline_before")
    if until is None or before is None:
        return ""
    return voice.say("control.more_time" if until > before else "control.less_time", until_day=voice.by("until", until))


def _moved_start(finding: Finding, voice: Voice) -> str:
    day, before = day_in(finding), _date(finding, "date_before")
    is_sooner = finding.direction is Direction.WIDER
    if finding.practice not in USES or day is None or before is None or (day < before) is not is_sooner:
        return ""
    return _ahead(f"{finding.practice}.{'earlier' if is_sooner else 'later'}", finding, voice)


def _ahead(key: str, finding: Finding, voice: Voice) -> str:
    """A sentence with the day from which a clause takes effect; empty unless that is ahead, today at the earliest."""
    day = day_in(finding)
    if day is None or voice.days_until(day) < 0 or not voice.knows(key):
        return ""
    return _said(key, finding, voice, from_day=voice.by("from", day))


def verdicts(report: Report, voice: Voice) -> tuple[str, ...]:
    """Everything a report means, each verdict once, gravest first."""
    findings = gravest_first(report.findings)
    if report.kind is ChangeKind.FIRST:
        return tuple(_states(findings, voice))
    return tuple(dict.fromkeys(verdict(finding, voice) for finding in findings))


def _states(findings: Iterable[Finding], voice: Voice) -> Iterator[str]:
    """What a text says of each practice, once: a day ahead matters more than that there are other clauses."""
    for practice, clauses in groupby(findings, key=attrgetter("practice")):
        stated = [*clauses]
        dated = filter(None, (_ahead(f"{practice}.new_from", clause, voice) for clause in stated))
        yield next(dated, "") or state(max(stated, key=_is_whole), voice)


def headline(report: Report, voice: Voice) -> str:
    """The verdict in one line; of a change that means nothing, what happened to the document."""
    said = verdicts(report, voice)
    if report.kind is ChangeKind.NEW and said:
        return _sentence(report, said[0], voice)
    if report.kind is ChangeKind.FIRST:
        silence = "head.unread" if report.unread else "head.nothing"
        return voice.say("head.first", document=name(report), said=said[0] if said else voice.say(silence))
    happened = _back(report, said, voice) if report.kind is ChangeKind.RETURN else _touched(report, voice)
    return voice.say("head.changed", document=name(report), said=happened)


def _sentence(report: Report, verdict: str, voice: Voice) -> str:
    line = voice.say("head.verdict", service=report.service.name, verdict=verdict)
    return voice.say("head.default", verdict=line) if is_on_by_default(report) else line


def subject(report: Report, voice: Voice) -> str:
    """The headline as a reminder has it, to which it does not matter whether that was a first look."""
    said = verdicts(report, voice)
    first = report.kind is ChangeKind.FIRST and said
    return _sentence(report, said[0], voice) if first else headline(report, voice)


def is_on_by_default(report: Report) -> bool:
    """Whether a use begins or grows that lasts until people refuse it."""
    controls = {finding.facts.get("control") for finding in (*report.findings, *report.kept) if stands(finding)}
    begins = any(finding.practice in USES and finding.direction in GROWS for finding in report.findings)
    return begins and "opt-out" in controls and "opt-in" not in controls


def stands(finding: Finding) -> bool:
    """Whether the text after a change has the clause: a promise may be weaker because a part of it is gone."""
    return finding.after is not None


def _back(report: Report, said: Sequence[str], voice: Voice) -> str:
    """To which text a document went back, and what that means."""
    to = report.back_to
    back = voice.say("head.back", day=voice.day_of(to)) if to else voice.say("head.back_somewhere")
    return voice.say("head.and", one=back, other=said[0]) if said else back


def _touched(report: Report, voice: Voice) -> str:
    """What happened to the clauses that reach as far as before: which detail changed, that words did, or nothing."""
    if report.unread:
        return voice.say("head.changed_unread")
    details = dict.fromkeys(fact for finding in report.kept for fact in finding.facts.get("changed", ()))
    if details:
        return voice.say("head.details", details=voice.listed(voice.say(f"detail.{fact}") for fact in details))
    reworded = any(finding.before != finding.after for finding in report.kept)
    return voice.say("head.reworded" if reworded else "head.untouched")


def titled(report: Report, voice: Voice) -> str:
    """The headline with the terms type in it, for a title that stands alone."""
    return _with_terms(headline(report, voice), report, voice)


def _with_terms(head: str, report: Report, voice: Voice) -> str:
    named = head.startswith(name(report))
    return head if named else voice.say("head.titled", head=head, terms=terms(report))


def recalled(due: Due, voice: Voice, said: str) -> str:
    """A day ahead with how far it is, and what it is about."""
    kind = "reminder.deadline" if due.kind is DueKind.DEADLINE else "reminder.effect"
    return voice.count(kind, due.days_left, said=said)


def recalled_too(due: Due, voice: Voice) -> str:
    """Another day ahead of what a reminder is about, in a sentence."""
    last = due.kind is DueKind.DEADLINE
    key, preposition = ("reminder.deadline_too", "until") if last else ("reminder.effect_too", "from")
    return voice.count(key, due.days_left, when=voice.by(preposition, due.day))


def troubled(trouble: Trouble, voice: Voice) -> str:
    """What the trouble is, in a sentence."""
    key = f"trouble.{trouble.kind}"
    values = {"subject": trouble.subject, "since": voice.since(trouble.since)}
    counted = trouble.kind.value in {"offline", "online", "blind", "seeing", "undelivered"}
    return voice.count(key, trouble.count, **values) if counted else voice.say(key, **values)


def reason(trouble: Trouble, voice: Voice) -> str:
    """Why a trouble is: the kind of failure in words, where it is known, with the detail as it was noted."""
    kind, _, detail = trouble.reason.partition(": ")
    if not voice.knows(f"failure.{kind}"):
        return trouble.reason
    said = voice.say(f"failure.{kind}")
    return f"{said} ({detail})" if detail else said


def title(alert: Alert, voice: Voice) -> str:
    """A line for a list of messages: the gravest of what is told, and how much else there is."""
    line = _title(replace(alert, reports=one_by_one(alert)), voice) or _from_us(count(alert, voice), voice)
    return voice.say("title.digest", title=line) if alert.kind is AlertKind.DIGEST else line


def _title(alert: Alert, voice: Voice) -> str:
    """The title; empty of a digest in which there is nothing to tell one by one."""
    if alert.kind is AlertKind.TEST:
        return _from_us(voice.say("trial.title"), voice)
    if alert.kind is AlertKind.BASELINE and len(alert.reports) != 1:
        return _from_us(count(alert, voice), voice)
    first, *others = [*_titles(alert, voice)] or [""]
    return _with_others(first, others, alert, voice)


def one_by_one(alert: Alert) -> tuple[Report, ...]:
    """The reports that are told each by itself: in a digest, of first looks those that say something."""
    if alert.kind is not AlertKind.DIGEST:
        return alert.reports
    return tuple(report for report in _lasting(alert) if report.kind is not ChangeKind.FIRST or report.findings)


def silent_looks(alert: Alert) -> tuple[Report, ...]:
    """The first looks in a digest that say nothing on AI training."""
    if alert.kind is not AlertKind.DIGEST:
        return ()
    return tuple(report for report in _lasting(alert) if report.kind is ChangeKind.FIRST and not report.findings)


def _lasting(alert: Alert) -> Iterator[Report]:
    """The reports without first looks at documents of which a change is told, too."""
    changed = {_document(report) for report in alert.reports if report.kind is not ChangeKind.FIRST}
    return (each for each in alert.reports if each.kind is not ChangeKind.FIRST or _document(each) not in changed)


def _document(report: Report) -> tuple[str, str]:
    return report.service.id, report.terms_type


def _titles(alert: Alert, voice: Voice) -> Iterator[str]:
    yield from (titled(report, voice) for report in by_gravity(alert.reports))
    for due, *_ in by_change(alert.dues):
        yield recalled(due, voice, _with_terms(subject(due.report, voice), due.report, voice))
    yield from (_from_us(troubled(trouble, voice), voice) for trouble in alert.troubles)


def soonest_first(dues: Iterable[Due]) -> list[Due]:
    """The days ahead in their order."""
    return sorted(dues, key=lambda due: due.day)


def by_change(dues: Iterable[Due]) -> list[tuple[Due, ...]]:
    """The days ahead in their order, those of one change together."""
    changes: dict[int, list[Due]] = {}
    for due in soonest_first(dues):
        changes.setdefault(due.report.change_id, []).append(due)
    return [*map(tuple, changes.values())]


def _with_others(line: str, others: Sequence[str], alert: Alert, voice: Voice) -> str:
    """A title with the other documents of the alert, by their names where there is room for them."""
    if not others:
        return line
    names = _other_names(alert)
    if names:
        named = voice.count("title.more_named", len(others), title=line, names=", ".join(names))
        if len(named) <= _TITLE_LENGTH:
            return named
    return voice.count("title.more", len(others), title=line)


def _other_names(alert: Alert) -> tuple[str, ...]:
    """What else there is: of other services these alone, of the same one the terms types."""
    if alert.dues or alert.troubles or not alert.reports:
        return ()
    first, *others = by_gravity(alert.reports)
    same = first.service.id
    names = (terms(report) if report.service.id == same else report.service.name for report in others)
    return tuple(dict.fromkeys(names))


def _from_us(said: str, voice: Voice) -> str:
    return voice.say("title.program", product=PRODUCT, said=said)


def count(alert: Alert, voice: Voice) -> str:
    """How many of the documents of a first look speak of AI training."""
    documents = voice.count("baseline.documents", len(alert.reports))
    speaking = sum(bool(report.findings) for report in alert.reports)
    return voice.count("baseline.count", speaking, speaking=speaking, documents=documents)
