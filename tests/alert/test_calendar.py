from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from alerts import HOSTILE, OPT_OUT, STILL_REFUSABLE, report
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from monitor.alert import how_to_refuse, render_calendar
from monitor.alert.forms import line
from monitor.records import Day, Direction, DueKind, Finding, Practice, Reminders

JUNE = Day(
    key="heron/Privacy Policy",
    kind=DueKind.DEADLINE,
    day=date(2031, 6, 1),
    report=report(OPT_OUT),
    findings=(OPT_OUT,),
    stands=True,
    acknowledged=False,
    revision=0,
)


def events(*days: Day, reminders: Reminders | None = None) -> list[Event]:
    return list(Calendar.from_ical(render_calendar(days, reminders or Reminders())).events)


def test_a_day_is_an_event_of_the_whole_day_in_plain_words() -> None:
    (event,) = events(JUNE)
    assert event["summary"] == "Heron: last day to refuse AI training"
    assert event.decoded("dtstart") == date(2031, 6, 1)
    assert "dtend" not in event
    assert event["url"] == "https://heron.example/privacy"
    assert event["status"] == "CONFIRMED"
    assert event["transp"] == "TRANSPARENT"
    (event,) = events(replace(JUNE, kind=DueKind.EFFECT))
    assert event["summary"] == "Heron: new terms on AI training take effect"


def test_its_description_says_how_to_refuse_and_quotes_the_clause() -> None:
    (event,) = events(JUNE)
    assert event["description"].split("\n") == [
        "Heron · Privacy Policy",
        "How to refuse: you can opt out: Settings > Privacy > AI",
        "“From June, posts you make public are used to teach our language models.”",
        "Know of it, and want no more reminders? terms-monitor ack 7",
    ]


def test_how_to_refuse_is_found_in_other_clauses_of_the_change_and_not_in_those_that_went() -> None:
    bare = Finding(Practice.TRAINS, Direction.NEW, None, "We train.", {"date": "2031-06-01"})
    gone = Finding(Practice.CONTROL, Direction.GONE, "You may refuse.", None, {"control": "opt-out"})
    day = replace(JUNE, report=report(bare, gone), findings=(bare,))
    assert how_to_refuse(day) == ""
    assert how_to_refuse(replace(day, report=report(bare, gone, kept=(STILL_REFUSABLE,)))) == (
        "you can opt out: Settings > AI"
    )


def test_alarms_go_off_as_many_days_before_as_people_are_reminded_and_at_that_hour() -> None:
    (event,) = events(JUNE, reminders=Reminders(days=(7, 0), at=time(8, 30)))
    assert [alarm.decoded("trigger") for alarm in event.walk("valarm")] == [
        timedelta(days=-7, hours=8, minutes=30),
        timedelta(hours=8, minutes=30),
    ]
    assert {alarm["action"] for alarm in event.walk("valarm")} == {"DISPLAY"}


@pytest.mark.parametrize("changed", [{"acknowledged": True}, {"stands": False}])
def test_a_day_that_was_acknowledged_or_withdrawn_is_cancelled_and_rings_no_more(changed: dict[str, bool]) -> None:
    (event,) = events(replace(JUNE, revision=1, **changed))
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert not event.walk("valarm")


def test_a_day_keeps_its_identity_whatever_else_becomes_of_it() -> None:
    other = replace(JUNE, kind=DueKind.EFFECT, revision=3, report=report(OPT_OUT, change_id=99), acknowledged=True)
    (first,), (second,) = events(JUNE), events(other)
    assert first["uid"] == second["uid"] == "e56d4053-9eef-5da8-87ed-4d716c5faf6f"
    uids = {events(replace(JUNE, **changed))[0]["uid"] for changed in ({}, {"key": "x/y"}, {"day": date(2031, 6, 2)})}
    assert len(uids) == 3


def test_the_same_days_give_the_same_bytes_whenever_they_are_written() -> None:
    assert render_calendar([JUNE], Reminders()) == render_calendar([JUNE], Reminders())
    (event,) = events(JUNE)
    assert event.decoded("dtstamp") == JUNE.report.seen_with


def test_an_address_in_other_letters_is_written_in_those_that_every_reader_takes() -> None:
    (event,) = events(replace(JUNE, report=report(OPT_OUT, url="https://heron.example/é?q=%C3%A9&b=ü#x")))
    assert event["url"] == "https://heron.example/%C3%A9?q=%C3%A9&b=%C3%BC#x"


def test_a_calendar_without_days_is_a_calendar_all_the_same() -> None:
    assert Calendar.from_ical(render_calendar([], Reminders())).subcomponents


def test_the_last_day_of_the_calendar_can_be_written() -> None:
    (event,) = events(replace(JUNE, day=date.max))
    assert event.decoded("dtstart") == date.max


def lines(content: bytes) -> list[bytes]:
    assert content.endswith(b"\r\n")
    return content.removesuffix(b"\r\n").split(b"\r\n")


def quoting(quote: str) -> Day:
    finding = replace(OPT_OUT, after=quote, facts={"control": "opt-out", "control_where": quote})
    return replace(JUNE, findings=(finding,), report=report(finding, url="https://heron.example/" + "ü" * 90))


@pytest.mark.parametrize(
    "quote",
    [
        HOSTILE,
        "one\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:another",
        'commas, semicolons; colons: back\\slashes \\n \\, \\; and "quotes"',
        "nul \0 escape \x1b bell \a next line \x85 separators \u2028 \u2029 half \ud800 turned \u202e",
        "länger als fünfundsiebzig Oktette, mit Umlauten und 🦩 an jeder Stelle, " * 9,
    ],
)
def test_no_quote_breaks_the_file(quote: str) -> None:
    (event,) = events(quoting(quote))
    assert f"“{line(quote)}”" in event["description"].split("\n")
    assert event["summary"] == "Heron: last day to refuse AI training"


@given(st.text(min_size=1).filter(line))
def test_whatever_a_page_says_the_file_is_read_back_as_it_was_written(quote: str) -> None:
    content = render_calendar([quoting(quote), JUNE], Reminders())
    assert all(len(each) <= 75 and not set(each) & set(b"\r\n\0") for each in lines(content))
    calendar = Calendar.from_ical(content)
    assert calendar.to_ical() == content
    assert calendar.events[0]["description"].split("\n")[2] == f"“{line(quote)}”"
