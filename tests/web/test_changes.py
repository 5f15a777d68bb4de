from __future__ import annotations

from pathlib import Path

import pytest
from visiting import Visitor
from world import FORBIDDEN, TRAINING, World


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: the queries are the same, and the store's tests run them on both."""
    return f"sqlite:///{tmp_path}/monitor.db"


@pytest.fixture
def visitor(world: World) -> Visitor:
    """Somebody who looks after a first look, a change that matters and one that does not."""
    world.look()
    for extra in ((TRAINING,), (TRAINING, FORBIDDEN), (TRAINING, FORBIDDEN, "We have a new logo.")):
        world.serve(*extra)
        world.pass_time(hours=6)
        world.look()
    return world.visitor()


def listed(visitor: Visitor, query: str = "") -> list[int]:
    shown = visitor.get(f"/changes{query}").text
    return [number for number in range(9) if f'href="/changes/{number}"' in shown]


def test_changes_are_listed_with_their_clauses_and_what_people_can_do(visitor: Visitor) -> None:
    shown = visitor.get("/changes").text
    assert listed(visitor) == [2, 3, 4]
    assert shown.index('href="/changes/4"') < shown.index('href="/changes/2"')
    assert "Larkspur will train AI on your data from 3 November 2025 — on by default" in shown
    assert "train our generative AI models" in shown
    assert "Refuse: Settings &gt; Privacy &gt; AI training" in shown


def test_they_are_narrowed_and_paged_by_the_address(visitor: Visitor) -> None:
    assert listed(visitor, "?severity=alert") == [2]
    assert listed(visitor, "?practice=restricts") == [3]
    assert listed(visitor, "?service=larkspur") == [2, 3, 4]
    assert listed(visitor, "?service=nobody") == []
    assert listed(visitor, "?below=4") == [2, 3]
    assert listed(visitor, "?below=nonsense&severity=nonsense") == [2, 3, 4]
    assert "severity=nonsense and below=nonsense" in visitor.get("/changes?below=nonsense&severity=nonsense").text
