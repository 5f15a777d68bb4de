from __future__ import annotations

import asyncio
import os
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from living import ServiceManager

from monitor.daemon.heart import beat, longest_check, status
from monitor.daemon.jobs import Jobs
from monitor.daemon.manager import Manager
from monitor.database import connect
from monitor.records import Declaration, FetchSettings, Page, Pulse, Service, Settings

PAGES = (Page("https://example.org/a"), Page("https://example.org/b"))
SETTINGS = Settings(
    path="sources.toml",
    database_url="sqlite:///x.db",
    fetch=FetchSettings(deadline=100),
    targets=(),
    declarations=(
        Declaration(Service("a", "A"), "Privacy Policy", PAGES[:1]),
        Declaration(Service("a", "A"), "Terms of Service", PAGES),
    ),
)
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def test_a_check_has_the_time_that_all_attempts_at_all_its_pages_may_take() -> None:
    assert longest_check(SETTINGS) == 2 * 4 * 100 + 600


def test_the_status_is_a_line_that_says_what_is_wrong() -> None:
    pulse = Pulse(NOON, ready=True)
    assert status(SETTINGS, pulse) == "watching 2 documents; not looked yet"
    pulse = replace(pulse, looked_at=NOON, problem="the file is\nbroken")
    assert status(SETTINGS, pulse) == "watching 2 documents; last looked at 2026-11-26 12:00 UTC; the file is broken"


async def test_the_heart_beats_while_checks_end_and_stops_when_none_does(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = connect(f"sqlite:///{tmp_path}/monitor.db")
    jobs = Jobs(database, SETTINGS)
    with ServiceManager(f"@heart-{os.getpid()}") as listener:
        manager = Manager({"NOTIFY_SOCKET": listener.address, "WATCHDOG_USEC": "20000"})
        task = asyncio.create_task(beat(jobs, manager))
        await asyncio.sleep(0.1)
        beats = listener.heard()
        assert len(beats) > 1
        assert all("WATCHDOG" in facts for facts in beats)
        jobs.progressed_at = time.monotonic() - longest_check(SETTINGS) - 1
        await asyncio.sleep(0.1)
        assert listener.heard()[-1] == {"STATUS": "no check has ended for too long"}
        await asyncio.sleep(0.05)
        assert listener.heard() == []
        assert "no check has ended for too long" in caplog.text
        task.cancel()
    database.close()
