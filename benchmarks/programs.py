"""The programs that the benchmark of whole passes compares, each in a folder and an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import policies
from costs import Cost, watched

ROOT = Path(__file__).parent.parent
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Program(Protocol):
    """A program that watches some addresses; its data lie in `data`."""

    name: str
    data: Path

    def start(self) -> None:
        """Make it ready."""

    def one_pass(self) -> Cost:
        """Check every address once."""

    def stop(self) -> None:
        """End it."""


class Ours:
    """`terms-monitor check`, a new process for each pass."""

    name = "check"

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self.folder, self.data = folder, folder / "data"
        self.urls = urls
        self.file = folder / "sources.toml"
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "MONITOR_DATABASE_URL": f"sqlite:///{self.data}/monitor.db",
        }

    def start(self) -> None:
        """Make it ready."""
        self.data.mkdir()
        self.file.write_text(self.configured())

    def configured(self) -> str:
        """What its file says."""
        return declared(self.urls)

    def one_pass(self) -> Cost:
        """Check every address once."""
        return run([sys.executable, "-m", "monitor", "check", "--config", str(self.file)], self.environment)

    def stop(self) -> None:
        """End it."""


class Staying(Ours):
    """The same in one process that stays, as the daemon's does: what it costs to start is its own figure."""

    name = "daemon"
    script = "staying.py"

    def start(self) -> None:
        """Make it ready."""
        super().start()
        self.begin()

    def begin(self) -> None:
        """Start the process."""
        command = [sys.executable, str(ROOT / "benchmarks" / self.script), str(self.file)]
        self.process = subprocess.Popen(
            command, env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._wait()

    def one_pass(self) -> Cost:
        """Check every address once."""
        assert self.process.stdin
        with watched(self.process.pid) as cost:
            self.process.stdin.write("pass\n")
            self.process.stdin.flush()
            self._wait()
        return cost

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()

    def _wait(self) -> None:
        assert self.process.stdout
        if self.process.stdout.readline() != "done\n":
            raise RuntimeError("our own process ended")


class Bare(Staying):
    """Bare httpx, which looks at nothing it gets: what no program built on it can cost less than."""

    name = "httpx"
    script = "bare.py"

    def configured(self) -> str:
        """What its file says."""
        return "\n".join(self.urls)


class Webchanges:
    """webchanges, which keeps the text of pages in SQLite."""

    name = "webchanges"
    jobs = "url: {}\nfilter:\n  - html2text\nuser_visible_url: {}\n"

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self.folder, self.data, self.urls = folder, folder / "data", urls
        self.binary = installed(self.name) / self.name

    def start(self) -> None:
        """Make it ready."""
        self.data.mkdir()
        jobs = [self.jobs.format(url, url) for url in self.urls]
        (self.folder / "jobs.yaml").write_text("---\n".join(jobs))
        off = "{enabled: false}"
        (self.folder / "config.yaml").write_text(f"report:\n  stdout: {off}\n  browser: {off}\n")

    def one_pass(self) -> Cost:
        """Check every address once."""
        where = ("--config", "config.yaml", *self.stored())
        return run([str(self.binary), *where], {**os.environ, "HOME": str(self.folder)}, self.folder)

    def stored(self) -> tuple[str, ...]:
        """Where its jobs and data lie."""
        return "--jobs", "jobs.yaml", "--database", "data/snapshots.db", "--hooks", "none.py"

    def stop(self) -> None:
        """End it."""


class Urlwatch(Webchanges):
    """urlwatch, whose jobs keep pages as they are unless they say otherwise."""

    name = "urlwatch"
    jobs = "url: {}\nuser_visible_url: {}\n"

    def stored(self) -> tuple[str, ...]:
        """Where its jobs and data lie."""
        return "--urls", "jobs.yaml", "--cache", "data/cache.db", "--hooks", "none.py"


class Changedetection:
    """changedetection.io, a web server that is told to check everything through its API.

    It notes when it began with a page, in whole seconds, so that two passes never begin within one. A new one watches
    two pages of its makers' choice, which are taken out before anything is measured.
    """

    name = "changedetection.io"
    port = 5137
    patience, each = 60, 1  # seconds, of a pass and for each page in it

    def __init__(self, folder: Path, urls: list[str]) -> None:
        self.data, self.urls = folder / "data", urls
        self.binary = installed(self.name) / self.name

    def start(self) -> None:
        """Make it ready."""
        self.data.mkdir()
        environment = {
            **os.environ,
            "ALLOW_IANA_RESTRICTED_ADDRESSES": "true",
            "FETCH_WORKERS": "10",
            "LOGGER_LEVEL": "ERROR",
        }
        command = [str(self.binary), "-d", str(self.data), "-h", "127.0.0.1", "-p", str(self.port)]
        self.process = subprocess.Popen(command, env=environment, **QUIET)
        self._until(lambda: bool(self._checked()), "answer")
        for watch in self._checked():
            self._ask(f"/api/v1/watch/{watch}", method="DELETE")

    def one_pass(self) -> Cost:
        """Check every address once."""
        before = self._checked()
        time.sleep(1)
        with watched(self.process.pid) as cost:
            if before:
                self._ask("/api/v1/watch?recheck_all=1")
            else:
                self._ask("/api/v1/import", "\n".join(self.urls).encode())
            self._until(lambda: self._is_over(before), "check every page")
        return cost

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()

    def _until(self, is_so: Callable[[], bool], what: str) -> None:
        """Wait for something; a look costs it something, so there are few, and what has begun ends before the next."""
        seconds = self.patience + self.each * len(self.urls)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            time.sleep(2 + len(self.urls) / 1000)
            with suppress(OSError):  # it does not listen yet, or trips over watches that are just being added
                if is_so():
                    return
        raise RuntimeError(f"{self.name} did not {what} in {seconds} s")

    def _is_over(self, before: dict[str, int]) -> bool:
        """Whether every page was checked since, and none failed."""
        watches = json.loads(self._ask("/api/v1/watch"))
        if failed := next((watch for watch in watches.values() if watch["last_error"]), None):
            raise RuntimeError(f"{self.name} could not check {failed['url']}: {failed['last_error']}")
        is_new = [watch["last_checked"] > before.get(key, 0) for key, watch in watches.items()]
        return is_new.count(True) == len(self.urls)

    def _checked(self) -> dict[str, int]:
        return {key: watch["last_checked"] for key, watch in json.loads(self._ask("/api/v1/watch")).items()}

    def _key(self) -> str:
        """What it wants to be told by who may ask: it writes that down once, when it is new."""
        settings = json.loads((self.data / "changedetection.json").read_text())["settings"]
        return str(settings["application"]["api_access_token"])

    def _ask(self, path: str, body: bytes | None = None, *, method: str | None = None) -> bytes:
        headers = {"x-api-key": self._key(), "Content-Type": "text/plain"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", body, headers, method=method)
        with urllib.request.urlopen(request, timeout=300) as answer:
            return bytes(answer.read())


PROGRAMS = {each.name: each for each in (Staying, Ours, Bare, Webchanges, Urlwatch, Changedetection)}


CONCURRENCY = 16  # requests at once


def declared(urls: list[str]) -> str:
    """Our configuration for some addresses, politeness aside."""
    lines = ['[fetch]\npause = "0s"\nallow_private_networks = true', f"concurrency = {CONCURRENCY}"]
    for number, url in enumerate(urls):
        site, kind = divmod(number, policies.PER_SITE)
        lines.append(f'[services.site-{site}.terms."{policies.TYPES[kind]}"]\nfetch = "{url}"')
    return "\n".join(lines)


def installed(name: str) -> Path:
    """The folder of a program's commands, installed into an environment of its own if it is not there yet."""
    folder = Path.home() / ".cache" / "terms-monitor-benchmarks" / name
    if not (folder / "bin" / name).exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "-q", name], check=True, **QUIET)
    return folder / "bin"


def version(name: str) -> str:
    """Which release of a program is installed."""
    asked = [str(installed(name) / "pip"), "show", name]
    shown = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return next(line.split()[1] for line in shown.splitlines() if line.startswith("Version:"))


def run(command: list[str], environment: dict[str, str], folder: Path | None = None) -> Cost:
    """Run a command to its end."""
    process = subprocess.Popen(command, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    spent: list[float] = []
    with watched(process.pid, lambda: spent[0]) as cost:
        _, status, usage = os.wait4(process.pid, 0)
        spent.append(usage.ru_utime + usage.ru_stime)
        cost.main_mb = usage.ru_maxrss / 1024
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.stderr
    said = process.stderr.read().decode(errors="replace").strip()
    if process.returncode not in {0, 3}:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {said[-500:]}")
    return cost
