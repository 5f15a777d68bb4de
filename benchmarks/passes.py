"""Whole passes over made-up policy pages on loopback, ours beside webchanges, urlwatch and changedetection.io.

    python benchmarks/passes.py [--pages 1000] [--changes 10]
        [--programs daemon,check,httpx,webchanges,urlwatch,changedetection.io]

Passes: first, unchanged (the same bytes, without validators), noisy (all bytes differ, no text does), 1 % (a clause
more in each hundredth page), as many such passes as --changes says, 304 (with entity tags, after one pass that learns
them), and late (the same, each answer after 100 ms). CPU is that of all processes of a program, its start included;
"one page" is what a pass over one page costs. The pages come from a process that is not counted. `daemon` is our own in
one process that stays, `httpx` bare requests. The others are installed into environments of their own; webchanges and
changedetection.io compare the text of a page, urlwatch, as most people use it, the page, so that each noisy pass is a
change to it. Linux only.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from math import nan
from pathlib import Path

from costs import Cost, folder_mb
from policies import Manner, Serving, served
from programs import CONCURRENCY, PROGRAMS, Ours, version

TITLES = ("CPU ms", "ratio", "pages/s", "ratio", "main MB", "tree MB", "disk MB")
LATE = 100  # milliseconds that an answer takes in the last pass


@dataclass(frozen=True, slots=True)
class Row:
    """What one pass of a program cost."""

    program: str
    name: str
    cost: Cost
    checks: int
    stored_mb: float

    @property
    def each_ms(self) -> float:
        """CPU milliseconds a check."""
        return self.cost.cpu / self.checks * 1000

    @property
    def a_second(self) -> float:
        """Checks a second."""
        return self.checks / self.cost.wall


def passes(serving: Serving, changes: int) -> Iterator[tuple[str, bool]]:
    """Each pass by name, once the server is set for it, and whether it is shown; so many with 1 % changed."""
    yield "first", True
    yield "unchanged", True
    serving.manner = Manner(noise=True)
    yield "noisy", True
    serving.manner = Manner()
    yield "back", False
    for percent in range(1, changes + 1):
        serving.manner = Manner(percent=percent)
        yield "1 %", percent in {1, changes}
    serving.manner = Manner(etag=True, percent=changes)
    yield "learning tags", False
    yield "304", True
    serving.manner = Manner(etag=True, percent=changes, delay_ms=LATE)
    yield "late", True


def measure(name: str, folder: Path, urls: list[str], serving: Serving, changes: int) -> Iterator[Row]:
    """The rows of one program, and before them what its start costs."""
    yield Row(name, "one page", _alone(name, folder / "alone", urls), 1, 0.0)
    serving.manner = Manner()
    program = PROGRAMS[name](_made(folder / "all"), urls)
    program.start()
    try:
        for title, shown in passes(serving, changes):
            cost = program.one_pass()
            if shown:
                yield Row(name, title, cost, len(urls), folder_mb(program.data))
    finally:
        program.stop()


def _alone(name: str, folder: Path, urls: list[str]) -> Cost:
    program = PROGRAMS[name](_made(folder), urls[:1])
    program.start()
    try:
        program.one_pass()
        return program.one_pass()
    finally:
        program.stop()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def show(row: Row, ours: Row) -> None:
    """One line; the ratios are to our own figure in the same pass, above 1 where ours is the better."""
    times, speed = row.each_ms / (ours.each_ms or nan), ours.a_second / row.a_second
    figures = f"{row.each_ms:9.2f}{times:9.2f}{row.a_second:9.0f}{speed:9.2f}"
    sizes = f"{row.cost.main_mb:9.0f}{row.cost.tree_mb:9.0f}{row.stored_mb:9.1f}"
    print(f"{row.program:19}{row.name:11}{figures}{sizes}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--changes", type=int, default=10)
    parser.add_argument("--programs", default=",".join(PROGRAMS))
    asked = parser.parse_args()
    print(f"{asked.pages} pages; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'program':19}{'pass':11}" + "".join(f"{title:>9}" for title in TITLES))
    ours: dict[str, Row] = {}
    with served(asked.pages) as (urls, serving), tempfile.TemporaryDirectory() as folder:
        for name in asked.programs.split(","):
            if not issubclass(PROGRAMS[name], Ours):
                print(f"{name} {version(name)}")
            try:
                for row in measure(name, Path(folder) / name, urls, serving, asked.changes):
                    show(row, ours.setdefault(row.name, row))
            except (OSError, RuntimeError) as error:
                print(f"{name} was not measured: {error}")
    ideal = CONCURRENCY / LATE * 1000
    if late := ours.get("late"):
        share = late.a_second / ideal
        print(f"late: {share:.2f} of the {ideal:.0f} pages/s that {CONCURRENCY} requests at once allow")


if __name__ == "__main__":
    main()
