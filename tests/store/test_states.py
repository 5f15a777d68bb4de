from __future__ import annotations

import pytest
from world import TRAINING, World

from monitor.store import checks, documents, states

KEY = "larkspur/Privacy Policy"


@pytest.fixture
def read(world: World) -> World:
    """A document that was read and states something."""
    world.serve(TRAINING)
    world.look()
    return world


def test_a_line_tells_of_a_document_what_is_known_of_it(read: World) -> None:
    with read.database.reading() as db:
        (line,) = states.outlines(db, None)
        state = documents.describe(db, KEY)
        assert [*states.outlines(db, [KEY])] == [line]
        assert [*states.outlines(db, [])] == []
    assert (line.key, line.declared, line.versions, line.since) == (KEY, True, 1, state.since)
    assert (line.last_read_at, line.held_since, line.failing_since) == (read.now, None, None)
    assert line.practices == [*state.stance]


@pytest.mark.parametrize("name", [KEY, KEY.upper(), "larkspur", "LARKSPUR"])
def test_a_document_is_called_by_its_key_or_its_service_in_any_case(read: World, name: str) -> None:
    with read.database.reading() as db:
        assert [state.key for state in states.called(db, name)] == [KEY]
        assert not states.called(db, name + "x")


def test_what_was_noted_is_told_of_all_documents_or_of_some(read: World) -> None:
    with read.database.reading() as db:
        assert checks.noted(db, None) == checks.noted(db, [KEY]) == ()
        assert documents.never_read(db) == frozenset()
