"""What a platform changes within an hour is one alert, where somebody comes again to tell the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from servers import Reply
from sqlalchemy import func, select, update
from world import POLICY, TRAINING, World

from monitor.database import Database
from monitor.database.tables import changes, documents, findings
from monitor.pipeline import announce
from monitor.records import Service, Severity, Target

KINDS = ("Privacy Policy", "Terms of Service", "AI Policy")
PATHS = dict(zip(KINDS, ("/privacy", "/terms", "/ai"), strict=True))
AGREED = [f"As agreed: {paragraph}" for paragraph in POLICY]

# With PostgreSQL, a daemon is tried on a burst.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def key(kind: str) -> str:
    return f"larkspur/{kind}"


@pytest.fixture
def platform(world: World) -> World:
    """Three documents of one service that were read and summed up an hour ago."""
    for kind in KINDS[1:]:
        world.declare(kind, PATHS[kind])
        world.serve(path=PATHS[kind])
    world.look()
    world.tell()
    world.webhook.posts.clear()
    world.pass_time(hours=1)
    return world


def told(world: World) -> list[set[str]]:
    """Of each message the types of terms that it speaks of."""
    world.tell()
    return [{kind for kind in KINDS if f"Larkspur · {kind}" in post["message"]} for post in world.webhook.posts]


def test_where_one_document_changed_the_others_are_read_at_once_and_told_in_one_alert(platform: World) -> None:
    for path in PATHS.values():
        platform.serve(TRAINING, path=path)
    checked = platform.look([key("Privacy Policy")], gather=True)
    assert {each.key for each in checked} == set(map(key, KINDS))
    assert told(platform) == [set(KINDS)]


def test_a_document_read_just_now_and_one_that_fails_are_left_until_they_are_due(platform: World) -> None:
    platform.site["/ai"] = Reply("gone", status=410)
    platform.look([key("Terms of Service"), key("AI Policy")], gather=True)
    platform.pass_time(minutes=9)
    platform.serve(TRAINING)
    checked = platform.look([key("Privacy Policy")], gather=True)
    assert [each.key for each in checked] == [key("Privacy Policy")]
    platform.pass_time(minutes=2)
    platform.serve(TRAINING, "And one thing more.")
    checked = platform.look([key("Privacy Policy")], gather=True)
    assert [each.key for each in checked] == [key("Privacy Policy"), key("Terms of Service")]


def test_first_looks_wait_for_each_other_but_not_for_long(world: World) -> None:
    world.declare("Terms of Service", "/terms")
    world.serve(path="/terms")
    soon = timedelta(minutes=2)
    world.look([key("Privacy Policy")], gather=True, others=soon)
    assert first_looks(world) == []
    world.pass_time(minutes=2)
    world.look([key("Terms of Service")], gather=True)
    assert first_looks(world) == [2]
    world.declare("AI Policy", "/ai")
    world.declare("Guidelines", "/guidelines")
    world.target(Target("desk", world.webhook.url, Severity.NONE))
    world.serve(path="/ai", base=AGREED)
    world.look([key("AI Policy")], gather=True, others=soon)
    assert first_looks(world) == [2]
    world.pass_time(hours=1)
    world.look(["none is due"], gather=True, others=soon)
    assert first_looks(world) == [2, 1]


def first_looks(world: World) -> list[int]:
    """Of how many documents each message tells."""
    world.tell()
    return [len(post["alert"]["changes"]) for post in world.webhook.posts]


def test_a_change_waits_for_the_services_other_documents_but_not_for_long(platform: World) -> None:
    platform.serve(TRAINING)
    platform.look([key("Privacy Policy")])
    with platform.database.writing() as db:  # as if that had just been reviewed, and another were still to be read
        db.execute(update(changes).where(changes.c.kind == "new").values(alert_id=None))
        db.execute(update(documents).where(documents.c.terms_type == "AI Policy").values(next_check_at=platform.now))
    announce(platform.database, platform.settings.targets, gather=True, clock=lambda: platform.now)
    with platform.database.reading() as db:
        assert db.scalar(select(changes.c.alert_id).where(changes.c.kind == "new")) is None
    platform.pass_time(minutes=5)
    announce(platform.database, platform.settings.targets, gather=True, clock=lambda: platform.now)
    with platform.database.reading() as db:
        assert db.scalar(select(changes.c.alert_id).where(changes.c.kind == "new")) is not None


def test_a_single_pass_reads_what_it_was_told_to_and_tells_what_it_found(platform: World) -> None:
    for kind in KINDS:
        platform.serve(TRAINING, path=PATHS[kind])
        assert len(platform.look([key(kind)])) == 1
    assert told(platform) == [{kind} for kind in KINDS]


def change_one_after_the_other(world: World) -> None:
    """Three changes, twenty minutes apart, of which the first was told at once."""
    world.serve(TRAINING)
    world.look([key("Privacy Policy")], gather=True)
    for kind in KINDS[1:]:
        world.pass_time(minutes=20)
        world.serve(TRAINING, path=PATHS[kind])
        world.look([key(kind)], gather=True)


def test_what_changes_within_an_hour_of_an_alert_is_gathered_and_told_at_its_end(platform: World) -> None:
    change_one_after_the_other(platform)
    assert told(platform) == [{"Privacy Policy"}]
    platform.pass_time(minutes=19)
    platform.look(["none is due"], gather=True)
    assert told(platform) == [{"Privacy Policy"}]
    platform.pass_time(minutes=1)
    platform.look(["none is due"], gather=True)
    assert told(platform) == [{"Privacy Policy"}, {"Terms of Service", "AI Policy"}]


def test_what_was_gathered_is_told_by_a_single_pass_that_comes_between(platform: World) -> None:
    change_one_after_the_other(platform)
    platform.look(["none is due"])
    assert told(platform) == [{"Privacy Policy"}, {"Terms of Service", "AI Policy"}]


def test_a_change_that_nobody_was_told_of_holds_up_no_alert(platform: World) -> None:
    platform.serve("We have moved to a new office in the old town.")
    platform.look([key("Privacy Policy")], gather=True)
    platform.pass_time(minutes=20)
    platform.serve(TRAINING, path="/terms")
    platform.look([key("Terms of Service")], gather=True)
    assert told(platform) == [{"Terms of Service"}]


def test_the_alert_of_one_service_holds_up_no_other(platform: World) -> None:
    platform.serve(TRAINING)
    platform.look([key("Privacy Policy")], gather=True)
    platform.service = Service("teasel", "Teasel")
    platform.declare("Guidelines", "/teasel")
    platform.serve(path="/teasel", base=AGREED)
    platform.target(Target("desk", platform.webhook.url, Severity.ALERT))
    platform.look(["teasel/Guidelines"], gather=True)
    platform.serve(TRAINING, path="/teasel", base=AGREED)
    platform.pass_time(minutes=20)
    platform.look(["teasel/Guidelines"], gather=True)
    platform.tell()
    assert any("Teasel will train" in title for title in platform.titles())


def test_what_was_gathered_stands_in_the_database_alone(platform: World, database: Database) -> None:
    change_one_after_the_other(platform)
    later = World(database, platform.site, platform.webhook)
    later.settings, later.now = platform.settings, platform.now
    later.pass_time(hours=1)
    later.look(["none is due"], gather=True)
    assert told(later) == [{"Privacy Policy"}, {"Terms of Service", "AI Policy"}]


def test_an_alert_that_trips_over_a_bug_holds_up_no_other_and_waits_for_the_next_pass(platform: World) -> None:
    sound = platform.service
    platform.service = Service("teasel", "Teasel")
    platform.declare("Privacy Policy", "/teasel")
    platform.serve(path="/teasel")
    platform.look()
    platform.serve(TRAINING)
    platform.serve(TRAINING, path="/teasel")
    platform.settings, settings = replace(platform.settings, targets=()), platform.settings
    platform.look()
    with platform.database.writing() as db:  # as if it had just been reviewed, and one with facts that cannot be
        last = select(func.max(changes.c.alert_id)).scalar_subquery()
        db.execute(update(changes).where(changes.c.alert_id >= last - 1, changes.c.kind == "new").values(alert_id=None))
        broken = select(changes.c.id).join(documents).where(documents.c.key == "larkspur/Privacy Policy")
        facts = {"changed": ["date"]}
        db.execute(update(findings).where(findings.c.change_id.in_(broken)).values(direction="kept", facts=facts))
    announce(platform.database, settings.targets)
    platform.settings = settings
    platform.tell()
    assert [title.partition(" ")[0] for title in platform.titles()][-1:] == ["Teasel"]
    with platform.database.reading() as db:
        waiting = db.scalars(select(documents.c.service_id).join(changes).where(changes.c.alert_id.is_(None))).all()
    assert waiting == [sound.id]
