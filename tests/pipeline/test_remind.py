from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from world import POLICY, TRAINING, World

from monitor.database.tables import alerts, deliveries, findings
from monitor.database.tables import changes as changes_table
from monitor.pipeline import changes_naming
from monitor.pipeline.remind import days_left
from monitor.records import AlertKind, Digest, Practice, Reminders, Service, Severity, Target
from monitor.store import documents, reminders

KEY = "larkspur/Privacy Policy"
DAY = date(2025, 11, 3)  # on which TRAINING takes effect
MOVED = TRAINING.replace("3 November", "1 December")
REWORDED = TRAINING.replace("We use your posts and your profile", "We use your posts and profile")
LATER = "You can opt out in Settings > Privacy > AI training until 3 November 2025."
# Which days are recalled hangs on what a database gives, not on which it is: the other tests show that on both kinds.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PHOTOS = "From 8 November 2025 we use your photos to train our generative AI models."


def told(world: World) -> list[tuple[str, list[tuple[str, str]]]]:
    """Of each reminder the time at which it was queued, and its days with what happens."""
    with world.database.reading() as db:
        found = select(alerts).where(alerts.c.kind == AlertKind.REMINDER).order_by(alerts.c.id)
        return [
            (f"{row.created_at:%m-%d %H}", [(due["kind"], due["day"]) for due in row.details["dues"]])
            for row in db.execute(found)
        ]


def times(world: World) -> list[str]:
    return [at for at, _ in told(world)]


def served(world: World, *extra: str) -> None:
    world.serve(*extra)
    world.look()
    world.pass_time(days=1)


def until(world: World, month: int, day: int, hour: int = 12, *, hours: float = 4.0) -> None:
    """Recall what is due every so many hours until an hour is reached, and then."""
    end = datetime(2025, month, day, hour, tzinfo=world.now.tzinfo)
    while world.now < end:
        world.recall()
        world.pass_time(hours=hours)
    world.now = end
    world.recall()


def numbers(world: World) -> list[int]:
    with world.database.reading() as db:
        return [change.id for change in changes_naming(db, [KEY], DAY)]


def acknowledge(world: World, *change_ids: int, undo: bool = False) -> None:
    with world.database.writing() as db:
        reminders.acknowledge(db, change_ids, None if undo else world.now)


def test_a_day_ahead_is_recalled_14_and_3_days_and_1_day_before_and_never_after_it(world: World) -> None:
    served(world)
    served(world, TRAINING)
    until(world, 12, 1)
    assert told(world) == [(at, [("effect", "2025-11-03")]) for at in ("10-20 08", "10-31 08", "11-02 08")]


def test_a_reminder_is_queued_for_each_target_that_wants_the_change(world: World) -> None:
    served(world)
    served(world, TRAINING)
    world.target(
        *(
            Target("wants all", "json://127.0.0.1:1/", Severity.NONE),
            Target("elsewhere", "json://127.0.0.1:1/", Severity.NONE, services=("heron",)),
            Target("promises", "json://127.0.0.1:1/", Severity.ALERT, practices=(Practice.DENIES,)),
            Target("uses", "json://127.0.0.1:1/", Severity.ALERT, practices=(Practice.TRAINS,)),
        )
    )
    until(world, 10, 21)
    with world.database.reading() as db:
        kind = select(deliveries.c.target).join(alerts).where(alerts.c.kind == AlertKind.REMINDER)
        assert set(db.scalars(kind)) == {"wants all", "uses"}


def test_a_day_in_a_first_record_is_recalled_to_those_who_want_what_it_says(world: World) -> None:
    promises = Target("promises", "json://127.0.0.1:1/", Severity.ALERT, practices=(Practice.DENIES,))
    world.target(promises, Target("uses", "json://127.0.0.1:1/", Severity.ALERT))
    served(world, TRAINING)
    until(world, 10, 21)
    assert told(world) == [("10-20 08", [("effect", "2025-11-03")])]
    with world.database.reading() as db:
        kind = select(deliveries.c.target).join(alerts).where(alerts.c.kind == AlertKind.REMINDER)
        assert list(db.scalars(kind)) == ["uses"]


def test_what_lay_before_the_change_was_announced_is_not_recalled(world: World) -> None:
    served(world)
    world.now = datetime(2025, 10, 24, 12, tzinfo=world.now.tzinfo)
    served(world, TRAINING)
    until(world, 12, 1)
    assert times(world) == ["10-31 08", "11-02 08"]


def test_after_a_downtime_the_nearest_reminder_that_was_missed_is_told_once(world: World) -> None:
    served(world)
    served(world, TRAINING)
    world.now = datetime(2025, 11, 1, 20, tzinfo=world.now.tzinfo)
    until(world, 11, 20)
    assert times(world) == ["11-01 20", "11-02 08"]


def test_a_reminder_that_was_missed_may_come_on_the_day_itself_and_not_on_the_next(world: World) -> None:
    served(world)
    served(world, TRAINING)
    world.now = datetime(2025, 11, 4, 0, tzinfo=world.now.tzinfo)
    world.recall()
    assert told(world) == []
    world.now = datetime(2025, 11, 3, 23, tzinfo=world.now.tzinfo)
    world.recall()
    assert times(world) == ["11-03 23"]


def test_nobody_is_reminded_of_what_was_acknowledged_until_that_is_undone(world: World) -> None:
    served(world)
    served(world, TRAINING)
    until(world, 10, 25)
    acknowledge(world, *numbers(world))
    until(world, 11, 1)
    acknowledge(world, *numbers(world), undo=True)
    until(world, 11, 2, 4)
    assert times(world) == ["10-20 08", "11-01 12"]  # the 3 days that were missed
    until(world, 12, 1)
    assert times(world) == ["10-20 08", "11-01 12", "11-02 08"]


@on_sqlite
def test_a_clause_that_goes_takes_its_day_with_it(world: World) -> None:
    served(world)
    served(world, TRAINING)
    until(world, 10, 21)
    served(world, "We have moved to another town, and our letters with us.")
    until(world, 12, 1)
    assert times(world) == ["10-20 08"]


@on_sqlite
def test_a_day_that_is_moved_is_recalled_anew_and_the_former_is_forgotten(world: World) -> None:
    served(world)
    served(world, TRAINING)
    until(world, 10, 21)
    served(world, MOVED)
    until(world, 12, 31)
    dues = [(at, due) for at, (due,) in told(world)]
    assert dues == [
        ("10-20 08", ("effect", "2025-11-03")),
        ("11-17 08", ("effect", "2025-12-01")),
        ("11-28 08", ("effect", "2025-12-01")),
        ("11-30 08", ("effect", "2025-12-01")),
    ]


@on_sqlite
def test_a_clause_in_other_words_keeps_its_day(world: World) -> None:
    served(world)
    served(world, TRAINING)
    served(world, REWORDED)
    served(world, REWORDED, "We have moved to another town, and our letters with us.")
    until(world, 12, 1)
    assert times(world) == ["10-20 08", "10-31 08", "11-02 08"]


@on_sqlite
def test_a_clause_that_no_longer_names_its_day_is_not_recalled(world: World) -> None:
    served(world)
    served(world, TRAINING)
    until(world, 10, 21)
    served(world, TRAINING.replace("From 3 November 2025 we", "We"))
    until(world, 12, 1)
    assert times(world) == ["10-20 08"]


@on_sqlite
def test_a_clause_that_stands_elsewhere_in_a_later_text_keeps_its_day(world: World) -> None:
    served(world)
    served(world, TRAINING)
    world.serve(base=(*POLICY[:3], TRAINING, *POLICY[3:]))
    world.look()
    until(world, 12, 1)
    assert times(world) == ["10-20 08", "10-31 08", "11-02 08"]


@on_sqlite
def test_while_a_page_shows_an_earlier_text_nobody_is_reminded_and_once_it_is_back_of_the_nearest(world: World) -> None:
    served(world)
    served(world, TRAINING)
    until(world, 10, 30)
    served(world)
    until(world, 11, 1)
    world.serve(TRAINING)
    world.look()
    until(world, 11, 5)
    assert times(world) == ["10-20 08", "11-01 12", "11-02 08"]


@on_sqlite
def test_a_day_is_kept_where_a_later_edit_of_its_clause_is_undone(world: World) -> None:
    served(world)
    served(world, TRAINING)
    served(world, TRAINING.replace("AI models", "AI models and share them with partners for their own AI training"))
    served(world, TRAINING)
    until(world, 12, 1)
    assert times(world) == ["10-20 08", "10-31 08", "11-02 08"]


@on_sqlite
def test_a_clause_that_grows_is_recalled_once_for_its_day(world: World) -> None:
    served(world)
    served(world, TRAINING)
    until(world, 10, 21)
    served(world, TRAINING.replace("your posts", "your posts, your photos, your voice messages"))
    until(world, 12, 1)
    assert times(world) == ["10-20 08", "10-31 08", "11-02 08"]


@on_sqlite
def test_a_date_and_a_deadline_on_one_day_are_one_of_which_the_deadline_is_told(world: World) -> None:
    served(world)
    served(world, TRAINING, LATER)
    until(world, 10, 21)
    assert told(world) == [("10-20 08", [("deadline", "2025-11-03")])]


@on_sqlite
def test_a_deadline_that_joins_a_date_is_not_recalled_twice_so_many_days_before(world: World) -> None:
    served(world)
    served(world, TRAINING)
    until(world, 10, 20)
    served(world, TRAINING.replace("AI training.", "AI training until 3 November 2025."))
    until(world, 12, 1)
    assert [(at, kind) for at, ((kind, _),) in told(world)] == [
        ("10-20 08", "effect"),
        ("10-31 08", "deadline"),
        ("11-02 08", "deadline"),
    ]


def test_what_is_due_of_one_service_is_one_alert_and_of_another_one_of_its_own(world: World) -> None:
    world.declare("Terms of Service", "/terms")
    world.declare("Privacy Policy", "/heron", service=Service("heron", "Heron"))
    for path in ("/privacy", "/terms", "/heron"):
        world.serve(path=path)
    world.look()
    for path in ("/privacy", "/terms", "/heron"):
        world.serve(TRAINING, path=path)
    world.look()
    until(world, 10, 21)
    assert [(at, len(dues)) for at, dues in told(world)] == [("10-20 08", 1), ("10-20 08", 2)]


@on_sqlite
def test_two_days_of_one_document_are_recalled_each_on_its_own(world: World) -> None:
    served(world)
    served(world, TRAINING, PHOTOS)
    until(world, 11, 7)
    assert times(world) == ["10-20 08", "10-25 08", "10-31 08", "11-02 08", "11-05 08", "11-07 08"]


@on_sqlite
def test_a_document_that_is_declared_no_more_is_not_recalled(world: World) -> None:
    served(world)
    served(world, TRAINING)
    with world.database.writing() as db:
        documents.sync(db, (), world.now)
    until(world, 12, 1)
    assert told(world) == []


@on_sqlite
def test_a_change_that_waits_to_be_announced_is_not_recalled(world: World) -> None:
    served(world)
    served(world, TRAINING)
    with world.database.writing() as db:
        db.execute(changes_table.update().values(alert_id=None))
    until(world, 12, 1)
    assert told(world) == []


@on_sqlite
def test_nobody_is_reminded_where_no_days_before_are_set(world: World) -> None:
    world.settings = replace(world.settings, reminders=Reminders(days=()))
    served(world)
    served(world, TRAINING)
    until(world, 12, 1)
    assert told(world) == []


def test_the_last_day_of_the_calendar_is_a_day_like_others(world: World) -> None:
    served(world)
    served(world, TRAINING)
    with world.database.writing() as db:
        db.execute(findings.update().values(facts={"date": "9999-12-31"}, date="9999-12-31"))
    world.now = datetime(9999, 12, 30, 9, tzinfo=world.now.tzinfo)
    world.recall()
    assert times(world) == ["12-30 09"]


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("Pacific/Kiritimati", "10-19 18"),  # 14 hours ahead of UTC
        ("Pacific/Pago_Pago", "10-20 19"),  # 11 hours behind
        ("Europe/Zurich", "10-20 06"),
    ],
)
@on_sqlite
def test_reminders_come_at_their_hour_in_their_time_zone(world: World, zone: str, at: str) -> None:
    world.settings = replace(world.settings, reminders=Reminders(time_zone=zone))
    served(world)
    served(world, TRAINING)
    world.now = datetime(2025, 10, 19, 12, tzinfo=world.now.tzinfo)
    until(world, 10, 22, hours=1)
    assert times(world) == [at]


@pytest.mark.parametrize(
    ("minute", "left"),
    [("2025-10-26 00:59", 2), ("2025-10-26 01:59", 2), ("2025-10-26 02:01", 1), ("2025-10-27 02:01", 0)],
)
def test_the_night_on_which_clocks_are_turned_back_has_one_hour_of_reminders(minute: str, left: int) -> None:
    zurich = Reminders(at=time(3), time_zone="Europe/Zurich")
    assert days_left(zurich, date(2025, 10, 27), datetime.fromisoformat(f"{minute}+00:00")) == left


def test_an_hour_that_the_clocks_skip_comes_when_they_are_turned_forward() -> None:
    zurich = Reminders(at=time(2, 30), time_zone="Europe/Zurich")
    turned = datetime.fromisoformat("2025-03-30 01:00+00:00")
    assert days_left(zurich, date(2025, 3, 31), turned - timedelta(minutes=1)) == 2
    assert days_left(zurich, date(2025, 3, 31), turned) == 1


def test_a_reminder_waits_for_no_digest_that_comes_when_the_day_is_there_or_over(world: World) -> None:
    world.target(replace(world.settings.targets[0], digest=Digest(time(8), weekday=1)))
    served(world)
    served(world, TRAINING)
    world.now = datetime(2025, 9, 9, 8, tzinfo=world.now.tzinfo)
    world.tell(everything=False)
    world.webhook.posts.clear()
    heard = []
    while world.now.date() <= DAY + timedelta(days=2):
        world.recall()
        if world.tell(everything=False).taken:
            heard.append(f"{world.now:%m-%d}")
        world.pass_time(days=1)
    assert heard == ["10-21", "10-31", "11-02"]  # the second and third come before a Tuesday that is too late


def test_a_digest_that_tells_of_a_change_does_not_remind_of_its_day_as_well(world: World) -> None:
    world.target(replace(world.settings.targets[0], digest=Digest(time(9))))
    served(world)
    world.now = datetime(2025, 10, 19, 10, tzinfo=world.now.tzinfo)
    served(world, TRAINING)
    world.now = datetime(2025, 10, 20, 8, 30, tzinfo=world.now.tzinfo)
    world.recall()
    assert len(times(world)) == 1
    world.pass_time(hours=1)
    world.tell(everything=False)
    digest = world.webhook.posts[-1]["message"]
    assert "generative AI models" in digest
    assert "days ahead" not in digest.casefold()


@on_sqlite
def test_a_day_that_stands_is_told_with_the_last_day_to_refuse_that_the_document_names_now(world: World) -> None:
    choice = "If you do not want this, you can opt out under Settings > Privacy until 1 November 2025."
    use = TRAINING.partition(" You can opt out")[0]
    served(world)
    served(world, f"{use} {choice}")
    served(world, f"{use} {choice.replace('1 November', '28 October')}")
    until(world, 10, 21)
    world.tell()
    assert told(world) == [("10-14 08", [("deadline", "2025-10-28")]), ("10-20 08", [("effect", "2025-11-03")])]
    said = world.webhook.posts[-1]["message"]
    assert "28 October 2025" in said
    assert "1 November 2025" not in said


@on_sqlite
def test_a_reminder_that_waits_does_not_tell_of_a_day_that_was_replaced_meanwhile(world: World) -> None:
    served(world)
    served(world, TRAINING)
    until(world, 10, 20)
    served(world, MOVED)
    world.tell()
    assert not [title for title in world.titles() if "14 days" in title]
