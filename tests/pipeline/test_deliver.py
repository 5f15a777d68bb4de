"""What becomes of deliveries: put off, held, gathered, given up, told of to others, and never sent twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from time import sleep

import psycopg
import pytest
from sqlalchemy import select, update
from targets import Webhook
from world import FORBIDDEN, POLICY, TRAINING, World

from monitor.database.connection import BUSY_SECONDS
from monitor.database.tables import alerts
from monitor.database.tables import changes as changes_table
from monitor.errors import DatabaseError
from monitor.pipeline.announce import queue_alert
from monitor.pipeline.deliver import Tally
from monitor.pipeline.message import message_for
from monitor.records import AlertKind, Delivery, Digest, DueKind, Practice, Quiet, Severity, Target, TroubleKind
from monitor.store import changes, deliveries

KEY = "larkspur/Privacy Policy"
NIGHT = Quiet(time(22), time(7))
DROP_WAITING = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture
def other() -> Iterator[Webhook]:
    with Webhook() as other:
        yield other


def targets(world: World, **changed: object) -> None:
    """Change what the one target wants."""
    world.target(replace(world.settings.targets[0], **changed))  # type: ignore[arg-type]  # the caller names fields


def pending(world: World) -> tuple[Delivery, ...]:
    with world.database.reading() as db:
        return deliveries.pending(db)


def given_up(world: World) -> tuple[Delivery, ...]:
    with world.database.reading() as db:
        return deliveries.given_up(db)


def change(world: World, *extra: str) -> None:
    world.serve(*extra)
    world.look()


def queue(world: World, kind: AlertKind, **details: object) -> None:
    with world.database.writing() as db:
        queue_alert(db, kind, world.settings.targets, world.now, details=details)


def trouble(subject: str) -> dict[str, object]:
    return {"kind": "unreadable", "subject": subject, "since": "2025-08-29T06:00:00+00:00", "reason": "gone"}


def test_a_target_that_asks_to_be_left_alone_is_with_everything_that_waits_for_it(world: World) -> None:
    targets(world, min_severity=Severity.NONE)
    world.outcome()
    for number in range(3):
        change(world, f"This is edition {number} of the policy.")
    world.webhook.fail(1, 429, Retry_After="3600")
    assert world.tell(everything=False) == Tally(refused=1, left=2)
    assert {each.next_attempt_at for each in pending(world)} == {world.now + timedelta(hours=1)}
    world.pass_time(minutes=59)
    assert world.tell(everything=False) == Tally()
    world.pass_time(minutes=1)
    assert world.tell(everything=False) == Tally(taken=3)


def test_a_target_that_has_too_many_messages_and_does_not_say_for_how_long_is_left_alone_for_minutes(
    world: World,
) -> None:
    world.outcome()
    change(world, TRAINING)
    world.webhook.fail(1, 429)
    world.tell()
    (waiting,) = pending(world)
    assert waiting.next_attempt_at == world.now + timedelta(minutes=5)


def keep_failing(world: World, **give_up_after: float) -> None:
    """Try until the time is over, and once more after the longest pause there is."""
    end = world.now + timedelta(**give_up_after)
    while world.now <= end:
        world.tell()
        world.pass_time(hours=6)
    world.pass_time(hours=2)
    world.tell()


def test_what_is_not_taken_for_a_week_is_given_up_for_all_to_see_and_the_others_are_told_once(
    world: World, other: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    deaf = Target("deaf", "json://127.0.0.1:9/", troubles=False)
    world.target(replace(world.settings.targets[0], min_severity=Severity.NOTICE))
    world.outcome()
    change(world, TRAINING)
    change(world, TRAINING, FORBIDDEN)
    assert len(pending(world)) == 2
    world.target(*world.settings.targets, Target("desk 2", other.url), deaf)
    world.webhook.down()
    keep_failing(world, days=7)
    lost = given_up(world)
    assert {(each.target, each.attempts >= 10) for each in lost} == {("desk", True)}
    assert len(lost) == 2
    assert pending(world) == ()
    (notice,) = other.posts
    assert "2 messages to desk were given up" in notice["title"]
    assert "refused" in notice["message"].lower()
    assert "desk: 2 alerts given up" in caplog.text
    world.webhook.up()
    assert world.tell() == Tally()


def test_the_others_are_told_in_the_same_turn_that_gives_up_whatever_their_place(world: World, other: Webhook) -> None:
    world.outcome()
    change(world, TRAINING)
    quick = Target("desk 2", other.url)
    world.target(quick, *world.settings.targets, Target("desk 3", "json://127.0.0.1:9/"))
    world.webhook.down()
    for _ in range(9):
        world.tell()
    world.pass_time(days=7)
    assert world.tell() == Tally(taken=1, refused=2)
    assert len(other.posts) == 1
    assert [each.attempts for each in pending(world)] == [1]


def test_nothing_is_given_up_before_ten_attempts_however_long_it_waits(world: World) -> None:
    world.outcome()
    change(world, TRAINING)
    world.webhook.down()
    for _ in range(9):
        world.pass_time(days=30)
        world.tell()
    assert given_up(world) == ()
    world.tell()
    assert len(given_up(world)) == 1


def test_a_notice_that_is_given_up_raises_no_other(world: World) -> None:
    world.outcome()
    change(world, TRAINING)
    world.target(*world.settings.targets, Target("desk 2", "json://127.0.0.1:9/"))
    world.webhook.down()
    keep_failing(world, days=30)
    assert sorted(each.target for each in given_up(world)) == ["desk", "desk 2"]
    assert pending(world) == ()


def test_a_target_that_hangs_holds_up_no_other_however_many_do(world: World, other: Webhook) -> None:
    with ExitStack() as hanging:
        webhooks = [hanging.enter_context(Webhook()) for _ in range(8)]
        for webhook in webhooks:
            webhook.hang()
        slow = [Target(f"slow {number}", webhook.url) for number, webhook in enumerate(webhooks)]
        world.target(*slow, Target("quick", other.url))
        world.look()
        telling = threading.Thread(target=world.tell)
        arrived = threading.Event()
        other.on_post = arrived.set
        telling.start()
        in_time = arrived.wait(10)
        assert all(not webhook.posts for webhook in webhooks)
        for webhook in webhooks:
            webhook.release()
        telling.join()
        assert in_time
        assert [len(webhook.posts) for webhook in webhooks] == [1] * 8


def test_a_digest_gathers_what_comes_until_its_hour_in_one_message(world: World) -> None:
    targets(world, digest=Digest(time(8)), min_severity=Severity.NONE, time_zone="Europe/Zurich")
    world.outcome()
    change(world, TRAINING)
    change(world, TRAINING, FORBIDDEN)
    queue(world, AlertKind.TROUBLE, troubles=[trouble("larkspur/Terms of Service")])
    assert world.tell() == Tally(later=4)
    world.now = datetime(2025, 9, 2, 5, 59, tzinfo=UTC)
    assert world.tell() == Tally(later=4)
    world.pass_time(minutes=1)
    assert world.tell(everything=False) == Tally(taken=4)
    (digest,) = world.webhook.posts
    assert digest["title"].startswith("Digest: ")
    assert "will train AI on your data from 3 November 2025" in digest["message"]
    assert "forbids others" in digest["message"]
    assert "Terms of Service" in digest["message"]
    assert world.tell() == Tally()


def test_a_digest_that_is_not_taken_is_tried_again_whole_and_what_came_since_waits_for_the_next(world: World) -> None:
    targets(world, digest=Digest(time(8)), min_severity=Severity.NONE)
    world.outcome()
    change(world, TRAINING)
    world.now = datetime(2025, 9, 2, 8, 0, tzinfo=UTC)
    world.webhook.fail(1)
    assert world.tell() == Tally(refused=2)
    change(world, TRAINING, FORBIDDEN)
    assert world.tell() == Tally(taken=2, later=1)
    (digest,) = world.webhook.posts
    assert "forbids others" not in digest["message"]


def test_in_quiet_hours_nothing_is_sent_and_what_waited_is_after_them(world: World) -> None:
    targets(world, quiet=NIGHT)
    world.outcome()
    world.now = datetime(2025, 9, 1, 23, 0, tzinfo=UTC)
    change(world, TRAINING)
    assert world.tell() == Tally(later=1)
    world.now = datetime(2025, 9, 2, 7, 0, tzinfo=UTC)
    assert world.tell(everything=False) == Tally(taken=1)


def test_an_alert_may_break_the_quiet_and_nothing_else_does(world: World) -> None:
    targets(world, quiet=replace(NIGHT, alerts_break=True), min_severity=Severity.NONE)
    world.now = datetime(2025, 9, 1, 23, 0, tzinfo=UTC)
    world.serve(TRAINING)
    world.look()
    assert world.tell() == Tally(later=1)  # the first look
    change(world, TRAINING, FORBIDDEN)
    assert world.tell() == Tally(later=2)  # a notice
    change(world, FORBIDDEN, "We share your posts with partners, who use them to train their AI models.")
    assert world.tell() == Tally(taken=1, later=2)


def test_the_quiet_is_broken_by_what_the_target_is_told_and_not_by_what_else_its_alert_holds(world: World) -> None:
    targets(world, quiet=replace(NIGHT, alerts_break=True), min_severity=Severity.NONE, practices=(Practice.RESTRICTS,))
    terms = [f"As agreed: {paragraph}" for paragraph in POLICY]
    world.declare("Terms of Service", "/terms")
    world.serve(path="/terms", base=terms)
    world.outcome()
    world.now = datetime(2025, 9, 1, 23, 0, tzinfo=UTC)
    world.serve(FORBIDDEN, path="/terms", base=terms)
    change(world, TRAINING)
    assert world.tell() == Tally(later=1)
    targets(world, practices=())
    assert world.tell() == Tally(taken=1)


def due(world: World, day: str) -> dict[str, object]:
    with world.database.reading() as db:
        change = changes.of_documents(db, [KEY])[-1]
    return {"change_id": change.id, "kind": "effect", "day": day}


def test_a_reminder_counts_the_days_from_the_one_on_which_it_is_sent_by_the_targets_clock(world: World) -> None:
    targets(world, time_zone="Pacific/Auckland")
    world.outcome()
    change(world, TRAINING)
    world.tell()
    queue(world, AlertKind.REMINDER, dues=[due(world, "2025-09-04"), due(world, "2025-09-01")])
    (waiting,) = pending(world)
    with world.database.reading() as db:
        told = message_for(db, waiting, world.settings.targets[0], world.now)  # 2 September in Auckland
    assert told is not None
    ((kind, day, left, change_id),) = [(d.kind, d.day, d.days_left, d.report.change_id) for d in told.dues]
    assert (kind, day, left) == (DueKind.EFFECT, date(2025, 9, 4), 2)
    assert change_id == due(world, "")["change_id"]


def test_a_reminder_whose_days_are_over_or_acknowledged_is_dropped_and_not_sent(world: World) -> None:
    world.outcome()
    change(world, TRAINING)
    world.tell()
    queue(world, AlertKind.REMINDER, dues=[due(world, "2025-09-03")])
    queue(world, AlertKind.REMINDER, dues=[due(world, "2025-09-20")])
    world.pass_time(days=3)
    with world.database.writing() as db:
        mine = changes_table.c.id == due(world, "")["change_id"]
        db.execute(update(changes_table).where(mine).values(acknowledged_at=world.now))
    sent = len(world.webhook.posts)
    assert world.tell() == Tally()
    assert len(world.webhook.posts) == sent
    with world.database.reading() as db:
        dropped = [each for each in deliveries.untaken(db) if each.dropped_at]
        assert len(dropped) == 2


def test_a_trouble_is_told_as_it_was_kept(world: World) -> None:
    world.outcome()
    queue(world, AlertKind.TROUBLE, troubles=[trouble(KEY)])
    (waiting,) = pending(world)
    with world.database.reading() as db:
        told = message_for(db, waiting, world.settings.targets[0], world.now)
        assert db.scalar(select(alerts.c.kind).where(alerts.c.id == waiting.alert_id)) == AlertKind.TROUBLE
    assert told is not None
    (found,) = told.troubles
    assert (found.kind, found.subject, found.reason, found.count) == (TroubleKind.UNREADABLE, KEY, "gone", 1)
    assert found.since == datetime(2025, 8, 29, 6, tzinfo=UTC)


def test_what_is_dropped_or_moved_while_its_queue_is_sent_is_left_alone(world: World, other: Webhook) -> None:
    targets(world, min_severity=Severity.NONE)
    world.outcome()
    change(world, TRAINING)
    change(world, TRAINING, FORBIDDEN)
    change(world, FORBIDDEN)
    first, second, third = pending(world)

    def meddle() -> None:
        with world.database.writing() as db:
            deliveries.renew(db, first, world.now, target="desk 2")  # it is under way to its own target
            deliveries.drop(db, [second], world.now)

    world.webhook.on_post = meddle
    assert world.tell().taken == 2
    assert len(world.webhook.posts) == 3
    assert [each.id for each in pending(world)] == [first.id]
    world.webhook.on_post = lambda: None
    world.target(*world.settings.targets, Target("desk 2", other.url))
    assert world.tell() == Tally(taken=1)
    assert len(other.posts) == 1
    assert third.id not in {each.id for each in pending(world)}


def test_a_digest_that_was_not_taken_is_tried_again_as_one_message(world: World) -> None:
    targets(world, digest=Digest(time(8)))
    for number in range(8):
        queue(world, AlertKind.TROUBLE, troubles=[trouble(f"{KEY} {number}")])
    world.pass_time(days=1)
    world.webhook.fail(1, 500)
    assert world.tell(everything=False) == Tally(refused=8)
    assert len({each.next_attempt_at for each in pending(world)}) == 1
    world.pass_time(minutes=2)
    assert world.tell(everything=False) == Tally(taken=8)
    assert len(world.webhook.posts) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_taken_while_another_process_writes_for_long_is_marked_and_not_sent_again(world: World) -> None:
    queue(world, AlertKind.TROUBLE, troubles=[trouble(KEY)])
    written = threading.Event()

    def write_for_long() -> None:
        with world.database.writing() as db:
            db.execute(update(alerts).values(kind=alerts.c.kind))
            written.set()
            sleep(BUSY_SECONDS + 1)

    writer = threading.Thread(target=write_for_long)

    def meddle() -> None:
        writer.start()
        written.wait()

    world.webhook.on_post = meddle
    assert world.tell() == Tally(taken=1)
    writer.join()
    world.pass_time(days=1)
    assert world.tell() == Tally()


def test_one_that_trips_over_a_bug_holds_up_a_digest_once(world: World) -> None:
    targets(world, digest=Digest(time(8)))
    queue(world, AlertKind.TROUBLE, troubles=[trouble(KEY)])
    queue(world, AlertKind.TROUBLE, troubles=[trouble(KEY) | {"kind": "undelivered", "count": "many"}])
    world.pass_time(days=1)
    assert world.tell(everything=False) == Tally(refused=2)
    world.pass_time(minutes=2)
    assert world.tell(everything=False) == Tally(taken=1, refused=1)
    (waiting,) = pending(world)
    assert waiting.last_error == "internal error: TypeError"


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_connection_that_is_lost_while_a_message_is_made_is_no_bug_of_that_message(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.outcome()
    change(world, TRAINING)
    server = world.database.url.set(drivername="postgresql").render_as_string(hide_password=False)

    def drop_who_waits() -> None:
        with psycopg.connect(server, autocommit=True) as db:
            while not db.execute(DROP_WAITING).fetchall():
                sleep(0.05)

    with psycopg.connect(server) as holder, ThreadPoolExecutor(1) as other:
        holder.execute("LOCK TABLE blobs IN ACCESS EXCLUSIVE MODE")
        dropped = other.submit(drop_who_waits)
        with pytest.raises(DatabaseError):
            world.tell()
        dropped.result()
    assert "tripped over a bug" not in caplog.text
    world.pass_time(hours=1)
    assert world.tell() == Tally(taken=1)
