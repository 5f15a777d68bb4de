from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from answering import eventually, free_port
from click.testing import CliRunner
from world import Run

from monitor.cli import main
from monitor.config.passwords import is_right
from monitor.database import connect

PASSWORD = "eleven herons by the weir"


def test_a_password_is_hashed_for_the_configuration() -> None:
    result = CliRunner().invoke(main, ["web", "--hash-password"], input=f"{PASSWORD}\n")
    assert is_right(PASSWORD, result.output.strip())
    short = CliRunner().invoke(main, ["web", "--hash-password"], input="short\n")
    assert (short.exit_code, "at least 12 characters" in short.stderr) == (2, True)


def test_what_is_not_there_or_not_up_to_date_is_not_made_by_looking_at_it(run: Run, sources: Path) -> None:
    listen = f"127.0.0.1:{free_port()}"
    assert "database" in run("web", "--listen", listen, exits=1).stderr
    assert not (sources.parent / "monitor.db").exists()
    (sources.parent / "monitor.db").touch()
    assert "brings it up to date" in run("web", "--listen", listen, exits=1).stderr


@pytest.mark.parametrize(
    ("listen", "told"), [("0.0.0.0:8765", "needs a password"), ("nowhere", "expected an address and a port")]
)
def test_an_address_that_cannot_be_is_a_wrong_command(run: Run, sources: Path, listen: str, told: str) -> None:
    assert told in run("web", "--listen", listen, exits=2).stderr


def test_pages_are_shown_without_a_daemon_until_it_is_stopped(run: Run, sources: Path) -> None:
    connect(f"sqlite:///{sources.parent}/monitor.db").close()
    port = free_port()
    command = [sys.executable, "-m", "monitor", "web", "--listen", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, cwd=sources.parent, env=dict(os.environ), stderr=subprocess.PIPE) as process:
        assert process.stderr
        eventually(lambda: b"answering on" in process.stderr.readline())
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").json()["status"] == "ok"
        assert "Larkspur" not in run("web", "--listen", f"127.0.0.1:{port}", exits=2).output
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
