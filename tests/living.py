"""A daemon inside the test's own process: everything of it but its signals."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from world import FETCH

from monitor.cli.session import settings_from
from monitor.daemon.jobs import Jobs
from monitor.daemon.life import live
from monitor.database import Database
from monitor.records import Settings

PATIENCE = 20.0  # seconds

SOURCES = (
    FETCH
    + """
[web]
enabled = false
[[alerts]]
url = "json://127.0.0.1:{webhook}/"
min_severity = "change"
[services.larkspur]
name = "Larkspur"
[services.larkspur.terms."Privacy Policy"]
fetch = "http://127.0.0.1:{site}/privacy"
"""
)


@dataclass(slots=True)
class Daemon:
    """One that lives by a file, with the settings that it took; `asked` has it read the file again."""

    file: Path
    database: Database
    jobs: Jobs = field(init=False)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    taken: list[Settings] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.jobs = Jobs(self.database, self.load())

    def load(self) -> Settings:
        """What the file and the environment say, which must name the database."""
        return settings_from(self.file)

    @asynccontextmanager
    async def living(self) -> AsyncIterator[None]:
        """Let it live meanwhile."""
        task = asyncio.create_task(live(self.jobs, self.load, self.asked, self.taken.append))
        try:
            yield
        finally:
            self.jobs.stop.set()
            await task


class ServiceManager:
    """A service manager's end of the line at `address`, which must be short: a path, or a name that begins with @."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._line.bind(address.replace("@", "\0"))
        self._line.settimeout(0)

    def heard(self) -> list[dict[str, str]]:
        """What came since the last time, message by message."""
        messages = []
        while True:
            try:
                lines = self._line.recv(10_000).decode().split("\n")
            except BlockingIOError:
                return messages
            messages.append(dict(line.split("=", 1) for line in lines))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._line.close()


async def eventually(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - no event tells of it
            await asyncio.sleep(0.02)
