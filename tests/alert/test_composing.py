from __future__ import annotations

import re

import pytest
from alerts import HOSTILE, OPT_OUT, baseline, change, long_rendering, report, trial, written
from markup import Balance

from monitor.alert.forms import FORMS, Form
from monitor.extract.language import TOLD as NAMES
from monitor.records import Alert, ChangeKind, Direction, Finding, Practice, Rendering, Service

MANY = tuple(
    Finding(Practice.TRAINS, Direction.WIDER, f"Before, part {n}: " + "word " * 60, f"After, part {n}: " + "word " * 60)
    for n in range(8)
)


def cases() -> list[Alert]:
    crowd = [report(*MANY, service=Service(f"s{n}", f"Service {n}"), diff=long_rendering(40)) for n in range(12)]
    return [
        change(report(OPT_OUT, diff=long_rendering(400))),
        change(report(*MANY, diff=long_rendering(5))),
        change(*crowd),
        change(report(Finding(Practice.TRAINS, Direction.NEW, None, HOSTILE * 40), diff=long_rendering(9))),
        baseline(*(report(*MANY, kind=ChangeKind.FIRST) for _ in range(300))),
        baseline(*(report(kind=ChangeKind.FIRST, unread=code, read_in=("en",)) for code in NAMES)),
        change(report(OPT_OUT, unread="ro", read_in=tuple(NAMES), still_dated="Stand: " + HOSTILE)),
        trial(),
    ]


@pytest.mark.parametrize("limit", [5, 160, 1_000, 4_096, 32_768])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "alert", cases(), ids=["diff", "findings", "reports", "quote", "baseline", "foreign", "notes", "trial"]
)
def test_a_message_keeps_to_its_limit_and_is_never_cut_through(alert: Alert, form: Form, limit: int) -> None:
    body = written(alert, form=form, limit=limit).body
    assert 0 < len(body) <= limit
    if form in {"html", "mail"}:
        assert Balance(body).open == []
    assert not re.search(r"&\w*$", body)


def test_the_comparison_is_left_out_first_and_by_whole_passages() -> None:
    alert = change(report(OPT_OUT, diff=long_rendering(400)))
    body = written(alert, form="text", limit=2_000).body
    assert "teach our language models" in body
    told = len(re.findall(r"^\+ passage \d+ says a little more than it did$", body, re.MULTILINE))
    assert told > 10
    assert f"… {400 - told} passages of the comparison left out here." in body
    assert len(body) > 1_700


def test_later_findings_are_left_out_next_and_counted() -> None:
    body = written(change(report(*MANY, diff=long_rendering(5))), form="text", limit=3_000).body
    told = body.count("  Now: ")
    assert 1 < told < len(MANY)
    assert f"… and {len(MANY) - told} more on AI training." in body
    assert "5 passages of the comparison left out" in body


def test_then_quotations_are_shortened_between_words() -> None:
    body = written(change(report(*MANY)), form="text", limit=700).body
    assert re.search(r"Now: “After, part 0: (?:word )+…”", body)


def test_of_many_reports_the_later_ones_keep_their_heads() -> None:
    crowd = [report(*MANY, service=Service(f"s{n}", f"Service {n}")) for n in range(12)]
    body = written(change(*crowd), form="text", limit=3_000).body
    assert body.count("trains AI on more of your data") == 12
    assert 0 < body.count("  Now: ") < 12


def test_of_very_many_reports_the_last_are_counted() -> None:
    crowd = [report(OPT_OUT, service=Service(f"s{n}", f"Service {n}")) for n in range(50)]
    body = written(change(*crowd), form="text", limit=1_000).body
    assert f"… and {50 - body.count('will train')} more documents changed." in body


def test_the_last_resort_is_the_title_cut_between_words() -> None:
    assert written(change(report(OPT_OUT)), form="text", limit=40).body == "Heron will train AI on your data from …"


def test_a_comparison_that_fits_nowhere_is_left_out_and_counted() -> None:
    long = Rendering(text="+ " + "word " * 1_000)
    body = written(change(report(OPT_OUT, diff=long)), form="text", limit=2_000).body
    assert "teach our language models" in body
    assert "… 1 passage of the comparison left out here." in body


@pytest.mark.parametrize("form", FORMS)
def test_signs_that_take_more_room_when_escaped_still_fit(form: Form) -> None:
    named = report(OPT_OUT, service=Service("s", "<[*&*]>" * 9))
    assert len(written(change(named), form=form, limit=90).body) <= 90
