"""Read pages that were damaged at random: none may crash the reader, raise what is not expected, or exceed its limits.

    python benchmarks/fuzz.py [--pages 100000] [--seed 7] [--state FILE] [FOLDER]

The pages are those that the tests were written with, and the files of a folder if one is given. How each is damaged is
decided by its number and the seed, so that one can be looked at again: `--only NUMBER` writes it to standard output.
With `--state` a run that was stopped goes on where it was. Exits with 1 when anything was found.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path

from monitor import work
from monitor.errors import ExtractError
from monitor.records import Page, Snapshot
from monitor.work.limits import CPU_SECONDS
from monitor.work.worker import bound

TESTS = Path(__file__).parent.parent / "tests"
BATCH = 500  # pages that one process reads
SLOW = 2.0  # seconds; worth a look
PAGE = Page("https://club.example/privacy")
TOKENS = (
    *(b"<", b">", b"</", b"<!--", b"-->", b"<![CDATA[", b"&#0;", b"&#xD800;", b"&nbsp;", b"\0"),
    *(b"\xff\xfe", b"\xed\xa0\x80", b"endstream"),
    *(b"<p>", b"<div>", b"</div>", b"<table>", b"<td>", b"<tr>", b"<li>", b"<ul>", b"<a href='", b"<b x>", b"<h1>"),
    *(b"<script>", b"</script>", b"<style>", b"<template>", b"<svg>", b"<select>", b"<details>", b"<title>"),
    *(b'<script type=application/json>{"a":"', b"<meta charset=utf-16>", b"<base href='//[::", b"<plaintext>"),
    *(b"\xe2\x80\xae", b"\xe2\x80\x8b" * 9, b"1.1." * 99, b"[(" * 99, b"- " * 99, b"\t" * 999, b"obj", b"/Kids ["),
)


@dataclass(slots=True)
class Tally:
    """How far the run is, how the pages ended, and the numbers of those that should not have ended so."""

    next: int = 0
    seconds: float = 0.0
    slowest: tuple[float, int] = (0.0, 0)
    outcomes: dict[str, int] = field(default_factory=dict)
    found: dict[str, list[int]] = field(default_factory=dict)


def written_pages(folder: Path | None) -> list[tuple[bytes, str]]:
    sys.path.insert(0, str(TESTS))
    pages = __import__("pages")
    tables = (tomllib.loads(file.read_text("utf-8")) for file in sorted(TESTS.glob("extract/*/*.toml")))
    html = [
        page["html"]
        for table in tables
        for found in table.values()
        if isinstance(found, list)
        for page in found
        if "html" in page
    ]
    found = [(text.encode(), "text/html") for text in html]
    lines = [f"{number}. {pages.SENTENCE}" for number in range(30)]
    found += [(pages.policy(), "text/html"), ("\n\n".join(lines).encode(), "text/plain")]
    found += [(pages.pdf(lines, lines[:9]), "application/pdf")] * 20
    files = sorted(folder.rglob("*")) if folder else []
    return found + [(file.read_bytes(), _media_type(file)) for file in files if file.is_file()]


def _media_type(file: Path) -> str:
    return {".pdf": "application/pdf", ".txt": "text/plain"}.get(file.suffix, "text/html")


def damaged(pages: Sequence[tuple[bytes, str]], seed: int, number: int) -> tuple[bytes, str]:
    chance = random.Random(f"{seed} {number}")
    raw, media_type = chance.choice(pages)
    for _ in range(chance.choice((1, 1, 2, 4, 8, 16))):
        raw = chance.choice(DAMAGES)(raw, chance, pages)
    return raw, media_type


def _place(raw: bytes, chance: random.Random) -> slice:
    start = chance.randrange(len(raw) + 1)
    return slice(start, start + int(chance.paretovariate(0.6)))


def _cut(raw: bytes, chance: random.Random, _: object) -> bytes:
    at = _place(raw, chance)
    return raw[: at.start] + raw[at.stop :]


def _repeat(raw: bytes, chance: random.Random, _: object) -> bytes:
    at = _place(raw, chance)
    most = chance.choice((1_000, 1_000, 1_000, 1_000, 40_000))  # bytes
    times = min(int(chance.paretovariate(0.5)), most // (len(raw[at]) + 1))
    return raw[: at.start] + raw[at] * (times + 1) + raw[at.stop :]


def _insert(raw: bytes, chance: random.Random, _: object) -> bytes:
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + chance.choice(TOKENS) * chance.choice((1, 1, 1, 30)) + raw[at:]


def _flip(raw: bytes, chance: random.Random, _: object) -> bytes:
    changed = bytearray(raw)
    for _number in range(chance.choice((1, 10, 100)) if raw else 0):
        changed[chance.randrange(len(raw))] = chance.randrange(256)
    return bytes(changed)


def _splice(raw: bytes, chance: random.Random, pages: Sequence[tuple[bytes, str]]) -> bytes:
    other, _ = chance.choice(pages)
    at = chance.randrange(len(raw) + 1)
    return raw[:at] + other[_place(other, chance)] + raw[at:]


DAMAGES: tuple[Callable[[bytes, random.Random, Sequence[tuple[bytes, str]]], bytes], ...] = (
    _cut, _repeat, _insert, _flip, _splice,
)  # fmt: skip


def outcome(raw: bytes, media_type: str) -> str:
    page = Snapshot(PAGE.url, PAGE.url, 200, media_type, (), raw, datetime(2026, 1, 2, tzinfo=UTC))
    try:
        found = work.read([PAGE], [page])
    except ExtractError as error:
        return error.kind
    assert found is not None
    return found.verdict.kind or str(found.verdict.standing)


def batch(pages: Sequence[tuple[bytes, str]], seed: int, numbers: range, pipe: int) -> None:
    """What one process does: a line for each page, so that the one that ended it is the first without."""
    for number in numbers:
        began = time.process_time()
        ended = outcome(*damaged(pages, seed, number))
        os.write(pipe, f"{number}\t{time.process_time() - began:.4f}\t{ended}\n".encode())


def in_a_process(pages: Sequence[tuple[bytes, str]], seed: int, numbers: range, tally: Tally) -> None:
    source, sink = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(source)
        bound()
        batch(pages, seed, numbers, sink)
        os._exit(0)
    os.close(sink)
    with os.fdopen(source) as lines:
        for line in lines:
            number, seconds, ended = line.rstrip("\n").split("\t")
            note(tally, int(number), float(seconds), ended)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        note(tally, tally.next, 0.0, f"ENDED its process ({code})")


def note(tally: Tally, number: int, seconds: float, ended: str) -> None:
    tally.next, tally.seconds = number + 1, tally.seconds + seconds
    tally.slowest = max(tuple(tally.slowest), (seconds, number))
    tally.outcomes[ended] = tally.outcomes.get(ended, 0) + 1
    bad = ended if ended.startswith("ENDED") else "OVER the limit" if seconds > CPU_SECONDS else ""
    bad = bad or (f"slow: over {SLOW:g} s" if seconds > SLOW else "")
    if bad:
        tally.found.setdefault(bad, []).append(number)
        print(f"page {number}: {bad}: {seconds:.1f} s", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("folder", type=Path, nargs="?")
    options.add_argument("--pages", type=int, default=100_000)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--state", type=Path)
    options.add_argument("--only", type=int)
    given = options.parse_args()
    pages = written_pages(given.folder)
    if given.only is not None:
        sys.stdout.buffer.write(damaged(pages, given.seed, given.only)[0])
        return
    tally = Tally()
    if given.state and given.state.exists():
        tally = Tally(**json.loads(given.state.read_text()))
    while tally.next < given.pages:
        in_a_process(pages, given.seed, range(tally.next, min(tally.next + BATCH, given.pages)), tally)
        if given.state:
            given.state.write_text(json.dumps(asdict(tally)))
    report(tally, len(pages))


def report(tally: Tally, written: int) -> None:
    print(f"{tally.next:,} damaged pages of {written}, {1000 * tally.seconds / max(1, tally.next):.1f} ms of CPU each")
    print(f"slowest: page {tally.slowest[1]}, {tally.slowest[0]:.2f} s")
    for ended, count in sorted(tally.outcomes.items(), key=itemgetter(1), reverse=True):
        print(f"{count:>9,}  {ended}")
    grave = {what: numbers for what, numbers in tally.found.items() if not what.startswith("slow")}
    print(f"crashes, other errors and pages over the limits: {sum(map(len, grave.values()))}")
    sys.exit(1 if grave else 0)


if __name__ == "__main__":
    main()
