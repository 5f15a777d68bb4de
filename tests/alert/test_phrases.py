from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from alerts import AFTER, BEFORE, OPT_OUT, PROMISE_GONE, STILL_REFUSABLE, baseline, change, report, trial

from monitor.alert import phrases
from monitor.alert.languages import NAMES
from monitor.detect import LANGUAGES
from monitor.extract.language import TOLD
from monitor.records import ChangeKind, Direction, Finding, Practice, Service, Severity


@pytest.mark.parametrize(("practice", "direction"), list(product(Practice, Direction)))
def test_each_practice_has_words_of_its_own_for_each_direction(practice: Practice, direction: Direction) -> None:
    said = phrases.verdict(Finding(practice, direction, None, None))
    others = [
        phrases.verdict(Finding(other, way, None, None))
        for other, way in product(Practice, Direction)
        if (other, way) != (practice, direction)
    ]
    assert said
    assert said not in others


def test_a_title_names_service_terms_type_and_verdict() -> None:
    assert phrases.title(change(report(OPT_OUT))) == "Heron · Privacy Policy: now trains AI on your data"


def test_of_several_findings_the_gravest_is_in_the_title() -> None:
    control = Finding(Practice.CONTROL, Direction.NEW, None, "You may say no.")
    assert phrases.title(change(report(control, PROMISE_GONE, OPT_OUT))).endswith(": now trains AI on your data")


def test_a_change_that_touches_nothing_on_training_says_so() -> None:
    assert phrases.title(change(report())) == "Heron · Privacy Policy: changed; no clause on AI training touched"


def test_a_clause_that_was_kept_is_in_no_title() -> None:
    said = phrases.title(change(report(kept=(STILL_REFUSABLE,))))
    assert said == "Heron · Privacy Policy: changed; no clause on AI training touched"


def test_a_title_of_several_reports_begins_with_the_gravest_and_names_the_other_services() -> None:
    stork = report(service=Service("stork", "Stork"))
    said = phrases.title(change(stork, report(OPT_OUT)))
    assert said == "Heron · Privacy Policy: now trains AI on your data (+1 more: Stork)"


def test_a_title_names_the_other_documents_of_the_same_service_by_their_terms_type() -> None:
    terms = report(terms_type="Terms of Service")
    said = phrases.title(change(terms, report(OPT_OUT)))
    assert said == "Heron · Privacy Policy: now trains AI on your data (+1 more: Terms of Service)"


def test_a_title_counts_the_other_services_when_their_names_are_too_many() -> None:
    others = [report(service=Service(f"s{n}", f"Service number {n}")) for n in range(9)]
    said = phrases.title(change(report(OPT_OUT), *others))
    assert said == "Heron · Privacy Policy: now trains AI on your data (+9 more)"


def test_a_return_says_to_the_text_of_which_day() -> None:
    back = report(kind=ChangeKind.RETURN, severity=Severity.NOTICE, back_to=BEFORE)
    assert phrases.title(change(back)) == "Heron · Privacy Policy: went back to the text of 2031-05-04"
    assert phrases.title(change(report(PROMISE_GONE, kind=ChangeKind.RETURN, back_to=BEFORE))) == (
        "Heron · Privacy Policy: went back to the text of 2031-05-04; "
        "no longer promises not to train AI on certain data"
    )


def test_a_return_to_a_text_of_unknown_age_is_told_too() -> None:
    back = report(kind=ChangeKind.RETURN, severity=Severity.NOTICE)
    assert phrases.title(change(back)).endswith(": went back to an earlier text")


def test_a_first_look_among_changes_does_not_say_that_anything_became() -> None:
    assert phrases.title(change(report(OPT_OUT, kind=ChangeKind.FIRST))) == (
        "Heron · Privacy Policy: first look, trains AI on your data"
    )


def test_a_first_look_counts_the_documents_that_speak_of_training() -> None:
    first = [report(OPT_OUT, kind=ChangeKind.FIRST), report(kind=ChangeKind.FIRST), report(kind=ChangeKind.FIRST)]
    assert phrases.title(baseline(*first)) == "Terms monitor: 1 of 3 documents speaks of AI training"
    assert phrases.title(baseline(first[0], *first)) == "Terms monitor: 2 of 4 documents speak of AI training"


def test_a_first_look_at_one_document_names_it() -> None:
    assert phrases.title(baseline(report(kind=ChangeKind.FIRST))) == (
        "Heron · Privacy Policy: first look, nothing on AI training"
    )


def test_of_a_document_that_is_not_read_a_title_does_not_say_that_nothing_was_touched() -> None:
    foreign = {"unread": "ro", "read_in": ("en",)}
    assert phrases.title(change(report(**foreign))) == (
        "Heron · Privacy Policy: changed; clauses in its language are not read"
    )
    assert phrases.title(baseline(report(kind=ChangeKind.FIRST, **foreign))).endswith(
        ": first look, clauses in its language are not read"
    )
    assert phrases.title(change(report(OPT_OUT, **foreign))).endswith(": now trains AI on your data")


def test_a_language_without_a_name_is_told_by_its_code() -> None:
    (said,) = phrases.notes(report(unread="xx", read_in=("en",)))
    assert said == "This page is in another language (xx): clauses are read in English only."


def test_every_language_that_the_reading_of_pages_knows_has_a_name() -> None:
    assert {*TOLD, *LANGUAGES} - NAMES.keys() == set()


def test_a_trial_says_that_it_is_one() -> None:
    assert phrases.title(trial()) == "Terms monitor: trial message"


def test_the_time_of_a_change_is_an_interval_in_utc() -> None:
    assert phrases.when(report()) == "Changed between 2031-05-04 09:30 UTC and 2031-05-05 09:30 UTC"
    assert phrases.when(report(seen_without=None)) == "Changed by 2031-05-05 09:30 UTC"
    assert phrases.when(report(kind=ChangeKind.FIRST, seen_without=None)) == "Read 2031-05-05 09:30 UTC"
    assert phrases.day(AFTER) == "2031-05-05"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "changed; a clause on AI training was reworded"),
        ({"changed": ("date",)}, "changed the date of a clause on AI training"),
        ({"changed": ("deadline", "basis")}, "changed the deadline and legal basis of a clause on AI training"),
        ({"changed": ("control", "control_where")}, "changed the choice and way to refuse of a clause on AI training"),
    ],
)
def test_a_clause_that_was_reworded_is_told_with_the_details_that_changed(facts: dict[str, Any], expected: str) -> None:
    kept = Finding(Practice.TRAINS, Direction.KEPT, "We train AI on posts.", "On posts we train AI.", facts)
    assert phrases.title(change(report(kept=(kept,)))) == f"Heron · Privacy Policy: {expected}"


def test_a_detail_that_changed_in_a_sentence_beside_a_clause_is_told_of_it() -> None:
    kept = Finding(Practice.TRAINS, Direction.KEPT, "We train AI.", "We train AI.", {"changed": ("basis",)})
    said = phrases.title(change(report(kept=(kept,))))
    assert said == "Heron · Privacy Policy: changed the legal basis of a clause on AI training"


@pytest.mark.parametrize(
    ("practice", "said"),
    [
        (Practice.TRAINS, "trains AI on your data by legitimate interest, no longer by consent"),
        (Practice.SHARES, "lets others train AI on your data by legitimate interest, no longer by consent"),
    ],
)
def test_a_use_that_no_longer_rests_on_consent_is_told_with_both_bases(practice: Practice, said: str) -> None:
    facts = {"basis": "legitimate interest", "basis_before": "consent", "changed": ("basis",)}
    assert phrases.verdict(Finding(practice, Direction.WIDER, "Before.", "After.", facts)) == said
