from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from world import TRAINING, World


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: the queries are the same, and the store's tests run them on both."""
    return f"sqlite:///{tmp_path}/monitor.db"


def test_days_ahead_are_listed_until_no_document_states_them(world: World) -> None:
    ahead = (world.now + timedelta(days=20)).date()
    world.serve(TRAINING.replace("3 November 2025", f"{ahead.day} {ahead:%B %Y}"))
    world.look()
    visitor = world.visitor()
    shown = visitor.get("/deadlines").text
    assert "<b>20</b> days left" in shown
    assert "Takes effect on" in shown
    assert "Settings &gt; Privacy &gt; AI training" in shown
    assert 'action="/changes/1/acknowledge"' in shown
    assert visitor.get("/deadlines").headers["etag"]
    world.serve()
    world.pass_time(hours=6)
    world.look()
    assert "No document names a day ahead." in visitor.get("/deadlines").text


def test_a_day_that_stands_is_listed_with_the_last_day_to_refuse_that_is_named_now(world: World) -> None:
    begins, last, sooner = ((world.now + timedelta(days=ahead)).date() for ahead in (30, 28, 23))
    use = f"From {begins.day} {begins:%B %Y} we use your posts to train our generative AI models."
    for until in (last, sooner):
        world.serve(f"{use} You can opt out under Settings > Privacy until {until.day} {until:%B %Y}.")
        world.look()
    shown = world.visitor().get("/deadlines").text
    assert shown.count(f"until {sooner.day} {sooner:%B %Y}: 23 days left") == 2
    assert "28 days left" not in shown
