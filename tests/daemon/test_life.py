from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from servers import Reply, Site
from sqlalchemy import create_engine, select, update
from targets import Webhook
from world import POLICY, TRAINING, page

from monitor.database import connect
from monitor.database.tables import alerts, documents
from monitor.pipeline.announce import queue_alert
from monitor.records import AlertKind, Target

SOURCES = """
[fetch]
allow_private_networks = true
browser = "declared"
pause = "0s"
[schedule]
every = "1m"
[web]
enabled = false
[[alerts]]
url = "json://127.0.0.1:{webhook}/"
[services.larkspur]
name = "Larkspur"
[services.larkspur.terms."Privacy Policy"]
fetch = "http://127.0.0.1:{site}/privacy"
"""


@pytest.fixture
def environment(tmp_path: Path, database_url: str, site: Site, webhook: Webhook) -> dict[str, str]:
    (tmp_path / "sources.toml").write_text(SOURCES.format(webhook=webhook.port, site=site.port))
    site["/privacy"] = Reply(page(*POLICY, TRAINING))
    return {**os.environ, "MONITOR_DATABASE_URL": database_url, "PWD": str(tmp_path)}


@contextmanager
def daemon(environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "monitor", "run"]
    process = subprocess.Popen(command, cwd=environment["PWD"], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "it did not come about within 30 seconds"
        time.sleep(0.05)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_daemon_checks_tells_and_stops_cleanly(
    environment: dict[str, str], webhook: Webhook, stop: signal.Signals
) -> None:
    with daemon(environment) as process:
        wait_for(lambda: webhook.posts)
        began = time.monotonic()
        process.send_signal(stop)
        _, errors = process.communicate(timeout=20)
        assert time.monotonic() - began < 10
    assert process.returncode == 0, errors
    assert "larkspur/Privacy Policy: first" in errors
    assert "Traceback" not in errors


def test_a_second_daemon_on_the_same_database_is_refused(environment: dict[str, str], webhook: Webhook) -> None:
    with daemon(environment):
        wait_for(lambda: webhook.posts)
        with daemon(environment) as second:
            _, errors = second.communicate(timeout=30)
        assert second.returncode == 1
        assert "another daemon is running" in errors


def test_a_daemon_that_reads_a_page_that_hangs_stops_at_once(
    environment: dict[str, str], site: Site, webhook: Webhook
) -> None:
    site["/privacy"] = Reply("", stall=60)
    with daemon(environment) as process:
        wait_for(lambda: site.log)
        began = time.monotonic()
        process.terminate()
        _, errors = process.communicate(timeout=20)
        assert time.monotonic() - began < 10
    assert process.returncode == 0, errors


def test_a_message_under_way_when_the_daemon_stops_is_marked_and_not_sent_again(
    environment: dict[str, str], webhook: Webhook
) -> None:
    webhook.hang()
    with daemon(environment) as process:
        wait_for(lambda: webhook.waiting)
        process.terminate()
        time.sleep(1)
        webhook.release()
        process.communicate(timeout=20)
    assert process.returncode == 0
    with daemon(environment) as process:
        time.sleep(3)
        process.terminate()
        process.communicate(timeout=20)
    assert len(webhook.posts) == 1


def test_a_check_beside_the_daemon_works_on_the_same_database(environment: dict[str, str], webhook: Webhook) -> None:
    with daemon(environment):
        wait_for(lambda: webhook.posts)
        command = [sys.executable, "-m", "monitor", "check"]
        result = subprocess.run(command, cwd=environment["PWD"], env=environment, check=False, capture_output=True)
        assert result.returncode == 0, result.stderr
    assert len(webhook.posts) == 1


def test_the_daemon_recalls_a_day_ahead(
    environment: dict[str, str], database_url: str, site: Site, webhook: Webhook
) -> None:
    day = datetime.now(UTC).date() + timedelta(days=1)
    site["/privacy"] = Reply(page(*POLICY, TRAINING.replace("3 November 2025", f"{day.day} {day:%B %Y}")))
    with daemon(environment):
        wait_for(lambda: webhook.posts)
    engine = create_engine(database_url)
    with engine.begin() as db:
        db.execute(alerts.update().values(created_at=datetime.now(UTC) - timedelta(days=60)))

    def recalled() -> list[object]:
        with engine.begin() as db:
            return list(db.scalars(select(alerts.c.id).where(alerts.c.kind == AlertKind.REMINDER)))

    with daemon(environment):
        wait_for(recalled)
    engine.dispose()


def test_when_one_document_changes_the_daemon_reads_the_services_others_and_tells_of_all_at_once(
    environment: dict[str, str], site: Site, webhook: Webhook
) -> None:
    path = Path(environment["PWD"]) / "sources.toml"
    terms = f'[services.larkspur.terms."Terms of Service"]\nfetch = "http://127.0.0.1:{site.port}/terms"\n'
    path.write_text(path.read_text().replace('"1m"', '"6h"') + terms)
    site["/privacy"], site["/terms"] = Reply(page(*POLICY)), Reply(page(*POLICY, "As agreed."))
    with daemon(environment):
        wait_for(lambda: webhook.posts)
    now = datetime.now(UTC)
    database = connect(environment["MONITOR_DATABASE_URL"])
    with database.writing() as db:
        db.execute(update(documents).values(last_read_at=now - timedelta(hours=1)))
        db.execute(update(documents).where(documents.c.key == "larkspur/Privacy Policy").values(next_check_at=now))
    database.close()
    site["/privacy"], site["/terms"] = Reply(page(*POLICY, TRAINING)), Reply(page(*POLICY, "As agreed.", TRAINING))
    with daemon(environment):
        wait_for(lambda: len(webhook.posts) > 1)
    _, post = webhook.posts
    assert "Privacy Policy" in post["message"]
    assert "Terms of Service" in post["message"]


def test_a_target_that_hangs_holds_up_no_later_message_to_another(
    environment: dict[str, str], database_url: str, webhook: Webhook
) -> None:
    webhook.hang()
    with Webhook() as quick:
        sources = Path(environment["PWD"], "sources.toml")
        sources.write_text(f'{sources.read_text()}[[alerts]]\nname = "quick"\nurl = "{quick.url}"\n')
        with daemon(environment), closing(connect(database_url)) as database:
            wait_for(lambda: webhook.waiting and quick.posts)
            trouble = {"kind": "undelivered", "subject": "pager", "since": "2025-08-29T06:00:00+00:00", "count": 2}
            with database.writing() as db:
                told = [Target("quick", quick.url)]
                queue_alert(db, AlertKind.TROUBLE, told, datetime.now(UTC), details={"troubles": [trouble]})
            wait_for(lambda: len(quick.posts) == 2)
            assert webhook.posts == []
            webhook.release()
            wait_for(lambda: webhook.posts)
