from __future__ import annotations

from pathlib import Path

import pytest
from servers import Reply
from world import TRAINING, World, page


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: the queries are the same, and the store's tests run them on both."""
    return f"sqlite:///{tmp_path}/monitor.db"


def test_it_shows_what_the_document_states_its_versions_changes_and_checks(world: World) -> None:
    world.look()
    world.serve(TRAINING)
    world.pass_time(days=10)
    world.look()
    world.site["/privacy"] = Reply("no", status=503)
    world.pass_time(days=10)
    world.look()
    shown = world.visitor().get("/documents/1").text
    assert "Cannot be read since" in shown
    assert "train our generative AI models" in shown
    assert [shown.count(f'<a href="/versions/{number}"') for number in (1, 2)] == [1, 1]
    assert 'class="bar trains"' in shown
    assert 'class="fault"' in shown
    assert 'href="/changes/2"' in shown
    assert "the server gave no page" in shown
    assert " style=" not in shown


def test_of_a_language_that_is_not_understood_silence_is_no_comfort(world: World) -> None:
    said = "Vi använder dina uppgifter för att driva tjänsten och för att göra den bättre, och inte för något annat."
    world.site["/privacy"] = Reply(page(*[f"{said} ({number})" for number in range(9)]).replace("'en'", "'sv'"))
    world.look()
    assert "Unknown: clauses in its language (Swedish)" in world.visitor().get("/documents/1").text


def test_a_document_that_was_never_read_says_so_and_one_that_there_is_not_is_not_found(world: World) -> None:
    world.site["/privacy"] = Reply("no", status=503)
    world.look()
    visitor = world.visitor()
    shown = visitor.get("/documents/1").text
    assert "It was never read." in shown
    assert "since it was first read" not in shown
    assert [visitor.get(f"/documents/{number}").status_code for number in ("2", "x", "99999999999999999999")] == [
        404
    ] * 3
