"""What a program costs, read from Linux: CPU seconds and memory of a process and of all that it started."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
EVERY = 0.2  # seconds between two looks at the memory


@dataclass(slots=True)
class Cost:
    """CPU and wall in seconds; `main_mb` is the most that the first process held, `tree_mb` that of all together."""

    cpu: float = 0.0
    wall: float = 0.0
    main_mb: float = 0.0
    tree_mb: float = 0.0


@contextmanager
def watched(pid: int, cpu: Callable[[], float] | None = None) -> Iterator[Cost]:
    """Take the cost of a process that runs meanwhile; `cpu` tells what it has used where it will have ended."""
    cost, ended = Cost(), threading.Event()

    def look() -> None:
        while not ended.wait(EVERY):
            cost.main_mb = max(cost.main_mb, _memory([pid], "Rss"))
            cost.tree_mb = max(cost.tree_mb, _memory(tree(pid), "Pss"))

    watcher = threading.Thread(target=look)
    begun, used = time.perf_counter(), 0.0 if cpu else used_by(pid)
    watcher.start()
    try:
        yield cost
    finally:
        cost.wall = time.perf_counter() - begun
        cost.cpu = cpu() if cpu else used_by(pid) - used
        ended.set()
        watcher.join()


def tree(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for above in found:
        with suppress(OSError):
            for task in Path(f"/proc/{above}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def used_by(pid: int) -> float:
    """CPU seconds of a process and all below it, with those that have ended."""
    seconds = 0.0
    for each in tree(pid):
        with suppress(OSError):
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            seconds += sum(map(int, fields[11:15])) / TICKS
    return seconds


def folder_mb(folder: Path) -> float:
    """What lies in a folder, as the disk counts it."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file()) / 1e6


def _memory(pids: list[int], what: str) -> float:
    megabytes = 0.0
    for pid in pids:
        with suppress(OSError):  # it has ended meanwhile
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith(f"{what}:"):
                    megabytes += int(line.split()[1]) / 1024
    return megabytes
