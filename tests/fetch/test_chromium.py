from __future__ import annotations

import logging
import os
import shlex
from pathlib import Path

import pytest
from browsing import CHROMIUM, needs_browser

from monitor.fetch.faults import Fault
from monitor.records import FetchSettings

pytestmark = needs_browser

SETTINGS = FetchSettings(timeout=20)
# One that notes how it is started, and takes no start in its sandbox.
PROGRAM = """#!/bin/sh
case "$*" in *--no-sandbox*) echo without >> {log};; *) echo within >> {log}; exit 1;; esac
exec {chromium} "$@"
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Chromium on a system that lets it have no sandbox, though it is not root who starts it."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    program = tmp_path / "chromium"
    program.write_text(PROGRAM.format(log=shlex.quote(str(tmp_path / "log")), chromium=CHROMIUM))
    program.chmod(0o755)
    return program


async def test_it_is_started_in_its_sandbox_and_without_only_where_that_fails(
    program: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chromium = pytest.importorskip("monitor.fetch.chromium")
    started = await chromium.start(SETTINGS, str(program))
    await started.close()
    assert program.with_name("log").read_text().split() == ["within", "without"]
    assert [(line.levelno, line.message) for line in caplog.records if "sandbox" in line.message] == [
        (logging.WARNING, caplog.messages[-1])
    ]


@pytest.fixture
def broken(program: Path) -> Path:
    """One that never starts."""
    program.write_text("#!/bin/sh\nexit 1\n")
    return program


async def test_one_that_does_not_start_at_all_is_no_matter_of_its_sandbox(
    broken: Path, caplog: pytest.LogCaptureFixture
) -> None:
    chromium = pytest.importorskip("monitor.fetch.chromium")
    with pytest.raises(Fault, match="does not start"):
        await chromium.start(SETTINGS, str(broken))
    assert "sandbox" not in caplog.text
