"""Two daemons on a PostgreSQL that restarts in the midst of their work tell every change once.

`benchmarks/crash.py --restarts` does the same more often, and with more documents.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import postgres
import pytest
from servers import Reply, Request, Site
from sqlalchemy import create_engine, update
from targets import Webhook
from world import FETCH, POLICY, TRAINING, page

from monitor.database.tables import documents

RESTARTS = int(os.environ.get("MONITOR_RESTARTS", "1"))
DOCUMENTS = int(os.environ.get("MONITOR_RESTART_DOCUMENTS", "3"))
SEED = int(os.environ.get("MONITOR_RESTART_SEED", "7"))
SOURCES = (
    FETCH
    + """
[web]
enabled = false
[schedule]
every = "52w"
[[alerts]]
url = "{webhook}"
"""
)
TERMS = '[services.round-{round}-{number}.terms."Policy {round}-{number}"]\nfetch = "{url}"\n'


class Siege:
    """An installation whose documents change round by round, while its database server restarts."""

    def __init__(self, folder: Path, url: str, site: Site, webhook: Webhook) -> None:
        self.folder, self.url, self.site, self.webhook = folder, url, site, webhook
        self.random = random.Random(SEED)
        declared = [
            TERMS.format(round=number, number=document, url=site.url(f"/{number}/{document}"))
            for number in range(RESTARTS)
            for document in range(DOCUMENTS)
        ]
        (folder / "sources.toml").write_text(SOURCES.format(webhook=webhook.url) + "".join(declared))
        for number in range(RESTARTS):
            self.serve(number)

    def serve(self, number: int, *more: str, first: Callable[[], None] = lambda: None) -> None:
        """Serve the pages of a round, and do something when the first of them is asked for."""
        asked: list[Request] = []

        def answer(request: Request) -> Reply:
            asked.append(request)
            if len(asked) == 1:
                first()
            return Reply(page(*POLICY, *more, title=f"Policy of {request.path}"))

        for document in range(DOCUMENTS):
            self.site[f"/{number}/{document}"] = answer

    @contextmanager
    def daemon(self, name: str) -> Iterator[subprocess.Popen[bytes]]:
        environment = {**os.environ, "MONITOR_DATABASE_URL": self.url}
        with (self.folder / f"{name}.log").open("w") as log:
            command = [sys.executable, "-m", "monitor", "run"]
            process = subprocess.Popen(command, cwd=self.folder, env=environment, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def fall(self, number: int) -> None:
        """Have the documents of a round change, and the server restart as they are read, or a moment later."""
        restart = threading.Timer(self.random.uniform(0.0, 1.0), postgres.restart, [self.url])
        self.serve(number, TRAINING, first=restart.start)
        engine = create_engine(self.url)
        with engine.begin() as db:
            of_round = documents.c.service_id.startswith(f"round-{number}-")
            db.execute(update(documents).where(of_round).values(next_check_at=documents.c.last_read_at))
        engine.dispose()
        wait_for(lambda: len(self.told(number)) == DOCUMENTS)
        restart.join()

    def told(self, number: int) -> Counter[str]:
        """How often each change of a round was told."""
        told = (re.search(rf"now trains.*Policy ({number}-\d+)", post["title"]) for post in self.webhook.posts)
        return Counter(found[1] for found in told if found)


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 90
    while not condition():
        assert time.monotonic() < deadline, "it did not come about within 90 seconds"
        time.sleep(0.05)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_two_daemons_tell_every_change_once_whenever_their_database_server_restarts(
    tmp_path: Path, database_url: str, site: Site, webhook: Webhook
) -> None:
    siege = Siege(tmp_path, database_url, site, webhook)
    with siege.daemon("one") as one, siege.daemon("other") as other:
        wait_for(lambda: webhook.posts)
        for number in range(RESTARTS):
            siege.fall(number)
        assert [one.poll(), other.poll()] == [None, None]
    told = Counter(count for number in range(RESTARTS) for count in siege.told(number).values())
    assert told == {1: RESTARTS * DOCUMENTS}
    for log in tmp_path.glob("*.log"):
        assert "Traceback" not in log.read_text()
    print(f"\n{RESTARTS} restarts, {RESTARTS * DOCUMENTS} changes, each told once")  # noqa: T201 -- with -s, the figures
