import random
from datetime import UTC, datetime

from sqlalchemy import select

from monitor.database import Database
from monitor.database.tables import blobs
from monitor.records import Declaration, Page, Reading, Service, Snapshot
from monitor.store import documents, versions

NOW = datetime(2026, 11, 2, tzinfo=UTC)
FRAME = random.Random(1).randbytes(20_000)


def keep(database: Database, service: str, terms_type: str) -> str | None:
    """Keep a first text of a document; what its page is a patch against."""
    url = f"https://{service}.example/{terms_type}"
    declared = Declaration(Service(service, service), terms_type, (Page(url),))
    page = Snapshot(url, url, 200, "text/html", (), FRAME + terms_type.encode(), NOW)
    with database.writing() as db:
        documents.sync(db, [declared], NOW)
        document_id = documents.identify(db, declared.key)
        version_id = versions.add(
            db, document_id, Reading(terms_type, "en", None), [page], fingerprint=url, method="1", near=None
        )
        assert versions.snapshots_of(db, version_id)[0].body == page.body
        return db.scalars(select(blobs.c.base).where(blobs.c.size == len(page.body))).one()


def test_the_first_page_of_a_document_is_kept_as_a_patch_against_one_of_the_same_service(database: Database) -> None:
    assert keep(database, "lumen", "Privacy Policy") is None
    assert keep(database, "lumen", "Terms of Service") is not None


def test_pages_of_several_services_are_kept_each_by_itself(database: Database) -> None:
    assert keep(database, "lumen", "Privacy Policy") is None
    assert keep(database, "orbit", "Terms of Service") is None
