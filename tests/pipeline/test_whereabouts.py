from servers import Reply
from sqlalchemy import update
from world import POLICY, TRAINING, World, page

from monitor.database.tables import findings
from monitor.pipeline import whereabouts_of
from monitor.records import Fate, Whereabouts
from monitor.store import changes

KEY = "larkspur/Privacy Policy"
PHOTOS, SONGS = (f"We use your {data} to train our AI models." for data in ("photos", "songs"))


def today(world: World, number: int) -> tuple[Whereabouts, ...]:
    with world.database.reading() as db:
        return whereabouts_of(db, changes.of_documents(db, [KEY])[number])


def served(world: World, *editions: tuple[str, ...]) -> None:
    for edition in editions:
        world.serve(*edition)
        world.outcome()
        world.pass_time(days=1)


def test_a_sentence_that_stood_beside_a_clause_is_not_what_it_became(world: World) -> None:
    served(world, (), (PHOTOS, SONGS), (SONGS, "We have moved."))
    fates = {each.fate for each in today(world, 1)}
    assert fates == {Fate.GONE, Fate.STANDS}


def test_a_clause_is_gone_since_the_first_of_the_versions_that_lack_it(world: World) -> None:
    served(world, (), (TRAINING,), ("We have moved.",), ("We have moved far away.",))
    with world.database.reading() as db:
        third = changes.of_documents(db, [KEY])[2].after_id
    assert {(each.fate, each.since) for each in today(world, 1)} == {(Fate.GONE, third)}


def test_a_finding_that_was_stored_without_a_place_is_found_by_its_words(world: World) -> None:
    served(world, (), (TRAINING,))
    with world.database.writing() as db:
        db.execute(update(findings).values(before_at=None, after_at=None))
    assert {each.fate for each in today(world, 1)} == {Fate.STANDS}


def test_a_cell_that_is_answered_in_its_row_stands_as_long_as_it_is_answered_so(world: World) -> None:
    for setting, more in (("Off", ""), ("On", ""), ("On", "We have moved."), ("Off", "We have moved far away.")):
        row = f"<tr><td>Use my photos to train AI</td><td>{setting}</td></tr>"
        table = f"<table><tr><th>Setting</th><th>Default</th></tr>{row}</table></main>"
        world.site["/privacy"] = Reply(page(*POLICY, more).replace("</main>", table))
        world.outcome()
        if not more:
            fates = [each.fate for each in today(world, -1)]
        world.pass_time(days=1)
    assert fates == [Fate.STANDS, Fate.GONE]
    assert today(world, 1)[0].fate is Fate.GONE
