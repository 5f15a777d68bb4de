"""A proxy on loopback through which a browser reaches the network: behind our gate, for one page, for so many bytes."""

from __future__ import annotations

import asyncio
import base64
import secrets
from contextlib import suppress
from types import TracebackType
from typing import Self

import httpcore
import httpx

from monitor.fetch.addresses import host_of, parse
from monitor.fetch.faults import Fault, Kind
from monitor.fetch.network import Gate, check_far

HEAD_BYTES = 65_536
CHUNK = 65_536
_OWN_HEADERS = (b"proxy-", b"connection:", b"keep-alive:")
_REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_UNKNOWN = b'HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm="page"\r\nContent-Length: 0\r\n\r\n'
_LOST = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Forwarder:
    """Serves one page's browser; an asynchronous context manager. `upstream` is the address of a declared proxy.

    Other users of the machine do not know its password. Past `most` bytes every connection is cut.
    """

    def __init__(self, gate: Gate, upstream: str | None, *, timeout: float, most: int) -> None:
        self._gate, self._upstream = gate, httpx.Proxy(upstream) if upstream else None
        self._timeout, self._left = timeout, most
        self.username, self.password = "page", secrets.token_urlsafe(16)
        self.refused: dict[str, Fault] = {}  # why the gate turned a host away
        self._connections: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=HEAD_BYTES)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in tuple(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._connections.add(task)
        try:
            await asyncio.wait([task])
        finally:
            self._connections.discard(task)
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take requests until one is let through; that one keeps the connection to itself."""
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, httpcore.NetworkError):
            while True:
                async with asyncio.timeout(self._timeout):
                    head = await reader.readuntil(b"\r\n\r\n")
                if self._is_ours(head):
                    break
                writer.write(_UNKNOWN)
            try:
                far = await self._open(head, writer)
            except Fault:
                writer.write(_REFUSED)
                return
            except (httpcore.ConnectError, httpcore.TimeoutException):
                writer.write(_LOST)
                return
            await self._relay(reader, writer, far)

    def _is_ours(self, head: bytes) -> bool:
        expected = _basic(self.username.encode(), self.password.encode())
        given = [line for line in head.split(b"\r\n") if line.lower().startswith(b"proxy-authorization:")]
        return any(secrets.compare_digest(line.partition(b":")[2].strip(), expected) for line in given)

    async def _open(self, head: bytes, writer: asyncio.StreamWriter) -> httpcore.AsyncNetworkStream:
        """Connect to where the request goes, and pass its head on or say that the tunnel stands."""
        method, target, rest = _request_line(head)
        url = parse(f"https://{target}" if method == b"CONNECT" else target)
        try:
            if self._upstream:
                return await self._through(self._upstream, url, head)
            port = url.port or {"http": 80, "https": 443}[url.scheme]
            far = await self._gate.connect_tcp(host_of(url), port, self._timeout)
        except Fault as fault:
            self.refused[host_of(url)] = fault
            raise
        if method == b"CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            line = b"%s %s HTTP/1.1\r\n" % (method, url.raw_path)
            await far.write(line + _onward(rest) + b"Connection: close\r\n\r\n", self._timeout)
        return far

    async def _through(self, proxy: httpx.Proxy, url: httpx.URL, head: bytes) -> httpcore.AsyncNetworkStream:
        if proxy.url.scheme != "http":
            raise Fault(Kind.BAD_ADDRESS, f"a browser goes through http proxies only, not {proxy.url.scheme}")
        check_far(host_of(url))
        far = await self._gate.opened().connect_tcp(proxy.url.host, proxy.url.port or 80, self._timeout)
        line, _, rest = head.partition(b"\r\n")
        login = b"Proxy-Authorization: %s\r\n" % _basic(*proxy.raw_auth) if proxy.raw_auth else b""
        close = b"" if line.startswith(b"CONNECT ") else b"Connection: close\r\n"
        await far.write(line + b"\r\n" + _onward(rest) + login + close + b"\r\n", self._timeout)
        return far

    async def _relay(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, far: httpcore.AsyncNetworkStream
    ) -> None:
        async def out() -> None:
            while data := await reader.read(CHUNK):
                await far.write(data, self._timeout)

        sending = asyncio.ensure_future(out())
        try:
            while self._left > 0 and (data := await far.read(CHUNK)):
                self._left -= len(data)
                writer.write(data)
                await writer.drain()
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            await far.aclose()


def _request_line(head: bytes) -> tuple[bytes, str, bytes]:
    line, _, rest = head.partition(b"\r\n")
    parts = line.split(b" ")
    if len(parts) != 3:  # noqa: PLR2004 - method, target, version
        raise Fault(Kind.PROTOCOL, "no request of a browser")
    return parts[0], parts[1].decode("latin-1"), rest


def _onward(headers: bytes) -> bytes:
    """The headers that go on, without those between the browser and us."""
    lines = (line for line in headers.split(b"\r\n") if line)
    return b"".join(line + b"\r\n" for line in lines if not line.lower().startswith(_OWN_HEADERS))


def _basic(user: bytes, password: bytes) -> bytes:
    return b"Basic " + base64.b64encode(user + b":" + password)
