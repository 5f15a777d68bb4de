from dataclasses import replace
from datetime import timedelta
from typing import Never

from servers import Reply
from world import POLICY, TRAINING, World, page

from monitor.records import ChangeKind, DocumentState, Outcome, Page, Schedule, Service, Severity
from monitor.store import changes, checks, documents, versions

KEY = "larkspur/Privacy Policy"
CHALLENGE = "<html><title>Just a moment...</title><body><h1>Verify that you are human</h1><p>Enable cookies.</p></body>"


def state(world: World) -> DocumentState:
    with world.database.reading() as db:
        return documents.describe(db, KEY)


def version_count(world: World) -> int:
    return state(world).versions


def test_the_first_reading_of_a_document_is_a_first_record_with_its_snapshot_kept_as_received(world: World) -> None:
    assert world.outcome() is Outcome.FIRST
    with world.database.reading() as db:
        present = versions.present(db, documents.identify(db, KEY))
        assert present is not None
        version = versions.load(db, present.version_id)
        (snapshot,) = versions.snapshots_of(db, present.version_id)
    assert POLICY[0] in version.text
    assert "Log in" not in version.text
    assert snapshot.body.decode() == page(*POLICY)
    assert snapshot.media_type == "text/html; charset=utf-8"


def test_the_same_bytes_prolong_the_sighting_and_make_no_version(world: World) -> None:
    world.outcome()
    world.pass_time(hours=6)
    assert world.outcome() is Outcome.UNCHANGED
    with world.database.reading() as db:
        (sighting,) = versions.sightings_of(db, documents.identify(db, KEY))
    assert sighting.last_seen - sighting.first_seen == timedelta(hours=6)
    assert version_count(world) == 1


def test_a_page_that_the_server_says_is_not_modified_is_unchanged(world: World) -> None:
    world.site["/privacy"] = Reply(page(*POLICY), headers={"ETag": '"v1"'})
    world.outcome()
    assert world.outcome() is Outcome.UNCHANGED
    assert [request.headers.get("if-none-match") for request in world.site.log] == [None, '"v1"']


def test_other_bytes_with_the_same_policy_text_are_unchanged(world: World) -> None:
    world.outcome()
    world.site["/privacy"] = Reply(page(*POLICY).replace("<main>", "<main data-build='42'>"))
    assert world.outcome() is Outcome.UNCHANGED
    assert version_count(world) == 1


def test_a_link_that_leads_elsewhere_is_no_change(world: World) -> None:
    linked = page(*POLICY).replace("the authority near you", "<a href='/old?utm_source=x'>the authority</a> near you")
    world.site["/privacy"] = Reply(linked)
    world.outcome()
    world.site["/privacy"] = Reply(linked.replace("/old?utm_source=x", "/new"))
    assert world.outcome() is Outcome.UNCHANGED


def test_a_page_that_flaps_between_two_texts_is_one_change(world: World) -> None:
    outcomes = []
    for number in range(6):
        world.serve(*(["We have moved to a new office."] if number % 2 else []))
        outcomes.append(world.outcome())
        world.pass_time(hours=1)
    assert outcomes == [Outcome.FIRST, Outcome.CHANGED, *([Outcome.RETURNED] * 4)]
    with world.database.reading() as db:
        assert len(changes.of_documents(db, [KEY])) == 2
        assert len(versions.sightings_of(db, documents.identify(db, KEY))) == 6


def test_a_new_text_is_compared_with_the_closest_of_the_variants_seen_lately(world: World) -> None:
    variant = [paragraph.replace("data", "information") for paragraph in POLICY]
    for base in (POLICY, variant, POLICY, variant):
        world.serve(base=base)
        world.outcome()
    world.serve("We have moved to a new office.")  # the first variant with one sentence more
    assert world.outcome() is Outcome.CHANGED
    with world.database.reading() as db:
        first, _, last = changes.of_documents(db, [KEY])
    assert last.before_id == first.after_id


def test_what_was_dropped_for_good_is_new_when_it_comes_again(world: World) -> None:
    world.serve(TRAINING)
    world.outcome()
    world.serve()
    world.outcome()
    world.serve(TRAINING, "We have moved to a new office.")
    world.outcome()
    with world.database.reading() as db:
        _, gone, again = changes.of_documents(db, [KEY])
    assert again.before_id == gone.after_id
    assert again.severity is Severity.ALERT


def test_an_old_text_that_came_back_and_stays_is_a_notice_once(world: World) -> None:
    world.outcome()
    world.serve(TRAINING)
    world.outcome()
    world.serve()
    world.pass_time(days=1)
    assert world.outcome() is Outcome.RETURNED
    for _ in range(4):
        world.pass_time(days=7)
        assert world.outcome() is Outcome.UNCHANGED
    with world.database.reading() as db:
        kinds = [(change.kind, change.severity) for change in changes.of_documents(db, [KEY])]
    assert kinds[1:] == [(ChangeKind.NEW, Severity.ALERT), (ChangeKind.RETURN, Severity.NOTICE)]


def test_a_page_that_cannot_be_had_is_a_failed_check_and_no_change(world: World) -> None:
    world.outcome()
    read_at = world.now
    world.site["/privacy"] = Reply("gone", status=404)
    world.pass_time(hours=6)
    assert world.outcome() is Outcome.FAILED
    failing = state(world)
    assert (failing.last_read_at, failing.failing_since, failing.failures) == (read_at, world.now, 1)
    assert "404" in (failing.failing_detail or "")
    world.serve()
    world.pass_time(hours=6)
    assert world.outcome() is Outcome.UNCHANGED
    well = state(world)
    assert (well.failing_since, well.failures, well.last_read_at) == (None, 0, world.now)


def test_a_bot_wall_served_with_status_200_is_refused_and_no_change(world: World) -> None:
    world.outcome()
    world.site["/privacy"] = Reply(CHALLENGE)
    assert world.outcome() is Outcome.REFUSED
    assert version_count(world) == 1
    with world.database.reading() as db:
        assert checks.latest(db, KEY, 1)[0].kind == "challenge"


def test_what_is_no_document_format_is_a_failed_check(world: World) -> None:
    world.site["/privacy"] = Reply(b"\x89PNG\r\n\x1a\n", headers={"Content-Type": "image/png"})
    assert world.outcome() is Outcome.FAILED
    assert "media type" in (state(world).failing_kind or "")


def test_failures_are_tried_again_after_growing_pauses(world: World) -> None:
    world.site["/privacy"] = Reply("busy", status=500)
    pauses = []
    for _ in range(9):
        world.outcome()
        pauses.append(state(world).next_check_at - world.now)
        world.pass_time(seconds=pauses[-1].total_seconds())
    assert pauses[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert pauses[-1] == timedelta(days=1)


def test_who_asks_again_and_again_by_hand_makes_the_pauses_no_longer(world: World) -> None:
    world.site["/privacy"] = Reply("busy", status=500)
    for _ in range(8):
        world.outcome()
        world.pass_time(minutes=1)
    assert state(world).next_check_at - world.now <= timedelta(minutes=20)


def test_a_pause_that_the_server_asks_for_is_kept(world: World) -> None:
    world.site["/privacy"] = Reply("later", status=503, headers={"Retry-After": "7200"})
    world.outcome()
    assert state(world).next_check_at - world.now >= timedelta(hours=2)


def test_a_text_that_lost_most_of_its_words_is_fetched_again_at_once_and_believed_if_it_is_whole(world: World) -> None:
    world.outcome()
    answers = [page(POLICY[0], POLICY[1]), page(*POLICY, "We have moved to a new office.")]
    world.site["/privacy"] = lambda _: Reply(answers.pop(0))
    assert world.outcome() is Outcome.CHANGED
    assert answers == []


def test_a_text_that_lost_most_of_its_words_is_held_until_it_was_seen_often_and_long_enough(world: World) -> None:
    world.outcome()
    world.serve(base=POLICY[:2])
    outcomes = []
    for _ in range(4):
        outcomes.append(world.outcome())
        hold = state(world).hold
        world.pass_time(hours=5)
    assert outcomes == [Outcome.HELD, Outcome.HELD, Outcome.HELD, Outcome.CHANGED]
    assert hold is None
    assert version_count(world) == 2


def test_a_held_text_is_forgotten_when_the_document_is_itself_again(world: World) -> None:
    world.outcome()
    world.serve(base=POLICY[:2])
    world.outcome()
    hold = state(world).hold
    assert hold is not None
    assert (hold.kind, hold.checks) == ("lost text", 1)
    assert state(world).next_check_at - world.now <= timedelta(hours=4)
    world.serve()
    assert world.outcome() is Outcome.UNCHANGED
    assert state(world).hold is None


def test_a_document_of_several_pages_is_read_as_one_text(world: World) -> None:
    world.site["/part-2"] = Reply(page(*[f"In addition: {paragraph}" for paragraph in POLICY], title="Part two"))
    world.declare("Privacy Policy", "/privacy", "/part-2")
    world.outcome()
    with world.database.reading() as db:
        present = versions.present(db, documents.identify(db, KEY))
        assert present is not None
        text = versions.load(db, present.version_id).text
        assert len(versions.snapshots_of(db, present.version_id)) == 2
    assert text.index(POLICY[-1]) < text.index(f"In addition: {POLICY[0]}")
    assert world.outcome() is Outcome.UNCHANGED


def test_when_one_of_several_pages_changes_the_others_are_fetched_whole(world: World) -> None:
    etag = {"ETag": '"part-2"'}
    world.site["/part-2"] = Reply(page(*[f"In addition: {paragraph}" for paragraph in POLICY]), headers=etag)
    world.declare("Privacy Policy", "/privacy", "/part-2")
    world.outcome()
    world.serve(TRAINING)
    assert world.outcome() is Outcome.CHANGED
    assert "In addition" in text_of(world)


def test_other_selectors_are_no_change_of_the_document(world: World) -> None:
    world.outcome()
    with_selector = Page(world.site.url("/privacy"), select=("main p",))
    world.declare("Privacy Policy", "/privacy", pages=(with_selector,))
    assert world.outcome() is Outcome.UNCHANGED
    assert "# Privacy Policy" not in text_of(world)
    assert version_count(world) == 1


def test_versions_that_other_selectors_cannot_read_keep_their_text(world: World) -> None:
    world.outcome()
    with_selector = Page(world.site.url("/privacy"), select=(".policy",))
    world.declare("Privacy Policy", "/privacy", pages=(with_selector,))
    assert world.outcome() is Outcome.FAILED
    assert POLICY[0] in text_of(world)


def test_another_declaration_is_no_change_even_where_old_snapshots_do_not_hold_what_it_reads(world: World) -> None:
    world.serve(TRAINING)
    world.outcome()
    world.site["/part-2"] = Reply(page(*[f"In addition: {paragraph}" for paragraph in POLICY]))
    world.declare("Privacy Policy", "/privacy", "/part-2")
    assert world.outcome() is Outcome.RENEWED
    assert state(world).stance != ()
    assert len(world.webhook.posts) == 1
    world.serve(TRAINING, "We also share your posts with other companies, who train their own AI models on them.")
    assert world.outcome() is Outcome.CHANGED
    assert len(world.webhook.posts) == 2


def test_a_declaration_of_one_section_is_no_change_though_it_is_a_small_part_of_the_page(world: World) -> None:
    told = "We give your data to nobody but the companies that host our servers, and to a court that asks for it."
    extra = f"<h2>Sharing</h2><p>{told}</p><h2>End</h2>"
    world.site["/privacy"] = Reply(page(*POLICY, TRAINING).replace("</main>", f"{extra}</main>"))
    world.outcome()
    world.declare("Privacy Policy", "/privacy", pages=(Page(world.site.url("/privacy"), section="Sharing"),))
    assert world.outcome() is Outcome.RENEWED
    world.pass_time(days=1)
    assert world.outcome() is Outcome.UNCHANGED
    assert len(world.webhook.posts) == 1
    assert "host our servers" in text_of(world)


def test_after_a_new_beginning_changes_are_told_again(world: World) -> None:
    world.declare("Privacy Policy", "/privacy", pages=(Page(world.site.url("/privacy"), select=(".policy",)),))
    old = page(*POLICY).replace("<main>", "<div class='policy'>").replace("</main>", "</div><main>News</main>")
    world.site["/privacy"] = Reply(old)
    world.outcome()
    world.serve()
    world.declare("Privacy Policy", "/privacy", pages=(Page(world.site.url("/privacy"), select=("main",)),))
    assert world.outcome() is Outcome.UNCHANGED
    world.serve(TRAINING)
    assert world.outcome() is Outcome.CHANGED


def test_a_declared_language_and_declared_headers_are_asked_for(world: World) -> None:
    world.declare("Privacy Policy", "/privacy", language="en-GB", headers={"X-Reader": "yes"})
    world.outcome()
    (request,) = world.site.log
    assert request.headers["accept-language"].startswith("en-GB")
    assert request.headers["x-reader"] == "yes"


def test_each_check_is_told_as_it_ends_and_one_failure_stops_no_other(world: World) -> None:
    world.declare("Terms of Service", "/terms")
    outcomes = {result.key: result.outcome for result in world.look()}
    assert outcomes == {KEY: Outcome.FIRST, "larkspur/Terms of Service": Outcome.FAILED}


def test_a_document_declared_no_more_keeps_its_history(world: World) -> None:
    world.outcome()
    world.declare("Terms of Service", "/privacy")
    declarations = [d for d in world.settings.declarations if d.terms_type != "Privacy Policy"]
    with world.database.writing() as db:
        documents.sync(db, declarations, world.now)
        assert documents.due(db, "127.0.0.1", world.now + timedelta(days=1), 9) == ("larkspur/Terms of Service",)
    assert not state(world).declared
    assert version_count(world) == 1


def text_of(world: World) -> str:
    with world.database.reading() as db:
        present = versions.present(db, documents.identify(db, KEY))
        assert present is not None
        return versions.load(db, present.version_id).text


def test_a_check_that_trips_over_a_bug_of_ours_fails_alone(world: World) -> None:
    def resolve(host: str, port: int) -> Never:
        raise ZeroDivisionError

    world.declare("Terms of Service", "/terms")
    world.serve(path="/terms")
    elsewhere = Page("http://elsewhere.example/")
    world.declare("Privacy Policy", "/privacy", pages=(elsewhere,))
    world.resolve = resolve
    outcomes = {result.key: (result.outcome, result.kind) for result in world.look()}
    assert outcomes == {
        KEY: (Outcome.FAILED, "internal error"),
        "larkspur/Terms of Service": (Outcome.FIRST, ""),
    }
    assert state(world).failures == 1


def test_selectors_that_find_next_to_nothing_in_an_old_page_leave_its_text_alone(world: World) -> None:
    old = (
        page(*POLICY, TRAINING).replace("<main>", "<div class='policy'>").replace("</main>", "</div><main>News</main>")
    )
    world.declare("Privacy Policy", "/privacy", pages=(Page(world.site.url("/privacy"), select=(".policy",)),))
    world.site["/privacy"] = Reply(old)
    world.outcome()
    world.serve(TRAINING)
    world.declare("Privacy Policy", "/privacy", pages=(Page(world.site.url("/privacy"), select=("main",)),))
    assert world.outcome() is Outcome.UNCHANGED
    assert len(world.webhook.posts) == 1


def test_versions_that_new_selectors_make_the_same_are_one_and_no_return(world: World) -> None:
    for flag in ("A banner.", "Another banner.", "A banner."):
        world.site["/privacy"] = Reply(page(*POLICY).replace("<h1>", f"<p class='x'>{flag}</p><h1>"))
        world.outcome()
    world.declare("Privacy Policy", "/privacy", pages=(Page(world.site.url("/privacy"), remove=(".x",)),))
    for _ in range(4):
        assert world.outcome() is Outcome.UNCHANGED
        world.pass_time(days=7)
    with world.database.reading() as db:
        kinds = [change.kind for change in changes.of_documents(db, [KEY])]
    assert ChangeKind.RETURN not in kinds


def test_the_stance_survives_a_new_way_of_reading(world: World) -> None:
    world.serve(TRAINING)
    world.outcome()
    stance = state(world).stance
    world.declare("Privacy Policy", "/privacy", pages=(Page(world.site.url("/privacy"), select=("main p",)),))
    world.outcome()
    assert state(world).stance == stance != ()


def test_a_held_text_with_a_line_of_the_day_is_believed_in_the_end(world: World) -> None:
    world.outcome()
    outcomes = []
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday"):
        world.serve(f"The club meets on {day} this week.", base=POLICY[:1])
        outcomes.append(world.outcome())
        world.pass_time(hours=7)
    assert outcomes == [Outcome.HELD, Outcome.HELD, Outcome.CHANGED, Outcome.CHANGED]


def test_a_shorter_schedule_and_a_new_address_hold_at_once(world: World) -> None:
    world.declare("Privacy Policy", "/privacy", schedule=Schedule(every=30 * 86400.0))
    world.outcome()
    world.declare("Privacy Policy", "/privacy", schedule=Schedule(every=3600.0))
    sync(world)
    assert state(world).next_check_at <= world.now + timedelta(hours=1)
    world.declare("Privacy Policy", "/elsewhere", schedule=Schedule(every=3600.0))
    sync(world)
    assert state(world).next_check_at == world.now


def test_names_as_long_as_the_configuration_allows_are_stored(world: World) -> None:
    world.service = Service("s" * 80, "A long name")
    world.settings = replace(world.settings, declarations=())
    world.declare("T" * 80, "/privacy")
    assert world.outcome() is Outcome.FIRST


def sync(world: World) -> None:
    with world.database.writing() as db:
        documents.sync(db, world.settings.declarations, world.now)
