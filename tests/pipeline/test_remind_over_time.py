"""Whole years of passes: exactly the right reminders, and none twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from servers import Site
from sqlalchemy import delete, select, update
from targets import Webhook
from world import TRAINING, World

from monitor.database import connect
from monitor.database.tables import alerts, deliveries, findings, reminders
from monitor.database.tables import changes as changes_table
from monitor.records import AlertKind, Reminders

ANNOUNCED = datetime(2025, 9, 1, 12, tzinfo=UTC)
ZONES = ("UTC", "Europe/Zurich", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Asia/Kathmandu")
days_before = st.lists(st.integers(0, 40), max_size=5, unique=True).map(tuple)
hours = st.builds(time, st.integers(0, 23))
schedules = st.builds(Reminders, days_before, hours, st.sampled_from(ZONES))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A document that has gained a clause with a day ahead."""
    path: Path = tmp_path_factory.mktemp("time") / "monitor.db"
    database = connect(f"sqlite:///{path}")
    with Site() as site, Webhook() as webhook:
        world = World(database, site, webhook)
        world.look()
        world.serve(TRAINING)
        world.look()
        yield world
    database.close()


def stated(world: World, day: date, announced: datetime) -> None:
    """Have the clause name another day, be announced at another time, and nobody reminded yet."""
    with world.database.writing() as db:
        db.execute(update(findings).values(facts={"date": day.isoformat()}, date=day.isoformat(), deadline=None))
        db.execute(delete(reminders))
        reminding = select(alerts.c.id).where(alerts.c.kind == AlertKind.REMINDER)
        db.execute(delete(deliveries).where(deliveries.c.alert_id.in_(reminding)))
        db.execute(delete(alerts).where(alerts.c.kind == AlertKind.REMINDER))
        db.execute(update(alerts).values(created_at=announced))
        db.execute(update(changes_table).values(acknowledged_at=None))


def told(world: World) -> list[tuple[datetime, int]]:
    """When people were reminded, and how many days before."""
    with world.database.reading() as db:
        query = select(alerts.c.created_at, reminders.c.days_before).join(reminders).order_by(alerts.c.id)
        return [(row.created_at, row.days_before) for row in db.execute(query)]


def right(wanted: Reminders, day: date, announced: datetime, passes: Iterable[datetime]) -> list[tuple[datetime, int]]:
    """What is to be told: each reminder at the first pass of its time, which ends when the next one's begins."""
    zone = ZoneInfo(wanted.time_zone)
    begins = {
        before: datetime.combine(day - timedelta(days=before), wanted.at, zone).astimezone(UTC)
        for before in sorted(wanted.days, reverse=True)
    }
    over = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    ends = [*list(begins.values())[1:], over]
    found = []
    for (before, begin), end in zip(begins.items(), ends, strict=False):
        first = next((at for at in passes if begin <= at < min(end, over)), None)
        if first is not None and begin > announced:
            found.append((first, before))
    return found


def simulate(world: World, passes: Sequence[datetime]) -> None:
    for at in passes:
        world.now = at
        world.recall()


@settings(max_examples=60)
@given(
    schedules,
    st.tuples(st.integers(-2, 60) | st.integers(-2, 0), st.integers(-30 * 24, 24 * 3)),
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 23)), min_size=1, max_size=40),
    st.sampled_from([date(2025, 10, 26), date(2025, 11, 3), date(2026, 3, 29), date(2026, 1, 1)]),
)
def test_whatever_the_dates_hours_and_downtimes_each_reminder_comes_once_in_its_time(
    world: World,
    wanted: Reminders,
    begins: tuple[int, int],
    downtimes: list[tuple[int, int]],
    day: date,
) -> None:
    early, announced_after = begins
    announced = datetime.combine(day, time(12), UTC) - timedelta(days=10) + timedelta(hours=announced_after)
    begin = datetime.combine(day, time(), UTC) - timedelta(days=early)
    passes = [max(begin, announced)]
    for number, (hours_down, more) in enumerate(downtimes):
        passes.append(passes[-1] + timedelta(hours=hours_down + (more * 12 if number % 5 == 0 else 0)))
    world.settings = replace(world.settings, reminders=wanted)
    stated(world, day, announced)
    simulate(world, passes)
    assert told(world) == right(wanted, day, announced, passes)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Zurich", "Pacific/Kiritimati"])
def test_of_366_days_with_a_pass_every_few_hours_each_day_is_recalled_at_its_hours(world: World, zone: str) -> None:
    wanted = Reminders(time_zone=zone)
    world.settings = replace(world.settings, reminders=wanted)
    day = date(2026, 8, 20)
    stated(world, day, ANNOUNCED)
    passes = [ANNOUNCED + timedelta(hours=5 * number) for number in range(366 * 24 // 5)]
    simulate(world, passes)
    assert told(world) == right(wanted, day, ANNOUNCED, passes)
    assert [before for _, before in told(world)] == [14, 3, 1]


def test_a_year_of_days_in_one_document_brings_each_of_them_three_times(world: World) -> None:
    world.settings = replace(world.settings, reminders=Reminders())
    stated(world, date(2025, 9, 20), ANNOUNCED)
    named = [date(2025, 9, 20) + timedelta(days=31 * number) for number in range(11)]
    with world.database.writing() as db:
        row = db.execute(select(findings)).mappings().first()
        assert row is not None
        db.execute(delete(findings).where(findings.c.id > row["id"]))
        for number, day in zip(count(100), named, strict=False):
            named_day = {"facts": {"deadline": day.isoformat()}, "date": None, "deadline": day.isoformat()}
            values = {**row, **named_day, "id": number, "after_at": None, "before_at": None}
            db.execute(findings.insert().values(values))
    simulate(world, [ANNOUNCED + timedelta(hours=12 * number) for number in range(366 * 2)])
    with world.database.reading() as db:
        found = list(db.execute(select(reminders.c.day, reminders.c.days_before)))
    expected = [(day.isoformat(), before) for day in named for before in (14, 3, 1)]
    assert sorted(map(tuple, found)) == sorted(expected)
