from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from answering import Served
from servers import Reply
from world import World

from monitor.pipeline.announce import queue_alert
from monitor.records import AlertKind, Target
from monitor.store import deliveries


def test_a_daemon_that_looks_is_alive_and_says_how_it_fares(served: Served, world: World) -> None:
    world.look()
    answer = served.get("/healthz")
    assert answer.status_code == 200
    found = answer.json()
    assert (found["status"], found["problems"], found["warnings"]) == ("ok", [], [])
    assert found["documents"] == {"declared": 1, "never_read": 0, "failing": 0, "held": 0}
    assert datetime.fromisoformat(found["last_read_at"]) == world.now


def test_one_that_has_not_looked_for_long_is_not_and_says_since_when(served: Served) -> None:
    looked_at = datetime.now(UTC) - timedelta(hours=1)
    served.pulse = replace(served.pulse, looked_at=looked_at)
    answer = served.get("/healthz")
    assert answer.status_code == 503
    (problem,) = answer.json()["problems"]
    assert looked_at.isoformat() in problem
    served.pulse = replace(served.pulse, looked_at=datetime.now(UTC), stuck=True)
    assert served.get("/healthz").status_code == 503


def test_a_broken_configuration_what_was_given_up_and_what_is_stranded_are_warnings(
    served: Served, world: World
) -> None:
    world.site["/privacy"] = Reply("gone", status=410)
    world.look()
    served.pulse = replace(served.pulse, problem="sources.toml: it is no valid TOML")
    given_up, stranded = Target("desk", ""), Target("gone", "")
    with world.database.writing() as db:
        queue_alert(db, AlertKind.TEST, [given_up, stranded], world.now)
        deliveries.give_up(db, "desk", world.now, queued_before=world.now, attempts=0)
    answer = served.get("/healthz")
    assert answer.status_code == 200
    assert [each.partition(":")[0] for each in answer.json()["warnings"]] == [
        "sources.toml",
        "1 alert was given up",
        "1 alert waits for no target of now",
        "1 of 1 documents cannot be read",
    ]
    assert answer.json()["deliveries"]["gone"] == {"waiting": 1, "given_up": 0, "declared": False}


def test_it_is_ready_once_the_first_look_is_scheduled(served: Served) -> None:
    assert served.get("/readyz").status_code == 200
    served.pulse = replace(served.pulse, ready=False)
    answer = served.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == ["the first look is not scheduled yet"]


def test_without_its_database_it_lives_and_is_not_ready(served: Served, world: World) -> None:
    with world.database.writing() as db:
        db.exec_driver_sql("ALTER TABLE alerts RENAME TO elsewhere")
    try:
        assert served.get("/readyz").status_code in {500, 503}
    finally:
        with world.database.writing() as db:
            db.exec_driver_sql("ALTER TABLE elsewhere RENAME TO alerts")
