from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from alerts import (
    AFTER,
    BEFORE,
    OPT_OUT,
    PROMISE_GONE,
    STILL_REFUSABLE,
    WIDER,
    WIDER_WORDS,
    baseline,
    change,
    digest,
    due,
    reminder,
    report,
    trial,
    trouble,
    written,
)
from markup import Balance

from monitor import diff
from monitor.alert.forms import FORMS, Form, literal
from monitor.records import (
    Alert,
    AlertKind,
    ChangeKind,
    Direction,
    DueKind,
    Finding,
    Practice,
    Rendering,
    Service,
    Severity,
    TroubleKind,
)

STORK = Service("stork", "Stork")


def order(body: str, *parts: str) -> None:
    places = [body.index(part) for part in parts]
    assert places == sorted(places)


def told(*findings: Finding, form: Form = "text", **changed: object) -> str:
    return written(change(report(*findings, **changed)), form).body


def test_a_change_is_told_in_the_order_in_which_people_ask() -> None:
    order(
        told(PROMISE_GONE, OPT_OUT, still_dated="Last updated: 3 May 2025", before_id=3),
        "Heron will train AI on your data from 1 June 2031 — on by default",
        "Heron · Privacy Policy",
        "→ Refuse: Settings > Privacy > AI, before 1 June 2031: 27 days left",
        "Also: no longer promises not to train AI on your data",
        "Data: posts, photos",
        "Not used: private messages",
        "Legal basis: legitimate interest",
        "Regions: EU, UK",
        "The clause: “From June, posts you make public are used to teach our language models.”",
        "No longer promises",
        "Gone: “Your letters never teach a machine.”",
        "The page still says “Last updated: 3 May 2025”. Its own date was not changed.",
        "Page: https://heron.example/privacy",
        "Our comparison: terms-monitor diff 7",
        "Version before: terms-monitor show 'heron/Privacy Policy' --version 3",
        "Changed between 4 May 2031, 09:30 UTC and 5 May 2031, 09:30 UTC · We are sure of it.",
        "+ one more line",
    )


@pytest.mark.parametrize("form", FORMS)
def test_where_people_reach_our_pages_they_are_led_there_in_place_of_commands(form: Form) -> None:
    pages = "https://watch.example"
    changed = written(change(report(WIDER, before_id=3)), form, pages=pages).body
    ahead = written(reminder(due(3)), form, pages=pages).body
    assert "terms-monitor" not in changed + ahead
    assert f"{pages}/changes/7" in changed
    assert f"{pages}/versions/3" in changed
    assert f"{pages}/changes/7" in ahead


@pytest.mark.parametrize("form", FORMS)
def test_the_answer_comes_before_the_clauses_in_every_form(form: Form) -> None:
    body = told(WIDER, form=form, edits=(WIDER_WORDS,))
    order(body, *(literal(words, form) for words in ("Refuse:", "before 1 June 2031: 27 days left", "Data:", "Before")))


MARKED = {
    "text": ("[-public-] posts", "{+all+} posts"),
    "markdown": ("~~public~~ posts", "**all** posts"),
    "slack": ("~public~ posts", "*all* posts"),
    "html": ("<s>public</s> posts", "<b>all</b> posts"),
    "mail": ("public<span", "all<span"),
}


@pytest.mark.parametrize("form", FORMS)
def test_the_words_that_changed_are_marked_on_either_side(form: Form) -> None:
    order(told(WIDER, form=form, edits=(WIDER_WORDS,)), *MARKED[form])


def test_a_target_that_shows_the_title_is_not_told_it_twice() -> None:
    message = written(change(report(OPT_OUT)), headed=False)
    assert message.title == "Heron will train AI on your data from 1 June 2031 — on by default · Privacy Policy"
    assert message.body.startswith("Heron · Privacy Policy\n\n→ Refuse:")


def test_of_several_changes_each_has_its_head_also_where_the_title_is_shown() -> None:
    body = written(change(report(OPT_OUT), report(OPT_OUT, service=STORK)), headed=False).body
    order(body, "Heron will train AI", "———", "Stork will train AI")


def test_a_clause_that_says_several_things_is_quoted_once() -> None:
    offer = "You can opt out of AI training in the settings."
    both = [Finding(practice, Direction.NEW, None, offer) for practice in (Practice.TRAINS, Practice.CONTROL)]
    body = told(*both)
    assert body.count(offer) == 1
    assert "Now trains AI on your data; now offers a choice on AI training" in body


def test_a_clause_whose_words_stayed_is_quoted_once() -> None:
    words = "We use your posts to train our AI."
    body = told(Finding(Practice.TRAINS, Direction.WIDER, words, words, {"basis_before": "consent"}))
    assert (body.count(words), "Before" in body.partition("Page:")[0]) == (1, False)


def test_a_use_that_goes_on_without_its_choice_is_told_beside_what_went() -> None:
    gone = Finding(Practice.CONTROL, Direction.GONE, "You may object.", None)
    stays = Finding(Practice.TRAINS, Direction.KEPT, "We train AI on posts.", "We train AI on posts.")
    body = written(change(report(gone, kept=(stays,)))).body
    order(body, "No way to refuse was found in the text", "Also: still trains AI on your data", "You may object.")


def test_a_clause_of_which_only_a_detail_changed_is_quoted_before_and_after() -> None:
    moved = Finding(
        Practice.CONTROL,
        Direction.KEPT,
        "Object in Settings > AI.",
        "Object by letter.",
        {"control": "opt-out", "control_where": "letter", "changed": ("control_where",)},
    )
    body = written(change(report(kept=(moved,), severity=Severity.NOTICE))).body
    order(body, "changed the way to refuse", "Refuse: letter", "Object in Settings > AI.", "Object by letter.")


def test_what_several_clauses_mean_is_said_above_the_first_of_them() -> None:
    offers = [Finding(Practice.CONTROL, Direction.NEW, None, said) for said in ("It is on.", "You may say no.")]
    assert told(OPT_OUT, *offers).count("Now offers a choice on AI training") == 1


def test_a_kept_clause_is_neither_quoted_nor_a_verdict() -> None:
    body = told(OPT_OUT, kept=(STILL_REFUSABLE,))
    assert "You may say no" not in body
    assert "still" not in body


def test_a_change_that_touches_nothing_on_training_says_so_plainly() -> None:
    assert "changed; no clause on AI training touched" in told()


@pytest.mark.parametrize("form", FORMS)
def test_a_page_in_a_language_in_which_no_clauses_are_read_is_told_as_such(form: Form) -> None:
    body = told(form=form, unread="ro", read_in=("en", "fr", "de"))
    romanian = literal("Romanian (ro)", form)
    assert f"This page is in {romanian}: clauses are read in English, French and German only." in body
    assert "no clause on AI training touched" not in body
    assert "clauses are read in" not in told(form=form, read_in=("en",))


@pytest.mark.parametrize("form", FORMS)
def test_twins_and_what_was_told_before_are_told(form: Form) -> None:
    body = told(OPT_OUT, form=form, twins=("Privacy Policy (CH)", "Privacy Policy (UK)"), told_before=BEFORE)
    twins = literal("Privacy Policy (CH) and Privacy Policy (UK)", form)
    assert f"The same change also in: {twins}" in body
    assert "You heard of the same clause on 4 May 2031." in body


@pytest.mark.parametrize("form", FORMS)
def test_each_form_brings_the_comparison_in_that_form(form: Form) -> None:
    diff = Rendering("text form", "**markdown form**", "<p>html form</p>")
    shown = {"markdown": diff.markdown, "html": diff.html, "mail": diff.html}.get(form, diff.text)
    assert shown in told(form=form, diff=diff)


def test_in_a_chat_the_quoted_clauses_stand_for_the_comparison() -> None:
    assert "one more line" in told(OPT_OUT, form="mail")
    assert "one more line" not in told(OPT_OUT, form="slack")
    assert "one more line" in told(form="slack")


@pytest.mark.parametrize("form", FORMS)
def test_a_first_look_says_in_which_languages_it_reads_no_clauses(form: Form) -> None:
    foreign = report(kind=ChangeKind.FIRST, unread="ro", read_in=("en", "fr"))
    one = written(baseline(report(kind=ChangeKind.FIRST), foreign), form).body
    romanian, greek = literal("Romanian (ro)", form), literal("Greek (el)", form)
    assert f"Heron · Privacy Policy is in {romanian}: clauses are read in English and French only." in one
    other = report(kind=ChangeKind.FIRST, unread="el", read_in=("en", "fr"))
    many = written(baseline(foreign, other, foreign), form).body
    assert f"3 documents are in {greek} and {romanian}: clauses are read in English and French only." in many


def test_a_first_look_says_first_that_nothing_changed_and_lists_what_is_said() -> None:
    silent = report(kind=ChangeKind.FIRST, service=STORK)
    body = written(baseline(silent, report(OPT_OUT, kind=ChangeKind.FIRST))).body
    order(
        body,
        "First look, no change: 1 of 2 documents speaks of AI training.",
        "Heron · Privacy Policy: will train AI on your data from 1 June 2031",
        "→ Refuse: Settings > Privacy > AI, before 1 June 2031: 27 days left",
        "“From June, posts",
        "https://heron.example/privacy",
    )
    assert "Stork" not in body


def test_a_first_look_quotes_briefly_and_only_how_data_is_used() -> None:
    use = Finding(Practice.SHARES, Direction.NEW, None, "Partners learn from it. " * 40)
    ban = Finding(Practice.RESTRICTS, Direction.NEW, None, "Do not scrape the nest.")
    body = written(baseline(report(ban, use, kind=ChangeKind.FIRST))).body
    quote = re.search("“(.*)”", body)
    assert quote is not None
    assert 150 < len(quote[1]) <= 242
    assert quote[1].endswith(" …")
    assert "scrape" not in body


def test_a_first_look_at_documents_that_say_nothing_ends_there() -> None:
    silent = report(kind=ChangeKind.FIRST)
    assert written(baseline(silent, silent)).body.endswith(
        "First look, no change: 0 of 2 documents speak of AI training."
    )


def test_a_first_look_among_changes_states_what_is() -> None:
    body = told(OPT_OUT, kind=ChangeKind.FIRST, seen_without=None)
    assert "first look, will train AI on your data from 1 June 2031" in body
    assert "now" not in body.lower().split()


@pytest.mark.parametrize("form", FORMS)
def test_a_trial_is_short(form: Form) -> None:
    assert "trial message of Terms monitor, sent 5 May 2031, 09:30 UTC" in written(trial(), form).body


@pytest.mark.parametrize("form", FORMS)
def test_a_reminder_says_how_long_there_is_and_how_to_be_left_alone(form: Form) -> None:
    message = written(reminder(due(3, DueKind.DEADLINE)), form)
    assert message.title.startswith("3 days left to refuse: Heron will train AI on your data from 1 June 2031")
    order(message.body, "3 days left to refuse", literal("Settings > Privacy > AI", form), "https://", "ack 7")
    assert "one more line" not in message.body


def test_the_soonest_day_is_told_first() -> None:
    other = replace(due(14), report=report(OPT_OUT, change_id=8, service=STORK))
    body = written(reminder(other, due(1))).body
    order(body, "Tomorrow: Heron", "In 14 days: Stork")


def test_two_days_of_one_change_are_told_once() -> None:
    message = written(reminder(due(10), due(8, DueKind.DEADLINE)))
    assert message.title == (
        "8 days left to refuse: Heron will train AI on your data from 1 June 2031 — on by default · Privacy Policy"
    )
    assert message.body.count("will train AI") == 1
    assert "In effect from 15 May 2031: in 10 days." in message.body


def test_a_reminder_of_a_first_look_reads_as_one_of_a_change() -> None:
    first = replace(due(8, DueKind.DEADLINE), report=report(replace(OPT_OUT, facts={}), kind=ChangeKind.FIRST))
    message = written(reminder(first))
    assert message.title == "8 days left to refuse: Heron trains AI on your data · Privacy Policy"
    assert "first look" not in message.body
    assert "Heron · Privacy Policy" in message.body


@pytest.mark.parametrize("kind", TroubleKind)
@pytest.mark.parametrize("form", FORMS)
def test_a_trouble_says_what_since_when_and_why(kind: TroubleKind, form: Form) -> None:
    body = written(trouble(kind), form).body
    for part in ("4 May 2031, 09:30 UTC", "Why: no answer in 30 s", "https://heron.example/privacy"):
        assert part in body
    if kind in {TroubleKind.READABLE, TroubleKind.UNREADABLE, TroubleKind.UNDELIVERED}:
        assert "Heron · Privacy Policy" in body


def test_a_kind_of_failure_is_told_in_words_with_its_detail() -> None:
    failed = replace(trouble().troubles[0], reason="http status: the server answered 404")
    alert = Alert(AlertKind.TROUBLE, (), AFTER, troubles=(failed,))
    assert "Why: the server gave no page (the server answered 404)" in written(alert).body
    assert "Grund: der Server gab keine Seite heraus (the server answered 404)" in written(alert, language="de").body


@pytest.mark.parametrize("form", FORMS)
def test_what_a_comparison_leaves_out_is_told_in_the_language_of_the_target(form: Form) -> None:
    before = "\n\n".join(f"Paragraph {number}." for number in range(9))
    rendering = diff.render(diff.compare(before, before + "\n\nOne more."), fold=diff.fold_mark)
    alert = change(report(diff=rendering))
    assert "… 8 Absätze unverändert …" in written(alert, form, language="de").body
    assert "… 8 blocks unchanged …" in written(alert, form).body


def test_recipients_are_named_in_the_language_and_a_part_is_not_named_beside_the_whole() -> None:
    facts = {"recipients": ("Partners", "the archive"), "data": ("messages", "private messages")}
    shares = Finding(Practice.SHARES, Direction.NEW, None, "Partners and the archive read your messages.", facts)
    body = written(change(report(shares)), language="de").body
    assert "Geht an: Partner, the archive" in body
    assert "Daten: Nachrichten\n" in body


@pytest.mark.parametrize("form", FORMS)
def test_a_digest_tells_the_same_by_service_then_the_days_ahead_then_the_troubles(form: Form) -> None:
    other = report(PROMISE_GONE, service=STORK)
    terms = report(terms_type="Terms of Service")
    alert = digest(terms, other, report(OPT_OUT), dues=(due(3),), troubles=trouble().troubles)
    message = written(alert, form)
    assert (
        message.title
        == "Digest: Heron will train AI on your data from 1 June 2031 — on by default · Privacy Policy (+4 more)"
    )
    body = message.body.partition("</ul>")[2] or message.body
    order(
        body,
        "Heron",
        "Heron will train AI on your data",
        "teach our language models",
        "Terms of Service: changed; no clause on AI training touched",
        "Stork",
        "Stork no longer promises",
        "Days ahead",
        "In 3 days: Heron will train",
        "Trouble",
        "cannot be read since",
    )


def test_a_digest_counts_first_looks_that_say_nothing_and_leaves_out_those_at_what_changed() -> None:
    first = report(OPT_OUT, kind=ChangeKind.FIRST)
    silent = [report(kind=ChangeKind.FIRST, service=replace(STORK, id=name, name=name)) for name in ("Crane", "Ibis")]
    message = written(digest(first, report(WIDER), *silent))
    assert "(+" not in message.title
    assert "first look" not in message.body
    assert "Crane" not in message.body
    assert message.body.endswith("2 documents read for the first time say nothing on AI training.")
    only = written(digest(*silent))
    assert only.title == "Digest: Terms monitor: 0 of 2 documents speak of AI training"
    assert only.body == "2 documents read for the first time say nothing on AI training."


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("where", ["https://heron.example/optout", "nest@heron.example"])
def test_an_address_at_which_to_refuse_is_told_once(form: Form, where: str) -> None:
    body = told(replace(OPT_OUT, facts={**OPT_OUT.facts, "control_where": where}), form=form)
    shown = re.sub('href="[^"]*"', "", re.sub("<ul.*</ul>", "", body))
    assert shown.count(where) == (0 if form == "html" else 1)
    assert where in body


def test_a_digest_of_one_thing_has_no_headings() -> None:
    assert "—\n" not in written(digest(report(OPT_OUT))).body


def test_a_mail_is_a_page_that_is_dark_in_the_dark_and_says_first_what_to_do() -> None:
    body = told(WIDER, form="mail", edits=(WIDER_WORDS,))
    page = Balance(body)
    assert page.open == []
    assert {"h1", "blockquote", "del", "ins"} <= page.tags
    assert "prefers-color-scheme: dark" in body
    order(body, "<title>", "Refuse: Settings", "<h1")


def test_a_language_is_spoken_throughout_and_quotes_stay_as_they_are() -> None:
    alert = change(report(replace(WIDER, facts={**WIDER.facts, "data": ("content", "images")}), edits=(WIDER_WORDS,)))
    order(
        written(alert, language="fr").body,
        "Heron entraînera des IA avec davantage de vos données à partir du 1er juin 2031 — activé par défaut",
        "S’opposer : Settings > Privacy > AI, avant le 1er juin 2031 : encore 27 jours",
        "Données : contenus, photos et vidéos",
        "Base légale : intérêt légitime",
        "Avant : « We use [-public-] posts to teach models. »",
        "Nous en sommes sûrs.",
    )
    assert "Refuser" not in written(alert, language="de").body
    order(written(alert, language="de").body, "trainiert ab dem 1. Juni 2031 KI", "„We use [-public-] posts")
    order(written(alert, language="it").body, "addestrerà IA", "dal 1º giugno 2031", "mancano 27 giorni")


def test_times_are_told_in_the_time_zone_of_the_target() -> None:
    body = written(change(report(OPT_OUT)), time_zone="Asia/Tokyo").body
    assert "4 May 2031, 18:30" in body


def test_days_left_are_counted_from_the_day_on_which_it_is_sent() -> None:
    alert = change(report(OPT_OUT))
    assert "before 1 June 2031: 1 day left" in written(alert, now=AFTER + timedelta(days=26)).body
    later = written(alert, now=AFTER + timedelta(days=40)).body
    assert "left" not in later
    assert "In effect: since 1 June 2031" in later
    assert "Heron now trains AI on your data" in later


def test_an_alert_of_every_kind_has_a_title_and_a_body() -> None:
    alerts = {
        AlertKind.CHANGE: change(report(OPT_OUT)),
        AlertKind.BASELINE: baseline(report(kind=ChangeKind.FIRST)),
        AlertKind.REMINDER: reminder(due(3)),
        AlertKind.TROUBLE: trouble(),
        AlertKind.DIGEST: digest(report(OPT_OUT)),
        AlertKind.TEST: trial(),
    }
    assert alerts.keys() == {*AlertKind}
    assert all(written(alert).title and written(alert).body for alert in alerts.values())


def test_a_return_says_to_which_text() -> None:
    back = Alert(AlertKind.CHANGE, (report(kind=ChangeKind.RETURN, severity=Severity.NOTICE, back_to=AFTER),), AFTER)
    assert "Heron · Privacy Policy: went back to the text of 5 May 2031" in written(back).body
    assert due(1).day == date(2031, 5, 6)
