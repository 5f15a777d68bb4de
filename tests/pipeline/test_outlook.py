from __future__ import annotations

from world import FORBIDDEN, TRAINING, World

from monitor.pipeline import Outlook, outlook
from monitor.pipeline.announce import queue_alert
from monitor.records import AlertKind, Severity, Target
from monitor.store import deliveries


def outlooks(world: World) -> tuple[Outlook, ...]:
    with world.database.reading() as db:
        return outlook(db, world.settings.targets, deliveries.pending(db), world.now)


def test_a_delivery_is_said_to_be_about_its_documents_and_of_which_kind_it_is(world: World) -> None:
    world.target(Target("desk", world.webhook.url, Severity.NONE))
    for name in "ABC":
        world.declare(name, f"/{name}")
        world.serve(FORBIDDEN, path=f"/{name}")
    world.look()
    world.serve(TRAINING)
    world.look()
    with world.database.writing() as db:
        trouble = {"subject": "post office", "since": "2025-09-01T00:00:00+00:00", "kind": "undelivered"}
        queue_alert(db, AlertKind.TROUBLE, world.settings.targets, world.now, details={"troubles": [trouble]})
        dues = [{"change_id": 5, "kind": "effect", "day": "2025-11-03"}]
        queue_alert(db, AlertKind.REMINDER, world.settings.targets, world.now, details={"dues": dues})
    first, change, trouble_told, reminder = outlooks(world)
    assert first.about.startswith("first look: Larkspur · ")
    assert first.about.endswith(" and 1 more")
    assert len(first.subjects) == 4
    assert change.about == "Larkspur · Privacy Policy"
    assert trouble_told.about == "trouble: post office"
    assert reminder.about == "reminder: Larkspur · Privacy Policy"


def test_a_delivery_goes_when_it_is_due_and_never_to_what_is_no_target(world: World) -> None:
    world.look()
    (waiting,) = outlooks(world)
    assert waiting.goes_at == waiting.delivery.next_attempt_at
    world.target()
    (stranded,) = outlooks(world)
    assert stranded.goes_at is None
