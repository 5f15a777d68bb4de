from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import postgres
import pytest
from sqlalchemy import func, select, text, update
from world import FORBIDDEN, POLICY, TRAINING, World, world_on

from monitor.database.tables import blobs, passage_words, searched
from monitor.database.tables import passages as table
from monitor.pipeline import make_searchable
from monitor.records import Hit, Place, Practice, Reading, Sought
from monitor.search import terms
from monitor.store import passages, versions

LATER = "We also show your drawings in our gallery."
FILL = "for as long as we need them to give you what you came for, " * 8
FILLING = tuple(f"Paragraph {number}. {POLICY[number % 7]}" for number in range(60))  # many passages


def find(world: World, question: str, **sought: object) -> list[Hit]:
    wanted = Sought(terms(question), **sought)  # type: ignore[arg-type]  # the caller names fields
    with world.database.reading() as db:
        found = passages.find(db, wanted, behind=None, limit=50)
        assert passages.count(db, wanted, 1000) == (len(found.hits), True)
    assert found.behind is None
    return list(found.hits)


def find_page_by_page(world: World, question: str, size: int) -> list[tuple[Hit, ...]]:
    pages: list[tuple[Hit, ...]] = []
    behind: Place | None = None
    with world.database.reading() as db:
        while not pages or behind:
            hits, behind = passages.find(db, Sought(terms(question)), behind=behind, limit=size)
            pages.append(hits)
    return pages


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def past(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A document that trained for a hundred days and does no more."""
    url = f"sqlite:///{tmp_path_factory.mktemp('past')}/monitor.db"
    if request.param == "postgresql":
        server: str = request.getfixturevalue("postgres_server")
        postgres.create(server, "past", template=request.getfixturevalue("postgres_template"))
        url = postgres.named(server, "past")
    with world_on(url) as world:
        fill(world)
        yield world


def fill(world: World) -> None:
    for extra in ((), (TRAINING,), (LATER,)):
        world.serve(*extra)
        world.look()
        world.pass_time(days=99)
        world.look()
        world.pass_time(days=1)
    make_searchable(world.database)


def test_what_a_document_says_now_and_what_it_said_once_is_found(past: World) -> None:
    (now,) = find(past, "drawings")
    assert (now.is_present, now.first_id, now.last_id) == (True, 3, 3)
    assert now.seen_until - now.seen_from == timedelta(days=99)
    (once,) = find(past, '"generative AI models"')
    assert (once.is_present, once.service.name, once.terms_type) == (False, "Larkspur", "Privacy Policy")
    assert TRAINING in once.text
    assert once.seen_until < now.seen_from


QUESTIONS = {
    "larkspur password": 3,  # all in one passage of each version
    "draw*": 1,
    "draw": 0,
    '"our gallery"': 1,
    '"gallery our"': 0,
    '"show your draw"*': 1,
    "drawings OR nothing": 0,
    "drawings -gallery": 1,
    "SETTINGS > privacy": 1,
    "' ; drop table \" ) :* & | !": 0,
    "": 0,
}


def test_words_phrases_and_beginnings_are_found_and_nothing_is_an_operator(past: World) -> None:
    assert {question: len(find(past, question)) for question in QUESTIONS} == QUESTIONS


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_is_said_today_is_told_of_each_document_by_itself(world: World) -> None:
    world.declare("Terms of Service", "/terms")
    world.serve()
    world.serve(path="/terms")
    world.look()
    make_searchable(world.database)
    assert {hit.terms_type for hit in find(world, "larkspur", present=True)} == {"Privacy Policy", "Terms of Service"}


def test_a_search_can_be_narrowed(past: World) -> None:
    start = date(2025, 9, 1)
    assert len(find(past, "larkspur", present=True)) == 1
    assert len(find(past, "larkspur", until=start + timedelta(days=90))) == 1
    assert len(find(past, "larkspur", since=start + timedelta(days=100), until=start + timedelta(days=190))) == 1
    assert len(find(past, "larkspur", since=start + timedelta(days=150))) == 2
    assert len(find(past, "larkspur", practice=Practice.TRAINS)) == 1
    assert find(past, "larkspur", practice=Practice.SHARES) == []
    assert len(find(past, "larkspur", service="larkspur")) == 3
    assert find(past, "larkspur", service="heron") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_passage_is_kept_once_for_the_run_of_versions_that_have_it(world: World) -> None:
    for extra in (TRAINING, FORBIDDEN, LATER):
        world.serve(*FILLING, extra)
        world.look()
    make_searchable(world.database)
    (hits,) = find_page_by_page(world, "paragraph", 1000)
    assert {(hit.first_id, hit.last_id) for hit in hits} == {(1, 3), (1, 1), (2, 2), (3, 3)}
    assert len(hits) == len({hit.text for hit in hits})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_list_can_be_read_on_from_any_place_and_never_repeats_itself(world: World) -> None:
    for extra in (TRAINING, FORBIDDEN):
        world.serve(*FILLING, extra)
        world.look()
    make_searchable(world.database)
    for question in ("paragraph", '"personal data Larkspur"'):
        (everything,) = find_page_by_page(world, question, 1000)
        pages = find_page_by_page(world, question, 2)
        assert {len(page) for page in pages[:-1]} == {2}
        assert tuple(hit for page in pages for hit in page) == everything
        assert [hit.first_id for hit in everything] == sorted((hit.first_id for hit in everything), reverse=True)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_phrase_that_is_rarer_than_its_words_is_found_page_by_page_and_counted_as_far_as_was_looked(
    world: World,
) -> None:
    text = [f"## {number}\n\nWe keep {FILL} and your posts." for number in range(passages.EXAMINED + 20)]
    world.serve("We keep your posts.", *text, "We keep your posts.")
    world.look()
    make_searchable(world.database)
    wanted = Sought(terms('"keep your posts"'))
    with world.database.reading() as db:
        assert passages.count(db, wanted, 1000) == (1, False)
    first, second = find_page_by_page(world, '"keep your posts"', 20)
    assert (len(first), len(second)) == (1, 1)
    (whole,) = find_page_by_page(world, "keep posts", 5000)
    assert len(whole) > passages.EXAMINED


def test_a_text_that_is_read_anew_is_found_by_its_new_words_alone(world: World) -> None:
    for extra in (TRAINING, LATER):
        world.serve(extra)
        world.look()
    make_searchable(world.database)
    with world.database.writing() as db:
        again = Reading("They wrote another text.", "en", None)
        versions.reread(db, 1, again, fingerprint="other", method="2")
        assert db.scalar(select(func.count()).select_from(passage_words)) == 0
        assert db.scalar(select(func.count()).select_from(table)) == 0
    assert make_searchable(world.database) == 2
    assert find(world, "generative") == []
    assert [hit.first_id for hit in find(world, "wrote another")] == [1]
    assert [hit.first_id for hit in find(world, "larkspur")] == [2]
    if not world.database.is_shared:
        with world.database.writing() as db:  # fails where what was forgotten is not what was put in
            db.execute(text("INSERT INTO passage_words (passage_words) VALUES ('integrity-check')"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_text_that_is_damaged_holds_up_no_other(world: World) -> None:
    world.look()
    with world.database.writing() as db:
        db.execute(update(blobs).values(data=b"x"))
    assert make_searchable(world.database) == 1
    with world.database.reading() as db:
        assert passages.is_complete(db)
        assert db.scalar(select(func.count()).select_from(searched)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_words_of_a_text_that_is_damaged_are_never_those_of_another(world: World) -> None:
    world.look()
    make_searchable(world.database)
    with world.database.writing() as db:
        kept = db.execute(select(blobs)).all()
        db.execute(update(blobs).values(data=b"x"))
        passages.forget(db, 1)  # without knowing which words they were
        for row in kept:
            db.execute(update(blobs).where(blobs.c.sha256 == row.sha256).values(data=row.data))
        again = Reading("They wrote another text.", "en", None)
        versions.reread(db, 1, again, fingerprint="other", method="2")
    make_searchable(world.database)
    assert find(world, "larkspur") == []
    assert len(find(world, "another")) == 1
