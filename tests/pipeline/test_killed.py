"""A process that is killed again and again at instants by the clock tells every alert, and at most one message twice.

`benchmarks/crash.py --instants` does the same with many more kills and alerts.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from threading import Timer

import pytest
from lives import untraced
from servers import Reply, Site
from targets import Mailbox, Webhook
from world import FETCH, POLICY, TRAINING, page

LIVES = Path(__file__).parent.parent / "lives.py"
KILLS = int(os.environ.get("MONITOR_KILLS", "5"))
ALERTS = int(os.environ.get("MONITOR_KILL_ALERTS", "10"))
SEED = int(os.environ.get("MONITOR_KILL_SEED", "7"))
LONGEST = float(os.environ.get("MONITOR_KILL_LONGEST", "inf"))  # seconds that a life takes at most
SOURCES = FETCH
TARGET = '[[alerts]]\nname = "{name}"\nurl = "{url}"\nmin_severity = "change"\n'
TERMS = '[services.larkspur-{number}.terms."Policy {number}"]\nfetch = "http://127.0.0.1:{site}/{number}"\n'


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as mailbox:
        yield mailbox


@contextmanager
def nursery(folder: Path, database_url: str) -> Iterator[subprocess.Popen[str]]:
    """What processes come from: they need not be born with everything to import."""
    environment = untraced(MONITOR_DATABASE_URL=database_url)
    with subprocess.Popen(
        [sys.executable, str(LIVES)],
        cwd=folder,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process


class Siege:
    """An installation with three targets, the lives of its processes, and what each target took in which life."""

    def __init__(
        self, folder: Path, nursery: subprocess.Popen[str], site: Site, webhooks: list[Webhook], mailbox: Mailbox
    ) -> None:
        self.nursery, self.site, self.webhooks, self.mailbox = nursery, site, webhooks, mailbox
        urls = [*(webhook.url for webhook in webhooks), mailbox.url]
        named = [TARGET.format(name=f"target {number}", url=url) for number, url in enumerate(urls)]
        declared = [TERMS.format(number=number, site=site.port) for number in range(ALERTS)]
        (folder / "sources.toml").write_text(SOURCES + "".join([*named, *declared]))
        self.random = random.Random(SEED)
        self.kills = 0
        self.repeats = Counter[int]()  # how many kills had so many messages repeated

    def serve(self, edition: int) -> None:
        for number in range(ALERTS):
            news = f"This text is known as edition{edition} and replaces what was known before."
            self.site[f"/{number}"] = Reply(page(*POLICY, TRAINING, news, title=f"Policy {number}"))

    def live(self, seconds: float | None = None, command: str = "check") -> bool:
        """Let a process live for so long at the most; whether it ended by itself, which it does well."""
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(f"{command}\n")
        self.nursery.stdin.flush()
        child = int(self.nursery.stdout.readline())
        end = Timer(seconds or 0, os.kill, [child, signal.SIGKILL])
        if seconds is not None:
            end.start()
        code = int(self.nursery.stdout.readline())
        end.cancel()
        time.sleep(0.1)  # what was on its way arrives
        assert code in {0, -signal.SIGKILL}
        return code == 0

    def taken(self) -> list[list[str]]:
        """What each target took so far: the documents that its messages are about."""
        posts = [[f"{post['title']} {post['message']}" for post in webhook.posts] for webhook in self.webhooks]
        mails = [f"{mail['subject']} {mail.get_body(('html',))}" for mail in self.mailbox.mails]
        return [[_subject(text) for text in texts] for texts in (*posts, mails)]

    def tell(self, edition: int, longest: float) -> None:
        """Have an edition told in as many lives as it takes, and see that all was, and what came twice."""
        self.serve(edition)
        known = [len(texts) for texts in self.taken()]
        lives: list[list[list[str]]] = []
        for ended in iter(lambda: self._end(longest), None):
            seen = self.taken()
            lives.append([texts[start:] for start, texts in zip(known, seen, strict=True)])
            known = [len(texts) for texts in seen]
            if ended:
                break
        for target in range(len(known)):
            self._judge(edition, target, [life[target] for life in lives])
        for killed in range(len(lives) - 1):
            self._count(killed, lives)

    def _end(self, longest: float) -> bool:
        if self.kills == KILLS:
            return self.live()
        ended = self.live(self.random.uniform(0, longest))
        self.kills += not ended
        return ended

    def _judge(self, edition: int, target: int, lives: list[list[str]]) -> None:
        told = Counter(document for life in lives for document in life)
        assert set(told) == {f"Policy {number}" for number in range(ALERTS)}, f"lost of edition {edition}: {told}"
        for life in lives:
            assert len(set(life)) == len(life), f"repeated without a kill, to target {target}: {life}"

    def _count(self, killed: int, lives: list[list[list[str]]]) -> None:
        """Count what a kill had repeated: what was taken in that life, and in a later one again."""
        again = [
            sum(any(document in later[target] for later in lives[killed + 1 :]) for document in took)
            for target, took in enumerate(lives[killed])
        ]
        self.repeats[sum(again)] += 1
        assert sum(again) <= 1, f"a kill had more than the message in flight repeated: {again}"


def _subject(text: str) -> str:
    found = re.search(r"Policy \d+", text)
    assert found is not None, text
    return found[0]


def test_killed_at_random_instants_nothing_is_lost_and_one_message_in_flight_at_most_comes_twice(
    tmp_path: Path, database_url: str, site: Site, webhook: Webhook, mailbox: Mailbox
) -> None:
    with Webhook() as second, nursery(tmp_path, database_url) as processes:
        siege = Siege(tmp_path, processes, site, [webhook, second], mailbox)
        siege.serve(0)
        assert siege.live()
        began = time.monotonic()
        siege.serve(1)
        assert siege.live()
        whole = time.monotonic() - began
        longest = min(LONGEST, whole)
        print(f"\nseed {SEED}; a life that nobody ends takes {whole:.1f} s")  # noqa: T201 -- with -s, the figures
        for edition in count(2):
            siege.tell(edition, longest)
            assert siege.live(command="db check"), f"the database has suffered in edition {edition}"
            if siege.kills == KILLS:
                break
        told = [len(texts) for texts in siege.taken()]
    print(  # noqa: T201 -- with -s, the figures
        f"{siege.kills} kills within {longest:.1f} s each, {edition - 1} editions of {ALERTS} alerts to "
        f"3 targets, messages {told}; lost 0; kills by what they had repeated: {dict(siege.repeats)}"
    )
