import multiprocessing
import os
import signal
from contextlib import closing
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest
from answering import eventually
from sqlalchemy import text

from monitor.database import Database, connect, hold
from monitor.errors import DatabaseError, LockedError

SPAWN = multiprocessing.get_context("spawn")


def hold_until_killed(url: str, held: Event) -> None:
    with hold(connect(url), "daemon"):
        held.set()
        signal.pause()


def is_free(database: Database, name: str) -> bool:
    try:
        with hold(database, name):
            return True
    except LockedError:
        return False


def test_a_lock_is_held_by_one_at_a_time_and_free_afterwards(database: Database, database_url: str) -> None:
    other = connect(database_url)
    with hold(database, "daemon"):
        with pytest.raises(LockedError, match="another daemon is running"), hold(other, "daemon"):
            pass
        with hold(other, "check"):  # another lock is another matter
            pass
    with hold(other, "daemon"):
        pass
    other.close()


def test_a_lock_dies_with_the_process_that_holds_it(database: Database, database_url: str) -> None:
    held = SPAWN.Event()
    owner = SPAWN.Process(target=hold_until_killed, args=(database_url, held))
    owner.start()
    assert held.wait(30)
    with pytest.raises(LockedError), hold(database, "daemon"):
        pass
    assert owner.pid is not None
    os.kill(owner.pid, signal.SIGKILL)
    owner.join()
    assert database.is_shared or is_free(database, "daemon")
    eventually(lambda: is_free(database, "daemon"))  # PostgreSQL has to notice first that the process is gone


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_lock_of_postgresql_that_is_shared_keeps_off_those_who_do_not_share_it(
    database: Database, database_url: str
) -> None:
    with closing(connect(database_url)) as other, hold(database, "daemon", shared=True):
        with hold(other, "daemon", shared=True):
            pass
        with pytest.raises(LockedError), hold(other, "daemon"):
            pass
    with hold(database, "daemon"):
        pass


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_whoever_holds_a_lock_of_postgresql_learns_that_it_went_with_its_connection(
    database: Database, database_url: str
) -> None:
    with closing(connect(database_url)) as other, hold(database, "check") as assure:
        assure()
        with other.engine.connect() as db:
            db.execute(text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"))
        with pytest.raises(DatabaseError) as caught:
            assure()
        assert caught.value.passing
        eventually(lambda: is_free(other, "check"))


def test_a_lock_that_is_used_once_leaves_no_file(tmp_path: Path) -> None:
    with closing(connect(f"sqlite:///{tmp_path}/monitor.db")) as database, hold(database, "worker-1", once=True):
        assert [path.name for path in (tmp_path / ".monitor.db.locks").iterdir()] == ["worker-1.lock"]
    assert not [*(tmp_path / ".monitor.db.locks").iterdir()]
