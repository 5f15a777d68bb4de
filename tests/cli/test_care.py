from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from servers import Reply, Site
from world import POLICY, TRAINING, Run, page

from monitor.database import connect, hold

KEY = "larkspur/Privacy Policy"
NOBODY = 65534


@pytest.fixture
def watched(run: Run, sources: Path, site: Site) -> Path:
    """The database of two documents of which one has gained a training clause."""
    run("check")
    site["/privacy"] = Reply(page(*POLICY, TRAINING))
    run("check")
    return sources.with_name("monitor.db")


@pytest.fixture
def empty(run: Run, sources: Path) -> Path:
    """A database without a row."""
    run("db", "upgrade")
    return sources.with_name("monitor.db")


def tamper(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute(statement)


def dumped(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as raw:
        return [*raw.iterdump()]


def test_upgrade_says_from_which_revision_to_which_and_again_that_nothing_is_to_be_done(
    run: Run, sources: Path
) -> None:
    assert run("db", "upgrade").output.endswith("monitor.db was brought from revision none to 0013\n")
    assert run("db", "upgrade").output.endswith("monitor.db is up to date, at revision 0013\n")


def test_a_database_of_a_newer_release_is_left_alone(run: Run, empty: Path) -> None:
    tamper(empty, "UPDATE alembic_version SET version_num = '9999'")
    before = empty.read_bytes()
    assert "install that release or a newer one" in run("db", "upgrade", exits=1).output
    assert "is of another release; `terms-monitor db upgrade` first" in run("db", "check", exits=1).output
    assert "is of another release" in run("db", "copy", "--to", "sqlite:///other.db", exits=1).output
    run("db", "backup", "kept.db")  # a backup takes it as it is
    assert empty.read_bytes() == before


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(run: Run, empty: Path) -> None:
    tamper(empty, "UPDATE alembic_version SET version_num = '0004'")  # whose columns are there already
    before = dumped(empty)
    assert "duplicate column" in run("db", "upgrade", exits=1).output
    assert dumped(empty) == before


def test_check_counts_what_is_sound_and_names_what_is_not(run: Run, watched: Path) -> None:
    assert "is sound: " in run("db", "check").output
    tamper(watched, "UPDATE blobs SET data = x'00' WHERE base IS NULL")
    told = run("db", "check", exits=1)
    assert "is damaged; restore a backup" in told.stdout
    assert "damages" in told.stderr


def test_a_backup_can_be_asked_as_the_database_itself(run: Run, watched: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "monitor.db is in kept.db, 0." in run("db", "backup", "kept.db").output
    assert "--force replaces it" in run("db", "backup", "kept.db", exits=2).output
    run("db", "backup", "kept.db", "--force")
    history = run("history").output
    monkeypatch.setenv("MONITOR_DATABASE_URL", "sqlite:///kept.db")
    assert run("history").output == history
    watched.with_name("sources.toml").unlink()
    assert "is sound" in run("db", "check").output  # which needs no configuration, either


def test_copy_moves_to_an_empty_database_and_shows_no_password(
    run: Run, watched: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgres_url.replace("monitor@", "monitor:secret@").replace("+psycopg", "")
    assert "rows were copied, and read again: the same" in run("db", "copy", "--to", url).output
    told = run("db", "copy", "sqlite:///monitor.db", url, exits=2).output
    assert "is not empty" in told
    assert "secret" not in told
    history = run("history").output
    monkeypatch.setenv("MONITOR_DATABASE_URL", url)
    assert run("history").output == history
    assert "is sound" in run("db", "check").output
    assert "removed: 0 checks" in run("db", "vacuum").output


@pytest.mark.parametrize("arguments", [[], ["sqlite:///a.db"], ["sqlite:///a.db", "sqlite:///b.db", "--to", "c"]])
def test_copy_wants_two_ends(run: Run, sources: Path, arguments: list[str]) -> None:
    assert "name two addresses, FROM and TO, or one with --to" in run("db", "copy", *arguments, exits=2).output


def test_an_address_that_is_none_and_a_database_that_is_not_there_are_said_to_be_so(run: Run, sources: Path) -> None:
    told = run("db", "copy", "--to", "oracle://someone:secret@host/name", exits=2).output
    assert told.startswith("terms-monitor: command line: --to: expected sqlite:///FILE or postgresql://")
    assert "secret" not in told
    for command in (["check"], ["backup", "kept.db"], ["copy", "--to", "sqlite:///other.db"]):
        assert "monitor.db: there is no such database" in run("db", *command, exits=2).output
    assert not sources.with_name("monitor.db").exists()


def test_vacuum_gives_room_back_but_not_under_a_daemon(run: Run, empty: Path) -> None:
    tamper(empty, "INSERT INTO blobs VALUES ('0', NULL, 9, randomblob(900000))")
    size = empty.stat().st_size
    daemons = connect(f"sqlite:///{empty}")
    with hold(daemons, "daemon"):
        told = run("db", "vacuum")
    assert "removed: 0 checks, 0 pages as received, 1 unused value" in told.stdout
    assert "the file keeps its size, and uses the room again: a daemon runs on it" in told.stderr
    daemons.close()
    told = run("db", "vacuum")
    assert "MB before, 0." in told.stdout
    assert empty.stat().st_size < size - 800_000


def test_the_links_of_a_version_whose_pages_are_kept_no_more_cannot_be_had(run: Run, watched: Path) -> None:
    tamper(watched, "UPDATE blobs SET data = x'', base = NULL WHERE sha256 IN (SELECT body_sha256 FROM snapshots)")
    assert "are kept no more" in run("show", KEY, "--links", exits=1).output
    assert TRAINING[:30] in run("show", KEY).output
    assert TRAINING[:30] in run("diff", "3").output


def test_whatever_is_written_its_owner_alone_can_read(run: Run, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources.write_text(sources.read_text() + '\n[reminders]\ncalendar = "days.ics"\n', encoding="utf-8")
    monkeypatch.chdir(sources.parent)
    before = os.umask(0)
    try:
        database = connect(f"sqlite:///{sources.parent}/monitor.db")
        with database.reading():  # so that its companions stay
            run("check")
            run("db", "backup", "kept.db")
            files = [path for path in sources.parent.rglob("*") if path.is_file() and path != sources]
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in files}
        database.close()
    finally:
        os.umask(before)
    assert {"monitor.db", "monitor.db-wal", "monitor.db-shm", "kept.db", "days.ics", "review.lock"} <= set(modes)
    assert set(modes.values()) == {0o600}


@contextmanager
def powerless() -> Iterator[None]:
    """Be somebody whom files do refuse something, if one is not anyhow."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("folder_mode", [0o755, 0o777])
def test_a_database_that_cannot_be_written_to_can_be_asked_everything(
    run: Run, watched: Path, monkeypatch: pytest.MonkeyPatch, folder_mode: int
) -> None:
    with tempfile.TemporaryDirectory(prefix="readable-") as name:
        folder = Path(name)
        for file in ("monitor.db", "sources.toml"):
            (folder / file).write_bytes(watched.with_name(file).read_bytes())
            (folder / file).chmod(0o444)
        folder.chmod(folder_mode if os.geteuid() == 0 else folder_mode & 0o555)
        monkeypatch.chdir(folder)
        with powerless():
            for command in (["status"], ["history"], ["show", KEY], ["stance"], ["diff", "3"], ["db", "check"]):
                run(*command)
            told = run("check", exits=2).output
        folder.chmod(0o755)
    assert "it can be read only; see who" in told or "cannot be made: Permission denied" in told
    assert len(told.splitlines()) == 1


def test_a_postgresql_that_takes_no_writing_can_be_asked_everything_and_says_so(
    run: Run, sources: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONITOR_DATABASE_URL", postgres_url)
    run("check")
    monkeypatch.setenv("MONITOR_DATABASE_URL", f"{postgres_url}?options=-cdefault_transaction_read_only%3Don")
    run("status")
    run("db", "check")
    told = run("check", exits=2).output
    assert "it takes no writing now; see default_transaction_read_only" in told
    assert len(told.splitlines()) == 1
