from __future__ import annotations

from pathlib import Path

import pytest
from servers import Reply
from world import POLICY, World, page


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: the queries are the same, and the store's tests run them on both."""
    return f"sqlite:///{tmp_path}/monitor.db"


def test_what_cannot_be_read_is_listed_with_since_when_and_why_and_so_is_what_is_held(world: World) -> None:
    world.declare("Terms of Service", "/terms")
    world.site["/terms"] = Reply(page(*POLICY, *[f"Rule {number}: {text}" for number, text in enumerate(POLICY * 4)]))
    world.look()
    visitor = world.visitor()
    assert "Everything can be read." in visitor.get("/unreadable").text
    world.site["/privacy"] = Reply("no", status=503)
    world.site["/terms"] = Reply(page(*POLICY[:1]))
    world.pass_time(days=2)
    world.look()
    shown = visitor.get("/unreadable").text
    assert "One document cannot be read" in shown
    assert "the server gave no page" in shown
    assert "The text of one document is held until it is confirmed" in shown
    assert '<a href="/documents/1">' in shown
