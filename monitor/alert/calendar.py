"""A calendar file (iCalendar, RFC 5545) of the days that documents state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from urllib.parse import quote
from uuid import UUID, uuid5

from icalendar import Alarm, Calendar, Event, Timezone

from monitor.alert.forms import line
from monitor.alert.phrases import PRODUCT
from monitor.records import Day, DueKind, Finding, Reminders

# Identities are names in this space, so that every database and every run gives an event the same one.
_SPACE = UUID("0b0c6f3c-6b3b-5a51-9d0a-7d4f4d0f6a51")
_IN_ADDRESSES = "%/:?#[]@!$&'()*+,;=~"  # what stays as it is; other signs and letters are written in percent
STAMP = "x-made-of"  # so short that with 64 signs behind it, no line is folded
_HAPPENS = {DueKind.DEADLINE: "last day to refuse AI training", DueKind.EFFECT: "new terms on AI training take effect"}
_CHOICES = {
    "opt-out": "you can opt out",
    "opt-in": "nothing happens unless you agree",
    "setting": "there is a setting for it",
}


def render_calendar(days: Sequence[Day], reminders: Reminders, stamp: str = "") -> bytes:
    """The days as a calendar, each an event of the whole day with alarms; the same days give the same bytes.

    A `stamp` of what it was made from stands in its head, unbroken: it has a line of its own.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{PRODUCT}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "AI training: days ahead")
    if stamp:
        calendar.add(STAMP, stamp)
    for day in days:
        calendar.add_component(_event(day, reminders))
    if not days:
        calendar.add_component(Timezone.from_tzid("UTC"))  # a calendar has one component at least
    return bytes(calendar.to_ical())


def what_happens(day: Day) -> str:
    """What a day is, in plain words."""
    return _HAPPENS[day.kind]


def how_to_refuse(day: Day) -> str:
    """What people can do and where, by the clauses that state the day, else by others of the change; or nothing."""
    for finding in (*day.findings, *day.report.findings, *day.report.kept):
        if finding.after is not None and (control := _said(finding, "control")):
            where = _said(finding, "control_where")
            choice = _CHOICES.get(control, control)
            return f"{choice}: {where}" if where else choice
    return ""


def _event(day: Day, reminders: Reminders) -> Event:
    summary = line(f"{day.report.service.name}: {what_happens(day)}")
    event = Event()
    # Not of the kind: a date that turns out to be a deadline, too, is the same day.
    event.add("uid", str(uuid5(_SPACE, f"{day.key}\n{day.day.isoformat()}")))
    event.add("dtstamp", day.report.seen_with.replace(microsecond=0))
    event.add("dtstart", day.day)
    event.add("summary", summary)
    event.add("description", "\n".join(_description(day)))
    event.add("url", quote(line(day.report.url), safe=_IN_ADDRESSES))
    event.add("sequence", day.revision)
    event.add("status", "CONFIRMED" if day.is_open else "CANCELLED")
    event.add("transp", "TRANSPARENT")
    for before in reminders.days if day.is_open else ():
        event.add_component(_alarm(before, summary, reminders))
    return event


def _alarm(days_before: int, summary: str, reminders: Reminders) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", timedelta(days=-days_before, hours=reminders.at.hour, minutes=reminders.at.minute))
    return alarm


def _description(day: Day) -> Iterator[str]:
    yield line(f"{day.report.service.name} · {day.report.terms_type}")
    if refuse := how_to_refuse(day):
        yield f"How to refuse: {refuse}"
    yield from (f"“{clause}”" for clause in dict.fromkeys(line(finding.after or "") for finding in day.findings))
    if day.is_open:
        yield f"Know of it, and want no more reminders? terms-monitor ack {day.report.change_id}"


def _said(finding: Finding, fact: str) -> str:
    value = finding.facts.get(fact, "")
    return line(value) if isinstance(value, str) else ""
