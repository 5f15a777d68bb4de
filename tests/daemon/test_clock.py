from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from monitor.daemon.clock import watch_clock

DAY, YEAR = 86_400.0, 31_536_000.0


async def jumps(walls: Iterable[float]) -> int:
    """How often the watch calls back while the clock on the wall shows these, a second passing between two of them."""
    shown, passed, heard = iter(walls), iter(range(1000)), 0

    def jumped() -> None:
        nonlocal heard
        heard += 1

    with pytest.raises(StopIteration):
        try:
            await watch_clock(jumped, wall=lambda: next(shown), steady=lambda: float(next(passed)), every=0)
        except RuntimeError as error:  # what a coroutine makes of it
            assert error.__cause__
            raise error.__cause__ from None
    return heard


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
    await jumps([DAY, 1])
    await jumps([0, DAY + 1])
    back, forward = caplog.messages
    assert back.startswith("the clock went back by 1 day, 0:00:00")
    assert forward.startswith("the clock went forward, or this machine slept, by 1 day, 0:00:00")


async def test_watching_ends_when_it_is_cancelled() -> None:
    task = asyncio.create_task(watch_clock(lambda: None))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
