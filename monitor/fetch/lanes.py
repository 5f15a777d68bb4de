"""Politeness: one request at a time for each host, a pause after it, and peace for a host that asked for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from monitor.fetch.faults import Fault, Kind
from monitor.fetch.network import Transport

LINGER = 5.0  # seconds that an idle connection is kept; servers close theirs after about as long


@dataclass(slots=True)
class Lane:
    """One host: its connection, who waits for it (`users`), and until when it rests (seconds of the loop's clock)."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    transport: Transport | None = None
    proxy: str | None = field(default=None, repr=False)  # that the connection goes through
    users: int = 0
    left_at: float = 0.0
    rests_until: float = 0.0
    closed_until: float = 0.0

    def close_for(self, seconds: float) -> None:
        """Let nobody ask this host for so long."""
        self.closed_until = _now() + seconds

    def check(self) -> None:
        """Raise a fault while the lane is closed, with the seconds still left."""
        if (left := self.closed_until - _now()) > 0:
            raise Fault(Kind.LEFT_ALONE, f"the host asked to be left alone for {left:.0f} s more", retry_after=left)


class Lanes:
    """The lanes of all hosts; at most `concurrency` requests run at once, and idle lanes are closed."""

    def __init__(
        self, connect: Callable[[str | None], Transport], *, pause: float, concurrency: int, linger: float = LINGER
    ) -> None:
        self._connect, self._pause, self._most_idle, self._linger = connect, pause, concurrency, linger
        self._lanes: dict[str, Lane] = {}
        self._slots = asyncio.Semaphore(concurrency)

    @asynccontextmanager
    async def hold(self, host: str) -> AsyncIterator[Lane]:
        """Keep a host's connection open meanwhile, without being in anybody's way."""
        lane = self._lanes.setdefault(host, Lane())
        lane.users += 1
        try:
            yield lane
        finally:
            lane.users -= 1
            lane.left_at = _now()
            # last, so that the lanes are in the order in which they were left
            self._lanes[host] = self._lanes.pop(host)
            await self._close_surplus()

    @asynccontextmanager
    async def turn(self, lane: Lane, proxy: str | None = None) -> AsyncIterator[Transport]:
        """Wait for the host's turn, its pause and a free slot; raise Fault when the host is to be left alone."""
        async with lane.lock:
            lane.check()
            await asyncio.sleep(max(0.0, lane.rests_until - _now()))
            async with self._slots:
                if lane.transport is None or lane.proxy != proxy:
                    await self._close(lane)
                    lane.transport, lane.proxy = self._connect(proxy), proxy
                try:
                    yield lane.transport
                finally:
                    lane.rests_until = _now() + self._pause

    def close_for(self, host: str, seconds: float) -> None:
        """Let nobody ask a host for so long that asked for it before."""
        self._lanes.setdefault(host, Lane()).close_for(seconds)

    async def sweep(self) -> None:
        """Close what has been idle for a while and forget hosts that need no rest any more, again and again."""
        while True:
            await asyncio.sleep(self._linger)
            now = _now()
            for host, lane in tuple(self._lanes.items()):
                if lane.users == 0 and now - lane.left_at >= self._linger:
                    if now >= max(lane.rests_until, lane.closed_until):
                        del self._lanes[host]
                    await self._close(lane)

    async def close(self) -> None:
        """Close every connection."""
        for lane in tuple(self._lanes.values()):
            await self._close(lane)

    async def _close_surplus(self) -> None:
        idle = [lane for lane in self._lanes.values() if lane.users == 0 and lane.transport]
        for lane in idle[: -self._most_idle]:
            await self._close(lane)

    @staticmethod
    async def _close(lane: Lane) -> None:
        transport, lane.transport = lane.transport, None
        if transport:
            await transport.aclose()


def _now() -> float:
    return asyncio.get_running_loop().time()
