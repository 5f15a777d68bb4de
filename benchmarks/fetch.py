"""How fast the fetcher is beside bare httpx: `python benchmarks/fetch.py` (Linux: it uses many loopback addresses).

Every way asks the same server for the same pages and the middle of three rounds counts; compare ratios, not figures
of different machines. The whole run takes about half a minute.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import statistics
import time
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection

import httpx

from monitor.fetch import Fetcher
from monitor.records import FetchSettings

HOSTS = 200
PAGES = 3  # of each host
ROUNDS = 3
PAGE_BYTES = 61_000
LONGEST_SECONDS = 20.0  # a round that takes longer is given up

Get = Callable[[str], Awaitable[object]]
Way = Callable[[list[str], int], Awaitable[None]]


class Server(asyncio.Protocol):
    """Answers every request with the same page and keeps the connection."""

    answer = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % PAGE_BYTES + b"x" * PAGE_BYTES
    )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom to answer."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer each end of a request's head."""
        for _ in range(data.count(b"\r\n\r\n")):
            self.transport.write(self.answer)


def serve(ready: Connection) -> None:
    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Server, "0.0.0.0", 0, backlog=1000)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


async def everything(get: Get, urls: list[str], at_once: int) -> None:
    slots = asyncio.Semaphore(at_once)

    async def one(url: str) -> None:
        async with slots:
            await get(url)

    await asyncio.gather(*map(one, urls))


async def bare(urls: list[str], at_once: int) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        await everything(client.get, urls, at_once)


async def fetcher(urls: list[str], at_once: int) -> None:
    settings = FetchSettings(pause=0, concurrency=at_once, allow_private_networks=True)
    async with Fetcher(settings) as fetcher:
        await asyncio.gather(*map(fetcher.get, urls))


def measure(way: Way, urls: list[str], at_once: int) -> tuple[float, float]:
    """Give requests a second and CPU milliseconds a request, the middle of the rounds."""
    rates, costs = [], []
    for _ in range(ROUNDS):
        begun, used = time.perf_counter(), time.process_time()
        asyncio.run(asyncio.wait_for(way(urls, at_once), LONGEST_SECONDS))
        rates.append(len(urls) / (time.perf_counter() - begun))
        costs.append((time.process_time() - used) / len(urls) * 1000)
    return statistics.median(rates), statistics.median(costs)


def main() -> None:
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    server.start()
    port = ours.recv()
    urls = [
        f"http://127.0.{host // 250}.{host % 250 + 1}:{port}/{page}" for page in range(PAGES) for host in range(HOSTS)
    ]
    print(f"{len(urls)} pages of {PAGE_BYTES} bytes from {HOSTS} hosts")
    for at_once in (16, 100):
        basis = 0.0
        for way in (bare, fetcher):
            rate, cost = measure(way, urls, at_once)
            basis = basis or rate
            print(f"{at_once:4} at once, {way.__name__:8} {rate:6.0f} /s {rate / basis:5.2f} × {cost:6.2f} ms CPU each")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    server.terminate()
    server.join()


if __name__ == "__main__":
    main()
