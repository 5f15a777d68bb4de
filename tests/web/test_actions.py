from __future__ import annotations

from datetime import timedelta

import pytest
from entering import press
from visiting import Visitor
from world import World

from monitor.database import connect
from monitor.pipeline.announce import queue_alert
from monitor.records import AlertKind, Pulse, Target
from monitor.store import changes, deliveries, documents
from monitor.web import application

KEY = "larkspur/Privacy Policy"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: what is written is what commands write."""
    return sqlite_url


def test_a_change_is_acknowledged_and_taken_back(inside: Visitor, world: World) -> None:
    world.look()
    answer = press(inside, "/changes/1/acknowledge", back="/deadlines?lang=de")
    assert (answer.status_code, answer.headers["location"]) == (303, "/deadlines?lang=de")
    with world.database.reading() as db:
        assert changes.load(db, 1).acknowledged_at == world.now
    assert "Acknowledged on <time" in inside.get("/changes/1").text
    assert (
        press(inside, "/changes/1/acknowledge", undo="yes", back="//evil.example").headers["location"] == "/changes/1"
    )
    with world.database.reading() as db:
        assert changes.load(db, 1).acknowledged_at is None
    assert "Acknowledged" not in inside.get("/changes/1").text


def test_a_document_is_read_now(inside: Visitor, world: World) -> None:
    world.look()
    world.pass_time(minutes=5)
    assert "Read it now" in inside.get("/documents/1").text
    answer = press(inside, "/documents/1/check")
    assert (answer.status_code, answer.headers["location"]) == (303, "/documents/1")
    with world.database.reading() as db:
        assert documents.describe(db, KEY).next_check_at == world.now
    page = inside.get("/documents/1").text
    assert "It is due to be read" in page
    assert "Read it now" not in page


def test_what_was_given_up_is_sent_again(inside: Visitor, world: World) -> None:
    with world.database.writing() as db:
        queue_alert(db, AlertKind.TEST, [Target("gone", "")], world.now - timedelta(days=9))
        (given_up,) = deliveries.give_up(db, "gone", world.now, queued_before=world.now, attempts=0)
    assert f'action="/deliveries/{given_up.id}/retry"' in inside.get("/deliveries").text
    answer = press(inside, f"/deliveries/{given_up.id}/retry", "/deliveries")
    assert (answer.status_code, answer.headers["location"]) == (303, "/deliveries")
    assert "waits for a target that there is not" in inside.get("/deliveries").text
    with world.database.writing() as db:
        (waiting,) = deliveries.pending(db, "gone")
        assert (waiting.id, waiting.given_up_at, waiting.next_attempt_at) == (given_up.id, None, world.now)
        deliveries.mark_delivered(db, waiting, world.now)
    assert press(inside, f"/deliveries/{given_up.id}/retry").status_code == 409


def test_what_is_not_there_is_not_found(inside: Visitor) -> None:
    for address in (
        *("/changes/77/acknowledge", "/documents/77/check", "/deliveries/77/retry", "/documents/x/check"),
        f"/documents/{'9' * 30}/check",
    ):
        assert press(inside, address).status_code == 404


def test_a_stranger_does_nothing(inside: Visitor, world: World) -> None:
    world.pass_time(minutes=5)
    assert press(Visitor(inside.app), "/documents/1/check", "/login").status_code == 401
    with world.database.reading() as db:
        assert documents.describe(db, KEY).next_check_at < world.now


def test_where_the_database_is_only_read_there_is_nothing_to_do(world: World) -> None:
    database = connect(world.database.url.render_as_string(hide_password=False), read_only=True)
    present = world.settings, Pulse(world.now, ready=True, watches=False)
    with world.database.writing() as db:
        queue_alert(db, AlertKind.TEST, [Target("gone", "")], world.now)
    reader = Visitor(application(database, lambda: present, may_write=False, clock=lambda: world.now))
    assert reader.get("/").status_code == 200
    assert reader.get("/healthz").status_code == 200
    assert "gone" in reader.get("/deliveries").text
    assert "Send it now" not in reader.get("/deliveries").text
    assert reader.request("POST", "/changes/1/acknowledge", data={}).status_code in {404, 405}
    database.close()
