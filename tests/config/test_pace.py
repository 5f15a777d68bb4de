from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.config.pace import JITTER, in_time, next_check
from monitor.records import Schedule, Unrest

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SIX_HOURS = Schedule(every=6 * 3600.0)
NEVER: tuple[float, ...] = ()


def least(_least: float, _most: float) -> float:
    return _least


def most(_least: float, most: float) -> float:
    return most


def ago(*days: float) -> tuple[datetime, ...]:
    return tuple(NOW - timedelta(days=each) for each in days)


def hours(schedule: Schedule, unrest: Unrest) -> float:
    """In how many hours the next check comes, without jitter."""
    return (next_check(schedule, NOW, unrest, draw=least) - NOW) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("became", "expected"),
    [
        pytest.param(NEVER, 6, id="never read"),
        pytest.param((0,), 6, id="the first record is no change"),
        pytest.param((29,), 6, id="not a month yet"),
        pytest.param((105,), 15, id="half the way from a month to half a year"),
        pytest.param((180,), 24, id="half a year"),
        pytest.param((4000,), 24, id="years"),
        pytest.param((0, 90), 1, id="just changed"),
        pytest.param((0.5 / 24, 90), 1, id="changed half an hour ago"),
        pytest.param((2 / 24, 90), 2, id="changed two hours ago"),
        pytest.param((5 / 24, 90), 5, id="changed five hours ago"),
        pytest.param((7 / 24, 90), 6, id="changed seven hours ago"),
        pytest.param((0, 0.9), 6, id="changed for the second time within a day: restless"),
        pytest.param((0, 1.1), 1, id="changed again after more than a day"),
        pytest.param((-1,), 6, id="changed tomorrow: a clock that was set back"),
    ],
)
def test_what_changed_is_looked_at_soon_and_what_does_not_change_less_often(
    became: tuple[float, ...], expected: float
) -> None:
    assert hours(SIX_HOURS, Unrest(ago(*became))) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2026-03-09T17:00", "2026-03-09T23:00"), ("2026-03-09T22:00", "2026-03-10T00:00"),
     ("2026-03-10T00:00", "2026-03-10T01:00"), ("2026-03-10T01:00", "2026-03-10T02:00"),
     ("2026-03-10T04:00", "2026-03-10T08:00"), ("2026-03-10T08:00", "2026-03-10T14:00")],
)  # fmt: skip
def test_a_day_that_a_clause_names_is_not_slept_over_and_what_follows_is_looked_at_soon(
    now: str, expected: str
) -> None:
    moment = datetime.fromisoformat(f"{now}+00:00")
    named = Unrest((moment - timedelta(days=20),), (date(2026, 3, 10), date(2026, 4, 1)))
    assert next_check(SIX_HOURS, moment, named, draw=least) == datetime.fromisoformat(f"{expected}+00:00")


@pytest.mark.parametrize("unrest", [Unrest(ago(0, 90)), Unrest(ago(900)), Unrest(ago(90), (NOW.date(),))])
def test_a_schedule_that_is_not_adaptive_or_goes_by_cron_knows_no_unrest(unrest: Unrest) -> None:
    assert hours(Schedule(every=6 * 3600.0, adaptive=False), unrest) == 6
    assert hours(Schedule(every=None, cron="0 7 * * *"), unrest) == 19


@pytest.mark.parametrize(("every", "expected"), [("1m", 4), ("1d", 4), ("2d", 3.5), ("1w", 1), ("4w", 1)])
def test_an_interval_grows_fourfold_but_not_past_a_week(every: str, expected: float) -> None:
    seconds = {"1m": 60.0, "1d": 86400.0, "2d": 2 * 86400.0, "1w": 7 * 86400.0, "4w": 28 * 86400.0}[every]
    assert hours(Schedule(every=seconds), Unrest(ago(365))) == pytest.approx(expected * seconds / 3600)


def test_a_schedule_of_minutes_is_not_slowed_by_a_change() -> None:
    assert hours(Schedule(every=60.0), Unrest(ago(0, 90))) == pytest.approx(1 / 60)


def test_documents_spread_out_over_time() -> None:
    assert next_check(SIX_HOURS, NOW, Unrest(), draw=most) == NOW + timedelta(hours=6) * (1 + JITTER)
    found = {next_check(SIX_HOURS, NOW, Unrest()) for _ in range(20)}
    assert len(found) > 1
    assert all(NOW + timedelta(hours=6) <= each <= NOW + timedelta(hours=6.3) for each in found)


@pytest.mark.parametrize(
    ("schedule", "ahead", "expected"),
    [
        (SIX_HOURS, 5, 5),
        (SIX_HOURS, 6.2, 6.2),
        (SIX_HOURS, 24 * 365, 3),
        (Schedule(every=3600.0), 6, 0.5),
        (Schedule(every=None, cron="0 7 * * *"), 24 * 365, 19),
        (Schedule(every=None, cron="0 7 * * *"), 3, 3),
    ],
)
def test_a_time_that_is_too_far_ahead_comes_within_the_next_interval(
    schedule: Schedule, ahead: float, expected: float
) -> None:
    planned = NOW + timedelta(hours=ahead)
    found = in_time(schedule, planned, NOW, Unrest(), draw=lambda least, most: (least + most) / 2)
    assert found == NOW + timedelta(hours=expected)


def test_a_time_that_a_slowed_schedule_gave_is_not_too_far_ahead() -> None:
    still = Unrest(ago(365))
    planned = next_check(SIX_HOURS, NOW, still, draw=most)
    assert in_time(SIX_HOURS, planned, NOW, still) == planned
