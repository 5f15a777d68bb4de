from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from alerts import (
    AFTER,
    BEFORE,
    OPT_OUT,
    PROMISE_GONE,
    STILL_REFUSABLE,
    baseline,
    change,
    digest,
    due,
    reminder,
    report,
    trial,
    trouble,
)

from monitor.alert import phrases
from monitor.alert.voice import Voice
from monitor.records import (
    Alert,
    ChangeKind,
    Direction,
    DueKind,
    Facts,
    Finding,
    Practice,
    Service,
    Severity,
    TroubleKind,
)

VOICE = Voice("en", "UTC", AFTER)
HERON = "Heron will train AI on your data from 1 June 2031 — on by default · Privacy Policy"


def title(alert: Alert) -> str:
    return phrases.title(alert, VOICE)


def test_a_title_is_the_verdict_in_one_line_with_the_terms_type() -> None:
    assert title(change(report(OPT_OUT))) == HERON


def test_a_use_is_on_by_default_where_it_lasts_until_people_refuse() -> None:
    use = Finding(Practice.TRAINS, Direction.NEW, None, "We train.")
    consent = Finding(Practice.CONTROL, Direction.NEW, None, "If you agree.", {"control": "opt-in"})
    offer = Finding(Practice.CONTROL, Direction.NEW, None, "You may say no.", {"control": "opt-out"})
    assert phrases.is_on_by_default(report(use, kept=(STILL_REFUSABLE,)))
    assert not phrases.is_on_by_default(report(use))
    assert not phrases.is_on_by_default(report(OPT_OUT, consent))
    assert not phrases.is_on_by_default(report(offer))
    gone = replace(offer, direction=Direction.GONE, before=offer.after, after=None)
    assert not phrases.is_on_by_default(report(use, gone))


def test_a_promise_that_is_gone_beside_others_is_taken_back_and_not_weakened() -> None:
    promise = Finding(Practice.DENIES, Direction.NARROWER, "We use no posts.", None)
    assert phrases.verdict(promise, VOICE) == "takes back a promise not to train AI on your data"
    weaker = replace(promise, after="We use few posts.")
    assert phrases.verdict(weaker, VOICE) == "weakens its promise not to train AI on your data"


@pytest.mark.parametrize(("days", "verb"), [(26, "will train"), (27, "will train"), (28, "now trains")])
def test_a_day_that_has_passed_is_no_news_of_what_will_be(days: int, verb: str) -> None:
    said = phrases.title(change(report(OPT_OUT)), replace(VOICE, now=AFTER + timedelta(days=days)))
    assert said.startswith(f"Heron {verb} AI on your data")


def test_of_several_findings_the_gravest_is_in_the_title() -> None:
    control = Finding(Practice.CONTROL, Direction.NEW, None, "You may say no.")
    assert title(change(report(control, PROMISE_GONE, OPT_OUT))) == HERON


def test_a_change_that_touches_nothing_on_training_says_so() -> None:
    assert title(change(report())) == "Heron · Privacy Policy: changed; no clause on AI training touched"


def test_a_clause_that_was_kept_is_in_no_title() -> None:
    said = title(change(report(kept=(STILL_REFUSABLE,))))
    assert said == "Heron · Privacy Policy: changed; no clause on AI training touched"


def test_a_choice_that_went_with_its_use_is_not_what_the_title_tells() -> None:
    use = Finding(Practice.TRAINS, Direction.GONE, "We train our AI on posts.", None)
    choice = Finding(Practice.CONTROL, Direction.GONE, "You may opt out of that.", None)
    assert phrases.gravest_first([choice, use]) == [use, choice]
    promise = Finding(Practice.DENIES, Direction.GONE, "We use no messages.", None)
    assert phrases.gravest_first([use, promise, choice]) == [promise, use, choice]


def test_a_title_of_several_reports_begins_with_the_gravest_and_names_the_other_services() -> None:
    stork = report(service=Service("stork", "Stork"))
    said = title(change(stork, report(PROMISE_GONE)))
    assert said.endswith("your data · Privacy Policy (+1 more: Stork)")


def test_a_title_names_the_other_documents_of_the_same_service_by_their_terms_type() -> None:
    terms = report(terms_type="Terms")
    said = title(change(terms, report(PROMISE_GONE)))
    assert said.endswith("your data · Privacy Policy (+1 more: Terms)")


def test_a_title_counts_the_other_services_when_their_names_are_too_many() -> None:
    others = [report(service=Service(f"s{n}", f"Service number {n}")) for n in range(9)]
    assert title(change(report(OPT_OUT), *others)) == f"{HERON} (+9 more)"


def test_a_return_says_to_the_text_of_which_day() -> None:
    back = report(kind=ChangeKind.RETURN, severity=Severity.NOTICE, back_to=BEFORE)
    assert title(change(back)) == "Heron · Privacy Policy: went back to the text of 4 May 2031"
    assert title(change(report(PROMISE_GONE, kind=ChangeKind.RETURN, back_to=BEFORE))) == (
        "Heron · Privacy Policy: went back to the text of 4 May 2031; no longer promises not to train AI on your data"
    )


def test_a_return_to_a_text_of_unknown_age_is_told_too() -> None:
    back = report(kind=ChangeKind.RETURN, severity=Severity.NOTICE)
    assert title(change(back)).endswith(": went back to an earlier text")


def test_a_first_look_among_changes_does_not_say_that_anything_became() -> None:
    said = title(change(report(OPT_OUT, kind=ChangeKind.FIRST)))
    assert said == "Heron · Privacy Policy: first look, will train AI on your data from 1 June 2031"


def test_a_first_look_counts_the_documents_that_speak_of_training() -> None:
    first = [report(OPT_OUT, kind=ChangeKind.FIRST), report(kind=ChangeKind.FIRST), report(kind=ChangeKind.FIRST)]
    assert title(baseline(*first)) == "Terms monitor: 1 of 3 documents speaks of AI training"
    assert title(baseline(first[0], *first)) == "Terms monitor: 2 of 4 documents speak of AI training"


def test_a_first_look_at_one_document_names_it() -> None:
    said = title(baseline(report(kind=ChangeKind.FIRST)))
    assert said == "Heron · Privacy Policy: first look, nothing on AI training"


def test_of_a_document_that_is_not_read_a_title_does_not_say_that_nothing_was_touched() -> None:
    foreign = {"unread": "ro", "read_in": ("en",)}
    said = title(change(report(**foreign)))
    assert said == "Heron · Privacy Policy: changed; clauses in its language are not read"
    first = title(baseline(report(kind=ChangeKind.FIRST, **foreign)))
    assert first.endswith(": first look, clauses in its language are not read")
    assert title(change(report(OPT_OUT, **foreign))) == HERON


def test_a_trial_says_that_it_is_one() -> None:
    assert title(trial()) == "Terms monitor: trial message"


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
    assert title(change(report(kept=(kept,)))) == f"Heron · Privacy Policy: {expected}"


def test_a_detail_that_changed_in_a_sentence_beside_a_clause_is_told_of_it() -> None:
    kept = Finding(Practice.TRAINS, Direction.KEPT, "We train AI.", "We train AI.", {"changed": ("basis",)})
    said = title(change(report(kept=(kept,))))
    assert said == "Heron · Privacy Policy: changed the legal basis of a clause on AI training"


@pytest.mark.parametrize(
    ("practice", "said"),
    [
        (Practice.TRAINS, "no longer needs your consent to train AI on your data"),
        (Practice.SHARES, "no longer needs your consent to let others train AI on your data"),
    ],
)
def test_a_use_that_no_longer_rests_on_consent_is_told_as_such(practice: Practice, said: str) -> None:
    facts = {"basis": "legitimate interest", "basis_before": "consent", "changed": ("basis",)}
    assert phrases.verdict(Finding(practice, Direction.WIDER, "Before.", "After.", facts), VOICE) == said
    facts = {"control": "opt-out", "control_before": "opt-in", "changed": ("control",)}
    assert phrases.verdict(Finding(practice, Direction.WIDER, "Before.", "After.", facts), VOICE) == said


@pytest.mark.parametrize(
    ("practice", "said"),
    [
        (Practice.TRAINS, "now needs your consent to train AI on your data"),
        (Practice.SHARES, "now needs your consent to let others train AI on your data"),
    ],
)
def test_a_use_that_now_waits_for_consent_is_told_as_such(practice: Practice, said: str) -> None:
    facts = {"control": "opt-in", "control_before": "unknown"}
    assert phrases.verdict(Finding(practice, Direction.NARROWER, "Before.", "After.", facts), VOICE) == said


@pytest.mark.parametrize(
    ("days", "kind", "begins"),
    [
        (14, DueKind.DEADLINE, "14 days left to refuse: Heron will train"),
        (1, DueKind.DEADLINE, "1 day left to refuse: Heron will train"),
        (0, DueKind.DEADLINE, "Last day to refuse: Heron will train"),
        (3, DueKind.EFFECT, "In 3 days: Heron will train"),
        (1, DueKind.EFFECT, "Tomorrow: Heron will train"),
        (0, DueKind.EFFECT, "Today: Heron will train"),
    ],
)
def test_a_reminder_begins_with_the_days_that_are_left(days: int, kind: DueKind, begins: str) -> None:
    assert title(reminder(due(days, kind))).startswith(begins)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (TroubleKind.UNREADABLE, "Heron · Privacy Policy cannot be read since 4 May 2031, 09:30 UTC"),
        (TroubleKind.READABLE, "Heron · Privacy Policy can be read again; it could not since 4 May 2031, 09:30 UTC"),
        (
            TroubleKind.OFFLINE,
            "No page can be read since 4 May 2031, 09:30 UTC: 3 documents wait. Is the network down?",
        ),
        (TroubleKind.UNDELIVERED, "3 messages to Heron · Privacy Policy were given up; it took none since 4 May 2031"),
    ],
)
def test_a_trouble_is_told_as_ours(kind: TroubleKind, said: str) -> None:
    assert title(trouble(kind)).startswith(f"Terms monitor: {said}")


def test_a_digest_says_so_and_begins_with_the_gravest() -> None:
    said = title(digest(report(), report(OPT_OUT), dues=(due(3),), troubles=trouble().troubles))
    assert said == f"Digest: {HERON} (+3 more)"
    assert title(digest(dues=(due(3),))).startswith("Digest: In 3 days: Heron")


MOVED = {
    (Practice.CONTROL, Direction.NARROWER): "now gives less time to refuse: until 20 May 2031",
    (Practice.CONTROL, Direction.WIDER): "now gives more time to refuse: until 20 May 2031",
    (Practice.TRAINS, Direction.WIDER): "will train AI on your data earlier, from 1 June 2031",
    (Practice.TRAINS, Direction.NARROWER): "will train AI on your data later, from 1 June 2031",
    (Practice.SHARES, Direction.WIDER): "will let others train AI on your data earlier, from 1 June 2031",
    (Practice.SHARES, Direction.NARROWER): "will let others train AI on your data later, from 1 June 2031",
}


@pytest.mark.parametrize(("practice", "direction"), MOVED)
def test_a_day_that_moved_is_told_as_such(practice: Practice, direction: Direction) -> None:
    sooner = (practice is Practice.CONTROL) is (direction is Direction.NARROWER)
    before = {"date_before": "2031-06-02", "deadline_before": "2031-05-21"}
    before = before if sooner else {"date_before": "2031-05-31", "deadline_before": "2031-05-19"}
    facts: Facts = {"date": "2031-06-01", "deadline": "2031-05-20", **before}
    finding = Finding(practice, direction, "Before.", "After.", facts)
    assert phrases.verdict(finding, VOICE) == MOVED[practice, direction]
    assert phrases.verdict(replace(finding, facts={"date": "2031-06-01"}), VOICE) != MOVED[practice, direction]
