from __future__ import annotations

import pytest
from sqlalchemy import update
from visiting import Visitor
from world import TRAINING, World

from monitor.database import Database, connect
from monitor.database.tables import blobs
from monitor.pipeline import stance_of
from monitor.records import Practice

DATED = "You can refuse that until 12 January 2099 in your settings."
LATER = "We may change the colours of our pages at any time, and tell you so."


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return connect(sqlite_url)


@pytest.fixture
def damaged(world: World) -> Visitor:
    """A document that names a day, and went on saying so in another text; no stored value can be read any more."""
    world.look()
    for extra in ((TRAINING, DATED), (TRAINING, DATED, LATER)):
        world.serve(*extra)
        world.pass_time(days=1)
        world.look()
    with world.database.writing() as db:
        db.execute(update(blobs).values(data=b"torn"))
    return world.visitor()


LISTS = ["/", "/changes", "/documents/1", "/services/larkspur", "/feeds/all.atom", "/stance.csv", "/api/v1/stance"]


@pytest.mark.parametrize("address", LISTS)
def test_damaged_texts_end_no_list(damaged: Visitor, address: str) -> None:
    assert damaged.get(address).status_code == 200


def test_a_day_stands_while_nobody_can_tell_that_it_does_not(damaged: Visitor) -> None:
    assert "2099" in damaged.get("/deadlines").text
    assert "20990112" in damaged.get("/calendar.ics").text


def test_a_change_whose_texts_are_damaged_is_told_with_its_quotes_and_that_they_are(damaged: Visitor) -> None:
    shown = damaged.get("/changes/2")
    assert shown.status_code == 200
    assert "The stored text is damaged or gone" in shown.text
    assert "to train our generative AI models" in shown.text
    assert "The stored text is damaged or gone" in damaged.get("/changes/2.md").text


@pytest.mark.parametrize("address", ["/versions/2/text", "/versions/2/original/0", "/api/v1/versions/2"])
def test_what_is_damaged_itself_is_told_to_be(damaged: Visitor, address: str) -> None:
    answer = damaged.get(address)
    assert answer.status_code == 500
    assert "`terms-monitor db check` names it" in answer.text


def test_what_a_damaged_text_states_is_told_as_it_was_found(damaged: Visitor, world: World) -> None:
    with world.database.reading() as db:
        stances = stance_of(db, 1)
    assert {Practice.TRAINS, Practice.CONTROL} <= {stance.practice for stance in stances}
    assert all(stance.clauses for stance in stances)
