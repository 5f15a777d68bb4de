from world import TRAINING, World

from monitor.records import DocumentState, Outcome
from monitor.store import documents

GERMAN = (
    "Diese Erklärung sagt, welche Daten wir von dir erheben, wenn du die Gemeinschaft nutzt, und was wir damit machen.",
    "Wenn du ein Konto anlegst, fragen wir nach deinem Namen, deiner E-Mail-Adresse und einem Passwort für das Konto.",
    "Was du schreibst, zeigen wir den Lesern, die du gewählt hast, und wir behalten es, bis du es selbst löschst.",
    "Du kannst eine Kopie deiner Daten verlangen, sie berichtigen oder löschen lassen und dich bei uns beschweren.",
)


def state(world: World) -> DocumentState:
    with world.database.reading() as db:
        return documents.describe(db, "larkspur/Privacy Policy")


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
