from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.schedule import next_time
from monitor.records import Schedule

ZURICH = "Europe/Zurich"
CHANGES = [  # of the clocks, in the zones below
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 3, 8, 7, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
]
MOMENTS = st.builds(
    lambda change, minutes: change + timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-300, 300) | st.integers(-500_000, 500_000),
)


def times(cron: str, start: str, count: int, time_zone: str = "UTC") -> list[str]:
    """The next `count` times after `start`, as `day hour:minute` in UTC."""
    found = [datetime.fromisoformat(start + "+00:00")]
    for _ in range(count):
        found.append(next_time(Schedule(None, cron, time_zone), found[-1]))
    return [moment.strftime("%m-%d %H:%M") for moment in found[1:]]


def test_an_interval_is_added_to_the_last_time() -> None:
    after = datetime(2026, 3, 1, 12, 30, 15, 500, tzinfo=UTC)
    assert next_time(Schedule(every=90.5), after) == after + timedelta(seconds=90.5)


def test_an_interval_is_as_long_as_ever_when_the_clocks_change() -> None:
    after = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert next_time(Schedule(every=6 * 3600.0, time_zone=ZURICH), after) == after + timedelta(hours=6)


def test_a_cron_time_is_one_of_its_time_zone() -> None:
    assert times("0 7 * * *", "2026-01-10T05:00", 2, ZURICH) == ["01-10 06:00", "01-11 06:00"]
    assert times("0 7 * * *", "2026-07-10T05:00", 2, ZURICH) == ["07-11 05:00", "07-12 05:00"]


def test_the_times_are_given_in_utc_whatever_zone_they_were_asked_in() -> None:
    tokyo = timezone(timedelta(hours=9))
    found = next_time(Schedule(None, "0 7 * * *", ZURICH), datetime(2026, 1, 10, 12, 0, tzinfo=tokyo))
    assert found == datetime(2026, 1, 10, 6, 0, tzinfo=UTC)
    assert found.tzinfo is UTC


def test_a_time_that_the_clocks_skip_comes_an_hour_later_on_that_day() -> None:
    assert times("30 2 * * *", "2026-03-28T00:00", 3, ZURICH) == ["03-28 01:30", "03-29 01:30", "03-30 00:30"]


def test_a_time_that_comes_twice_when_clocks_go_back_is_taken_once() -> None:
    assert times("30 2 * * *", "2026-10-24T00:00", 3, ZURICH) == ["10-24 00:30", "10-25 00:30", "10-26 01:30"]


def test_every_hour_is_every_hour_when_clocks_go_back() -> None:
    assert times("0 * * * *", "2026-10-24T23:30", 4, ZURICH) == [
        "10-25 00:00",
        "10-25 01:00",
        "10-25 02:00",
        "10-25 03:00",
    ]


@pytest.mark.parametrize(
    ("cron", "days"),
    [
        ("0 0 * * 0", ["01-04", "01-11"]),
        ("0 0 * * 7", ["01-04", "01-11"]),
        ("0 0 * * sun", ["01-04", "01-11"]),
        ("0 0 * * 1", ["01-05", "01-12"]),
        ("0 0 * * MON-wed", ["01-05", "01-06", "01-07", "01-12"]),
        ("0 0 * * 1-5/2", ["01-02", "01-05", "01-07", "01-09"]),
        ("0 0 * * 5/1", ["01-02", "01-03", "01-09"]),
        ("0 0 * * fri-mon", ["01-02", "01-03", "01-04", "01-05", "01-09"]),
        ("0 0 * * 5-7", ["01-02", "01-03", "01-04", "01-09"]),
        ("0 0 * * 0-7", ["01-02", "01-03", "01-04", "01-05"]),
        ("0 0 * * */3", ["01-03", "01-04", "01-07"]),
        ("0 0 * * 2,4", ["01-06", "01-08", "01-13"]),
        ("0 0 10 * *", ["01-10", "02-10"]),
        ("0 0 10 * 1", ["01-05", "01-10", "01-12"]),
        ("0 0 */10 * 1", ["05-11", "06-01"]),
        ("0 0 1 mar,JUN *", ["03-01", "06-01"]),
    ],
)
def test_days_are_those_of_crontab(cron: str, days: list[str]) -> None:
    # 1 January 2026 is a Thursday.
    assert [time.split()[0] for time in times(cron, "2026-01-01T12:00", len(days))] == days


@pytest.mark.parametrize(
    "cron",
    ["", "* * * *", "* * * * * *", "60 * * * *", "* 24 * * *", "x * * * *", "*/0 * * * *", "5-2 * * * *",
     "* * 0 * *", "* * * 13 *", "* * * * 8", "* * * * -1", "* * * * x", "* * * * 1-", "* * * * */0", "* * * * ²",
     "0 0 30 2 *", "@daily"],
)  # fmt: skip
def test_an_expression_that_is_none_or_never_comes_is_refused(cron: str) -> None:
    with pytest.raises(ValueError):
        next_time(Schedule(None, cron), datetime(2026, 1, 1, tzinfo=UTC))


def test_a_leap_day_is_waited_for() -> None:
    assert next_time(Schedule(None, "0 0 29 2 *"), datetime(2026, 1, 1, tzinfo=UTC)) == datetime(
        2028, 2, 29, tzinfo=UTC
    )


ZONES = st.sampled_from(["UTC", ZURICH, "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
SOME = settings(max_examples=60, deadline=None)  # how long one takes is the machine's matter


@SOME
@given(MOMENTS, st.sampled_from(["30 2 * * *", "0 0 1 * 1", "59 23 31 12 *", "15,45 1-3 * * *", "5 0 * * *"]), ZONES)
def test_times_move_on_and_none_is_left_out_by_asking_in_between(after: datetime, cron: str, time_zone: str) -> None:
    schedule = Schedule(None, cron, time_zone)
    found = [after]
    for _ in range(3):
        found.append(next_time(schedule, found[-1]))
    assert all(earlier < later for earlier, later in pairwise(found))
    assert next_time(schedule, after + (found[1] - after) / 2) == found[1]


@SOME
@given(MOMENTS, ZONES)
@pytest.mark.parametrize(
    ("cron", "due"),
    [
        ("*/7 * * * *", lambda wall: wall.minute % 7 == 0),
        ("0 * * * *", lambda wall: wall.minute == 0),
        ("15 */6 * * mon-fri", lambda wall: wall.minute == 15 and wall.hour % 6 == 0 and wall.weekday() < 5),
    ],
)
def test_where_every_hour_counts_each_minute_that_fits_is_taken(
    cron: str, due: Callable[[datetime], bool], after: datetime, time_zone: str
) -> None:
    zone = ZoneInfo(time_zone)
    minutes = (after + timedelta(minutes=passed) for passed in range(1, 4 * 24 * 60))
    expected = next(minute for minute in minutes if due(minute.astimezone(zone)))
    assert next_time(Schedule(None, cron, time_zone), after) == expected


def test_midnight_is_not_left_out_after_the_night_that_the_clocks_go_forward_in() -> None:
    assert times("30 0 * * *", "2026-03-29T00:00", 2, ZURICH) == ["03-29 22:30", "03-30 22:30"]
    assert times("30 0 * * mon", "2026-03-28T23:45", 1, ZURICH) == ["03-29 22:30"]
    assert times("30 */12 * * mon", "2026-03-28T23:45", 1, ZURICH) == ["03-29 22:30"]


def test_a_time_that_the_clocks_skip_still_comes_when_asked_for_in_the_hour_after() -> None:
    assert times("30 2 * * *", "2026-03-29T01:10", 1, ZURICH) == ["03-29 01:30"]
