from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from servers import Reply, Site
from targets import Webhook
from world import FETCH, POLICY, Run, page

from monitor.cli import main

SOURCES = (
    FETCH
    + """
[[alerts]]
name = "desk"
url = "json://127.0.0.1:{webhook}/"

[services.larkspur]
name = "Larkspur"

[services.larkspur.terms."Privacy Policy"]
fetch = "http://127.0.0.1:{site}/privacy"

[services.larkspur.terms."Terms of Service"]
fetch = "http://127.0.0.1:{site}/terms"
"""
)


@pytest.fixture
def sources(tmp_path: Path, site: Site, webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration of two documents in the working directory, and their pages."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MONITOR_DATABASE_URL", raising=False)
    path = tmp_path / "sources.toml"
    path.write_text(SOURCES.format(site=site.port, webhook=webhook.port), encoding="utf-8")
    site["/privacy"] = Reply(page(*POLICY))
    site["/terms"] = Reply(page(*[f"As agreed: {paragraph}" for paragraph in POLICY], title="Terms of Service"))
    return path


@pytest.fixture
def run() -> Run:
    """Run a command, `given` what it reads, and check how it exits."""

    def run(*arguments: str, exits: int = 0, given: str | None = None) -> Result:
        result = CliRunner().invoke(main, arguments, given)
        assert result.exit_code == exits, f"{result.output}\n{result.exception!r}"
        return result

    return run
