"""Streams: asyncio's connections in the form in which httpcore takes them.

httpcore's own go through a library for several event loops, which makes a small request cost half as much again.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Any, cast

import httpcore

_MUCH = 1 << 16  # bytes that wait to be read, from which on no more are let in


class Stream(httpcore.AsyncNetworkStream, asyncio.Protocol):
    """One connection; what has come is kept until it is read."""

    def __init__(self) -> None:
        self._heard = bytearray()
        self._stirred = asyncio.Event()  # something has come, or nothing will any more
        self._writable = asyncio.Event()
        self._ended = False
        self._error: Exception | None = None  # that ended it

    # what asyncio tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to listen."""
        self._transport = cast("asyncio.Transport", transport)
        self._writable.set()

    def data_received(self, data: bytes) -> None:
        """Keep what has come."""
        self._heard += data
        if len(self._heard) > _MUCH:
            self._transport.pause_reading()
        self._stirred.set()

    def eof_received(self) -> None:
        """Note that no more will come; asyncio then closes the connection."""
        self._ended = True
        self._stirred.set()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake up whoever waits."""
        self._error = exc
        self._writable.set()
        self.eof_received()

    def pause_writing(self) -> None:
        """Have writers wait: the other side does not take what is sent."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Let them go on."""
        self._writable.set()

    # what httpcore asks for

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109 - httpcore's signature
        """Give what has come, as soon as there is anything; nothing at the end."""
        if not self._heard and not self._ended:
            self._stirred.clear()
            async with within(timeout, httpcore.ReadTimeout):
                await self._stirred.wait()
        if self._error and not self._heard:
            raise httpcore.ReadError(str(self._error)) from self._error
        data = bytes(self._heard[:max_bytes])
        del self._heard[:max_bytes]
        if len(self._heard) <= _MUCH:
            self._transport.resume_reading()
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109 - httpcore's signature
        """Send some bytes, and wait while the other side does not take them."""
        if self._ended:
            raise httpcore.WriteError("the other side has hung up")
        self._transport.write(buffer)
        if not self._writable.is_set():
            async with within(timeout, httpcore.WriteTimeout):
                await self._writable.wait()

    async def aclose(self) -> None:
        """Close the connection at once, whatever the other side does."""
        self._transport.abort()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
    ) -> httpcore.AsyncNetworkStream:
        """Go on under TLS; what was said before, by whoever it was, would be taken for a part of what is said then."""
        loop = asyncio.get_running_loop()
        with ExitStack() as on_failure:
            on_failure.callback(self._transport.abort)
            if self._heard:
                raise httpcore.ConnectError("something was said before the handshake")
            try:
                async with within(timeout, httpcore.ConnectTimeout):
                    upgraded = await loop.start_tls(self._transport, self, ssl_context, server_hostname=server_hostname)
            except OSError as error:
                raise httpcore.ConnectError(str(error)) from error
            on_failure.pop_all()
        self._transport = cast("asyncio.Transport", upgraded)
        return self

    def get_extra_info(self, info: str) -> Any:
        """Tell what is known of the connection; one that is idle and `is_readable` is at its end."""
        if info == "is_readable":
            return self._ended or bool(self._heard)
        return self._transport.get_extra_info(info)


@asynccontextmanager
async def within(seconds: float | None, late: type[httpcore.TimeoutException]) -> AsyncIterator[None]:
    """Raise httpcore's own error for what comes too late."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError as error:
        raise late(str(error)) from error
