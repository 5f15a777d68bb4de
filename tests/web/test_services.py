from __future__ import annotations

import re
from pathlib import Path

import pytest
from world import TRAINING, World


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: the queries are the same, and the store's tests run them on both."""
    return f"sqlite:///{tmp_path}/monitor.db"


def test_it_shows_what_each_document_states_how_to_refuse_and_what_changed(world: World) -> None:
    world.look()
    world.serve(TRAINING)
    world.pass_time(hours=6)
    world.look()
    shown = world.visitor().get("/services/larkspur").text
    assert "<h1>Larkspur</h1>" in shown
    assert 'href="/?tag=social"' in shown
    assert "train our generative AI models" in shown
    assert "legitimate interest" in shown
    assert "How to refuse" in shown
    assert 'href="/changes/2"' in shown


def test_what_changed_within_a_day_is_told_with_the_time_of_day(world: World) -> None:
    for extra in ((), (TRAINING,)):
        world.serve(*extra)
        world.look()
        world.pass_time(hours=6)
    visitor = world.visitor()
    shown = re.sub(r"<[^>]+>", "", visitor.get("/services/larkspur").text)
    assert "from 3 November 2025; stated since 1 September 2025, between 12:00 UTC and 18:00 UTC" in shown
    shown = re.sub(r"<[^>]+>", "", visitor.get("/documents/1").text)
    assert "1 Sept 2025 18:00 UTC (now)" in shown
    assert "1 Sept 2025 12:00 UTC" in shown


def test_a_service_that_there_is_not_is_not_found(world: World) -> None:
    assert world.visitor().get("/services/nobody").status_code == 404
