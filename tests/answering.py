"""What the daemon answers over HTTP, by a real server on loopback in a thread."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx
from world import World

from monitor.database import Database
from monitor.records import Pulse, Settings, Web
from monitor.web import serving


def free_port() -> int:
    """A port that nobody listens on, of those that the system hands out to nobody by itself."""
    while True:
        port = random.randrange(20_000, 32_000)
        with suppress(OSError), closing(socket.create_server(("127.0.0.1", port))):
            return port


@dataclass
class Served:
    """A daemon's answers; what they are made from may be changed while it answers."""

    database: Database
    settings: Settings
    pulse: Pulse
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def present(self) -> tuple[Settings, Pulse]:
        return self.settings, self.pulse

    def web(self, **changes: object) -> None:
        self.settings = replace(self.settings, web=replace(self.settings.web, **changes))  # type: ignore[arg-type]  # the caller names fields

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.settings.web.port}"

    def get(self, path: str, headers: Mapping[str, str | bytes] | None = None, method: str = "GET") -> httpx.Response:
        return httpx.request(method, self.address + path, headers=headers, timeout=10)

    @contextmanager
    def running(self) -> Iterator[None]:
        ended = threading.Event()
        thread = threading.Thread(target=asyncio.run, args=[self._live(ended)])
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join(10)

    async def _live(self, ended: threading.Event) -> None:
        async with serving(self.database, self.present, clock=self.clock):
            await asyncio.to_thread(ended.wait)

    def listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.settings.web.port), 1).close()
        except OSError:
            return False
        return True


def eventually(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "it did not come about within 20 seconds"
        time.sleep(0.02)


@contextmanager
def answering(world: World, **web: object) -> Iterator[Served]:
    """The pages of a world as a server gives them, at the time that it is there."""
    settings = replace(world.settings, web=replace(Web(port=free_port()), **web))  # type: ignore[arg-type]  # the caller names fields
    served = Served(world.database, settings, Pulse(world.now, ready=True, looked_at=world.now), lambda: world.now)
    with served.running():
        eventually(served.listens)
        yield served
