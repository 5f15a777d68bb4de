from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from visiting import Visitor
from world import TRAINING, World

FORMULA = '=HYPERLINK("https://evil.example") we use your posts to train our generative AI models.'


@pytest.fixture
def database_url(sqlite_url: str, tmp_path: Path) -> str:
    """One kind of database is enough: what is asked of it has nothing to do with its kind."""
    return sqlite_url


@pytest.fixture(scope="module")
def visitor(lasting: World) -> Visitor:
    """Somebody who comes when one document trains and the other says nothing of it."""
    world = lasting
    world.declare("Terms of Service", "/terms", region="CH")
    world.serve(path="/terms")
    for extra in ((), (TRAINING,)):
        world.serve(*extra)
        world.look()
        world.pass_time(days=1)
    return world.visitor()


def rows(visitor: Visitor) -> list[dict[str, str]]:
    answer = visitor.get("/stance.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="stance.csv"'
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_the_table_has_a_row_for_each_practice_and_one_for_a_document_that_states_none(visitor: Visitor) -> None:
    trains, control, silent = sorted(rows(visitor), key=lambda row: ("trains", "control", "").index(row["practice"]))
    assert (trains["service_id"], trains["terms_type"]) == ("larkspur", "Privacy Policy")
    assert (trains["seen_without"], trains["seen_with"]) == ("2025-09-01T12:00:00Z", "2025-09-02T12:00:00Z")
    assert trains["quotes"].replace("\n", " ") == TRAINING
    assert (control["control"], control["control_where"]) == ("opt-out", "Settings > Privacy > AI training")
    assert (silent["region"], silent["quotes"], silent["last_read_at"]) == ("CH", "", "2025-09-02T12:00:00Z")


def test_programs_get_the_same_as_json(visitor: Visitor) -> None:
    answer = visitor.get("/stance.json")
    assert answer.headers["content-type"] == "application/json"
    found = {row["practice"]: row for row in answer.json()}
    assert set(found) == {"trains", "control", None}
    assert found["control"]["control_where"] == ["Settings > Privacy > AI training"]
    assert found["trains"]["version"] == 3
    again = visitor.get("/stance.json", {"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_no_cell_is_a_formula(world: World) -> None:
    world.serve(FORMULA)
    world.look()
    (row, *_) = rows(world.visitor())
    assert row["quotes"].startswith("'=")


def test_robots_may_read_nothing(visitor: Visitor) -> None:
    assert visitor.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
