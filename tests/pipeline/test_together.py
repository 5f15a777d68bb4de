import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, event, select

from monitor.database import Database
from monitor.database.tables import checks, documents, sightings
from monitor.errors import LostError
from monitor.pipeline.together import Concluded, News, Together
from monitor.pipeline.worker import worker
from monitor.records import Check, Declaration, Outcome, Page, Service, Unchanged
from monitor.store import checks as log
from monitor.store import documents as store
from monitor.store import hosts

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
NAMES = [f"host-{number}.example" for number in range(4)]


@pytest.fixture
def declared(database: Database) -> Database:
    service = Service("lumen", "Lumen")
    all_of_them = [Declaration(service, name, (Page(f"https://{name}/"),)) for name in NAMES]
    with database.writing() as db:
        store.sync(db, all_of_them, NOW)
    return database


def unchanged(host: str, number: int) -> Unchanged:
    return Unchanged(host, number, 0, NOW, 0.1, NOW + timedelta(hours=6))


def test_checks_that_end_together_are_noted_in_one_transaction(declared: Database) -> None:
    commits: list[object] = []

    async def note_all() -> None:
        with worker(declared) as own:
            with declared.writing() as db:
                hosts.take(db, own.name, NAMES, NOW, timedelta())
            event.listen(declared.engine, "commit", commits.append)
            together = Together(own)
            await asyncio.gather(*(together.note(unchanged(name, number)) for number, name in enumerate(NAMES, 1)))

    asyncio.run(note_all())
    assert len(commits) == 1
    with declared.reading() as db:
        assert sorted(db.scalars(select(checks.c.document_id))) == [1, 2, 3, 4]
        assert set(db.scalars(select(documents.c.next_check_at))) == {NOW + timedelta(hours=6)}
        assert not db.scalars(select(sightings.c.id)).all()


def test_of_a_host_that_was_lost_nothing_is_noted_and_the_others_are(declared: Database) -> None:
    async def note_two() -> list[BaseException | None]:
        with worker(declared) as own:
            with declared.writing() as db:
                hosts.take(db, own.name, NAMES[1:], NOW, timedelta())
            together = Together(own)
            both = (together.note(unchanged(name, number)) for number, name in enumerate(NAMES[:2], 1))
            return await asyncio.gather(*both, return_exceptions=True)

    lost, kept = asyncio.run(note_two())
    assert isinstance(lost, LostError)
    assert kept is None
    with declared.reading() as db:
        assert db.scalars(select(checks.c.document_id)).all() == [2]


def news(host: str, number: int, *, fails: bool = False) -> News:
    """That a document could not be read; writing it may fail itself, half done."""

    def write(db: Connection) -> Concluded:
        result = Check(host, NOW, 0.1, Outcome.FAILED, "timeout", "no answer")
        log.log(db, number, result)
        if fails:
            raise RuntimeError
        return result, NOW

    return News(host, number, write)


def test_what_checks_have_to_write_is_written_in_one_transaction_that_of_lost_hosts_left_out(
    declared: Database,
) -> None:
    commits: list[object] = []

    async def write_all() -> list[Concluded | BaseException]:
        with worker(declared) as own:
            with declared.writing() as db:
                hosts.take(db, own.name, NAMES[1:], NOW, timedelta())
            event.listen(declared.engine, "commit", commits.append)
            together = Together(own)
            every = (together.write(news(name, number)) for number, name in enumerate(NAMES, 1))
            return await asyncio.gather(*every, return_exceptions=True)

    lost, *written = asyncio.run(write_all())
    assert len(commits) == 1
    assert isinstance(lost, LostError)
    assert [each[0].key for each in written if not isinstance(each, BaseException)] == NAMES[1:]
    with declared.reading() as db:
        assert sorted(db.scalars(select(checks.c.document_id))) == [2, 3, 4]


def test_one_whose_writing_fails_holds_up_no_other_and_leaves_nothing(declared: Database) -> None:
    async def write_all() -> list[Concluded | BaseException]:
        with worker(declared) as own:
            with declared.writing() as db:
                hosts.take(db, own.name, NAMES, NOW, timedelta())
            together = Together(own)
            every = (together.write(news(name, number, fails=number == 2)) for number, name in enumerate(NAMES, 1))
            return await asyncio.gather(*every, return_exceptions=True)

    ended = asyncio.run(write_all())
    assert [isinstance(each, RuntimeError) for each in ended] == [False, True, False, False]
    with declared.reading() as db:
        assert sorted(db.scalars(select(checks.c.document_id))) == [1, 3, 4]
