import logging
import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from world import TRAINING, World

from monitor.pipeline.calendar import calendar_of, keep_calendar
from monitor.records import Reminders
from monitor.store import changes, reminders

KEY = "larkspur/Privacy Policy"


def served(world: World, *extra: str) -> None:
    world.serve(*extra)
    world.look()
    world.pass_time(days=1)


def events(world: World) -> list[Event]:
    content = calendar_of(world.database, world.settings, clock=lambda: world.now)
    return list(Calendar.from_ical(content).events)


def days(world: World) -> list[tuple[str, str, int]]:
    return [(f"{e.decoded('dtstart'):%m-%d}", str(e["status"]), int(e["sequence"])) for e in events(world)]


@pytest.fixture
def kept(world: World, tmp_path: Path) -> Path:
    """The calendar file that the world keeps."""
    file = tmp_path / "days.ics"
    world.settings = replace(world.settings, reminders=Reminders(calendar=str(file)))
    return file


def keep(world: World) -> None:
    keep_calendar(world.database, world.settings, clock=lambda: world.now)


def test_the_calendar_has_every_day_ahead_and_those_of_the_last_year(world: World) -> None:
    served(world)
    served(world, TRAINING)
    assert days(world) == [("11-03", "CONFIRMED", 0)]
    world.now = datetime(2026, 11, 3, 12, tzinfo=UTC)
    assert days(world) == [("11-03", "CONFIRMED", 0)]
    world.pass_time(days=1)
    assert days(world) == []


def test_a_day_that_was_past_when_it_was_first_read_is_no_event(world: World) -> None:
    served(world)
    world.now = datetime(2025, 11, 10, 12, tzinfo=UTC)
    served(world, TRAINING)
    assert days(world) == []


def test_a_day_that_is_moved_is_cancelled_beside_the_new_one(world: World) -> None:
    served(world)
    served(world, TRAINING)
    served(world, TRAINING.replace("3 November", "1 December"))
    assert days(world) == [("11-03", "CANCELLED", 1), ("12-01", "CONFIRMED", 0)]


def test_what_goes_after_its_day_has_happened_all_the_same(world: World) -> None:
    served(world)
    served(world, TRAINING)
    world.now = datetime(2025, 11, 20, 12, tzinfo=UTC)
    served(world)
    served(world, "We have moved to another town, and our letters with us.")
    assert days(world) == [("11-03", "CONFIRMED", 0)]


def test_what_is_acknowledged_is_cancelled_and_comes_back_when_that_is_undone(world: World) -> None:
    served(world)
    served(world, TRAINING)
    with world.database.writing() as db:
        numbers = [change.id for change in changes.of_documents(db, [KEY])]
        reminders.acknowledge(db, numbers, world.now)
    assert days(world) == [("11-03", "CANCELLED", 1)]
    with world.database.writing() as db:
        reminders.acknowledge(db, numbers, None)
    assert days(world) == [("11-03", "CONFIRMED", 0)]


def test_an_event_says_when_the_change_was_seen(world: World) -> None:
    served(world)
    seen = world.now
    served(world, TRAINING)
    (event,) = events(world)
    assert event.decoded("dtstamp") == seen
    assert event["url"] == world.site.url("/privacy")


def test_the_file_is_written_for_its_owner_alone_and_only_when_its_content_changes(world: World, kept: Path) -> None:
    served(world)
    keep(world)
    first = kept.stat()
    assert stat.S_IMODE(first.st_mode) == 0o600
    keep(world)
    world.pass_time(hours=1)
    keep(world)
    assert kept.stat().st_mtime_ns == first.st_mtime_ns
    assert kept.stat().st_ino == first.st_ino
    served(world, TRAINING)
    keep(world)
    assert kept.stat().st_ino != first.st_ino
    assert len(Calendar.from_ical(kept.read_bytes()).events) == 1
    assert [file.name for file in kept.parent.iterdir() if "days" in file.name] == ["days.ics"]


def test_a_folder_that_went_meanwhile_is_said_and_the_work_goes_on(
    world: World, kept: Path, caplog: pytest.LogCaptureFixture
) -> None:
    world.settings = replace(world.settings, reminders=Reminders(calendar=str(kept.parent / "gone" / "days.ics")))
    with caplog.at_level(logging.ERROR):
        keep(world)
    assert "could not be written" in caplog.text
