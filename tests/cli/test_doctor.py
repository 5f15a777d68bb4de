from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from servers import Reply, Site
from sqlalchemy import update
from targets import Webhook
from world import POLICY, Run, page

from monitor.database import connect, hold
from monitor.database.tables import deliveries, documents
from monitor.store import deliveries as queue

Found = dict[str, list[tuple[str, str]]]


@pytest.fixture(autouse=True)
def no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a browser, unless a test has one: starting it takes longer than all else."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("HOME", str(tmp_path))


def found(result: Result) -> Found:
    """What is said of each part."""
    gathered: Found = {}
    for line in result.output.splitlines()[1:]:
        part, level, said, _ = line.split("\t")
        gathered.setdefault(part, []).append((level, said))
    return gathered


def levels(result: Result, part: str) -> set[str]:
    return {level for level, _ in found(result)[part]}


@pytest.fixture
def database(sources: Path, run: Run) -> str:
    """The address of a database after a first look."""
    run("check")
    return f"sqlite:///{sources.with_name('monitor.db')}"


def test_where_all_is_well_every_part_says_so(run: Run, database: str) -> None:
    assert database
    result = run("doctor")
    parts = found(result)
    assert list(parts) == [
        *("configuration", "targets", "network", "database", "browser", "clock", "daemon", "queue", "documents")
    ]
    assert {part for part in parts if levels(result, part) != {"ok"}} == {"browser", "daemon"}, result.output
    assert parts["configuration"][0][1].endswith("sources.toml: 2 documents of 1 service")
    assert parts["documents"] == [("ok", "2 of 2 can be read")]


def test_before_the_first_check_it_makes_no_database(run: Run, sources: Path) -> None:
    assert found(run("doctor"))["database"] == [("warning", "there is none yet")]
    assert not sources.with_name("monitor.db").exists()


def test_a_wrong_configuration_is_a_problem_and_all_that_can_be_said(run: Run, sources: Path) -> None:
    sources.write_text(sources.read_text().replace('pause = "0s"', 'pause = "soon"'))
    result = run("doctor", exits=1)
    (((level, said),),) = found(result).values()
    assert level == "problem"
    assert "[fetch]: pause: expected a duration" in said


def test_a_file_that_is_no_database_hides_nothing_else(run: Run, sources: Path) -> None:
    sources.with_name("monitor.db").write_text("this is no database, but a letter of some length " * 50)
    result = run("doctor", exits=1)
    assert "not a database" in found(result)["database"][0][1]
    assert levels(result, "network") == {"ok"}


def test_a_database_that_lost_a_table_is_told_and_the_rest_is_examined(run: Run, database: str) -> None:
    opened = connect(database)
    with opened.writing() as db:
        db.exec_driver_sql("DROP TABLE deliveries")
    opened.close()
    result = run("doctor", exits=1)
    assert "no such table" in found(result)["queue"][0][1]
    assert levels(result, "targets") == {"ok"}


def test_hosts_that_are_not_reached_are_a_problem_and_an_error_page_is_none(
    run: Run, sources: Path, site: Site
) -> None:
    site["/privacy"] = Reply("gone", status=410)
    assert found(run("doctor"))["network"][0] == ("ok", "127.0.0.1 answers: http status")
    sources.write_text(sources.read_text().replace(f"127.0.0.1:{site.port}/", "127.0.0.1:1/"))
    level, said = found(run("doctor", exits=1))["network"][0]
    assert level == "problem"
    assert said.startswith("127.0.0.1: connect")
    assert found(run("doctor", "--hosts", "0"))["network"] == [("ok", "nobody was asked: --hosts 0")]


def test_a_clock_that_differs_from_the_servers_or_went_backwards_is_told(run: Run, database: str, site: Site) -> None:
    site["/privacy"] = Reply(page(*POLICY), headers={"Date": "Tue, 15 Nov 1994 08:12:31 GMT"})
    opened = connect(database)
    with opened.writing() as db:
        db.execute(update(documents).values(last_read_at=datetime.now(UTC) + timedelta(days=1)))
    opened.close()
    result = run("doctor", exits=1)
    assert "ahead" in found(result)["network"][-1][1]
    assert levels(result, "clock") == {"ok", "problem"}


def test_targets_are_tried_only_when_asked_to(run: Run, sources: Path, webhook: Webhook) -> None:
    assert sources
    run("doctor")
    assert webhook.posts == []
    assert "took a trial message" in run("doctor", "--send").output
    assert len(webhook.posts) == 1
    webhook.down()
    assert levels(run("doctor", "--send", exits=1), "targets") == {"problem"}


def test_what_was_given_up_is_stranded_or_waits_for_long_is_told(run: Run, database: str) -> None:
    opened = connect(database)
    now = datetime.now(UTC)
    with opened.writing() as db:
        db.execute(update(deliveries).values(delivered_at=None, queued_at=now - timedelta(days=2)))
    assert levels(run("doctor"), "queue") == {"warning"}
    with opened.writing() as db:
        queue.give_up(db, "desk", now, queued_before=now, attempts=0)
    assert "1 alert was given up" in found(run("doctor", exits=1))["queue"][0][1]
    with opened.writing() as db:
        db.execute(update(deliveries).values(given_up_at=None, target="gone"))
    assert "is no target" in found(run("doctor", exits=1))["queue"][0][1]
    opened.close()


def test_a_daemon_that_runs_and_checks_that_are_not_made_are_told(run: Run, database: str) -> None:
    opened = connect(database)
    with hold(opened, "daemon"):
        assert levels(run("doctor"), "daemon") == {"ok"}
        with opened.writing() as db:
            db.execute(update(documents).values(next_check_at=datetime.now(UTC) - timedelta(hours=2)))
        assert levels(run("doctor", exits=1), "daemon") == {"ok", "problem"}
    assert levels(run("doctor", exits=1), "daemon") == {"problem"}
    opened.close()


def test_documents_that_cannot_be_read_are_named_with_why(run: Run, database: str, site: Site) -> None:
    assert database
    site["/privacy"] = Reply("gone", status=410)
    run("check", exits=3)
    assert found(run("doctor"))["documents"][0] == ("warning", "larkspur/Privacy Policy cannot be read: http status")
    site["/terms"] = Reply("gone", status=410)
    run("check", exits=3)
    assert levels(run("doctor", exits=1), "documents") == {"problem"}


def test_programs_are_told_the_same(run: Run, sources: Path) -> None:
    assert sources
    told = json.loads(run("doctor", "--json", "--hosts", "0").output)
    assert [(each["part"], each["level"]) for each in told] == [
        ("configuration", "ok"),
        ("targets", "ok"),
        ("network", "ok"),
        ("database", "warning"),
    ]
    assert set(told[-1]) == {"part", "level", "found", "advice"}
