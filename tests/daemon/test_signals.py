from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from monitor.daemon import signals

SCRIPT = """
import asyncio, time
from signals import heed_signals

async def main():
    stop, reread = asyncio.Event(), asyncio.Event()
    heed_signals(stop, reread)
    print("ready", flush=True)
    {body}

asyncio.run(main())
"""
SAY = """
    waits = {asyncio.create_task(stop.wait(), name="stop"), asyncio.create_task(reread.wait(), name="reread")}
    done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    print(*(task.get_name() for task in done), flush=True)
"""


@contextmanager
def script(body: str, errors: int | None = None) -> Iterator[tuple[subprocess.Popen[str], IO[str]]]:
    """A process that heeds signals, from when on it does, and what it prints then."""
    command = [sys.executable, "-c", SCRIPT.format(body=body.strip())]
    folder = {"PYTHONPATH": str(Path(signals.__file__).parent)}  # alone, as all of ours takes seconds
    process = subprocess.Popen(command, env=os.environ | folder, stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout
    try:
        assert process.stdout.readline() == "ready\n"
        yield process, process.stdout
    finally:
        process.kill()
        process.communicate()


def test_one_that_hangs_is_gone_within_ten_seconds_and_whatever_hangs_was_left_in_good_order() -> None:
    with script("time.sleep(60)") as (process, _):
        began = time.monotonic()
        process.terminate()
        process.wait(20)
        assert time.monotonic() - began < 10
        assert process.returncode == 0


def test_a_second_signal_ends_at_once() -> None:
    with script("await asyncio.sleep(60)") as (process, _):
        began = time.monotonic()
        process.terminate()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        process.wait(20)
        assert time.monotonic() - began < 5
        assert process.returncode == 128 + signal.SIGINT


def test_a_hangup_has_the_configuration_read_again() -> None:
    with script(SAY) as (process, output):
        process.send_signal(signal.SIGHUP)
        assert output.readline() == "reread\n"


def test_a_hangup_because_the_terminal_was_closed_stops() -> None:
    terminal, errors = pty.openpty()
    with script(SAY, errors) as (process, output):
        os.close(errors)
        os.close(terminal)
        process.send_signal(signal.SIGHUP)
        assert output.readline() == "stop\n"
