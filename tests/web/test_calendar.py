from __future__ import annotations

from datetime import timedelta

from answering import Served
from icalendar import Calendar
from world import TRAINING, World

from monitor.pipeline import calendar_of

DAY = "3 November 2025"


def test_the_feed_is_the_calendar_and_is_not_sent_twice(served: Served, world: World) -> None:
    ahead = (world.now + timedelta(days=20)).date()
    world.look()
    world.serve(TRAINING.replace(DAY, f"{ahead.day} {ahead:%B %Y}"))
    world.look()
    answer = served.get("/calendar.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).events
    assert event.decoded("dtstart") == ahead
    assert answer.content == calendar_of(world.database, world.settings)
    again = served.get("/calendar.ics", {"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]


def test_what_a_document_says_otherwise_makes_it_another_one(served: Served, world: World) -> None:
    world.look()
    before = served.get("/calendar.ics")
    ahead = (world.now + timedelta(days=20)).date()
    world.serve(TRAINING.replace(DAY, f"{ahead.day} {ahead:%B %Y}"))
    world.look()
    after = served.get("/calendar.ics", {"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert len(Calendar.from_ical(after.content).events) == 1
