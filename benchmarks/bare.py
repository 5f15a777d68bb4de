"""The floor: bare httpx asks for each address in a file at every line it reads, and looks at nothing: bare.py FILE."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import httpx

AT_ONCE = 10  # for each client; more in one pool cost more each


async def main(urls: list[str]) -> None:
    tls = httpx.create_ssl_context()
    clients = [httpx.AsyncClient(verify=tls, trust_env=False) for _ in range(2)]
    tags: dict[str, str] = {}

    async def some(client: httpx.AsyncClient, mine: list[str]) -> None:
        for url in mine:
            answer = await client.get(url, headers={"If-None-Match": tags[url]} if url in tags else {})
            if tag := answer.headers.get("etag"):
                tags[url] = tag

    print("done", flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        lanes = [(client, at) for at in range(AT_ONCE) for client in clients]
        await asyncio.gather(*(some(client, urls[n :: len(lanes)]) for n, (client, _) in enumerate(lanes)))
        print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]).read_text().split()))
