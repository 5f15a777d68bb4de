from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from living import eventually

from monitor.daemon.clock import watch_clock

DAY, YEAR = 86_400.0, 31_536_000.0


async def jumps(walls: Sequence[float]) -> int:
    """How often the watch calls back while the clock on the wall shows these, a second passing between two of them."""
    seconds, heard = iter(range(len(walls))), []
    now = 0

    def wall() -> float:
        nonlocal now
        now = next(seconds, now)
        return walls[now]

    task = asyncio.create_task(watch_clock(lambda: heard.append(now), wall=wall, steady=lambda: now, every=0))
    await eventually(lambda: now == len(walls) - 1)
    task.cancel()
    return len(heard)


@pytest.mark.parametrize(
    ("walls", "expected"),
    [
        ([0, 1, 2, 3], 0),
        ([0, 1.4, 2.1, 2.9], 0),  # a clock that is slowly put right
        ([DAY, DAY + 1, 2, 3], 1),  # set back by a day
        ([0, 1, YEAR + 2, YEAR + 3], 1),
        ([0, 3600, 3601, 7202], 2),  # the machine slept twice
    ],
)
async def test_a_clock_that_was_set_is_noticed_once(walls: list[float], expected: int) -> None:
    assert await jumps(walls) == expected


async def test_the_log_says_how_far_and_in_which_direction(caplog: pytest.LogCaptureFixture) -> None:
    await jumps([DAY, 1, 2])
    await jumps([0, DAY + 1, DAY + 2])
    back, forward = caplog.messages
    assert back.startswith("the clock went back by 1 day, 0:00:00")
    assert forward.startswith("the clock went forward, or this machine slept, by 1 day, 0:00:00")


async def test_watching_ends_when_it_is_cancelled() -> None:
    task = asyncio.create_task(watch_clock(lambda: None))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
