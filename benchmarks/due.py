"""One process that checks what is due for each line it reads, as the daemon does: due.py FILE."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from monitor import config
from monitor.database import connect
from monitor.fetch import Fetcher
from monitor.pipeline import keep_up


async def main() -> None:
    settings = config.load(Path(sys.argv[1]), os.environ)
    database = connect(settings.database_url)
    print("done", flush=True)
    async with Fetcher(settings.fetch) as fetcher:
        while await asyncio.to_thread(sys.stdin.readline):
            await keep_up(database, settings, fetcher)
            print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main())
