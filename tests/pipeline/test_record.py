import pytest
from world import POLICY, TRAINING, World

from monitor.records import ChangeKind, DocumentState, Outcome, Severity
from monitor.store import changes, documents

KEY = "larkspur/Privacy Policy"

GERMAN = (
    "Diese Erklärung sagt, welche Daten wir von dir erheben, wenn du die Gemeinschaft nutzt, und was wir damit machen.",
    "Wenn du ein Konto anlegst, fragen wir nach deinem Namen, deiner E-Mail-Adresse und einem Passwort für das Konto.",
    "Was du schreibst, zeigen wir den Lesern, die du gewählt hast, und wir behalten es, bis du es selbst löschst.",
    "Du kannst eine Kopie deiner Daten verlangen, sie berichtigen oder löschen lassen und dich bei uns beschweren.",
)


def state(world: World) -> DocumentState:
    with world.database.reading() as db:
        return documents.describe(db, KEY)


def test_a_first_text_in_another_language_than_declared_is_held_until_it_was_seen_often_and_long_enough(
    world: World,
) -> None:
    world.declare("Privacy Policy", "/privacy", language="de-CH")
    assert world.outcome() is Outcome.HELD
    held = state(world)
    assert held.hold is not None
    assert (held.hold.kind, held.hold.reason) == ("other language", "it is en, declared is de-CH")
    assert held.versions == 0
    for _ in range(2):
        world.pass_time(hours=7)
        outcome = world.outcome()
    assert outcome is Outcome.FIRST
    assert state(world).hold is None
    world.serve(TRAINING)
    assert world.outcome() is Outcome.CHANGED


def test_a_first_text_in_the_language_declared_ends_what_was_held(world: World) -> None:
    world.declare("Privacy Policy", "/privacy", language="de")
    world.outcome()
    world.serve(base=GERMAN)
    assert world.outcome() is Outcome.FIRST
    assert state(world).hold is None


def test_a_long_text_that_lost_most_of_its_words_is_believed_once_three_checks_saw_it_edited(
    world: World,
) -> None:
    paragraphs = [f"Chapter {number}. {' '.join(POLICY)}" for number in range(40)]
    world.serve(base=paragraphs)
    world.outcome()
    outcomes = []
    for name in ("first", "second", "third"):
        world.serve(f"The {name} partner that hosts our servers is named here.", base=paragraphs[:9])
        outcomes.append(world.outcome())
        world.pass_time(minutes=5)
    assert outcomes == [Outcome.HELD, Outcome.HELD, Outcome.CHANGED]


@pytest.mark.parametrize("edited", [False, True], ids=["long and the same", "short and edited"])
def test_what_is_short_or_stays_the_same_is_held_however_often_it_is_seen_within_hours(
    world: World, *, edited: bool
) -> None:
    paragraphs = [f"Chapter {number}. {' '.join(POLICY)}" for number in range(40)]
    world.serve(base=paragraphs)
    world.outcome()
    outcomes = []
    for name in ("first", "second", "third", "fourth"):
        extra = [f"The {name} partner that hosts our servers is named here."] if edited else []
        world.serve(*extra, base=paragraphs[:3] if edited else paragraphs[:9])
        outcomes.append(world.outcome())
        world.pass_time(minutes=5)
    assert outcomes == [Outcome.HELD] * 4


def test_an_old_text_that_came_back_is_told_before_another_takes_its_place(world: World) -> None:
    for texts in ([TRAINING], [], [TRAINING]):
        world.serve(*texts)
        outcome = world.outcome()
        world.pass_time(hours=1)
    assert outcome is Outcome.RETURNED
    world.serve(TRAINING, "We have moved to a new office.")
    assert world.outcome() is Outcome.CHANGED
    with world.database.reading() as db:
        kinds = [(change.kind, change.severity) for change in changes.of_documents(db, [KEY])]
    gone, back, moved = kinds[1:]
    assert gone == (ChangeKind.NEW, Severity.NOTICE)
    assert back == (ChangeKind.RETURN, Severity.NOTICE)
    assert moved == (ChangeKind.NEW, Severity.NONE)
