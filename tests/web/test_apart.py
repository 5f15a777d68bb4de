from __future__ import annotations

import asyncio
import sys
from functools import partial

import pytest
from starlette.concurrency import run_in_threadpool

from monitor import work
from monitor.errors import ExtractError
from monitor.web import apart
from monitor.web.apart import Apart


def done(steps: Apart, *arguments: str) -> str:
    """What a handler in a thread is given."""
    return asyncio.run(run_in_threadpool(partial(steps.do, work.written, *arguments)))


def test_a_result_is_kept_for_whoever_asks_next_and_the_oldest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "KEPT", 1)
    steps = Apart()
    first, second = done(steps, "old", "new"), done(steps, "old", "newer")
    assert (first, second) == ("~~old~~\n\n**new**", "~~old~~\n\n**newer**")
    monkeypatch.setattr(sys.modules["monitor.pipeline.apart"], "WALL_SECONDS", 0.0)
    assert done(steps, "old", "newer") == second
    with pytest.raises(ExtractError):
        done(steps, "old", "new")
