"""A hostile part of the internet on loopback: many hosts whose documents fail in every way and change at known times.

`serve` runs it in a process of its own, so that what it costs is not taken for the daemon's.
"""

from __future__ import annotations

import gzip
import html
import random
import socket
import struct
import sys
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from servers import Reply, Request, Site
from world import POLICY, TRAINING

HOSTS = 100
TROUBLED, HOPELESS, PLANTED = 0.3, 0.05, 0.1  # shares of all documents
MISHAPS = 0.25  # share of a troubled document's answers
BEFORE_A_CHANGE = 2  # good answers that a document has given before it changes: the daemon may not have read the first
LAST_CHANGE = 0.7  # of the whole time
BOMB = gzip.compress(bytes(200_000_000), mtime=0)
ENDLESS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    + (b"10000\r\n" + b"<p>All work. " * 5041 + b"<p>\r\n") * 80
)
PINNED = "Members who write on Sundays can pin one more of their posts to the top of their own page for a week."
RESET = Reply(raw=b"\x00reset")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as planned: on which host, how it fares, and when after the start it gains or loses the clause."""

    number: int
    kind: str
    nuisance: str
    changes_at: float | None
    gains: bool

    @property
    def host(self) -> int:
        """Which host has it."""
        return self.number % HOSTS

    @property
    def path(self) -> str:
        """Where it lies there."""
        return f"/{self.number}"


def plan(count: int, seconds: float, seed: int) -> list[Document]:
    """The same documents for the same seed; those that change do so from a fifth of the time on."""
    chance = random.Random(seed)
    return [_planned(number, seconds, chance) for number in range(count)]


def _planned(number: int, seconds: float, chance: random.Random) -> Document:
    drawn, plants = chance.random(), chance.random() < PLANTED
    kind = "hopeless" if drawn < HOPELESS else "troubled" if drawn < HOPELESS + TROUBLED else "steady"
    changes_at = chance.uniform(0.2, LAST_CHANGE) * seconds if plants and kind != "hopeless" else None
    return Document(number, kind, chance.choice([*NUISANCES]), changes_at, chance.random() < 0.5)


def _page(document: Document, *paragraphs: str, noise: str = "") -> str:
    own = f"This is the policy of community number {document.number}, which its members wrote in a long winter."
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in (own, *POLICY, *paragraphs))
    return (
        f"<!doctype html><html lang=en><head><title>Privacy Policy</title></head><body>{noise}"
        f"<header><nav><a href=/>Home</a> <a href=/login>Log in</a></nav></header><main><h1>Privacy Policy</h1>{body}"
        "</main><footer><a href=/imprint>Imprint</a></footer></body></html>"
    )


ERROR_PAGE = Reply("<!doctype html><title>Error</title><h1>Something went wrong</h1><p>Please try again later.</p>")
MISTAKES: dict[str, Callable[[Document, list[str]], Reply]] = {
    "reset": lambda _, __: RESET,
    "closed": lambda _, __: Reply(raw=b""),
    "stall": lambda _, __: Reply("", stall=30),
    "drip": lambda _, __: Reply("drop" * 1000, drip=(1, 0.5)),
    "429": lambda _, __: Reply("slower", status=429, headers={"Retry-After": "1"}),
    "503": lambda _, __: Reply("later", status=503),
    "503 for a second": lambda _, __: Reply("later", status=503, headers={"Retry-After": "1"}),
    "garbage": lambda document, _: Reply(raw=random.Random(document.number).randbytes(3000)),
    "garbage as a page": lambda document, _: Reply(random.Random(document.number).randbytes(30_000)),
    "redirects without end": lambda document, _: Reply(status=302, headers={"Location": f"{document.path}?again"}),
    "redirect to nowhere": lambda _, __: Reply(status=301, headers={"Location": "http://127.0.0.1:1/"}),
    "bomb": lambda _, __: Reply(BOMB, headers={"Content-Encoding": "gzip"}),
    "endless": lambda _, __: Reply(raw=ENDLESS),
    "cut": lambda document, said: Reply(_page(document, *said), cut=700),
    "error page with status 200": lambda _, __: ERROR_PAGE,
    "empty": lambda _, __: Reply(""),
    "nested": lambda _, __: Reply("<div>" * 200_000),
    "broken gzip": lambda _, __: Reply("this is no gzip", headers={"Content-Encoding": "gzip"}),
    "strange charset": lambda document, said: Reply(
        _page(document, *said), headers={"Content-Type": "text/html; charset=klingon-8"}
    ),
    "gigantic headers": lambda document, said: Reply(_page(document, *said), headers={"X-Ballast": "x" * 2_000_000}),
}
# What costs seconds of time or much of a core is rare, as it is in the world: else nothing but that would be measured.
COSTLY = {"stall", "drip", "bomb", "endless"}
WEIGHTS = [1 if name in COSTLY else 8 for name in MISTAKES]

NUISANCES: dict[str, Callable[[Document, random.Random, list[str]], Reply]] = {
    "none": lambda document, _, said: _tagged(_page(document, *said)),
    "a number that differs each time": lambda document, chance, said: Reply(
        _page(document, *said, noise=f"<script>token='{chance.random()}'</script>")
    ),
    "two looks in turn": lambda document, chance, said: Reply(
        _page(document, *said, noise=chance.choice(["<div class=a><span></span></div>", "<div class=b></div>"]))
    ),
    "two texts in turn": lambda document, chance, said: Reply(_page(document, *said, *chance.choice([(), (PINNED,)]))),
    "a redirect to where it is": lambda document, _, said: _tagged(_page(document, *said)),
}


def _tagged(page: str) -> Reply:
    return Reply(page, headers={"ETag": f'"{zlib.crc32(page.encode())}"'})


class Host(Site):
    """A host of this internet: what its documents say next, and when those that change have changed."""

    def __init__(self, address: str, documents: list[Document], seed: int) -> None:
        super().__init__(host=address)
        self.began = time.monotonic()
        self.given: dict[int, int] = {}  # good answers of each document
        self.changed: dict[int, float] = {}  # since when, after the start
        for document in documents:
            chance = random.Random(f"{seed} {document.number}")
            self[document.path] = self._route(document, chance)
            if document.nuisance == "a redirect to where it is":
                self[f"{document.path}/now"] = self.routes[document.path]
                self[document.path] = Reply(status=302, headers={"Location": f"{document.path}/now"})
            self[f"{document.path}?again"] = Reply(status=302, headers={"Location": f"{document.path}?again"})

    def _route(self, document: Document, chance: random.Random) -> Callable[[Request], Reply]:
        def answer(_: Request) -> Reply:
            mishap = chance.random() < {"steady": 0.0, "troubled": MISHAPS, "hopeless": 1.0}[document.kind]
            if mishap:
                return MISTAKES[chance.choices([*MISTAKES], WEIGHTS)[0]](document, self._says(document))
            self._may_change(document)
            return NUISANCES[document.nuisance](document, chance, self._says(document))

        return answer

    def _may_change(self, document: Document) -> None:
        """Let a document change whose time has come, in a good answer: one that fails is not read for certain."""
        elapsed, given = time.monotonic() - self.began, self.given.get(document.number, 0)
        if document.changes_at is not None and elapsed >= document.changes_at and given >= BEFORE_A_CHANGE:
            self.changed.setdefault(document.number, elapsed)
        self.given[document.number] = given + 1

    def _says(self, document: Document) -> list[str]:
        """What the document says of training."""
        return [TRAINING] if (document.number in self.changed) == document.gains else []

    def _send(self, connection: socket.socket, reply: Reply, message: tuple[bytes, bytes]) -> None:
        if reply is RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.close()
            return
        super()._send(connection, reply, message)


def address(host: int) -> str:
    """The loopback address of a host."""
    return f"127.0.1.{host + 1}"


def serve(count: int, seconds: float, seed: int, pipe: Connection) -> None:
    """Run all hosts; send their ports, and what has changed and how much was asked for each time that it is asked."""
    documents = plan(count, seconds, seed)
    hosts = [Host(address(number), [d for d in documents if d.host == number], seed) for number in range(HOSTS)]
    for host in hosts:
        host.__enter__()
    pipe.send([host.port for host in hosts])
    while pipe.recv() == "tell":
        changed = {number: at for host in hosts for number, at in host.changed.items()}
        pipe.send((changed, sum(len(host.log) for host in hosts), sum(host.connections for host in hosts)))
