from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from servers import Reply
from visiting import Visitor
from world import FORBIDDEN, POLICY, TRAINING, World

from monitor.pipeline.announce import queue_alert
from monitor.records import AlertKind, Target

DAY = "3 November 2025"


@pytest.fixture
def visitor(world: World) -> Visitor:
    """Somebody where a policy has gained a clause, the terms have none, and a third document cannot be read."""
    world.declare("Terms of Service", "/terms")
    world.declare("Cookie Policy", "/cookies")
    world.serve(path="/terms", base=[f"As agreed: {paragraph}" for paragraph in POLICY])
    world.site["/cookies"] = Reply("gone", status=410)
    world.serve(FORBIDDEN)
    world.look()
    world.pass_time(days=1)
    ahead = (world.now + timedelta(days=20)).date()
    world.serve(FORBIDDEN, TRAINING.replace(DAY, f"{ahead.day} {ahead:%B %Y}"))
    world.look(["larkspur/Privacy Policy"])
    return world.visitor()


def ask(visitor: Visitor, path: str) -> Any:
    answer = visitor.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    return answer.json()


def leafed(visitor: Visitor, path: str) -> list[Any]:
    """All items, one at a time."""
    found, ahead = [], f"/api/v1{path}{'&' if '?' in path else '?'}limit=1"
    while ahead:
        answer = visitor.get(ahead).json()
        found += answer["items"]
        ahead = answer["next"]
    return found


def test_everything_is_found_by_its_number_and_all_of_it_leaf_by_leaf(visitor: Visitor) -> None:
    for path in ("services", "documents", "versions", "changes", "findings", "stance", "deadlines"):
        items = ask(visitor, f"/{path}")["items"]
        assert items == leafed(visitor, f"/{path}")
        assert items
    (service,) = ask(visitor, "/services")["items"]
    assert (service["id"], service["tags"]) == ("larkspur", ["social"])
    for number in service["documents"]:
        assert ask(visitor, f"/documents/{number}")["number"] == number
    for kind in ("changes", "versions"):
        for item in ask(visitor, f"/{kind}")["items"]:
            whole = ask(visitor, f"/{kind}/{item['number']}")
            assert (whole["number"], whole["document"]) == (item["number"], item["document"])


def test_what_a_change_did_is_told_with_its_findings_and_versions(visitor: Visitor, world: World) -> None:
    (change,) = ask(visitor, "/changes?severity=alert&kind=new&service=larkspur")["items"]
    assert change["seen_with"] == world.now.isoformat().replace("+00:00", "Z")
    (trains,) = [each for each in change["findings"] if "generative AI models" in each["after"]]
    assert (trains["practice"], trains["direction"]) == ("trains", "new")
    assert trains["facts"]["basis"] == "legitimate interest"
    found = ask(visitor, "/findings?practice=trains&direction=new")["items"]
    assert (trains, change["number"]) in [(each["finding"], each["change"]) for each in found]
    version = ask(visitor, f"/versions/{change['version_after']}")
    clause = next(each for each in version["clauses"] if each["practice"] == "trains")
    assert version["text"][clause["start"] : clause["end"]] == clause["quote"]
    assert [each["status"] for each in version["pages"]] == [200]
    assert version["sightings"][0]["first_seen"] == change["seen_with"]
    days = [f"/changes?since={day}&until={day}&kind=new" for day in ("2025-09-02", "2025-09-03")]
    assert [len(ask(visitor, day)["items"]) for day in days] == [1, 0]


def test_what_documents_state_is_told_with_since_when_and_what_cannot_be_read_with_why(visitor: Visitor) -> None:
    by_type = {each["terms_type"]: each for each in ask(visitor, "/documents")["items"]}
    failure = by_type["Cookie Policy"]["failure"]
    assert (failure["checks"], failure["kind"]) == (1, "http status")
    assert by_type["Cookie Policy"]["version"] is None
    stated = {each["document"]: each for each in ask(visitor, "/stance")["items"]}
    policy = stated[by_type["Privacy Policy"]["number"]]
    assert policy["version"] == by_type["Privacy Policy"]["version"]
    assert {each["practice"]: each["seen_without"] is None for each in policy["stances"]} == {
        "trains": False,
        "control": False,
        "restricts": True,
    }
    assert stated[by_type["Terms of Service"]["number"]]["stances"] == []
    (deadline,) = ask(visitor, "/deadlines")["items"]
    assert (deadline["days_left"], deadline["kind"], deadline["document"]) == (20, "effect", policy["document"])
    assert "Settings" in deadline["how_to_refuse"]


@pytest.fixture
def empty(world: World) -> Visitor:
    """Somebody where nothing was read yet."""
    return world.visitor()


def test_health_tells_of_targets_by_their_names_alone(empty: Visitor, world: World) -> None:
    with world.database.writing() as db:
        queue_alert(db, AlertKind.TEST, list(world.settings.targets), world.now)
    answer = empty.get("/api/v1/health")
    assert answer.json()["deliveries"] == {"desk": {"waiting": 1, "given_up": 0, "declared": True}}
    assert isinstance(world.settings.targets[0], Target)
    assert world.settings.targets[0].url not in answer.text


MOST = 2**31 - 1
ASKED = {
    200: (
        *("/services?tag=%00", "/deadlines?after=9999-99-99.1", f"/documents?after={MOST}"),
        *("/changes?until=9999-12-31", "/changes?since=0001-01-01", "/documents?declared=false"),
    ),
    400: (
        *("/documents?limit=0", "/changes?since=x", "/documents/1?limit=1"),
        *("/documents?limt=1", "/documents?limit=1&limit=2", "/documents?service=%00", "/findings?practice=eats"),
    ),
    404: (
        "/documents/x",
        f"/documents/{'9' * 40}",
        f"/changes/{MOST + 1}",
        "",
        "/",
        "/nowhere",
        "/documents/1%0A2",
        "/documents/1/2",
        "/documents/1",
        "/versions/9",
        f"/changes/{MOST}",
    ),
}


def test_what_cannot_be_asked_is_told_as_json(empty: Visitor) -> None:
    for status, paths in ASKED.items():
        for path in paths:
            answer = empty.get(f"/api/v1{path}")
            assert (path, answer.status_code, answer.headers["content-type"]) == (path, status, "application/json")
            assert status == 200 or answer.json()["status"] == status


PROBLEMS = {
    "/documents?limit=900": "limit: expected a whole number from 1 to 200",
    "/documents?declared=x": "declared: expected true or false",
    "/changes?since=x": "since: expected something such as 2026-11-26",
    "/changes?severity=x": "severity: expected one of alert, none, notice",
    "/deadlines?after=x": "after: expected something such as 2026-11-26.7",
    "/services?tag=": "tag: expected something such as social",
    "/services?`$.tag`=": "`$.tag`: there is no such parameter here; there are: after, limit, tag",
    "/health?x=": "x: there is no such parameter here; there are: none",
    "/documents/0": "number: expected a whole number from 1 to 2147483647",
}


def test_what_is_wrong_with_a_question_is_told_by_its_parameter_and_what_that_may_be(empty: Visitor) -> None:
    assert {path: empty.get(f"/api/v1{path}").json()["problem"] for path in PROBLEMS} == PROBLEMS


def test_an_answer_is_not_sent_twice_and_takes_no_orders(empty: Visitor) -> None:
    first = empty.get("/api/v1/documents")
    again = empty.get("/api/v1/documents", {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    answer = empty.request("POST", "/api/v1/documents")
    assert (answer.status_code, answer.json()["status"]) == (405, 405)
