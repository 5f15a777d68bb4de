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
