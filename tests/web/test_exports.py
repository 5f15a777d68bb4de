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


def test_the_table_has_a_row_for_each_clause_and_one_for_a_document_that_states_none(visitor: Visitor) -> None:
    found = sorted(rows(visitor), key=lambda row: ("trains", "control", "").index(row["practice"]))
    trains, control, silent = found[0], found[-2], found[-1]
    assert (trains["service_id"], trains["terms_type"]) == ("larkspur", "Privacy Policy")
    assert (trains["seen_without"], trains["seen_with"]) == ("2025-09-01T12:00:00Z", "2025-09-02T12:00:00Z")
    assert trains["quote"] in TRAINING
    assert (trains["effective"], trains["basis"]) == ("2025-11-03", "legitimate interest")
    assert trains["data"] == "content; profile"
    assert (control["control"], control["control_where"]) == ("opt-out", "Settings > Privacy > AI training")
    assert control["quote"] in TRAINING
    assert (silent["region"], silent["quote"], silent["last_read_at"]) == ("CH", "", "2025-09-02T12:00:00Z")
    assert "\n" not in "".join(cell for row in found for cell in row.values())


def test_programs_get_the_same_as_json(visitor: Visitor) -> None:
    answer = visitor.get("/stance.json")
    assert answer.headers["content-type"] == "application/json"
    found = {row["practice"]: row for row in reversed(answer.json())}
    assert set(found) == {"trains", "control", None}
    assert found["control"]["control_where"] == "Settings > Privacy > AI training"
    assert (found["trains"]["version"], found["trains"]["data"], found[None]["data"]) == (3, ["content", "profile"], [])
    assert len({tuple(row) for row in answer.json()}) == 1
    again = visitor.get("/stance.json", {"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_no_cell_is_a_formula(world: World) -> None:
    world.serve(FORMULA)
    world.look()
    (row, *_) = rows(world.visitor())
    assert row["quote"].startswith("'=")


def test_robots_may_read_nothing(visitor: Visitor) -> None:
    assert visitor.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"
