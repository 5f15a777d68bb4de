"""Worker: the program of a process that does one step after another, as they come in over standard input.

What it is sent it trusts, what it works on it does not: it holds no secret, writes no file and ends with its parent. A
bug ends it, with the trace on standard error.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from queue import SimpleQueue
from typing import BinaryIO

from monitor.errors import ExtractError
from monitor.work import memory
from monitor.work.limits import CPU_SECONDS, MEMORY_BYTES, TIRED_BYTES

if sys.platform != "win32":
    import resource

DONE, REFUSED, COSTLY = "done", "refused", "costly"  # how a step ended, the first part of an answer
Job = tuple[Callable[..., object], Sequence[object]]


def main() -> None:
    """Do what comes until the parent closes the pipe or is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):  # meant for the parent, which ends us when it has what it needs
        signal.signal(number, signal.SIG_IGN)
    bound()
    memory.spare()
    jobs: SimpleQueue[Job] = SimpleQueue()
    # not through sys.stdin, which a bug would wait for in vain: the thread is reading it
    pipe = os.fdopen(sys.stdin.fileno(), "rb", closefd=False)
    threading.Thread(target=_receive, args=(pipe, jobs), daemon=True).start()
    while True:
        pickle.dump(_answer(*jobs.get()), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
        sys.stdout.buffer.flush()


def _receive(pipe: BinaryIO, jobs: SimpleQueue[Job]) -> None:
    """Beside the work, so that the end of the parent ends that, too."""
    with suppress(EOFError):
        while True:
            jobs.put(pickle.load(pipe))  # noqa: S301 - from the parent
    os._exit(0)


def _answer(work: Callable[..., object], arguments: Sequence[object]) -> tuple[object, ...]:
    _allow_more_cpu()
    try:
        return DONE, work(*arguments), _is_tired()
    except ExtractError as error:
        return REFUSED, (error.detail, error.kind), _is_tired()
    except MemoryError:
        return COSTLY, f"it took more than {MEMORY_BYTES >> 20} MB of memory", True
    except RecursionError:
        return COSTLY, "it holds parts inside parts without end", False


def bound() -> None:
    """Limit what this process may take of memory, and let it leave nothing behind."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _allow_more_cpu() -> None:
    """Let the system end this process when it has taken so much more than by now, whatever it is at."""
    if sys.platform != "win32":
        most = int(time.process_time()) + 1 + CPU_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _peak() -> int:
    """The most memory that this process ever took, in bytes; 0 where that is not told."""
    if sys.platform == "win32":
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


# Linux counts what the parent took when it started this process as this one's, too.
INHERITED = _peak()


def _is_tired() -> bool:
    return _peak() > max(TIRED_BYTES, INHERITED)
