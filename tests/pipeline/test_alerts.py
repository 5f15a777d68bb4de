from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update
from targets import Webhook
from world import FORBIDDEN, POLICY, TRAINING, World

from monitor.database import pack
from monitor.database.tables import blobs, versions
from monitor.database.tables import changes as changes_table
from monitor.records import Change, Direction, Practice, Severity, Target
from monitor.store import changes, deliveries, documents
from monitor.store.versions import load

KEY = "larkspur/Privacy Policy"
MORE = "Voice messages that you leave with our staff are used to train the speech models of our research group."
ROMANIAN = (
    "Această politică vă spune ce date personale colectăm atunci când folosiți comunitatea și ce facem cu ele.",
    "Când deschideți un cont vă cerem numele, o adresă de e-mail și o parolă de cel puțin douăsprezece caractere.",
    "Arătăm ceea ce scrieți cititorilor pe care i-ați ales și păstrăm textele până când le ștergeți dumneavoastră.",
    "Companiile care ne găzduiesc serverele lucrează pentru noi și nu pot folosi datele dumneavoastră în alt scop.",
    "Ne puteți cere o copie a datelor, corectarea sau ștergerea lor și puteți depune o plângere la autoritate.",
)
OTHER = [f"As agreed: {paragraph}" for paragraph in POLICY]


def test_the_first_pass_sends_one_summary_to_each_target_and_no_alert(world: World) -> None:
    world.serve(TRAINING)
    for number in range(4):
        world.declare(f"Guideline {number}", f"/guideline-{number}")
        world.serve(path=f"/guideline-{number}")
    world.look()
    world.tell()
    (post,) = world.webhook.posts
    assert "1 of 5 documents speaks of AI training" in post["title"]
    assert "Larkspur" in post["message"]


def test_a_new_training_clause_raises_one_alert_that_names_service_and_terms_type(world: World) -> None:
    world.outcome()
    world.serve(TRAINING)
    world.outcome()
    world.outcome()
    _, post = world.webhook.posts
    assert "Larkspur" in post["title"]
    assert "Privacy Policy" in post["title"]
    assert "train our generative AI models" in post["message"]
    assert world.site.url("/privacy") in post["message"]


def test_the_finding_and_its_facts_are_kept(world: World) -> None:
    world.outcome()
    world.serve(TRAINING)
    world.outcome()
    with world.database.reading() as db:
        _, change = changes.of_documents(db, [KEY])
        stance = documents.describe(db, KEY).stance
    trains = next(f for f in change.findings if f.practice is Practice.TRAINS)
    assert trains.direction is Direction.NEW
    assert 0.5 < trains.confidence < 1
    assert trains.facts["date"] == "2025-11-03"
    assert Practice.TRAINS in stance


def last_change(world: World) -> Change:
    with world.database.reading() as db:
        return changes.of_documents(db, [KEY])[-1]


def test_how_to_refuse_is_told_where_the_choice_stood_there_before(world: World) -> None:
    world.serve(TRAINING)
    world.outcome()
    world.serve(TRAINING, MORE)
    world.outcome()
    change = last_change(world)
    assert {(each.practice, each.direction) for each in change.findings} == {(Practice.TRAINS, Direction.WIDER)}
    assert Practice.CONTROL in {each.practice for each in change.kept}
    assert "→ Refuse: Settings > Privacy > AI training" in world.webhook.posts[1]["message"]


def test_another_legal_basis_beside_a_clause_is_told_though_the_clause_reads_as_before(world: World) -> None:
    clause = "We use your letters to train our AI models. The legal basis for this is {}."
    world.serve(clause.format("the performance of a contract"))
    world.outcome()
    world.serve(clause.format("our legitimate interest"))
    world.outcome()
    (kept,) = last_change(world).kept
    assert kept.facts["changed"] == ("basis",)
    assert last_change(world).severity is Severity.NOTICE


def test_people_are_told_when_a_page_changed_and_still_states_its_old_date(world: World) -> None:
    base = ["Last updated: 3 May 2025", *POLICY]
    world.serve(base=base)
    world.outcome()
    assert not last_change(world).silent
    world.serve(TRAINING, base=base)
    world.outcome()
    change = last_change(world)
    assert (change.own_date, change.silent) == ("2025-05-03", True)
    assert "The page still says “Last updated: 3 May 2025”." in world.webhook.posts[1]["message"]
    world.serve(TRAINING, MORE, base=["Last updated: 4 May 2025", *POLICY])
    world.outcome()
    assert "still says" not in world.webhook.posts[2]["message"]
    assert last_change(world).own_date == "2025-05-04"


def test_clauses_that_were_kept_are_stored_once_and_only_beside_news(world: World) -> None:
    world.serve(TRAINING, TRAINING)
    world.outcome()
    world.serve(TRAINING, TRAINING, "We have moved to a new office in the old town.")
    world.outcome()
    assert (last_change(world).findings, last_change(world).kept) == ((), ())
    world.serve(TRAINING, TRAINING, MORE)
    world.outcome()
    kept = [(each.practice, each.before, each.after) for each in last_change(world).kept]
    assert kept
    assert len(set(kept)) == len(kept)
    assert all(before == after for _, before, after in kept)


def test_people_are_told_that_clauses_are_not_read_in_the_language_of_a_page(world: World) -> None:
    world.target(Target("desk", world.webhook.url, Severity.NONE))
    for extra in ((), ("Biroul nostru s-a mutat în orașul vechi, lângă piața mare.",)):
        world.serve(*extra, base=ROMANIAN)
        world.outcome()
    first, second = (post["message"] for post in world.webhook.posts)
    only = "clauses are read in English, French, German, Italian, Spanish, Portuguese, Dutch and Polish only."
    assert f"Larkspur · Privacy Policy is in Romanian (ro): {only}" in first
    assert f"This page is in Romanian (ro): {only}" in second


def test_where_a_clause_stands_is_kept_with_its_version(world: World) -> None:
    world.outcome()
    world.serve(TRAINING)
    world.outcome()
    change = last_change(world)
    with world.database.reading() as db:
        text = load(db, change.after_id).text
    for finding in change.findings:
        at = finding.after_at
        assert at is not None
        assert text[at.start : at.end] == at.quote == finding.after
        assert (at.version, finding.before_at) == (change.after_id, None)


def test_a_change_that_touches_no_ai_clause_alerts_nobody_who_did_not_ask_for_every_change(world: World) -> None:
    with Webhook() as other:
        world.target(*world.settings.targets, Target("archive", other.url, Severity.NONE))
        world.outcome()
        world.serve("We have moved to a new office in the old town.")
        world.outcome()
        assert len(world.webhook.posts) == 1
        assert "new office" in other.posts[1]["message"]


def test_a_ban_on_training_by_others_is_a_notice_and_no_alert(world: World) -> None:
    with Webhook() as other:
        world.target(*world.settings.targets, Target("archive", other.url, Severity.NOTICE))
        world.outcome()
        world.serve(FORBIDDEN)
        world.outcome()
        assert len(world.webhook.posts) == 1
        assert len(other.posts) == 2


def test_flapping_after_an_alert_is_silent(world: World) -> None:
    world.outcome()
    for number in range(6):
        world.serve(*([] if number % 2 else [TRAINING]))
        world.outcome()
    assert len(world.webhook.posts) == 2


def test_a_target_that_fails_gets_its_alert_once_it_works_again(world: World) -> None:
    world.outcome()
    world.serve(TRAINING)
    world.webhook.fail(1)
    world.look()
    assert world.tell().refused == 1
    with world.database.reading() as db:
        (waiting,) = deliveries.pending(db)
    assert waiting.attempts == 1
    assert "desk" in waiting.target
    assert waiting.last_error
    assert world.tell(everything=False).taken == 0  # its pause is not over
    world.pass_time(minutes=2)
    assert world.tell(everything=False).taken == 1
    assert world.tell().taken == 0
    assert len(world.webhook.posts) == 2


def test_a_dead_target_holds_up_no_other(world: World) -> None:
    with Webhook() as dead:
        world.target(Target("dead", dead.url, Severity.ALERT), *world.settings.targets)
        world.outcome()
        dead.down()
        world.serve(TRAINING)
        world.look()
        tally = world.tell()
        assert (tally.taken, tally.refused) == (1, 1)
        assert len(world.webhook.posts) == 2


def test_a_target_that_is_down_is_not_tried_for_each_message_of_its_queue(world: World) -> None:
    world.target(Target("desk", world.webhook.url, Severity.NONE))
    world.outcome()
    world.webhook.down()
    for number in range(5):
        world.serve(f"This is edition {number} of the policy.")
        world.look()
    tally = world.tell()
    assert tally.taken == 0
    assert tally.refused == 3
    assert tally.left >= 1
    world.webhook.up()
    assert world.tell().left == 0


def test_pauses_between_attempts_grow_to_a_limit(world: World) -> None:
    world.outcome()
    world.serve(TRAINING)
    world.look()
    world.webhook.fail(20)
    pauses = []
    for _ in range(12):
        world.tell()
        with world.database.reading() as db:
            (waiting,) = deliveries.pending(db)
        pauses.append(waiting.next_attempt_at - world.now)
    assert timedelta(seconds=48) <= pauses[0] <= timedelta(seconds=72)
    assert timedelta(seconds=96) <= pauses[1] <= timedelta(seconds=144)
    assert timedelta(hours=4) < pauses[-1] <= timedelta(hours=7.2)


def test_a_document_declared_later_is_summed_up_only_for_targets_that_would_want_it(world: World) -> None:
    world.outcome()
    world.declare("Terms of Service", "/terms")
    world.serve(path="/terms")
    world.outcome()
    assert len(world.webhook.posts) == 1
    world.declare("AI Policy", "/ai")
    world.serve(TRAINING, path="/ai")
    world.outcome()
    assert len(world.webhook.posts) == 2
    assert "AI Policy" in world.webhook.posts[1]["message"]
    assert "Terms of Service" not in world.webhook.posts[1]["message"]


def test_a_platform_that_changes_several_documents_at_once_is_one_alert(world: World) -> None:
    world.declare("Terms of Service", "/terms")
    world.declare("AI Policy", "/ai")
    for path in ("/terms", "/ai"):
        world.serve(path=path)
    world.outcome()
    for path in ("/privacy", "/terms"):
        world.serve(TRAINING, path=path)
    world.serve("We have moved to a new office.", path="/ai")
    world.outcome()
    _, post = world.webhook.posts
    assert "Privacy Policy" in post["message"]
    assert "Terms of Service" in post["message"]
    assert "AI Policy" not in post["message"]


def test_a_target_hears_only_of_the_services_it_asked_for(world: World) -> None:
    with Webhook() as other:
        world.target(*world.settings.targets, Target("elsewhere", other.url, Severity.NONE, services=("another",)))
        world.outcome()
        world.serve(TRAINING)
        world.outcome()
        assert other.posts == []


def test_alerts_of_a_target_that_is_declared_no_more_wait_and_are_not_lost(world: World) -> None:
    world.outcome()
    targets = world.settings.targets
    world.serve(TRAINING)
    world.look()
    world.target()
    assert world.tell().left == 0
    with world.database.reading() as db:
        assert len(deliveries.pending(db)) == 1
    world.target(*targets)
    assert world.tell().taken == 1


def test_a_stored_text_that_is_damaged_holds_up_no_other_alert(world: World) -> None:
    world.declare("Terms of Service", "/terms")
    world.serve(path="/terms", base=OTHER)
    world.look()
    world.tell()
    world.serve(TRAINING)
    world.look()
    with world.database.writing() as db:
        last = select(versions.c.text_sha256).order_by(versions.c.id.desc()).limit(1).scalar_subquery()
        db.execute(update(blobs).where(blobs.c.sha256 == last).values(data=pack(b"not what it was")))
    world.serve(TRAINING, path="/terms", base=OTHER)
    world.look()
    tally = world.tell()
    assert (tally.taken, tally.refused) == (1, 1)
    with world.database.reading() as db:
        (waiting,) = deliveries.pending(db)
    assert waiting.last_error == "internal error: DamagedError"


def test_a_change_that_cannot_be_reviewed_waits_and_holds_up_no_other(world: World) -> None:
    world.declare("Terms of Service", "/terms")
    world.serve(path="/terms", base=OTHER)
    world.look(["larkspur/Privacy Policy"])
    with world.database.writing() as db:
        db.execute(update(changes_table).values(reviewed_at=None))
        whole = db.scalar(select(blobs.c.data).join(versions, versions.c.text_sha256 == blobs.c.sha256))
        db.execute(update(blobs).where(blobs.c.data == whole).values(data=pack(b"not what it was")))
    world.look(["larkspur/Terms of Service"])
    with world.database.reading() as db:
        (waiting,) = changes.to_review(db, 2)
    assert waiting.key == "larkspur/Privacy Policy"


def test_templates_of_ones_own_are_used_for_what_is_delivered(world: World, tmp_path: Path) -> None:
    (tmp_path / "message.text.j2").write_text("MINE {{ message.title }}", encoding="utf-8")
    world.settings = replace(world.settings, templates=str(tmp_path))
    world.outcome()
    assert world.webhook.posts[0]["message"].startswith("MINE Larkspur")
