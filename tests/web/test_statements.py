from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from monitor.records import Clause, DocumentState, Practice, Service, Stance
from monitor.web.speech import TIMELESS, Speech
from monitor.web.statements import Row, facts, row, ways

NOW = datetime(2026, 11, 26, tzinfo=UTC)
SERVICE = Service("larkspur", "Larkspur")
SPEECH = Speech("en", "UTC", TIMELESS)


def document(number: int, *, region: str | None = None) -> DocumentState:
    return DocumentState(
        key=f"larkspur/{number}",
        service=SERVICE,
        terms_type="Privacy Policy",
        url="https://larkspur.example/",
        declared=True,
        next_check_at=NOW,
        last_read_at=NOW,
        failures=0,
        failing_since=None,
        failing_kind=None,
        failing_detail=None,
        region=region,
        id=number,
    )


def stance(practice: Practice, *clauses: Clause) -> Stance:
    return Stance(practice, None, NOW, clauses, 1)


def clause(practice: Practice, quote: str = "We train on posts.", **said: str | tuple[str, ...]) -> Clause:
    return Clause(practice, quote, 0, len(quote), facts=said)


def found(stances: dict[int, list[Stance]], *documents: DocumentState) -> Row:
    return row(SERVICE, documents, stances)


def test_a_practice_is_told_with_the_regions_in_which_it_holds_where_others_do_without() -> None:
    both, europe, states = document(1), document(2, region="EU"), document(3, region="US")
    uses = stance(Practice.TRAINS, clause(Practice.TRAINS))
    here = found({3: [uses]}, europe, states).cells[0]
    everywhere = found({2: [uses], 3: [uses]}, europe, states).cells[0]
    assert here is not None
    assert everywhere is not None
    assert (here.regions, everywhere.regions) == (("US",), ())
    assert found({}, both).cells == (None,) * 5


def test_what_takes_effect_on_a_day_to_come_does_not_hold_yet() -> None:
    ahead = stance(
        Practice.TRAINS, clause(Practice.TRAINS, date="2026-12-10"), clause(Practice.TRAINS, date="2027-01-01")
    )
    cell = found({1: [ahead]}, document(1)).cells[0]
    assert cell is not None
    assert (cell.ahead(NOW.date()), cell.holds(NOW.date())) == (date(2026, 12, 10), False)
    assert (cell.ahead(date(2027, 2, 1)), cell.holds(date(2027, 2, 1))) == (None, True)


def test_ways_to_refuse_are_told_once_those_with_an_address_first() -> None:
    path = clause(Practice.CONTROL, control="opt-out", control_where="Settings > Privacy", deadline="2026-12-01")
    link = clause(Practice.TRAINS, control="opt-out", control_where="https://larkspur.example/object")
    nowhere = clause(Practice.CONTROL, control="opt-out")
    found = ways([stance(Practice.CONTROL, path, nowhere, path), stance(Practice.TRAINS, link)])
    assert [(way.where, bool(way.address)) for way in found] == [
        ("https://larkspur.example/object", True),
        ("Settings > Privacy", False),
    ]
    assert found[1].last == date(2026, 12, 1)


def test_a_choice_that_is_made_nowhere_in_particular_is_told_where_no_clause_says_more_of_its_kind() -> None:
    nowhere = clause(Practice.CONTROL, control="opt-out")
    setting = clause(Practice.CONTROL, control="setting", control_where="Settings > Privacy")
    found = ways([stance(Practice.CONTROL, nowhere, setting)])
    assert [(way.control, way.where) for way in found] == [("setting", "Settings > Privacy"), ("opt-out", "")]


def test_a_choice_is_there_before_the_use_that_it_is_about() -> None:
    until = clause(Practice.CONTROL, control="opt-out", deadline="2026-12-09")
    unless = clause(Practice.CONTROL, control="opt-out", date="2026-12-10")
    (cell,) = filter(None, found({1: [stance(Practice.CONTROL, unless, until)]}, document(1)).cells)
    assert (cell.ahead(NOW.date()), cell.holds(NOW.date())) == (None, True)
    (cell,) = filter(None, found({1: [stance(Practice.CONTROL, unless)]}, document(1)).cells)
    assert (cell.ahead(NOW.date()), cell.holds(NOW.date())) == (date(2026, 12, 10), False)


def test_no_way_leads_where_a_text_would_run_a_script() -> None:
    evil = clause(Practice.CONTROL, control="opt-out", control_where="javascript:alert(1)")
    assert [way.address for way in ways([stance(Practice.CONTROL, evil)])] == [""]


def test_what_a_promise_covers_is_what_is_not_used() -> None:
    promise = stance(Practice.DENIES, clause(Practice.DENIES, data=("messages",)))
    assert facts(promise, SPEECH) == [("Not used", "messages")]
    use = stance(Practice.TRAINS, clause(Practice.TRAINS, data=("messages",), basis="consent"))
    assert facts(use, SPEECH) == [("Data", "messages"), ("Legal basis", "consent")]
    assert facts(stance(Practice.RESTRICTS, clause(Practice.RESTRICTS, data=("messages",))), SPEECH) == []


def test_the_same_words_are_quoted_once_and_of_many_the_rest_is_counted() -> None:
    many = [clause(Practice.TRAINS, f"Clause {number % 5}") for number in range(6)]
    cell = found({1: [replace(stance(Practice.TRAINS), clauses=tuple(many))]}, document(1)).cells[0]
    assert cell is not None
    assert [quote.quote for quote in cell.statements[0].quotes] == ["Clause 0", "Clause 1", "Clause 2"]
    assert cell.statements[0].more == 2
