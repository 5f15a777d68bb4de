from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from browsing import needs_browser, shell
from click.testing import CliRunner
from living import SOURCES, Daemon, ServiceManager, eventually
from servers import Reply, Request, Site
from sqlalchemy import select, update
from targets import Webhook
from world import POLICY, TRAINING, page

from monitor.cli import main
from monitor.daemon import run
from monitor.database import Database, hold
from monitor.database.tables import alerts, documents
from monitor.errors import LockedError
from monitor.pipeline.announce import queue_alert
from monitor.records import AlertKind, Target

TERMS = '[services.larkspur.terms."Terms of Service"]\nfetch = "http://127.0.0.1:{port}/terms"\n'


@pytest.fixture
def sources(tmp_path: Path, site: Site, webhook: Webhook) -> Path:
    """A configuration of one document, and its page."""
    file = tmp_path / "sources.toml"
    file.write_text(SOURCES.format(webhook=webhook.port, site=site.port))
    site["/privacy"] = Reply(page(*POLICY, TRAINING))
    return file


@pytest.fixture
def daemon(sources: Path, database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Daemon:
    monkeypatch.setenv("MONITOR_DATABASE_URL", database_url)
    return Daemon(sources, database)


@contextmanager
def process(sources: Path, database_url: str | None = None, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """A daemon as it is started in earnest."""
    url = database_url or f"sqlite:///{sources.parent}/monitor.db"
    environment = {**os.environ, "MONITOR_DATABASE_URL": url, **variables}
    command = [sys.executable, "-m", "monitor", "run", "--config", str(sources)]
    started = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline, "it did not come about within a minute"
        time.sleep(0.05)


def stopped(process: subprocess.Popen[str], stop: signal.Signals = signal.SIGTERM) -> str:
    """What it has logged when it has stopped, which takes less than ten seconds, whatever hangs."""
    began = time.monotonic()
    process.send_signal(stop)
    _, errors = process.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert process.returncode == 0, errors
    return errors


def test_the_daemon_checks_tells_and_stops_and_a_check_beside_it_works_on_the_same_database(
    sources: Path, database_url: str, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    with process(sources, database_url) as daemon:
        wait_for(lambda: webhook.posts)
        monkeypatch.setenv("MONITOR_DATABASE_URL", database_url)
        result = CliRunner().invoke(main, ["check", "--config", str(sources)])
        assert result.exit_code == 0, result.output
        lines = [json.loads(line) for line in stopped(daemon).splitlines()]
    assert len(webhook.posts) == 1
    check = next(line for line in lines if "document" in line)
    assert check["document"] == "larkspur/Privacy Policy"
    assert check["outcome"] == "first"
    assert check["bytes"] > 1000
    assert not any("trace" in line for line in lines)
    assert [line["message"] for line in lines[-2:]] == ["stopping", "stopped"]


def test_the_service_manager_hears_of_its_life_from_beginning_to_end(sources: Path) -> None:
    heard: list[dict[str, str]] = []

    def hears(key: str) -> bool:
        heard.extend(manager.heard())
        return any(key in message for message in heard)

    with (
        ServiceManager(f"@life-{os.getpid()}") as manager,
        process(sources, NOTIFY_SOCKET=manager.address, WATCHDOG_USEC="2000000") as daemon,
    ):
        wait_for(lambda: hears("WATCHDOG"))
        daemon.send_signal(signal.SIGHUP)
        wait_for(lambda: hears("RELOADING"))
        stopped(daemon, signal.SIGINT)
        assert hears("STOPPING")
    assert heard[0] == {"READY": "1", "STATUS": "watching 1 document; not looked yet"}


def test_a_target_that_hangs_does_not_keep_it_from_stopping(sources: Path, webhook: Webhook) -> None:
    webhook.hang()
    with process(sources) as daemon:
        wait_for(lambda: webhook.waiting)
        assert "a message is still under way" in stopped(daemon)


def test_a_database_that_is_locked_does_not_keep_it_from_stopping(sources: Path, site: Site) -> None:
    with process(sources) as daemon:
        wait_for(lambda: site.log)
        with closing(sqlite3.connect(sources.parent / "monitor.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            stopped(daemon)


@needs_browser
def test_a_page_that_hangs_in_the_browser_does_not_keep_it_from_stopping(sources: Path, site: Site) -> None:
    def answer(request: Request) -> Reply:
        return Reply("", stall=60) if "Chrome" in request.headers["user-agent"] else Reply(shell("later()"))

    site["/privacy"] = answer
    sources.write_text(sources.read_text().replace('"declared"', '"auto"'))
    with process(sources) as daemon:
        wait_for(lambda: any("Chrome" in request.headers["user-agent"] for request in site.log))
        stopped(daemon)


def test_a_second_daemon_on_the_same_database_is_refused(daemon: Daemon) -> None:
    with hold(daemon.database, "daemon"), pytest.raises(LockedError, match="another daemon is running"):
        run(daemon.database, daemon.load(), daemon.load)


async def test_one_that_reads_a_page_that_hangs_stops_at_once(daemon: Daemon, site: Site) -> None:
    site["/privacy"] = Reply("", stall=60)
    async with daemon.living():
        await eventually(lambda: site.log)
        began = time.monotonic()
    assert time.monotonic() - began < 10


async def test_a_message_under_way_when_the_daemon_stops_is_marked_and_not_sent_again(
    daemon: Daemon, database: Database, webhook: Webhook
) -> None:
    webhook.hang()
    async with daemon.living():
        await eventually(lambda: webhook.waiting)
        daemon.jobs.stop.set()
        await asyncio.sleep(0.5)
        webhook.release()
    again = Daemon(daemon.file, database)
    async with again.living():
        await eventually(lambda: again.jobs.pulse.looked_at)
        await asyncio.sleep(0.5)
    assert len(webhook.posts) == 1


async def test_the_daemon_recalls_a_day_ahead(daemon: Daemon, database: Database, site: Site, webhook: Webhook) -> None:
    day = datetime.now(UTC).date() + timedelta(days=1)
    site["/privacy"] = Reply(page(*POLICY, TRAINING.replace("3 November 2025", f"{day.day} {day:%B %Y}")))
    async with daemon.living():
        await eventually(lambda: webhook.posts)
    with database.writing() as db:
        db.execute(alerts.update().values(created_at=datetime.now(UTC) - timedelta(days=60)))

    def recalled() -> list[object]:
        with database.reading() as db:
            return list(db.scalars(select(alerts.c.id).where(alerts.c.kind == AlertKind.REMINDER)))

    async with Daemon(daemon.file, database).living():
        await eventually(recalled)


async def test_when_one_document_changes_the_daemon_reads_the_services_others_and_tells_of_all_at_once(
    daemon: Daemon, database: Database, site: Site, webhook: Webhook
) -> None:
    daemon.file.write_text(daemon.file.read_text() + TERMS.format(port=site.port))
    site["/privacy"], site["/terms"] = Reply(page(*POLICY)), Reply(page(*POLICY, "As agreed."))
    async with Daemon(daemon.file, database).living():
        await eventually(lambda: webhook.posts)
    now = datetime.now(UTC)
    with database.writing() as db:
        db.execute(update(documents).values(last_read_at=now - timedelta(hours=1)))
        db.execute(update(documents).where(documents.c.key == "larkspur/Privacy Policy").values(next_check_at=now))
    site["/privacy"], site["/terms"] = Reply(page(*POLICY, TRAINING)), Reply(page(*POLICY, "As agreed.", TRAINING))
    async with Daemon(daemon.file, database).living():
        await eventually(lambda: len(webhook.posts) > 1)
    _, post = webhook.posts
    assert "Privacy Policy" in post["message"]
    assert "Terms of Service" in post["message"]


async def test_a_target_that_hangs_holds_up_no_later_message_to_another(
    daemon: Daemon, database: Database, webhook: Webhook
) -> None:
    webhook.hang()
    with Webhook() as quick:
        daemon.file.write_text(f'{daemon.file.read_text()}[[alerts]]\nname = "quick"\nurl = "{quick.url}"\n')
        async with Daemon(daemon.file, database).living():
            await eventually(lambda: webhook.waiting and quick.posts)
            trouble = {"kind": "undelivered", "subject": "pager", "since": "2025-08-29T06:00:00+00:00", "count": 2}
            with database.writing() as db:
                told = [Target("quick", quick.url)]
                queue_alert(db, AlertKind.TROUBLE, told, datetime.now(UTC), details={"troubles": [trouble]})
            await eventually(lambda: len(quick.posts) == 2)
            assert webhook.posts == []
            webhook.release()
            await eventually(lambda: webhook.posts)
