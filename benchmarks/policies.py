"""Made-up policy pages and the server that gives them out: what the benchmarks of whole passes read.

A site has five documents behind one frame of menus, styles and scripts, as sites have; a page is about 259 KB, of which
some 40 KB are policy text. All is drawn from fixed seeds: the same number is the same page on every machine.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from multiprocessing.sharedctypes import Synchronized

PER_SITE = 5
PAGE_BYTES = 259_000
PARAGRAPHS = 120
TYPES = ("Privacy Policy", "Terms of Service", "Trackers Policy", "Community Guidelines", "Imprint")

_WHO = [
    "we",
    "our affiliates",
    "our partners",
    "the service",
    "you",
    "your organisation",
    "a visitor",
    "the account holder",
]
_MAY = [
    "may",
    "will",
    "can",
    "must",
    "shall",
    "do not",
    "are entitled to",
    "have agreed to",
    "need not",
    "reserve the right to",
]
_DO = [
    "collect",
    "process",
    "retain",
    "disclose",
    "delete",
    "transfer",
    "review",
    "anonymise",
    "combine",
    "request",
    "rectify",
    "restrict",
    "store",
    "log",
    "encrypt",
    "analyse",
    "correct",
    "export",
    "limit",
    "publish",
]
_WHAT = [
    "contact details",
    "payment records",
    "device identifiers",
    "location data",
    "support tickets",
    "uploaded files",
    "messages",
    "usage statistics",
    "cookies",
    "preferences",
    "log entries",
    "invoices",
    "profile pictures",
    "subscriptions",
    "survey answers",
    "crash reports",
    "purchase histories",
    "search queries",
    "contact lists",
    "account settings",
]
_WHEN = [
    "where the law requires it",
    "for as long as the account exists",
    "within thirty days",
    "in order to provide the service",
    "unless you object",
    "with your consent",
    "under these terms",
    "for security reasons",
    "when a contract ends",
    "on request",
    "in accordance with section {n}",
    "for at most {n} months",
    "before the {n}th day of the following month",
    "at no charge",
]
_AI = (
    "We use the content you post to train our artificial intelligence models, unless you opt out in your settings.",
    "Your messages are not used to train machine learning models.",
    "You can opt out of the use of your data for the training of generative AI at any time under Settings, Privacy.",
)
_SYLLABLES = [
    "ba",
    "be",
    "bor",
    "da",
    "del",
    "dro",
    "fa",
    "fen",
    "ga",
    "gri",
    "ha",
    "jo",
    "ka",
    "kel",
    "la",
    "lum",
    "ma",
    "mir",
    "na",
    "nor",
    "o",
    "pa",
    "pel",
    "ra",
    "ris",
    "sa",
    "tor",
    "u",
    "va",
    "wen",
]
_TITLES = [
    "Scope",
    "Data we hold",
    "Purposes",
    "Sharing",
    "Retention",
    "Your rights",
    "Security",
    "Children",
    "Transfers",
    "Contact",
]


@dataclass(frozen=True, slots=True)
class Manner:
    """How the server answers: with validators, with bytes that differ each time, late, and with how much changed."""

    etag: bool = False
    noise: bool = False
    percent: int = 0  # of the pages that read otherwise than at first
    delay_ms: int = 0


def addresses(count: int, port: int) -> list[str]:
    """The addresses of so many pages; each site has an address of its own on loopback."""
    return [f"http://{_host(number // PER_SITE)}:{port}/{number}" for number in range(count)]


def page(number: int, percent: int = 0) -> bytes:
    """A page; where it is among the `percent` that changed, it has one sentence more."""
    draw = random.Random(number)
    top, bottom, filler = _frame(number // PER_SITE)
    name = TYPES[number % PER_SITE]
    body = "".join(_paragraph(draw, at) for at in range(PARAGRAPHS))
    if number % 100 < percent:
        body += f"<p>{_AI[0]} This has been so since revision {number}.</p>"
    own = f'<script type="application/json">{{"page":"{_letters(draw, 16_000)}"}}</script>'
    start = f"<!DOCTYPE html><html lang=en><head><title>{name} {number}</title>{top}</head>"
    start += f"<body>{_menu(number // PER_SITE)}<main><h1>{name} {number}</h1>"
    end = f"</main><footer>{bottom}</footer>{own}<script>"
    rest = max(0, PAGE_BYTES - len(start) - len(body) - len(end) - 60)
    return f"{start}{body}{end}{filler[:rest]}</script></body></html>".encode()


@contextmanager
def served(count: int) -> Iterator[tuple[list[str], Serving]]:
    """Give out so many pages from a process of its own meanwhile: their addresses, and how they are given out."""
    serving = Serving(count)
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(theirs, serving), daemon=True)
    process.start()
    try:
        yield addresses(count, ours.recv()), serving
    finally:
        process.terminate()
        process.join()


class Serving:
    """How pages are given out now, and how many requests were answered; both processes see it."""

    def __init__(self, count: int) -> None:
        self.count = count
        self._manner = multiprocessing.Array("i", 4)
        self.answered: Synchronized[int] = multiprocessing.Value("q")  # type: ignore[assignment]  # by typeshed's overloads

    @property
    def manner(self) -> Manner:
        """How pages are given out."""
        etag, noise, percent, delay_ms = self._manner
        return Manner(bool(etag), bool(noise), percent, delay_ms)

    @manner.setter
    def manner(self, manner: Manner) -> None:
        self._manner[:] = [manner.etag, manner.noise, manner.percent, manner.delay_ms]


class _Answering(asyncio.Protocol):
    def __init__(self, serving: Serving) -> None:
        self.serving, self.heard = serving, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self.heard = (self.heard + data).split(b"\r\n\r\n")
        for request in requests:
            manner = self.serving.manner
            answer = _answer(request, manner, self.serving.count)
            with self.serving.answered.get_lock():
                self.serving.answered.value += 1
            if manner.delay_ms:
                asyncio.get_running_loop().call_later(manner.delay_ms / 1000, self.transport.write, answer)
            else:
                self.transport.write(answer)


def _answer(request: bytes, manner: Manner, count: int) -> bytes:
    """What a request gets; further addresses than there are pages begin with the first page again."""
    path = request.split(b" ", 2)[1].strip(b"/")
    if not path.isdigit():  # such as robots.txt and favicon.ico
        return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    number = int(path) % count
    changed = number % 100 < manner.percent
    body, etag = _page(number, manner.percent if changed else 0)
    head = b"Content-Type: text/html; charset=utf-8\r\n"
    if manner.etag:
        head += b'ETag: "%s"\r\n' % etag
        if etag in request:
            return b"HTTP/1.1 304 Not Modified\r\n" + head + b"\r\n"
    if manner.noise:
        nonce = random.randbytes(16).hex().encode()
        body = body.replace(b"<main>", b"<!-- built %s --><script nonce=%s></script><main>" % (nonce, nonce), 1)
    return b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s" % (head, len(body), body)


@cache
def _page(number: int, percent: int) -> tuple[bytes, bytes]:
    body = page(number, percent)
    return body, sha256(body).hexdigest()[:16].encode()


def _serve(ready: multiprocessing.connection.Connection, serving: Serving) -> None:
    async def run() -> None:
        for number in range(serving.count):  # before anybody's time is taken
            _page(number, 0)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Answering(serving), "0.0.0.0", 0, backlog=1000)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


def _host(site: int) -> str:
    return f"127.{1 + site // 60_000}.{site // 240 % 250}.{site % 240 + 1}"


def _paragraph(draw: random.Random, at: int) -> str:
    heading = f"<h2>{at // 9 + 1}. {_TITLES[at // 9 % len(_TITLES)]}</h2>" if at % 9 == 0 else ""
    sentences = " ".join(_sentence(draw) for _ in range(draw.randint(2, 4)))
    if draw.random() < 0.01:
        sentences += f" {draw.choice(_AI)}"
    link = (
        f' See <a href="/help/{draw.randint(1, 99)}">the <b>notes</b> on {draw.choice(_WHAT)}</a>.'
        if at % 3 == 0
        else ""
    )
    listed = "".join(f"<li>{draw.choice(_WHAT)}, {_when(draw)};</li>" for _ in range(4)) if at % 10 == 5 else ""
    return f'{heading}<p class="c-{at % 7}">{sentences}{link}</p>' + (f"<ul>{listed}</ul>" if listed else "")


def _sentence(draw: random.Random) -> str:
    what = f"{draw.choice(_WHAT)} of {_name(draw)}" if draw.random() < 0.5 else draw.choice(_WHAT)
    said = f"{draw.choice(_WHO)} {draw.choice(_MAY)} {draw.choice(_DO)} {what} and {draw.choice(_WHAT)} {_when(draw)}"
    return f"{said[0].upper()}{said[1:]}."


def _name(draw: random.Random) -> str:
    """A name that stands nowhere else, as prose is full of words that are rare."""
    return "".join(draw.choice(_SYLLABLES) for _ in range(draw.randint(2, 4))).title()


def _when(draw: random.Random) -> str:
    return draw.choice(_WHEN).format(n=draw.randint(2, 40))


def _menu(site: int) -> str:
    draw = random.Random(f"menu {site}")
    links = "".join(f'<li><a href="/{_letters(draw, 8)}">{draw.choice(_WHAT)}</a></li>' for _ in range(150))
    return f"<header><nav><ul>{links}</ul></nav></header>"


@lru_cache(maxsize=4)
def _frame(site: int) -> tuple[str, str, str]:
    """The styles, the foot and the script of a site, the last long enough for every page."""
    draw = random.Random(f"frame {site}")
    rules = "".join(f".c-{n}{{margin:{draw.randint(0, 40)}px;color:#{draw.randbytes(3).hex()}}}" for n in range(300))
    calls = (_call(draw) for _ in range(3_000))
    return f"<style>{rules}</style>", f"Site {site}, all rights reserved", "".join(calls)


def _call(draw: random.Random) -> str:
    """A line of a script."""
    module, method = draw.choice(_SYLLABLES), f"{draw.choice(_SYLLABLES)}{draw.choice(_SYLLABLES)}"
    body = f"function(e,t){{return e.{method}(t.{module}).then(done)}}"
    return f'register("{module}/{method}",{draw.randint(0, 99)},{body});'


def _letters(draw: random.Random, count: int) -> str:
    return draw.randbytes(count // 2).hex()
