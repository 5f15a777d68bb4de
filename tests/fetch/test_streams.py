from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpcore
import pytest

from monitor.fetch import Fetcher
from monitor.fetch.network import Gate, look_up
from monitor.records import FetchSettings, Snapshot

MUCH = 4 << 20  # bytes, more than all buffers in between hold

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(talk: Talk) -> AsyncIterator[int]:
    """A server that talks like this with whoever connects; its port."""
    talking: set[asyncio.Task[None]] = set()

    async def talk_and_hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(talk(reader, writer))
        talking.add(task)
        await asyncio.wait([task])
        writer.close()

    async with await asyncio.start_server(talk_and_hang_up, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
        for task in talking:
            task.cancel()
        await asyncio.sleep(0.01)  # until they have hung up


@asynccontextmanager
async def connected(talk: Talk) -> AsyncIterator[httpcore.AsyncNetworkStream]:
    """A connection to such a server."""
    async with serving(talk) as port:
        stream = await Gate(look_up, allow_private=True).connect_tcp("127.0.0.1", port)
        yield stream
        await stream.aclose()


async def test_no_more_is_let_in_than_is_read() -> None:
    taken = asyncio.Event()

    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(bytes(MUCH))
        await writer.drain()
        taken.set()

    async with connected(talk) as stream:
        size = len(await stream.read(1, timeout=1))
        await asyncio.sleep(0.05)
        assert not taken.is_set()
        while data := await stream.read(1 << 16, timeout=1):
            assert len(data) <= 1 << 16
            size += len(data)
    assert size == MUCH
    assert taken.is_set()


async def test_who_says_nothing_and_takes_nothing_is_waited_for_so_long() -> None:
    async def talk(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    async with connected(talk) as stream:
        with pytest.raises(httpcore.ReadTimeout):
            await stream.read(1, timeout=0.02)
        with pytest.raises(httpcore.WriteTimeout):
            await stream.write(bytes(MUCH), timeout=0.02)


async def test_when_the_other_side_has_hung_up_what_it_said_can_still_be_read() -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"bye")

    async with connected(talk) as stream:
        while not stream.get_extra_info("is_readable"):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        with pytest.raises(httpcore.WriteError):
            await stream.write(b"hello?", timeout=1)
        assert [await stream.read(10, timeout=1) for _ in range(2)] == [b"bye", b""]


async def test_what_was_said_before_a_handshake_is_never_taken_for_what_is_said_under_tls() -> None:
    async def talk(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")
        await asyncio.sleep(60)

    async with connected(talk) as stream:
        while not stream.get_extra_info("is_readable"):  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.01)
        with pytest.raises(httpcore.ConnectError, match="before the handshake"):
            await stream.start_tls(ssl.create_default_context(), "policies.test", timeout=1)


async def test_what_comes_unasked_is_never_taken_for_the_next_answer() -> None:
    sent = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nterms")
        await asyncio.sleep(0.05)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged")
        sent.set()
        await reader.read()

    settings = FetchSettings(pause=0.0, allow_private_networks=True)
    async with serving(talk) as port, Fetcher(settings) as fetcher:
        for _ in range(2):
            got = await fetcher.get(f"http://127.0.0.1:{port}/")
            assert isinstance(got, Snapshot)
            assert got.body == b"terms"
            await sent.wait()
            await asyncio.sleep(0.02)
