from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from alerts import (
    AFTER,
    HOSTILE,
    OPT_OUT,
    PROMISE_GONE,
    STILL_REFUSABLE,
    baseline,
    change,
    long_rendering,
    report,
    trial,
)

from monitor.alert import compose
from monitor.alert.forms import FORMS, Form, literal
from monitor.alert.languages import NAMES
from monitor.alert.views import shorten
from monitor.records import Alert, ChangeKind, Direction, Finding, Practice, Rendering, Service, Severity

MANY = tuple(
    Finding(Practice.TRAINS, Direction.WIDER, f"Before, part {n}: " + "word " * 60, f"After, part {n}: " + "word " * 60)
    for n in range(8)
)


class Balance(HTMLParser):
    """Notes whether every tag that opens is closed in its turn."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scripts = 0
        self.links: list[str | None] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag not in {"br", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def order(body: str, *parts: str) -> None:
    places = [body.index(part) for part in parts]
    assert places == sorted(places)


def test_a_change_is_told_in_the_order_in_which_people_ask() -> None:
    body = compose(change(report(PROMISE_GONE, OPT_OUT)), form="text").body
    order(
        body,
        "Heron · Privacy Policy: now trains AI on your data; no longer promises not to train AI on certain data",
        "What to do: you can opt out – Settings > Privacy > AI",
        "Date given: 2031-06-01",
        "Data: posts, photos",
        "Not used: private messages",
        "Legal basis: legitimate interest",
        "Regions: EU, UK",
        "Now trains AI on your data",
        "“From June, posts you make public are used to teach our language models.”",
        "No longer promises",
        "Before: “Your letters never teach a machine.”",
        "+ one more line",
        "https://heron.example/privacy",
        "Changed between 2031-05-04 09:30 UTC and 2031-05-05 09:30 UTC",
    )


def test_a_clause_that_is_gone_gives_no_advice() -> None:
    gone = Finding(Practice.CONTROL, Direction.GONE, "You may say no.", None, {"control": "opt-out"})
    assert "What to do" not in compose(change(report(gone)), form="text").body


def told(*findings: Finding, kept: tuple[Finding, ...]) -> str:
    return compose(change(report(*findings, kept=kept)), form="text").body


@pytest.mark.parametrize("practice", [Practice.TRAINS, Practice.SHARES])
@pytest.mark.parametrize("direction", [Direction.NEW, Direction.WIDER])
def test_how_to_refuse_a_use_that_grows_is_told_from_a_clause_that_was_kept(
    practice: Practice, direction: Direction
) -> None:
    use = Finding(practice, direction, None, "Letters teach the machine, too.")
    assert "What to do: you can opt out – Settings > AI\n" in told(use, kept=(STILL_REFUSABLE,))


def test_how_to_refuse_is_told_from_the_change_itself_where_it_says_so() -> None:
    assert "What to do: you can opt out – Settings > Privacy > AI\n" in told(OPT_OUT, kept=(STILL_REFUSABLE,))


def test_until_when_people_can_refuse_is_told_with_how() -> None:
    use = replace(OPT_OUT, facts={**OPT_OUT.facts, "deadline": "2031-05-31"})
    assert "What to do: you can opt out – Settings > Privacy > AI, until 2031-05-31\n" in told(use, kept=())


def test_a_kept_choice_is_no_advice_where_nobody_has_to_act() -> None:
    assert "What to do" not in told(PROMISE_GONE, kept=(STILL_REFUSABLE,))
    assert "What to do" not in told(kept=(STILL_REFUSABLE,))


def test_the_legal_basis_of_a_kept_use_is_told_only_where_the_change_names_none() -> None:
    ground = Finding(Practice.TRAINS, Direction.KEPT, "As before.", "As before.", {"basis": "consent"})
    wider = Finding(Practice.TRAINS, Direction.WIDER, "Posts.", "Posts and letters.")
    assert "Legal basis: consent\n" in told(wider, kept=(ground,))
    assert "Legal basis: legitimate interest\n" in told(OPT_OUT, kept=(ground,))


def test_a_kept_clause_is_neither_quoted_nor_a_verdict() -> None:
    body = told(OPT_OUT, kept=(STILL_REFUSABLE,))
    assert "You may say no" not in body
    assert "still" not in body


@pytest.mark.parametrize(
    ("facts", "advice"),
    [
        ({"control": "opt-in"}, "it needs your consent"),
        ({"control": "setting"}, "there is a setting for it"),
        ({"control": "opt-out"}, "you can opt out\n"),
    ],
)
def test_advice_says_what_kind_of_choice_there_is(facts: dict[str, str], advice: str) -> None:
    finding = Finding(Practice.CONTROL, Direction.NEW, None, "You decide.", facts)
    assert f"{advice}" in compose(change(report(finding)), form="text").body


def test_data_under_a_promise_is_data_that_is_not_used() -> None:
    promise = Finding(Practice.DENIES, Direction.NEW, None, "Never your letters.", {"data": "letters"})
    body = compose(change(report(promise)), form="text").body
    assert "Not used: letters" in body
    assert "\nData:" not in body


def test_a_clause_that_says_several_things_is_quoted_once() -> None:
    offer = "You can opt out of AI training in the settings."
    both = [Finding(practice, Direction.NEW, None, offer) for practice in (Practice.TRAINS, Practice.CONTROL)]
    body = compose(change(report(*both)), form="text").body
    assert body.count(offer) == 1
    assert "Now trains AI on your data; now offers a choice on AI training" in body


def test_a_change_that_touches_nothing_on_training_says_so_plainly() -> None:
    assert "changed; no clause on AI training touched" in compose(change(report()), form="text").body


@pytest.mark.parametrize("form", FORMS)
def test_a_silent_change_is_told_in_one_line(form: Form) -> None:
    silent = report(OPT_OUT, still_dated="Last updated: 3 May 2025")
    body = compose(change(silent), form=form).body
    order(body, "Regions: EU, UK", "The page still says “Last updated: 3 May 2025”.", "Now trains AI on your data")
    assert "still says" not in compose(change(report(OPT_OUT)), form=form).body


@pytest.mark.parametrize("form", FORMS)
def test_a_page_in_a_language_in_which_no_clauses_are_read_is_told_as_such(form: Form) -> None:
    foreign = report(unread="ro", read_in=("en", "fr", "de"))
    said = f"This page is in {literal('Romanian (ro)', form)}: clauses are read in English, French and German only."
    body = compose(change(foreign), form=form).body
    assert said in body
    assert "no clause on AI training touched" not in body
    assert "clauses are read in" not in compose(change(report(read_in=("en",))), form=form).body


@pytest.mark.parametrize("form", FORMS)
def test_a_first_look_says_in_which_languages_it_reads_no_clauses(form: Form) -> None:
    foreign = report(kind=ChangeKind.FIRST, unread="ro", read_in=("en", "fr"))
    one = compose(baseline(report(kind=ChangeKind.FIRST), foreign), form=form).body
    assert "Heron · Privacy Policy is in Romanian (ro): clauses are read in English and French only." in one
    greek = report(kind=ChangeKind.FIRST, unread="el", read_in=("en", "fr"))
    many = compose(baseline(foreign, greek, foreign), form=form).body
    assert "3 documents are in Greek (el), Romanian (ro): clauses are read in English and French only." in many


def test_a_return_says_to_which_text() -> None:
    back = report(kind=ChangeKind.RETURN, severity=Severity.NOTICE, back_to=AFTER)
    assert "went back to the text of 2031-05-05" in compose(change(back), form="text").body


def test_several_reports_are_one_message_each_with_its_head_gravest_first() -> None:
    stork = report(service=Service("stork", "Stork"), terms_type="Terms of Service")
    order(
        compose(change(stork, report(OPT_OUT)), form="text").body,
        "Heron · Privacy Policy: now",
        "———",
        "Stork · Terms of Service: changed",
    )


@pytest.mark.parametrize("form", FORMS)
def test_each_form_brings_the_comparison_in_that_form(form: Form) -> None:
    diff = Rendering("text form", "**markdown form**", "<p>html form</p>")
    assert getattr(diff, form) in compose(change(report(diff=diff)), form=form).body


def test_a_first_look_says_first_that_nothing_changed_and_lists_what_is_said() -> None:
    silent = report(kind=ChangeKind.FIRST, service=Service("stork", "Stork"))
    body = compose(baseline(silent, report(OPT_OUT, kind=ChangeKind.FIRST)), form="text").body
    order(
        body,
        "First look, no change",
        "baseline: 1 of 2 documents speaks of AI training:",
        "- Heron – Privacy Policy: trains AI on your data",
        "“From June, posts",
        "https://heron.example/privacy",
    )
    assert "Stork" not in body


def test_a_first_look_quotes_briefly_and_only_how_data_is_used() -> None:
    use = Finding(Practice.SHARES, Direction.NEW, None, "Partners learn from it. " * 40)
    ban = Finding(Practice.RESTRICTS, Direction.NEW, None, "Do not scrape the nest.")
    body = compose(baseline(report(ban, use, kind=ChangeKind.FIRST)), form="text").body
    quote = re.search("“(.*)”", body)
    assert quote is not None
    assert 150 < len(quote[1]) <= 240
    assert quote[1].endswith(" …")
    assert "scrape" not in body


def test_a_first_look_at_documents_that_say_nothing_ends_there() -> None:
    silent = report(kind=ChangeKind.FIRST)
    body = compose(baseline(silent, silent), form="text").body
    assert body.endswith("baseline: 0 of 2 documents speak of AI training.")


def test_a_first_look_among_changes_states_what_is() -> None:
    body = compose(change(report(OPT_OUT, kind=ChangeKind.FIRST, seen_without=None)), form="text").body
    assert "\nTrains AI on your data" in body
    assert "now" not in body.lower().split()


@pytest.mark.parametrize("form", FORMS)
def test_a_trial_is_short(form: Form) -> None:
    assert "trial message of Terms monitor, sent 2031-05-05 09:30 UTC" in compose(trial(), form=form).body


def test_page_text_stays_text_in_html() -> None:
    finding = Finding(Practice.TRAINS, Direction.NEW, HOSTILE, HOSTILE, {"control_where": HOSTILE, "data": HOSTILE})
    body = compose(change(report(finding)), form="html").body
    read = Balance(body)
    assert read.scripts == 0
    assert read.links == ["https://heron.example/privacy"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "{{ 7*7 }} {% raw %}" in body


def test_page_text_makes_no_link_and_calls_nobody_in_markdown() -> None:
    finding = Finding(Practice.TRAINS, Direction.NEW, HOSTILE, HOSTILE)
    body = compose(change(report(finding)), form="markdown").body
    assert re.findall(r"(?<!\\)\]\(([^)]*)\)", body) == ["https://heron.example/privacy"]
    assert "@everyone" not in body
    assert "<!channel>" not in body
    assert "<@U123>" not in body


def test_page_text_reads_as_it_stands_in_plain_text() -> None:
    assert HOSTILE in compose(change(report(Finding(Practice.TRAINS, Direction.NEW, None, HOSTILE))), form="text").body


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


@pytest.mark.parametrize("limit", [5, 30, 160, 1_000, 2_000, 4_096, 32_768])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "alert", cases(), ids=["diff", "findings", "reports", "quote", "baseline", "foreign", "notes", "trial"]
)
def test_a_message_keeps_to_its_limit_and_is_never_cut_through(alert: Alert, form: Form, limit: int) -> None:
    body = compose(alert, form=form, limit=limit).body
    assert 0 < len(body) <= limit
    if form == "html":
        assert Balance(body).open == []
    assert not re.search(r"&\w*$", body)


def test_the_comparison_is_left_out_first_and_by_whole_passages() -> None:
    alert = change(report(OPT_OUT, diff=long_rendering(400)))
    body = compose(alert, form="text", limit=2_000).body
    assert "teach our language models" in body
    told = len(re.findall(r"^\+ passage \d+ says a little more than it did$", body, re.MULTILINE))
    assert told > 10
    assert f"… {400 - told} passages of the comparison left out here." in body
    assert len(body) > 1_700


def test_later_findings_are_left_out_next_and_counted() -> None:
    body = compose(change(report(*MANY, diff=long_rendering(5))), form="text", limit=3_000).body
    told = body.count("  After: ")
    assert 1 < told < len(MANY)
    assert f"… and {len(MANY) - told} more on AI training." in body
    assert "5 passages of the comparison left out" in body


def test_then_quotations_are_shortened_between_words() -> None:
    body = compose(change(report(*MANY)), form="text", limit=700).body
    assert re.search(r"After: “After, part 0: (?:word )+…”", body)


def test_of_many_reports_the_later_ones_keep_their_heads() -> None:
    crowd = [report(*MANY, service=Service(f"s{n}", f"Service {n}")) for n in range(12)]
    body = compose(change(*crowd), form="text", limit=3_000).body
    assert body.count("· Privacy Policy: trains AI on more of your data") == 12
    assert 0 < body.count("  After: ") < 12


def test_of_very_many_reports_the_last_are_counted() -> None:
    crowd = [report(OPT_OUT, service=Service(f"s{n}", f"Service {n}")) for n in range(50)]
    body = compose(change(*crowd), form="text", limit=1_000).body
    assert f"… and {50 - body.count('now trains')} more documents changed." in body


def test_the_last_resort_is_the_title_cut_between_words() -> None:
    assert compose(change(report(OPT_OUT)), form="text", limit=40).body == "Heron · Privacy Policy: now trains AI …"


def test_a_comparison_that_fits_nowhere_is_left_out_and_counted() -> None:
    long = Rendering(text="+ " + "word " * 1_000)
    body = compose(change(report(OPT_OUT, diff=long)), form="text", limit=2_000).body
    assert "teach our language models" in body
    assert "… 1 passage of the comparison left out here." in body


@pytest.mark.parametrize("form", FORMS)
def test_signs_that_take_more_room_when_escaped_still_fit(form: Form) -> None:
    named = report(OPT_OUT, service=Service("s", "<[*&*]>" * 9))
    assert len(compose(change(named), form=form, limit=90).body) <= 90


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("one two three", None, "one two three"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two …"),
        ("one two three", 9, "one two …"),
        ("one two three", 8, "one …"),
        ("indivisible", 5, "…"),
        ("any", 0, ""),
    ],
)
def test_a_text_is_shortened_between_words(text: str, length: int | None, short: str) -> None:
    assert shorten(text, length) == short
