"""The server: listens where `[web]` says, in the daemon's loop, and never stops the watching."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from monitor.database import Database
from monitor.errors import ConfigError
from monitor.pipeline.guarding import guarded
from monitor.records import Web
from monitor.web.app import application
from monitor.web.present import Present

RETRY = 5.0  # seconds until a port that is taken is tried again, and whether to answer at all is looked at
PAUSE = 0.2  # seconds before the next server where one has ended
MOST_HEADERS = 16_384  # bytes
MOST_CONNECTIONS = 64  # at once, those that are silent among them
KEPT, LONGEST = 30.0, 300.0  # seconds until a connection gets no further request, and until it is cut
GRACE = 1  # seconds that an answer under way is given when the daemon stops

log = logging.getLogger(__name__)


@asynccontextmanager
async def serving(
    database: Database,
    present: Present,
    *,
    may_write: bool = True,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[None]:
    """Answer meanwhile, as `[web]` says at each moment."""
    stop = asyncio.Event()
    app = application(database, present, may_write=may_write, clock=clock)
    task = asyncio.create_task(_serve(app, present, stop))
    try:
        yield
    finally:
        stop.set()
        await task


def check_free(web: Web) -> None:
    """Raise ConfigError where it cannot be listened."""
    listener, problem = _listen(web)
    if listener is None:
        raise ConfigError(problem, path="", table="web", key="listen")
    listener.close()


async def _serve(app: ASGIApp, present: Present, stop: asyncio.Event) -> None:
    """Serve anew whenever another place is named; a port that is not free is told once and tried until it is."""
    told = ""
    while not stop.is_set():
        web = present()[0].web
        listener, problem = _listen(web) if web.enabled else (None, "")
        if problem and problem != told:
            log.error("%s; the watching goes on, and this is tried again", problem)
        told = problem
        if listener:
            with guarded("%s:%d: answering failed", web.host, web.port), listener:
                log.info("answering on http://%s:%d", web.host, listener.getsockname()[1])
                await _Server(app, web, present, stop).serve([listener])
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), RETRY if listener is None else PAUSE)


def _listen(web: Web) -> tuple[socket.socket | None, str]:
    """A socket that listens, or why there is none."""
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    try:
        return socket.create_server((web.host, web.port), family=family), ""
    except OSError as error:
        return None, f"{web.host}:{web.port}: cannot be listened on: {error.strerror}"


def _place(web: Web) -> tuple[bool, str, int, tuple[str, ...]]:
    return web.enabled, web.host, web.port, web.proxies


class _Server(uvicorn.Server):
    """A server that ends when it is told to, or when it is to answer elsewhere or not at all."""

    def __init__(self, app: ASGIApp, web: Web, present: Present, stop: asyncio.Event) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=_Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,  # an address may hold the token
                server_header=False,
                proxy_headers=bool(web.proxies),
                forwarded_allow_ips=list(web.proxies),
                limit_concurrency=MOST_CONNECTIONS,
                h11_max_incomplete_event_size=MOST_HEADERS,
                timeout_graceful_shutdown=GRACE,
            )
        )
        self._place, self._present, self._stop = _place(web), present, stop

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the daemon."""
        yield

    async def on_tick(self, counter: int) -> bool:
        """Say several times a second whether it is time to end."""
        return await super().on_tick(counter) or self._stop.is_set() or _place(self._present()[0].web) != self._place


class _Connection(H11Protocol):
    """A connection that ends in time, whatever is sent on it and however slowly; there are only so many at once."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._ends = [self.loop.call_later(KEPT, self.shutdown), self.loop.call_later(LONGEST, transport.abort)]
        if len(self.connections) > MOST_CONNECTIONS:
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        for end in self._ends:
            end.cancel()
        super().connection_lost(exc)
