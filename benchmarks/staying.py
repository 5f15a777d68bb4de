"""One process that makes a pass for each line it reads, as the daemon makes one after another: staying.py FILE."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from monitor import config
from monitor.database import connect
from monitor.fetch import Fetcher
from monitor.pipeline import look
from monitor.store import documents
from monitor.work import memory


async def main() -> None:
    settings = config.load(Path(sys.argv[1]), os.environ)
    database = connect(settings.database_url)
    with database.writing() as db:
        documents.sync(db, settings.declarations, datetime.now(UTC))
    print("done", flush=True)
    async with Fetcher(settings.fetch) as fetcher:
        while await asyncio.to_thread(sys.stdin.readline):
            await look(database, settings, fetcher, settings.declarations)
            print("done", flush=True)


if __name__ == "__main__":
    memory.spare()  # as the daemon does
    asyncio.run(main())
