"""Apart: steps that work on what pages say are done in processes of their own, which are ended when they cost too much.

None is started before there is something to do, a second one only where the first does not keep up, and all end when
there was nothing to do for a while. They outlive an event loop: commands and tests run several. This process has a core
to itself, unless the others are held up. Who gets pages waits until these have `caught_up`, as a page that is not read
yet lies in memory.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar, TypeVarTuple, cast
from weakref import WeakKeyDictionary

from monitor.errors import ExtractError
from monitor.work.limits import WALL_SECONDS
from monitor.work.worker import DONE, REFUSED, Job

TOO_COSTLY = "too costly"  # the kind of the ExtractError
CORES = os.cpu_count() or 1
AT_ONCE = max(2, CORES)  # processes, the last of them only where the others are held up
PATIENCE = 0.5  # seconds that a step waits for the end of another; starting a process takes about as long
HELD_UP = 3.0  # seconds in which no step begins or ends
IDLE = 60.0  # seconds without work after which the processes are ended
MOST_WAITING = 8  # steps that wait for their turn, from which on no more pages are asked for

_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from monitor.work.worker import main; main()"
_PASSED_ON = {"LANG", "PATH", "SYSTEMROOT"}  # of the environment, which holds the secrets of targets
_RECORDS = "monitor.records"

A = TypeVarTuple("A")
T = TypeVar("T")


async def apart(work: Callable[[*A], T], *arguments: *A) -> T:
    """Have a function of `monitor.work` done in another process; ExtractError for what costs too much."""
    async with _turn():
        outcome, found = await _POOL.do((work, arguments))
    if outcome == DONE:
        return cast("T", found)
    if outcome == REFUSED:
        detail, kind = found
        raise ExtractError(detail, kind=kind)
    raise ExtractError(found, kind=TOO_COSTLY)


async def caught_up() -> None:
    """Wait while as many steps wait for their turn as shall."""
    await _slots().calm.wait()


class _Answers(pickle.Unpickler):
    """Answers hold records and nothing else: one from a process that a page has taken over can do nothing here."""

    def find_class(self, module: str, name: str) -> Any:
        if module == _RECORDS or module.startswith(f"{_RECORDS}.") or (module, name) == ("datetime", "date"):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no record")


class _Worker:
    """A process that does one step after another."""

    def __init__(self) -> None:
        environment = {name: value for name, value in os.environ.items() if name in _PASSED_ON}
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-I", "-c", _PROGRAM, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
        )

    def ask(self, job: Job) -> tuple[str, Any, bool]:
        """Have a step done: how it ended, what it gave, and whether the process had better be ended."""
        assert self._process.stdin
        assert self._process.stdout
        pickle.dump(job, self._process.stdin, pickle.HIGHEST_PROTOCOL)  # a page goes into the pipe without a copy
        self._process.stdin.flush()
        return cast("tuple[str, Any, bool]", _Answers(self._process.stdout).load())

    def end(self) -> None:
        """End the process, whatever it is at."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            with suppress(OSError):  # what was not sent is not wanted any more
                pipe.close()  # type: ignore[union-attr]  # all three are pipes

    def cause(self) -> str:
        """What ended the process; RuntimeError where that was a bug of ours."""
        code = self._process.wait()
        if code < 0:
            return f"it ended the process that worked on it: {signal.strsignal(-code)}"
        assert self._process.stderr
        trace = self._process.stderr.read().decode(errors="replace")
        raise RuntimeError(f"a step failed for a reason that should not be: {trace}")


class _Pool:
    """The processes that are there."""

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._threads = ThreadPoolExecutor(AT_ONCE, "apart")
        self._ending: asyncio.TimerHandle | None = None
        atexit.register(self.end_idle)

    async def do(self, job: Job) -> tuple[str, Any]:
        """Have a step done: how it ended, and what it gave."""
        worker = self._idle.pop() if self._idle else _Worker()
        tired = True
        try:
            async with asyncio.timeout(WALL_SECONDS):
                outcome, found, tired = await asyncio.get_running_loop().run_in_executor(self._threads, worker.ask, job)
        except TimeoutError:
            return TOO_COSTLY, f"it took more than {WALL_SECONDS:g} s"
        except (EOFError, BrokenPipeError):
            return TOO_COSTLY, worker.cause()
        finally:
            if tired:
                worker.end()
            else:
                self._keep(worker)
        return outcome, found

    def end_idle(self) -> None:
        """End the processes that do nothing."""
        while self._idle:
            self._idle.pop().end()

    def _keep(self, worker: _Worker) -> None:
        self._idle.append(worker)
        if self._ending:
            self._ending.cancel()
        self._ending = asyncio.get_running_loop().call_later(IDLE, self.end_idle)


class _Slots(asyncio.Semaphore):
    """The turns of one event loop: one at first, and one more whenever a step has waited too long for its own."""

    def __init__(self) -> None:
        super().__init__()
        self.calm = asyncio.Event()
        self.calm.set()
        self._width, self._waiting, self._moved_at = 1, 0, time.monotonic()

    async def take(self) -> None:
        """Wait for a turn."""
        self._count(1)
        try:
            while not await self._comes_soon():
                is_held_up = time.monotonic() - self._moved_at > HELD_UP
                if self._width < (AT_ONCE if is_held_up else max(1, CORES - 1)):
                    self._width += 1
                    break
        finally:
            self._count(-1)
        self._moved_at = time.monotonic()

    def release(self) -> None:
        """Let another step have the turn."""
        self._moved_at = time.monotonic()
        super().release()

    async def _comes_soon(self) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                return await self.acquire()
        return False

    def _count(self, more: int) -> None:
        self._waiting += more
        if self._waiting < MOST_WAITING:
            self.calm.set()
        else:
            self.calm.clear()


_POOL = _Pool()
_SLOTS: WeakKeyDictionary[asyncio.AbstractEventLoop, _Slots] = WeakKeyDictionary()


def _slots() -> _Slots:
    return _SLOTS.setdefault(asyncio.get_running_loop(), _Slots())


@asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    slots = _slots()
    await slots.take()
    try:
        yield
    finally:
        slots.release()
