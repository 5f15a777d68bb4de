from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from living import SOURCES, Daemon, ServiceManager, eventually
from servers import Reply, Site
from targets import Webhook
from world import POLICY, page

from monitor.database import connect
from monitor.store import documents

TERMS = '[services.larkspur.terms."Terms of Service"]\nfetch = "http://127.0.0.1:{port}/terms"\n'


@pytest.fixture
def daemon(tmp_path: Path, site: Site, webhook: Webhook, monkeypatch: pytest.MonkeyPatch) -> Iterator[Daemon]:
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path}/monitor.db")
    file = tmp_path / "sources.toml"
    file.write_text(SOURCES.format(webhook=webhook.port, site=site.port))
    site["/privacy"] = site["/terms"] = Reply(page(*POLICY))
    with closing(connect(f"sqlite:///{tmp_path}/monitor.db")) as database:
        yield Daemon(file, database)


def declared(daemon: Daemon) -> set[str]:
    with daemon.database.reading() as db:
        return {state.key for state in documents.states(db) if state.declared}


async def test_a_document_that_is_added_is_checked_and_one_that_is_removed_no_more(daemon: Daemon, site: Site) -> None:
    async with daemon.living():
        await eventually(lambda: site.log)
        before = daemon.file.read_text()
        daemon.file.write_text(before + TERMS.format(port=site.port))
        await eventually(lambda: "/terms" in [request.path for request in site.log])
        daemon.file.write_text(before)
        await eventually(lambda: declared(daemon) == {"larkspur/Privacy Policy"})


async def test_a_broken_file_keeps_the_settings_and_is_told_once_until_it_is_right(
    daemon: Daemon, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "monitor")
    async with daemon.living():
        settings, right = daemon.jobs.settings, daemon.file.read_text()
        daemon.file.write_text(right.replace("fetch =", "fetsch ="))
        await eventually(lambda: daemon.jobs.pulse.problem)
        assert "fetsch" in (daemon.jobs.pulse.problem or "")
        daemon.asked.set()
        await eventually(lambda: not daemon.asked.is_set())
        daemon.file.write_text(right)
        await eventually(lambda: daemon.jobs.pulse.problem is None)
    assert daemon.jobs.settings is settings
    assert sum("the new configuration is not used" in message for message in caplog.messages) == 1
    assert "the configuration was read again: nothing has changed" in caplog.messages


async def test_a_file_that_is_written_in_two_steps_is_read_when_it_is_whole(
    daemon: Daemon, site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    async with daemon.living():
        await eventually(lambda: site.log)
        whole = daemon.file.read_text() + TERMS.format(port=site.port)
        daemon.file.write_text("")
        daemon.file.write_text(whole)
        await eventually(lambda: "larkspur/Terms of Service" in declared(daemon))
    assert "is not used" not in caplog.text


async def test_a_target_that_is_added_is_served_and_what_it_is_told_comes_at_once(
    daemon: Daemon, site: Site, webhook: Webhook
) -> None:
    async with daemon.living():
        await eventually(lambda: webhook.posts)
        with Webhook() as other:
            target = f'[[alerts]]\nname = "other"\nurl = "{other.url}"\nmin_severity = "change"\n'
            site["/terms"] = Reply(page(*POLICY, "As agreed.", title="Terms of Service"))
            daemon.file.write_text(daemon.file.read_text() + target + TERMS.format(port=site.port))
            await eventually(lambda: other.posts)


async def test_pages_are_asked_for_as_the_file_says_now(daemon: Daemon, site: Site) -> None:
    async with daemon.living():
        await eventually(lambda: site.log)
        text = daemon.file.read_text().replace("[fetch]", '[fetch]\nuser_agent = "another"')
        daemon.file.write_text(text + TERMS.format(port=site.port))
        await eventually(lambda: site.log[-1].path == "/terms")
    assert site.log[0].headers["user-agent"] != "another"
    assert site.log[-1].headers["user-agent"] == "another"


async def test_the_service_manager_hears_of_each_reading_and_of_what_is_wrong(
    daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ServiceManager(f"@rereading-{os.getpid()}") as manager:
        monkeypatch.setenv("NOTIFY_SOCKET", manager.address)
        async with daemon.living():
            await eventually(lambda: daemon.jobs.pulse.ready)
            assert manager.heard()[0]["READY"] == "1"
            daemon.file.write_text("[fetch")
            await eventually(lambda: daemon.jobs.pulse.problem)
        *_, reloading, ready, stopping = manager.heard()
    assert reloading["RELOADING"] == "1"
    assert ready["READY"] == "1"
    assert f"{daemon.file}: it is no valid TOML" in ready["STATUS"]
    assert stopping["STOPPING"] == "1"


async def test_another_database_needs_a_restart_which_is_said(
    daemon: Daemon, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with daemon.living():
        await eventually(lambda: daemon.jobs.pulse.ready)
        settings = daemon.jobs.settings
        monkeypatch.setenv("MONITOR_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
        daemon.asked.set()
        await eventually(lambda: daemon.jobs.pulse.problem)
        assert "restart the daemon" in (daemon.jobs.pulse.problem or "")
        assert daemon.jobs.settings is settings


async def test_a_template_that_was_broken_is_named_until_it_is_right(daemon: Daemon) -> None:
    template = daemon.file.with_name("message.text.j2")
    template.write_text("{{ message.title }}")
    daemon.file.write_text(f'[messages]\ntemplates = "."\n{daemon.file.read_text()}')
    daemon = Daemon(daemon.file, daemon.database)
    async with daemon.living():
        await eventually(lambda: daemon.jobs.pulse.ready)
        template.write_text("{{ message.titel }}")
        await eventually(lambda: daemon.jobs.pulse.problem)
        assert str(template) in (daemon.jobs.pulse.problem or "")
        template.write_text("{{ message.title }}!")
        await eventually(lambda: daemon.jobs.pulse.problem is None)
