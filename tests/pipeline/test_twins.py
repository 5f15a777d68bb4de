"""The same clause in another variant of a document is told once, and later as what is known already."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from targets import Webhook
from world import FORBIDDEN, TRAINING, World

from monitor.database.tables import alerts
from monitor.pipeline import report_on
from monitor.pipeline.hearing import heard
from monitor.records import Report, Severity, Target
from monitor.store import changes, deliveries

REGIONS = ("CH", "EU")
PATHS = {"": "/privacy", "CH": "/ch", "EU": "/eu"}
OTHER = "We train our models on the pictures that you upload to the gallery, unless you object."


# How what is asked for here is stored is the matter of other tests.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def variants(world: World) -> World:
    """A policy and its variants for two regions, read and summed up."""
    for region in REGIONS:
        world.declare("Privacy Policy", PATHS[region], variant=region, region=region)
        world.serve(f"This edition is for people in {region}.", path=PATHS[region])
    world.look()
    world.tell()
    world.webhook.posts.clear()
    return world


def add(world: World, *clauses: str, regions: tuple[str, ...] = ("", *REGIONS)) -> None:
    """Have some variants say something more, and a pass see it."""
    world.pass_time(hours=2)
    for region in regions:
        own = [f"This edition is for people in {region}."] if region else []
        world.serve(*own, *clauses, path=PATHS[region])
    world.look()


def hears(world: World, target: Target | None = None) -> tuple[Report, ...]:
    """What a target, the first unless another is given, hears of the last alert."""
    with world.database.reading() as db:
        alert_id = db.scalars(select(func.max(alerts.c.id))).one()
        told = [report_on(db, change) for change in changes.in_alert(db, alert_id)]
        return heard(db, target or world.settings.targets[0], told)


def test_variants_that_change_alike_are_one_report_that_names_the_others(variants: World) -> None:
    add(variants, TRAINING)
    (report,) = hears(variants)
    assert report.terms_type == "Privacy Policy"
    assert report.twins == ("Privacy Policy (CH)", "Privacy Policy (EU)")
    assert (report.severity, report.told_before) == (Severity.ALERT, None)
    variants.tell()
    (post,) = variants.webhook.posts
    assert "(CH): now trains" not in post["message"]


def test_case_and_spacing_make_no_difference(variants: World) -> None:
    variants.pass_time(hours=2)
    variants.serve(TRAINING, path="/privacy")
    variants.serve(TRAINING.replace("your posts and your profile", "Your posts  and your Profile"), path="/eu")
    variants.look()
    (report,) = hears(variants)
    assert report.twins == ("Privacy Policy (EU)",)


def test_variants_that_change_in_other_words_are_told_each(variants: World) -> None:
    variants.pass_time(hours=2)
    variants.serve(TRAINING, path="/privacy")
    variants.serve(OTHER, path="/eu")
    variants.look()
    assert [report.twins for report in hears(variants)] == [(), ()]


def test_documents_of_another_type_are_no_twins(variants: World) -> None:
    variants.declare("Terms of Service", "/terms")
    variants.serve(path="/terms")
    variants.look()
    variants.serve(TRAINING, path="/terms")
    add(variants, TRAINING, regions=("EU",))
    assert [report.twins for report in hears(variants)] == [(), ()]


def test_changes_that_say_nothing_of_ai_training_are_no_twins(variants: World) -> None:
    add(variants, "We have moved to a new office in the old town.")
    archive = Target("archive", variants.webhook.url, Severity.NONE)
    assert [report.twins for report in hears(variants, archive)] == [(), (), ()]


def test_a_target_hears_of_the_twin_that_it_asked_for(variants: World) -> None:
    add(variants, TRAINING, regions=REGIONS)
    swiss = Target("swiss", variants.webhook.url, regions=("CH",))
    (report,) = hears(variants, swiss)
    assert (report.terms_type, report.twins) == ("Privacy Policy (CH)", ())


def test_a_variant_that_follows_later_is_a_notice_and_no_alert(variants: World) -> None:
    first_told = variants.now.replace(hour=14)
    add(variants, TRAINING, regions=("",))
    variants.pass_time(days=30)
    add(variants, TRAINING, regions=("EU",))
    assert variants.tell().taken == 1
    (report,) = hears(variants, Target("desk", "json://127.0.0.1/", Severity.NOTICE))
    assert (report.terms_type, report.severity, report.told_before) == (
        "Privacy Policy (EU)",
        Severity.NOTICE,
        first_told,
    )
    with variants.database.reading() as db:
        assert changes.load(db, report.change_id).severity is Severity.ALERT
    assert hears(variants) == ()


def test_one_that_asked_for_notices_is_told_of_the_variant_that_follows(variants: World) -> None:
    with Webhook() as other:
        variants.target(*variants.settings.targets, Target("archive", other.url, Severity.NOTICE))
        add(variants, TRAINING, regions=("",))
        add(variants, TRAINING, regions=("CH",))
        variants.tell()
        assert (len(variants.webhook.posts), len(other.posts)) == (1, 2)


def test_a_variant_that_follows_after_a_season_is_an_alert_again(variants: World) -> None:
    add(variants, TRAINING, regions=("",))
    variants.pass_time(days=90)
    add(variants, TRAINING, regions=("EU",))
    (report,) = hears(variants)
    assert (report.severity, report.told_before) == (Severity.ALERT, None)


def test_a_variant_that_follows_with_more_than_was_told_is_an_alert(variants: World) -> None:
    add(variants, TRAINING, regions=("",))
    add(variants, TRAINING, OTHER, regions=("EU",))
    (report,) = hears(variants)
    assert (report.severity, report.told_before) == (Severity.ALERT, None)


def test_a_target_that_was_not_told_of_the_first_variant_gets_its_alert(variants: World) -> None:
    with Webhook() as other:
        variants.target(*variants.settings.targets, Target("swiss", other.url, regions=("CH",)))
        add(variants, TRAINING, regions=("EU",))
        add(variants, TRAINING, regions=("CH",))
        variants.tell()
        assert (len(variants.webhook.posts), len(other.posts)) == (1, 1)


def test_what_was_a_notice_stays_one(variants: World) -> None:
    variants.target(Target("desk", variants.webhook.url, Severity.NOTICE))
    add(variants, FORBIDDEN, regions=("",))
    told = variants.now
    add(variants, FORBIDDEN, regions=("EU",))
    (report,) = hears(variants)
    assert (report.severity, report.told_before) == (Severity.NOTICE, told)


def test_a_target_was_not_told_of_what_was_dropped_or_given_up(variants: World) -> None:
    add(variants, TRAINING, regions=("",))
    with variants.database.writing() as db:
        (waiting,) = deliveries.pending(db)
        deliveries.drop(db, [waiting], variants.now)
    add(variants, TRAINING, regions=("CH",))
    with variants.database.writing() as db:
        (waiting,) = deliveries.pending(db)
        deliveries.give_up(db, waiting.target, variants.now, queued_before=variants.now, attempts=0)
    add(variants, TRAINING, regions=("EU",))
    (report,) = hears(variants)
    assert (report.severity, report.told_before) == (Severity.ALERT, None)
    assert variants.tell().taken == 1


def test_the_same_clause_from_another_day_on_is_told_on_its_own(variants: World) -> None:
    variants.pass_time(hours=2)
    variants.serve(f"{OTHER} This takes effect on 3 November 2025.", path="/privacy")
    variants.serve(f"{OTHER} This takes effect on 1 October 2025.", path="/eu")
    variants.look()
    days = {report.terms_type: report.findings[0].facts["date"] for report in hears(variants)}
    assert days == {"Privacy Policy": "2025-11-03", "Privacy Policy (EU)": "2025-10-01"}
