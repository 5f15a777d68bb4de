import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.database import connect
from monitor.errors import DatabaseError
from monitor.pipeline import patiently


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.pipeline.patience.PAUSE", 0.01)


async def test_what_a_busy_database_broke_off_is_done_again_until_it_is_free(tmp_path: Path) -> None:
    with (
        closing(connect(f"sqlite:///{tmp_path}/monitor.db")) as database,
        closing(sqlite3.connect(tmp_path / "monitor.db")) as other,
    ):
        tries = 0

        async def write() -> str:
            nonlocal tries
            tries += 1
            if tries == 3:
                other.rollback()
            with database.reading() as db:  # of a pool of one
                db.exec_driver_sql("PRAGMA busy_timeout=0")
            with database.writing():
                return "written"

        other.execute("BEGIN IMMEDIATE")
        assert await patiently(write) == "written"
        assert tries == 3


async def test_what_does_not_pass_is_raised_at_once_and_what_lasts_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tries = 0

    async def fail() -> None:
        nonlocal tries
        tries += 1
        raise DatabaseError("full", url="", passing=tries > 1)

    with pytest.raises(DatabaseError):
        await patiently(fail)
    assert tries == 1
    monkeypatch.setattr("monitor.pipeline.patience.PATIENCE", 0.05)
    with pytest.raises(DatabaseError):
        await patiently(fail)
    assert tries > 2
