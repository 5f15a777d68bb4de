"""Let the daemon watch a hostile internet for a while, and see that it tells every change once and nothing else.

    python benchmarks/soak.py [--minutes 20] [--documents 2000] [--every 20] [--seed 1] [--database URL]
    python benchmarks/soak.py --small       two minutes, 200 documents, every 4 seconds

A real `terms-monitor run` checks the documents on the hosts of benchmarks/hostile.py, whose answers and changes follow
from the seed. No schedule is as dense as this: each document is made due again in so many seconds from outside, until
the end, when what still waits is to be told. Memory, files, threads and child processes are looked at all the while,
of the daemon and everything it started. Prints a table of verdicts; exits 1 when one of them is bad.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent)]

from hostile import LAST_CHANGE, Document, address, plan, serve  # noqa: E402 - found on the path set above
from sqlalchemy import Engine, create_engine, func, select, update  # noqa: E402 - as above
from sqlalchemy.exc import DBAPIError  # noqa: E402 - as above
from targets import Webhook  # noqa: E402 - as above

from monitor.database.tables import checks, deliveries, documents  # noqa: E402 - as above

SOURCES = """
[fetch]
allow_private_networks = true
browser = "declared"
pause = "0s"
timeout = "2s"
deadline = "6s"
max_size = "2 MB"
[schedule]
every = "1m"
adaptive = false
[[alerts]]
name = "desk"
url = "{webhook}"
min_severity = "notice"
"""
TERMS = '[services.c{number}.terms."Privacy Policy"]\nfetch = "{url}"\n'
SAMPLE_EVERY = 2.0  # seconds
WARM, LATE = (LAST_CHANGE / 2, LAST_CHANGE), 0.8  # shares of the time that are compared: after warm-up, and at the end
GROWTH = 1.10  # of memory
SLACK = 6  # files, threads or children that come and go with what is under way
LAST_WORDS = 150.0  # seconds; a change waits while its service has documents that are due, and here it always has
STOPPING = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Sample:
    """What a process and all it started hold at a time: memory in bytes, each shared page counted once."""

    at: float
    memory: int
    files: int
    threads: int
    children: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was to be seen, what was, and whether that is good."""

    what: str
    found: str
    is_good: bool = True


@contextmanager
def hosts(count: int, seconds: float, seed: int) -> Iterator[tuple[list[int], Connection]]:
    """The hostile internet in a process of its own, with its ports and the pipe to ask it through."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(count, seconds, seed, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv(), ours
    finally:
        process.kill()
        process.join()


@contextmanager
def daemon(folder: Path, database_url: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "MONITOR_DATABASE_URL": database_url, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "monitor", "run"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def descend_from(pid: int) -> list[int]:
    """A process and all that it and its children started."""
    found = [pid]
    for each in found:
        for tasks in Path(f"/proc/{each}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, tasks.read_text().split())
    return found


def sample(pid: int, began: float) -> Sample:
    memory = files = threads = 0
    pids = descend_from(pid)
    for each in pids:
        with suppress(OSError, IndexError):
            rollup = Path(f"/proc/{each}/smaps_rollup").read_text().split("Pss:", 1)[1]
            memory += int(rollup.split()[0]) * 1024
            files += sum(1 for _ in Path(f"/proc/{each}/fd").iterdir())
            threads += sum(1 for _ in Path(f"/proc/{each}/task").iterdir())
    return Sample(time.monotonic() - began, memory, files, threads, len(pids) - 1)


def watched(process: subprocess.Popen[bytes], began: float, until: float) -> Iterator[Sample]:
    """Samples up to a time, or the end of the process."""
    while time.monotonic() - began < until and process.poll() is None:
        yield sample(process.pid, began)
        time.sleep(SAMPLE_EVERY)


def hasten(engine: Engine, every: float) -> None:
    """Let no document wait longer than so many seconds for its next check."""
    soon = datetime.now(UTC) + timedelta(seconds=every)
    with suppress(DBAPIError), engine.begin() as db:  # before the daemon has made its tables, and while it writes
        db.execute(update(documents).where(documents.c.next_check_at > soon).values(next_check_at=soon))


def told(webhook: Webhook) -> Counter[int]:
    """How often each document's change was told."""
    events = [post["alert"] for post in webhook.posts]
    changes = [change for event in events if event["kind"] == "change" for change in event["changes"]]
    return Counter(int(change["service"]["id"].removeprefix("c")) for change in changes)


def ask(pipe: Connection) -> tuple[dict[int, float], int, int]:
    """Which documents have changed and when, and how many requests and connections there were."""
    pipe.send("tell")
    answer: tuple[dict[int, float], int, int] = pipe.recv()
    return answer


def judge_alerts(planned: Sequence[Document], changed: Mapping[int, float], webhook: Webhook) -> list[Verdict]:
    counts = told(webhook)
    wanted = [document for document in planned if document.changes_at is not None]
    lost = sorted(set(changed) - set(counts))
    others = sorted(set(counts) - set(changed))
    twice = sorted(number for number, times in counts.items() if times > 1)
    kinds = Counter(post["alert"]["kind"] for post in webhook.posts)
    for post in webhook.posts:
        odd = [c["service"]["id"] for c in post["alert"]["changes"] if int(c["service"]["id"][1:]) in others]
        if post["alert"]["kind"] not in {"change", "baseline"} or odd:
            print(f"unexpected: {post['title']}\n{post['message']}\n")
    gains = sum(planned[number].gains for number in changed)
    shown = f"{len(changed)} of {len(wanted)} ({gains} gain the clause, {len(changed) - gains} lose it)"
    return [
        Verdict("changes that came about", shown, len(changed) >= 0.9 * len(wanted)),
        Verdict("changes that were never told", f"{len(lost)} {lost[:5]}", not lost),
        Verdict("changes that were told twice", f"{len(twice)} {twice[:5]}", not twice),
        Verdict("alerts of what had not changed", f"{len(others)} {others[:5]}", not others),
        Verdict("other messages", f"{dict(kinds)}", set(kinds) <= {"change", "baseline"}),
    ]


def judge_holdings(samples: Sequence[Sample], seconds: float) -> list[Verdict]:
    """Compare what was held after the warm-up with what was at the end."""
    warm = [each for each in samples if WARM[0] * seconds <= each.at < WARM[1] * seconds]
    late = [each for each in samples if LATE * seconds <= each.at < seconds]
    before, after = (median(each.memory for each in some) / 1e6 for some in (warm, late))
    peak = max(each.memory for each in samples) / 1e6
    growth = f"{before:.0f} → {after:.0f} MB ({after / before - 1:+.1%}), at most {peak:.0f}"
    verdicts = [Verdict("memory of all processes", growth, after <= before * GROWTH)]
    for name in ("files", "threads", "children"):
        early, end = (median(getattr(each, name) for each in some) for some in (warm, late))
        verdicts.append(Verdict(name, f"{early:g} → {end:g}", end <= early + SLACK))
    return verdicts


def judge_checks(engine: Engine, folder: Path, count: int) -> list[Verdict]:
    """Whether every document was checked to the end, and whether the log knows of a bug."""
    with engine.connect() as db:
        rows = db.execute(select(checks.c.outcome, func.count().label("times")).group_by(checks.c.outcome))
        outcomes = {row.outcome: row.times for row in rows}
        read = db.scalar(select(func.count()).where(documents.c.last_read_at.is_not(None))) or 0
        late = db.scalar(select(func.count()).where(deliveries.c.delivered_at.is_(None)))
    log = (folder / "log").read_text(errors="replace")
    wrong = log.count("Traceback") + log.count("never awaited") + log.count("ResourceWarning")
    return [
        Verdict("documents read", f"{read} of {count}", read >= 0.9 * count),
        Verdict("checks by outcome", f"{sum(outcomes.values())}: {outcomes}"),
        Verdict("messages not delivered", f"{late}", not late),
        Verdict("traces in the log", f"{wrong}", not wrong),
    ]


def judge_end(process: subprocess.Popen[bytes]) -> list[Verdict]:
    """Whether the daemon stops in time and leaves nothing behind."""
    pids = descend_from(process.pid)
    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(3 * STOPPING)
    took = time.monotonic() - began
    left = [pid for pid in pids if Path(f"/proc/{pid}").exists()] if process.returncode is not None else pids
    good = process.returncode == 0 and took < STOPPING
    return [
        Verdict("end after SIGTERM", f"exit code {process.returncode} after {took:.1f} s", good),
        Verdict("processes left behind", f"{len(left)}", not left),
    ]


def soak(asked: argparse.Namespace, folder: Path) -> list[Verdict]:
    seconds = asked.minutes * 60
    planned = plan(asked.documents, seconds, asked.seed)
    database_url = asked.database or f"sqlite:///{folder}/monitor.db"
    engine = create_engine(database_url)
    with hosts(asked.documents, seconds, asked.seed) as (ports, pipe), Webhook() as webhook:
        urls = [f"http://{address(each.host)}:{ports[each.host]}{each.path}" for each in planned]
        terms = [TERMS.format(number=number, url=url) for number, url in enumerate(urls)]
        (folder / "sources.toml").write_text(SOURCES.format(webhook=webhook.url) + "".join(terms))
        with daemon(folder, database_url) as process:
            samples, (changed, requests, connections) = observe(asked, process, engine, pipe, webhook)
            end = judge_end(process)
        pace = f"{requests} ({requests / seconds:.0f} a second), over {connections} connections"
        return [
            Verdict("requests", pace),
            *judge_alerts(planned, changed, webhook),
            *judge_holdings(samples, seconds),
            *judge_checks(engine, folder, asked.documents),
            *end,
        ]


def observe(
    asked: argparse.Namespace, process: subprocess.Popen[bytes], engine: Engine, pipe: Connection, webhook: Webhook
) -> tuple[list[Sample], tuple[dict[int, float], int, int]]:
    """Look on for the whole time, and then until all that has changed was told; give the samples and what was asked."""
    began, samples = time.monotonic(), []
    for each in watched(process, began, asked.minutes * 60):
        samples.append(each)
        hasten(engine, asked.every)
        tell_progress(samples, webhook)
    answered = ask(pipe)
    for _ in watched(process, began, asked.minutes * 60 + LAST_WORDS):
        if set(answered[0]) <= set(told(webhook)):
            break
    return samples, answered


def tell_progress(samples: Sequence[Sample], webhook: Webhook) -> None:
    if len(samples) % 15 == 0:
        last = samples[-1]
        held = f"{last.memory / 1e6:.0f} MB, {last.files} files, {last.threads} threads, {last.children} children"
        print(f"{last.at:6.0f} s  {held}, {len(webhook.posts)} messages", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--every", type=float, default=20, help="seconds between two checks of a document")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", help="a PostgreSQL address; SQLite if none is given")
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    if asked.small:
        asked.minutes, asked.documents, asked.every = 2, 200, 4
    with tempfile.TemporaryDirectory() as folder:
        verdicts = soak(asked, Path(folder))
    print(f"\n{asked.documents} documents, {asked.minutes:g} minutes, seed {asked.seed}")
    for verdict in verdicts:
        print(f"{'good' if verdict.is_good else 'BAD ':4}  {verdict.what:32} {verdict.found}")
    return not all(verdict.is_good for verdict in verdicts)


if __name__ == "__main__":
    sys.exit(main())
