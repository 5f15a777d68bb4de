from servers import Reply, Request
from world import POLICY, TRAINING, World, page

from monitor.records import Check, Outcome
from monitor.store import documents, versions

KEY = "larkspur/Privacy Policy"


def known_etags(world: World) -> list[str | None]:
    return [request.headers.get("if-none-match") for request in world.site.log]


def check(world: World) -> Check:
    (checked,) = world.look()
    return checked


def serve(world: World, html: str, etag: str) -> None:
    world.site["/privacy"] = Reply(html, headers={"ETag": f'"{etag}"'})


def test_other_bytes_that_show_the_same_words_end_the_check_and_are_remembered_as_the_page(world: World) -> None:
    serve(world, page(*POLICY), "1")
    check(world)
    serve(world, page(*POLICY).replace("<main>", "<script>build = 2</script><main class='b2'>"), "2")
    unchanged = check(world)
    assert (unchanged.outcome, unchanged.kind) == (Outcome.UNCHANGED, "")
    assert check(world).outcome is Outcome.UNCHANGED
    assert known_etags(world) == [None, '"1"', '"2"']


def test_the_tag_that_the_same_bytes_come_with_is_sent_from_then_on(world: World) -> None:
    check(world)
    serve(world, page(*POLICY), "1")
    assert check(world).outcome is Outcome.UNCHANGED
    assert check(world).outcome is Outcome.UNCHANGED
    assert known_etags(world) == [None, None, '"1"']


def test_markup_alone_that_would_be_read_otherwise_is_no_change(world: World) -> None:
    check(world)
    world.site["/privacy"] = Reply(page(*POLICY).replace("<h1>", "<p>").replace("</h1>", "</p>"))
    assert check(world).outcome is Outcome.UNCHANGED


def test_a_change_around_the_policy_is_noted_and_no_change_of_it(world: World) -> None:
    check(world)
    world.site["/privacy"] = Reply(page(*POLICY).replace("Imprint", "Imprint and press"))
    noted = check(world)
    assert (noted.outcome, noted.kind) == (Outcome.UNCHANGED, "around the text")
    assert check(world).kind == ""


def test_a_title_alone_is_seen_as_a_change_around_the_policy(world: World) -> None:
    check(world)
    world.site["/privacy"] = Reply(page(*POLICY).replace("<title>Privacy", "<title>Our Privacy"))
    assert check(world).kind == "around the text"


def test_a_change_of_the_policy_is_seen_however_often_the_page_around_it_changed(world: World) -> None:
    check(world)
    for visitors in range(3):
        world.site["/privacy"] = Reply(page(*POLICY).replace("Imprint", f"{visitors} visitors"))
        check(world)
    world.site["/privacy"] = Reply(page(*POLICY, TRAINING).replace("Imprint", "2 visitors"))
    assert check(world).outcome is Outcome.CHANGED


def test_the_words_that_stand_in_one_of_several_pages_count_each_on_its_own(world: World) -> None:
    world.site["/part-2"] = Reply(page(TRAINING))
    world.declare("Privacy Policy", "/privacy", "/part-2")
    check(world)
    world.site["/part-2"] = Reply(page(TRAINING).replace("<main>", "<main id=x>"))
    assert check(world).outcome is Outcome.UNCHANGED
    world.site["/part-2"] = Reply(page(TRAINING.replace("November", "December")))
    assert check(world).outcome is Outcome.CHANGED


def test_variants_of_a_document_stand_side_by_side_and_are_asked_for_each_in_its_way(world: World) -> None:
    def answer(request: Request) -> Reply:
        swiss = "region=CH" in request.headers.get("cookie", "")
        return Reply(page(*POLICY, *[TRAINING] * (not swiss)))

    world.site["/privacy"] = answer
    world.declare("Privacy Policy", "/privacy", variant="CH", cookies={"region": "CH"})
    assert {checked.key: checked.outcome for checked in world.look()} == {
        KEY: Outcome.FIRST,
        f"{KEY} (CH)": Outcome.FIRST,
    }
    world.look()
    with world.database.reading() as db:
        stances = {state.key: (state.name, state.versions, bool(state.stance)) for state in documents.states(db)}
        present = versions.present(db, documents.identify(db, f"{KEY} (CH)"))
        assert present is not None
        assert TRAINING not in versions.load(db, present.version_id).text
    assert stances == {
        KEY: ("Privacy Policy", 1, True),
        f"{KEY} (CH)": ("Privacy Policy (CH)", 1, False),
    }
