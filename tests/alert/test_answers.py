from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from alerts import AFTER, OPT_OUT, PROMISE_GONE, STILL_REFUSABLE, report

from monitor.alert import answers
from monitor.alert.voice import Voice
from monitor.records import ChangeKind, Direction, Facts, Finding, Practice, Report

VOICE = Voice("en", "UTC", AFTER)


def advice(*findings: Finding, **changed: object) -> str:
    return answers.advice(report(*findings, **changed), VOICE)


def facts(told: Report) -> dict[str, str]:
    return dict(answers.facts(told, VOICE))


def stating(practice: Practice, direction: Direction = Direction.NEW, **said: str | tuple[str, ...]) -> Finding:
    return Finding(practice, direction, None, "As it says.", said)


@pytest.mark.parametrize("practice", [Practice.TRAINS, Practice.SHARES])
@pytest.mark.parametrize("direction", [Direction.NEW, Direction.WIDER])
def test_how_to_refuse_a_use_that_grows_is_told_from_a_clause_that_was_kept(
    practice: Practice, direction: Direction
) -> None:
    assert advice(stating(practice, direction), kept=(STILL_REFUSABLE,)) == "Refuse: Settings > AI"


def test_how_to_refuse_is_told_from_the_change_itself_where_it_says_so() -> None:
    assert advice(OPT_OUT, kept=(STILL_REFUSABLE,)).startswith("Refuse: Settings > Privacy > AI, before")


def test_of_two_clauses_that_give_the_same_choice_the_one_that_says_where_is_told() -> None:
    unless = stating(Practice.TRAINS, control="opt-out")
    where = stating(Practice.CONTROL, control="opt-out", control_where="Settings > AI")
    assert advice(unless, where) == "Refuse: Settings > AI"
    consent = stating(Practice.TRAINS, control="opt-in")
    assert advice(consent, where) == "Nothing to do unless you want it: it needs your consent"


def test_a_setting_without_a_place_does_not_hide_how_to_refuse() -> None:
    vague = stating(Practice.TRAINS, control="setting")
    assert advice(vague, stating(Practice.CONTROL, control="opt-out", control_where="Settings > AI")) == (
        "Refuse: Settings > AI"
    )
    assert advice(vague, stating(Practice.CONTROL, control="opt-in")) == "There is a setting for it"


def test_what_a_promise_left_out_that_is_gone_is_not_told_as_not_used() -> None:
    promise = Finding(Practice.DENIES, Direction.NARROWER, "We use no posts.", None, {"excluded": ("content",)})
    use = stating(Practice.TRAINS, data=("content",))
    assert facts(report(use, promise)) == {"Data": "content"}


def test_a_kept_choice_is_no_advice_where_nobody_has_to_act() -> None:
    assert advice(PROMISE_GONE, kept=(STILL_REFUSABLE,)) == ""
    assert advice(kept=(STILL_REFUSABLE,)) == ""


def test_a_clause_that_is_gone_gives_no_advice() -> None:
    assert advice(Finding(Practice.CONTROL, Direction.GONE, "You decide.", None, {"control": "opt-out"})) == ""


def test_that_no_way_to_refuse_a_use_was_found_is_said() -> None:
    assert advice(stating(Practice.TRAINS)) == "No way to refuse was found in the text"
    assert advice(stating(Practice.TRAINS), kind=ChangeKind.FIRST) == ""
    assert advice(stating(Practice.TRAINS), unread="ro") == ""


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"control": "opt-out"}, "You can refuse"),
        ({"control": "opt-in"}, "Nothing to do unless you want it: it needs your consent"),
        (
            {"control": "opt-in", "control_where": "Labs"},
            "Nothing to do unless you want it: it needs your consent (Labs)",
        ),
        ({"control": "opt-out", "data": ("business customers",)}, "You can refuse (business customers only)"),
        ({"control": "setting"}, "There is a setting for it"),
        ({"control": "setting", "control_where": "Settings > AI"}, "Check the setting: Settings > AI"),
        ({"control": "by owl", "control_where": "the tower"}, "by owl, the tower"),
    ],
)
def test_advice_says_what_kind_of_choice_there_is_and_where(said: Facts, expected: str) -> None:
    assert advice(Finding(Practice.CONTROL, Direction.NEW, None, "You decide.", said)) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, "until 31 May 2031: 26 days left"),
        (25, "until 31 May 2031: 1 day left"),
        (26, "until 31 May 2031: today is the last day"),
        (27, "; the last day for it was 31 May 2031"),
    ],
)
def test_until_when_people_can_refuse_is_told_with_the_days_left(days: int, expected: str) -> None:
    use = replace(OPT_OUT, facts={**OPT_OUT.facts, "deadline": "2031-05-31"})
    voice = replace(VOICE, now=AFTER + timedelta(days=days))
    assert answers.advice(report(use), voice).endswith(expected)


def test_where_no_deadline_is_given_it_is_the_day_on_which_the_clause_takes_effect() -> None:
    assert advice(OPT_OUT).endswith("before 1 June 2031: 27 days left")


def test_a_day_that_is_none_is_left_out() -> None:
    assert advice(stating(Practice.TRAINS, control="opt-out", date="soon", deadline="2031-02-30")) == "You can refuse"


@pytest.mark.parametrize(
    ("where", "address"),
    [
        ("https://heron.example/optout", "https://heron.example/optout"),
        ("privacy@heron.example", "mailto:privacy@heron.example"),
        ("mailto:privacy@heron.example", "mailto:privacy@heron.example"),
        ("Settings > AI", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_an_address_at_which_to_refuse_is_told_as_one(where: str, address: str) -> None:
    assert answers.where_to_refuse(report(stating(Practice.TRAINS, control="opt-out", control_where=where))) == address


def test_facts_are_told_by_their_names_in_the_language() -> None:
    use = stating(
        Practice.SHARES, data=("content", "images"), excluded=("minors",), recipients=("partners",), basis="consent"
    )
    german = dict(answers.facts(report(use), replace(VOICE, language="de")))
    assert german == {
        "Daten": "Inhalte, Fotos und Videos",
        "Ausgenommen": "Minderjährige",
        "Geht an": "Partner",
        "Rechtsgrundlage": "Einwilligung",
    }


def test_data_under_a_promise_is_data_that_is_not_used() -> None:
    assert facts(report(stating(Practice.DENIES, data="messages"))) == {"Not used": "messages"}


def test_what_is_not_used_still_is_told_where_a_use_grows() -> None:
    still = stating(Practice.DENIES, Direction.KEPT, data=("messages",))
    assert facts(report(stating(Practice.TRAINS), kept=(still,))) == {"Not used": "messages"}
    assert facts(report(PROMISE_GONE, kept=(still,))) == {}


def test_the_legal_basis_of_a_kept_use_is_none_of_one_that_grows() -> None:
    ground = stating(Practice.TRAINS, Direction.KEPT, basis="consent")
    assert "Legal basis" not in facts(report(stating(Practice.TRAINS, Direction.WIDER), kept=(ground,)))
    assert facts(report(OPT_OUT, kept=(ground,)))["Legal basis"] == "legitimate interest"


def test_a_legal_basis_is_told_with_the_one_that_it_took_the_place_of() -> None:
    rests = stating(Practice.TRAINS, Direction.WIDER, basis="legitimate interest", basis_before="consent")
    assert facts(report(rests))["Legal basis"] == "legitimate interest (before: consent)"


def test_what_is_used_besides_and_what_is_no_longer_left_out_is_told() -> None:
    grows = stating(Practice.TRAINS, Direction.WIDER, data=("content", "messages"), added=("messages",))
    assert facts(report(grows))["Now also"] == "messages"
    freed = stating(Practice.TRAINS, Direction.WIDER, excluded=("minors",), released=("Japan",))
    assert facts(report(freed)) == {"Not used": "minors", "No longer excluded": "Japan"}
    gone = replace(stating(Practice.DENIES, Direction.GONE, released=("minors",)), after=None)
    assert facts(report(gone))["No longer excluded"] == "minors"
    still = stating(Practice.DENIES, Direction.KEPT, excluded=("minors",))
    assert "No longer excluded" not in facts(report(gone, stating(Practice.TRAINS), kept=(still,)))


CHOICE_GONE = Finding(Practice.CONTROL, Direction.GONE, "You may object in Settings > AI.", None)
GOES_ON = stating(Practice.TRAINS, Direction.KEPT, data=("content",), basis="contract")


def test_where_the_last_choice_went_the_use_that_goes_on_is_told_with_what_it_takes() -> None:
    assert advice(CHOICE_GONE, kept=(GOES_ON,)) == "No way to refuse was found in the text"
    assert facts(report(CHOICE_GONE, kept=(GOES_ON,))) == {"Data": "content", "Legal basis": "contract"}


def test_another_choice_that_stays_is_still_a_way_to_refuse() -> None:
    assert advice(CHOICE_GONE, kept=(GOES_ON, STILL_REFUSABLE)) == ""
    assert facts(report(CHOICE_GONE, kept=(GOES_ON, STILL_REFUSABLE))) == {}


def test_a_way_to_refuse_that_moved_is_told_as_it_is_now() -> None:
    where = {"control": "opt-out", "control_where": "Settings > AI"}
    moved = stating(Practice.CONTROL, Direction.KEPT, **where, changed=("control_where",))
    assert advice(kept=(moved,)) == "Refuse: Settings > AI"
    assert advice(kept=(stating(Practice.CONTROL, Direction.KEPT, **where, changed=("basis",)),)) == ""


def test_how_to_refuse_stays_told_where_a_choice_is_said_to_end_somewhere() -> None:
    limit = stating(Practice.CONTROL, Direction.NARROWER, control="opt-out")
    assert advice(limit, kept=(replace(STILL_REFUSABLE, practice=Practice.CONTROL),)) == "Refuse: Settings > AI"


def test_a_consent_to_another_use_is_no_advice() -> None:
    consent = stating(Practice.TRAINS, Direction.KEPT, control="opt-in", control_where="Settings > Voice")
    assert "Settings" not in advice(stating(Practice.TRAINS), kept=(consent,))


def test_a_kept_choice_over_other_data_is_no_advice() -> None:
    over = stating(
        Practice.CONTROL, Direction.KEPT, control="opt-out", control_where="Settings > Voice", data=("voice",)
    )
    assert "Settings" not in advice(stating(Practice.TRAINS, data=("content",)), kept=(over,))
    assert advice(stating(Practice.TRAINS, data=("voice",)), kept=(over,)) == "Refuse: Settings > Voice"


def test_what_people_may_refuse_of_a_training_they_may_not_of_what_is_given_to_others() -> None:
    trained = stating(Practice.TRAINS, Direction.KEPT)
    assert "Settings" not in advice(stating(Practice.SHARES), kept=(trained, STILL_REFUSABLE))
    assert advice(stating(Practice.SHARES), kept=(STILL_REFUSABLE,)) == "Refuse: Settings > AI"


def test_a_day_that_the_headline_tells_is_no_fact_of_its_own() -> None:
    assert "In effect" not in facts(report(OPT_OUT))
    assert facts(report(replace(OPT_OUT, facts={"date": "2031-05-01"})))["In effect"] == "since 1 May 2031"
    promise = stating(Practice.CONTROL, date="2031-06-02")
    assert facts(report(stating(Practice.TRAINS), promise))["In effect"] == "from 2 June 2031"


def test_the_time_of_a_change_is_an_interval() -> None:
    assert answers.seen(report(), VOICE) == "Changed between 4 May 2031, 09:30 UTC and 5 May 2031, 09:30 UTC"
    assert answers.seen(report(seen_without=None), VOICE) == "Changed by 5 May 2031, 09:30 UTC"
    assert answers.seen(report(kind=ChangeKind.FIRST), VOICE) == "Read 5 May 2031, 09:30 UTC"
    soon = report(seen_without=AFTER - timedelta(hours=6))
    assert answers.seen(soon, VOICE) == "Changed on 5 May 2031 between 03:30 UTC and 09:30 UTC"
    at_once = report(seen_without=AFTER, seen_with=AFTER)
    assert answers.seen(at_once, VOICE) == "Changed on 5 May 2031 at 09:30 UTC"


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(1.0, "We are sure of it."), (0.8, "We are fairly sure of it."), (0.4, "Worth checking: we may misread it.")],
)
def test_how_sure_it_is_is_told_of_the_gravest_finding(confidence: float, words: str) -> None:
    doubtful = replace(OPT_OUT, confidence=confidence)
    assert answers.surety(report(PROMISE_GONE, doubtful), VOICE) == words


def test_that_other_findings_are_less_sure_than_the_gravest_is_said() -> None:
    use, choice = stating(Practice.TRAINS), stating(Practice.CONTROL)
    unsure = (replace(use, confidence=0.5), replace(choice, confidence=0.7))
    assert answers.surety(report(use, unsure[1]), VOICE) == "We are sure of it. Of other clauses less so."
    assert answers.surety(report(use, unsure[0], choice), VOICE) == "We are sure of it."


def test_where_nothing_was_found_nothing_is_said_of_surety() -> None:
    assert answers.surety(report(), VOICE) == ""


def test_a_page_that_is_in_another_language_now_is_said_to_be() -> None:
    (said,) = answers.notes(report(language="en", language_before="es"), VOICE)
    assert said == "The page is in English now, and was in Spanish."
    assert not list(answers.notes(report(language="en", language_before="en"), VOICE))
    assert not list(answers.notes(report(language=None, language_before="es"), VOICE))


def test_a_language_without_a_name_is_told_by_its_code() -> None:
    (said,) = answers.notes(report(unread="xx", read_in=("en",)), VOICE)
    assert said == "This page is in xx (xx): clauses are read in English only."
