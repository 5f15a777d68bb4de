from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.records import Practice, Saying
from monitor.web.timeline import MOST_LANES, MOST_MARKS, Timeline, timeline

START = datetime(2026, 1, 1, tzinfo=UTC)
TRAINS = frozenset({Practice.TRAINS})


def seen(version: int, first: float, last: float, practices: frozenset[Practice] | None = TRAINS) -> Saying:
    """A sighting from one day of the year to another."""
    return Saying(version, START + timedelta(days=first), START + timedelta(days=last), practices)


def drawn(*history: Saying, troubles: tuple[float, ...] = (), days: float = 100) -> Timeline:
    found = timeline(history, [START + timedelta(days=day) for day in troubles], START + timedelta(days=days))
    assert found is not None
    return found


def test_a_document_that_was_never_read_has_none() -> None:
    assert timeline((), [], START) is None


def test_each_version_is_a_lane_the_latest_first_and_each_sighting_a_bar_on_the_axis() -> None:
    found = drawn(seen(1, 0, 20), seen(2, 25, 50), seen(1, 60, 100, None))
    assert [(lane.version_id, lane.present, lane.sightings) for lane in found.lanes] == [(1, True, 2), (2, False, 1)]
    assert [(bar.start, bar.width) for bar in found.lanes[0].bars] == [(0, 20), (60, 40)]
    assert [(bar.start, bar.width) for bar in found.lanes[1].bars] == [(25, 25)]
    assert (found.lanes[0].practices, found.lanes[1].practices) == (frozenset(), TRAINS)


def test_bars_that_nobody_could_tell_apart_are_one() -> None:
    history = [seen(1 + step % 2, step / 100, (step + 1) / 100) for step in range(5000)]
    found = drawn(*history)
    assert [len(lane.bars) for lane in found.lanes] == [1, 1]


def test_what_was_seen_but_once_can_be_seen_on_the_axis() -> None:
    assert drawn(seen(1, 50, 50), seen(2, 60, 100)).lanes[1].bars[0].width > 0


def test_no_day_to_come_is_on_the_axis_and_texts_of_one_day_are_told_apart() -> None:
    found = drawn(seen(1, 0, 0.1), seen(2, 0.2, 0.3), days=0.3)
    assert all(mark.day <= START + timedelta(days=0.3) for mark in found.marks)
    assert [bar.start + bar.width for bar in found.lanes[0].bars] == [pytest.approx(100)]
    assert {lane.alone for lane in found.lanes} == {False}
    assert {lane.alone for lane in drawn(seen(1, 0, 20), seen(2, 25, 50)).lanes} == {True}


def test_times_at_which_it_could_not_be_read_are_marked_below() -> None:
    found = drawn(seen(1, 0, 100), troubles=(80.05, 80, 10))
    assert [bar.start for bar in found.troubles] == [10, 80]


def test_of_very_many_versions_the_oldest_are_left_out_and_counted() -> None:
    found = drawn(*[seen(number, number, number + 1) for number in range(MOST_LANES + 7)])
    assert (len(found.lanes), found.earlier) == (MOST_LANES, 7)
    assert found.lanes[-1].bars[0].start == 0


def test_the_axis_has_a_few_marks_however_long_it_is() -> None:
    for days in (0.1, 3, 20, 45, 100, 400, 3000, 12_000):
        marks = drawn(seen(1, 0, days), days=days).marks
        assert 0 < len(marks) <= MOST_MARKS + 1, days
        assert all(0 <= mark.at <= 100 for mark in marks)
        assert {mark.day.day for mark in marks} == {1} or marks[0].by_day
