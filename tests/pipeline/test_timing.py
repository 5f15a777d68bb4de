from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from monitor.pipeline.timing import goes_at, is_quiet, send_at
from monitor.records import Digest, Quiet, Target

ZURICH = "Europe/Zurich"
NIGHT = Quiet(time(22), time(7))


def target(digest: Digest | None = None, quiet: Quiet | None = None, zone: str = ZURICH) -> Target:
    return Target("desk", "json://desk.example/", digest=digest, quiet=quiet, time_zone=zone)


def wall(*when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo(ZURICH), fold=fold).astimezone(UTC)  # type: ignore[arg-type, misc]  # numbers


def test_without_a_digest_it_is_sent_at_once() -> None:
    now = datetime(2025, 9, 1, 12, tzinfo=UTC)
    assert send_at(target(), now) == now


@pytest.mark.parametrize(
    ("digest", "now", "then"),
    [
        (Digest(time(8, 30)), (2025, 9, 1, 8, 29), (2025, 9, 1, 8, 30)),
        (Digest(time(8, 30)), (2025, 9, 1, 8, 30), (2025, 9, 2, 8, 30)),
        (Digest(time(8), weekday=0), (2025, 9, 1, 9), (2025, 9, 8, 8)),  # 1 September 2025 is a Monday
        (Digest(time(8), weekday=6), (2025, 9, 1, 9), (2025, 9, 7, 8)),
        (Digest(time(8)), (2025, 10, 25, 9), (2025, 10, 26, 8)),  # the night has 25 hours
        (Digest(time(8)), (2025, 3, 29, 9), (2025, 3, 30, 8)),  # the night has 23 hours
        (Digest(time(2, 30)), (2025, 3, 29, 9), (2025, 3, 30, 3, 30)),  # there is no half past two that night
        (Digest(time(0)), (2025, 12, 31, 23), (2026, 1, 1, 0)),
    ],
)
def test_a_digest_is_sent_at_its_hour_by_the_targets_clock(
    digest: Digest, now: tuple[int, ...], then: tuple[int, ...]
) -> None:
    assert send_at(target(digest), wall(*now)) == wall(*then)


def test_an_hour_that_comes_twice_is_taken_once() -> None:
    digest = target(Digest(time(2, 30)))
    first = send_at(digest, wall(2025, 10, 25, 12))
    assert first == wall(2025, 10, 26, 2, 30)
    assert send_at(digest, first) == wall(2025, 10, 27, 2, 30)


@pytest.mark.parametrize(
    ("quiet", "hour", "holds"),
    [
        (NIGHT, (21, 59), False),
        (NIGHT, (22, 0), True),
        (NIGHT, (3, 0), True),
        (NIGHT, (6, 59), True),
        (NIGHT, (7, 0), False),
        (Quiet(time(12), time(13, 30)), (13, 29), True),
        (Quiet(time(12), time(13, 30)), (13, 30), False),
        (Quiet(time(12), time(13, 30)), (11, 59), False),
    ],
)
def test_quiet_hours_are_those_of_the_targets_clock(quiet: Quiet, hour: tuple[int, int], *, holds: bool) -> None:
    assert is_quiet(target(quiet=quiet), wall(2025, 9, 1, *hour), grave=False) is holds


def test_only_what_is_grave_breaks_the_quiet_and_only_where_it_may() -> None:
    night = wall(2025, 9, 1, 23)
    may = target(quiet=Quiet(time(22), time(7), alerts_break=True))
    assert not is_quiet(may, night, grave=True)
    assert is_quiet(may, night, grave=False)
    assert is_quiet(target(quiet=NIGHT), night, grave=True)
    assert not is_quiet(target(), night, grave=False)


@pytest.mark.parametrize(
    ("day", "waits"),
    [((2025, 9, 3), True), ((2025, 9, 2), False), ((2025, 9, 1), False)],
)
def test_what_is_to_be_known_before_a_day_waits_for_no_digest_that_comes_too_late(
    day: tuple[int, int, int], *, waits: bool
) -> None:
    now, at = wall(2025, 9, 1, 8, 1), wall(2025, 9, 2, 8)
    assert send_at(target(Digest(time(8))), now, before=date(*day)) == (at if waits else now)


@pytest.mark.parametrize(
    ("due", "now", "then"),
    [
        ((2025, 9, 1, 20), (2025, 9, 1, 23), (2025, 9, 2, 7)),  # what is overdue goes when the quiet ends
        ((2025, 9, 2, 3), (2025, 9, 1, 12), (2025, 9, 2, 7)),  # and what falls into the quiet as well
        ((2025, 9, 1, 15), (2025, 9, 1, 12), (2025, 9, 1, 15)),
        ((2025, 9, 1, 11), (2025, 9, 1, 12), (2025, 9, 1, 11)),
        ((2025, 10, 25, 23), (2025, 10, 25, 23, 30), (2025, 10, 26, 7)),  # the night has 25 hours
    ],
)
def test_what_quiet_hours_hold_goes_at_their_end(
    due: tuple[int, ...], now: tuple[int, ...], then: tuple[int, ...]
) -> None:
    assert goes_at(target(quiet=NIGHT), wall(*due), wall(*now), grave=False) == wall(*then)
