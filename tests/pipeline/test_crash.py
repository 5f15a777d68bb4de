"""A pass that is killed at any instant loses no alert and repeats none, save the one in flight."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from lives import untraced
from servers import Reply, Request, Site
from targets import Webhook
from world import FETCH, POLICY, TRAINING, page

CRASH = Path(__file__).parent.parent / "crash.py"
DOCUMENTS = 3
SOURCES = (
    FETCH
    + """
[[alerts]]
url = "json://127.0.0.1:{webhook}/"
min_severity = "change"
"""
)
TERMS = '[services.larkspur-{number}.terms."Policy {number}"]\nfetch = "http://127.0.0.1:{site}/{number}"\n'


class Installation:
    """A configuration on disk, the pages it names, and the command run as a user would run it."""

    def __init__(self, folder: Path, database_url: str, site: Site, webhook: Webhook) -> None:
        self.folder, self.site, self.webhook = folder, site, webhook
        self.environment = untraced(MONITOR_DATABASE_URL=database_url)
        declared = [TERMS.format(number=number, site=site.port) for number in range(DOCUMENTS)]
        (folder / "sources.toml").write_text(SOURCES.format(webhook=webhook.port) + "".join(declared))

    def serve(self, edition: int) -> None:
        for number in range(DOCUMENTS):
            news = f"This text is known as edition{edition} and replaces what was known before."
            self.site[f"/{number}"] = Reply(page(*POLICY, TRAINING, news, title=f"Policy {number}"))

    def start(self, last_step: int = 0) -> subprocess.Popen[str]:
        command = [sys.executable, str(CRASH), str(last_step), "check"]
        return subprocess.Popen(command, cwd=self.folder, env=self.environment, stderr=subprocess.PIPE, text=True)

    def run(self, last_step: int = 0) -> tuple[int, str]:
        process = self.start(last_step)
        _, errors = process.communicate(timeout=60)
        return process.returncode, errors

    def told_of(self, edition: int) -> Counter[str]:
        """How often each document's change to this edition was told."""
        told = [post for post in self.webhook.posts if re.search(rf"\bedition{edition}\b", post["message"])]
        return Counter(post["title"] for post in told)


@pytest.fixture
def installation(tmp_path: Path, blank_url: str, site: Site, webhook: Webhook) -> Installation:
    installation = Installation(tmp_path, blank_url, site, webhook)
    installation.serve(0)
    return installation


def test_killed_at_steps_all_over_a_pass_every_change_is_told_and_one_at_most_twice(
    installation: Installation,
) -> None:
    assert installation.run()[0] == 0
    installation.serve(1)
    code, errors = installation.run()
    assert code == 0
    steps = int(errors.rsplit("steps ", 1)[1])
    points = int(os.environ.get("MONITOR_CRASH_POINTS", "6"))
    killed = 0
    for edition in range(2, 2 + points):
        installation.serve(edition)
        last_step = 1 + (steps - 2) * (edition - 2) // max(1, points - 1)
        code, errors = installation.run(last_step)
        assert code in {0, -signal.SIGKILL}, f"step {last_step} of {steps}: {errors}"
        killed += code != 0  # a pass takes a few steps more or less, and may end before the last of these
        assert installation.run()[0] == 0
        told = installation.told_of(edition)
        assert len(told) == DOCUMENTS, f"lost after a kill at step {last_step} of {steps}: {told}"
        assert told.total() <= DOCUMENTS + 1, f"repeated after a kill at step {last_step} of {steps}: {told}"
    assert killed >= points * 3 // 4


@pytest.mark.parametrize("step", [12, 100], ids=["making the database", "in its first pass"])
def test_killed_at_the_very_start_every_document_is_summed_up(installation: Installation, step: int) -> None:
    code, _ = installation.run(step)
    assert code == -signal.SIGKILL
    assert installation.run()[0] == 0
    summed_up = "".join(post["message"] for post in installation.webhook.posts)
    for number in range(DOCUMENTS):
        assert f"Policy {number}" in summed_up


def test_killed_while_pages_are_fetched_nothing_is_lost(installation: Installation) -> None:
    assert installation.run()[0] == 0
    installation.serve(1)
    killed: list[subprocess.Popen[str]] = []

    def kill(_: Request) -> Reply:
        killed[0].send_signal(signal.SIGKILL)
        return Reply("")

    installation.site["/1"] = kill
    killed.append(installation.start())
    killed[0].communicate(timeout=60)
    assert killed[0].returncode == -signal.SIGKILL
    installation.serve(1)
    assert installation.run()[0] == 0
    assert sorted(installation.told_of(1).values()) == [1, 1, 1]


def test_killed_while_a_message_is_in_flight_that_message_alone_may_come_twice(installation: Installation) -> None:
    assert installation.run()[0] == 0
    installation.serve(1)
    installation.webhook.hang()
    process = installation.start()
    deadline = time.monotonic() + 30
    while not installation.webhook.waiting and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=60)
    installation.webhook.release()
    assert installation.run()[0] == 0
    assert sorted(installation.told_of(1).values()) == [1, 1, 2]
