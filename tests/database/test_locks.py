import multiprocessing
import os
import signal
from multiprocessing.synchronize import Event

import pytest

from monitor.database import Database, connect, hold
from monitor.errors import LockedError

SPAWN = multiprocessing.get_context("spawn")


def hold_until_killed(url: str, held: Event) -> None:
    with hold(connect(url), "daemon"):
        held.set()
        signal.pause()


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
    with hold(database, "daemon"):
        pass
