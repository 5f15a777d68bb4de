"""Steps are done in another process, which may come to any end without harm to this one."""

from __future__ import annotations

import asyncio
import operator
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path, PurePath
from pickle import UnpicklingError

import pytest

from monitor import extract, work
from monitor.errors import ExtractError
from monitor.pipeline.apart import TOO_COSTLY, apart, caught_up
from monitor.work.limits import CPU_SECONDS, MEMORY_BYTES

# Waits in another process, says which one that is, and is killed meanwhile.
PARENT = """
import asyncio, os, time
from monitor.pipeline import apart

async def main():
    print(await apart(os.getpid), flush=True)
    await apart(time.sleep, 600)

asyncio.run(main())
"""

LARGE = """
import asyncio, os
from monitor.pipeline import apart
from monitor.work.limits import TIRED_BYTES

async def main():
    print(await apart(os.getpid) == await apart(os.getpid))

ballast = b"x" * TIRED_BYTES
asyncio.run(main())
"""


async def refused(step: Callable[..., object], *arguments: object) -> ExtractError:
    with pytest.raises(ExtractError) as caught:
        await apart(step, *arguments)
    return caught.value


def is_there(process: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked about is there no more."""
    status = Path(f"/proc/{process}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


async def test_a_step_is_done_in_another_process_one_after_another_in_the_same() -> None:
    first, second = await apart(os.getpid), await apart(os.getpid)
    assert first == second != os.getpid()


def test_the_process_outlives_the_event_loop() -> None:
    assert asyncio.run(apart(os.getpid)) == asyncio.run(apart(os.getpid))


async def test_what_is_found_comes_back_as_records() -> None:
    text = "We use your posts to train our generative AI models."
    assert await apart(work.clauses, text, "en") == work.clauses(text, "en")


async def test_a_step_that_takes_too_much_memory_is_too_costly_and_harms_no_other() -> None:
    error = await refused(bytearray, 2 * MEMORY_BYTES)
    assert (error.kind, error.detail) == (TOO_COSTLY, "it took more than 1024 MB of memory")
    assert await apart(int, "7") == 7


@pytest.mark.parametrize("sign", [signal.SIGXCPU, signal.SIGSEGV, signal.SIGKILL])
async def test_a_step_that_ends_its_process_is_too_costly_and_harms_no_other(sign: signal.Signals) -> None:
    error = await refused(signal.raise_signal, sign)
    assert error.kind == TOO_COSTLY
    assert str(signal.strsignal(sign)) in error.detail
    assert await apart(int, "7") == 7


async def test_each_step_may_take_so_much_computing_and_no_more() -> None:
    for _ in range(2):
        soft, _hard = await apart(resource.getrlimit, resource.RLIMIT_CPU)
        taken = await apart(time.process_time)
        assert CPU_SECONDS <= soft - taken <= CPU_SECONDS + 2


async def test_a_step_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[apart.__module__], "WALL_SECONDS", 0.2)
    process = await apart(os.getpid)
    error = await refused(time.sleep, 600)
    assert (error.kind, error.detail) == (TOO_COSTLY, "it took more than 0.2 s")
    assert not is_there(process)


async def test_a_step_that_is_called_off_is_ended_with_its_process() -> None:
    process = await apart(os.getpid)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await apart(time.sleep, 600)
    assert not is_there(process)


async def test_a_page_that_cannot_be_read_is_refused_as_it_is_here() -> None:
    error = await refused(extract.extract, b"PK\x03\x04", "text/html")
    assert error.kind == "wrong media type"


async def test_a_bug_is_told_with_its_trace_and_the_next_step_is_done() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        await apart(operator.truediv, 1, 0)
    assert await apart(int, "7") == 7


async def test_an_answer_that_is_no_record_is_not_taken() -> None:
    with pytest.raises(UnpicklingError, match="is no record"):
        await apart(PurePath, "page")


async def test_the_process_knows_no_secret_and_writes_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SLACK_URL", "https://secret.example")
    assert await apart(os.getenv, "SLACK_URL") is None
    (tmp_path / "page").write_text("text")
    with pytest.raises(RuntimeError, match="File too large"):
        await apart(shutil.copyfile, str(tmp_path / "page"), str(tmp_path / "copy"))


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_what_stops_the_program_does_not_stop_a_step_under_way(sign: signal.Signals) -> None:
    assert await apart(signal.raise_signal, sign) is None


async def test_while_a_step_takes_long_others_are_done_by_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[apart.__module__], "HELD_UP", 0.2)
    process = await apart(os.getpid)
    long = asyncio.ensure_future(apart(time.sleep, 600))
    await asyncio.sleep(0)
    assert await apart(os.getpid) != process
    long.cancel()


async def test_while_steps_wait_no_more_pages_are_asked_for_than_can_wait_with_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.modules[apart.__module__], "MOST_WAITING", 2)
    await caught_up()
    steps = [asyncio.ensure_future(apart(time.sleep, 0.01)) for _ in range(4)]
    await asyncio.sleep(0)
    pages = asyncio.ensure_future(caught_up())
    await steps[0]
    assert not pages.done()
    await pages
    await asyncio.gather(*steps)


async def test_processes_that_have_nothing_to_do_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[apart.__module__], "IDLE", 0.05)
    process = await apart(os.getpid)
    for _ in range(100):
        if not is_there(process):
            return
        await asyncio.sleep(0.02)
    pytest.fail("it is still there")


def test_the_process_of_a_large_program_is_not_taken_for_a_tired_one() -> None:
    said = subprocess.run([sys.executable, "-c", LARGE], check=True, capture_output=True, text=True).stdout
    assert said == "True\n"


def test_a_process_ends_with_its_parent_whatever_it_is_at() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        assert is_there(process)
        parent.kill()
    for _ in range(200):
        if not is_there(process):
            return
        time.sleep(0.02)
    pytest.fail("it is still there")
