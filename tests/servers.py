"""A real web server on loopback for tests: it answers what it is told, as badly as it is told, and keeps a log.

    with Site() as site:
        site["/terms"] = Reply("<h1>Terms</h1>", headers={"ETag": '"1"'})       # answers 304 to that ETag by itself
        site["/old"] = Reply(status=301, headers={"Location": "/terms"})
        site["/now"] = lambda request: Reply(f"You sent {request.headers.get('cookie')}")
        site["/slow"] = Reply("…", stall=30)                # nothing at all for 30 seconds, or until the site closes
        site["/drip"] = Reply("…" * 100, drip=(1, 0.05))    # one byte every 0.05 seconds
        site["/cut"] = Reply("…" * 100, cut=50)             # closes after 50 bytes of the promised body
        site["/gzip"] = Reply("…", gzip=True)
        site["/raw"] = Reply(raw=b"HTP/9 what?\r\n\r\n")    # these bytes and nothing else, then the end
        fetch(site.url("/terms"))
        assert [request.path for request in site.log] == ["/terms"]

A path without a route answers 404; routes may be changed at any time. Connections are kept alive as HTTP/1.1 says.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

Headers = Mapping[str, str] | Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """A request as received: names of headers in lower case, `at` in seconds of the monotonic clock."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and what shall go wrong with it; times in seconds, sizes in bytes."""

    body: bytes | str = b""
    status: int = 200
    headers: Headers = field(default_factory=dict)
    gzip: bool = False
    stall: float = 0.0
    drip: tuple[int, float] | None = None
    cut: int | None = None
    raw: bytes | None = None


Route = Reply | Callable[[Request], Reply]

_BODILESS = {204, 304}


class Site:
    """A loopback web server in a thread, on a port of its own; closing it ends every stall and drip at once."""

    def __init__(self, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = {}
        self.log: list[Request] = []
        self.connections = 0
        self.host = host
        self._tls = tls
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server((host, 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        self._end(self._listener)
        for connection in tuple(self._open):
            self._end(connection)
        for thread in self._threads:
            thread.join(timeout=5)

    def __setitem__(self, path: str, route: Route | bytes | str) -> None:
        self.routes[path] = Reply(route) if isinstance(route, bytes | str) else route

    def url(self, path: str = "/", *, host: str = "") -> str:
        """Give the address of a path, under another host name where a test resolves that name to this site."""
        return f"{'https' if self._tls else 'http'}://{host or self.host}:{self.port}{path}"

    def _start(self, work: Callable[..., None], *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    @staticmethod
    def _end(connection: socket.socket) -> None:
        # close() alone wakes nobody who waits in accept() or recv() on Linux
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
        connection.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while not self._closing.is_set():
                connection, _ = self._listener.accept()
                self.connections += 1
                self._open.add(connection)
                self._start(self._serve, connection)

    def _serve(self, plain: socket.socket) -> None:
        connection = plain
        # whoever asks may go away at any moment: that is no fault of the server's
        with contextlib.suppress(OSError, ValueError):
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls:
                connection = self._tls.wrap_socket(plain, server_side=True)
                self._open.add(connection)
            with connection.makefile("rb") as incoming:
                while (request := _read(incoming)) and self._answer(connection, request):
                    pass
        self._end(connection)
        self._open -= {plain, connection}

    def _answer(self, connection: socket.socket, request: Request) -> bool:
        """Answer one request and tell whether the connection stays open."""
        self.log.append(request)
        route = self.routes.get(request.path, Reply("no such page", status=404))
        reply = route if isinstance(route, Reply) else route(request)
        if reply.stall and self._closing.wait(reply.stall):
            return False
        self._send(connection, reply, _encode(request, reply))
        return reply.raw is None and reply.cut is None and request.headers.get("connection", "").lower() != "close"

    def _send(self, connection: socket.socket, reply: Reply, message: tuple[bytes, bytes]) -> None:
        head, body = message
        size, pause = reply.drip or (len(body) or 1, 0)
        connection.sendall(head if reply.drip else head + body)
        for start in range(0, len(body) if reply.drip else 0, size):
            if self._closing.wait(pause):
                return
            connection.sendall(body[start : start + size])


def _read(incoming: io.BufferedIOBase) -> Request | None:
    line = incoming.readline(65536).decode("latin-1").split()
    if len(line) != 3:
        return None
    headers = {name.lower(): value for name, value in http.client.parse_headers(incoming).items()}
    body = incoming.read(int(headers.get("content-length", "0")))
    return Request(line[0], line[1], headers, body, time.monotonic())


def _encode(request: Request, reply: Reply) -> tuple[bytes, bytes]:
    """Give head and body as bytes for the wire, not more of the body than `cut` lets through."""
    if reply.raw is not None:
        return b"", reply.raw
    pairs = list(reply.headers.items() if isinstance(reply.headers, Mapping) else reply.headers)
    names = {name.lower(): value for name, value in pairs}
    status = 304 if reply.status == 200 and _unchanged(request, names) else reply.status
    body = b"" if status in _BODILESS else _bytes(reply)
    defaults = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
    if reply.gzip:
        defaults["Content-Encoding"] = "gzip"
    if status in _BODILESS or "transfer-encoding" in names:
        del defaults["Content-Length"]
    pairs += [(name, value) for name, value in defaults.items() if name.lower() not in names]
    lines = [f"HTTP/1.1 {status} {http.client.responses.get(status, 'Unknown')}"]
    head = "\r\n".join([*lines, *(f"{name}: {value}" for name, value in pairs), "", ""])
    return head.encode("latin-1"), b"" if request.method == "HEAD" else body[: reply.cut]


def _bytes(reply: Reply) -> bytes:
    body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    return gzip.compress(body, mtime=0) if reply.gzip else body


def _unchanged(request: Request, names: Mapping[str, str]) -> bool:
    """Tell whether the request's conditions hold; an ETag goes before a date, as RFC 9110 section 13.2.2 says."""
    if asked := request.headers.get("if-none-match"):
        return asked == names.get("etag")
    asked = request.headers.get("if-modified-since")
    return asked is not None and asked == names.get("last-modified")
