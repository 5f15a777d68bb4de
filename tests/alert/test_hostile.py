"""Pages say what they like: in no form and no language does it do anything but stand there."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import pytest
from alerts import AFTER, BEFORE, HOSTILE, change, digest, report, written
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markup import Balance

from monitor.alert.voice import LANGUAGES
from monitor.records import Alert, AlertKind, Direction, Due, DueKind, Finding, Practice, Segment, Trouble, TroubleKind

JOINER = "\u2060"
PARTS = [
    *"*_~`[]()<>!@#&|\\{}%-+=:.;/\"' \n\t",
    *("\u202e", "\u200f", "\u2066", "\u0007", "\ud800", "\ufeff", "\u2060"),
    *("```", "~~", "**", "---", "](", "<!channel>", "<!here|x>", "<@U123>", "<#C1>", "@everyone", "@here", "<@&42>"),
    *("<script>", "</p>", "<img src=x onerror=y>", "<!--", "-->", "]]>", "&lt;", "&#60;", "&amp;", "</style>"),
    *("{{ 1111*1111 }}", "{% raw %}", "{#", "{0}", "{day}", "%s", "<https://evil.example|https://heron.example>"),
    *(
        "[x](javascript:alert(1))",
        "https://evil.example/x",
        "word",
        "Ärger",
        "私",
        "mail@heron.example",
        "1. ",
        "> ",
        "# ",
    ),
]
pages = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)
languages = st.sampled_from(LANGUAGES)
LINKS = {"https://heron.example/privacy"}


def alert(said: str) -> Alert:
    """An alert in which a page says a text wherever it can."""
    facts = {"control": "opt-out", "control_where": said, "recipients": (said,), "data": (said,), "date": said}
    told = report(
        Finding(Practice.SHARES, Direction.WIDER, f"a {said}", f"b {said}", facts),
        Finding(Practice.DENIES, Direction.NEW, None, said),
        still_dated=said,
        twins=(said,),
        before_id=3,
        told_before=BEFORE,
        edits=((Segment(-1, "a "), Segment(1, "b "), Segment(0, said)), ()),
    )
    due = Due(DueKind.DEADLINE, AFTER.date(), 0, told)
    return digest(told, dues=(due,), troubles=(Trouble(TroubleKind.UNREADABLE, "Heron", BEFORE, said),))


def visible(text: str) -> str:
    """What a reader sees of a text: no blanks, and nothing that steers the display."""
    return "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Zs"})


def links(found: list[str | None]) -> set[str | None]:
    """The links that are not to the page, or to an address at which a text says that people can refuse."""
    return {link for link in found if not re.match(r"(https://(heron|evil)\.example|mailto:)[^\s<>\"]*$", link or "")}


@given(pages, languages)
@example(HOSTILE, "en")
@settings(max_examples=40, deadline=None)
def test_html_holds_our_tags_and_no_others(said: str, language: str) -> None:
    chat, mail = (written(alert(said), form, language=language).body for form in ("html", "mail"))
    page = Balance(chat)
    assert page.open == []
    assert page.tags <= {"p", "b", "s", "i", "a", "br", "blockquote", "code"}
    assert page.attributes <= {"href"}
    assert links(page.links) == set()
    page = Balance(mail)
    assert page.open == []
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert page.attributes <= {"href", "style", "class", "lang", "role", "charset", "name", "content"}
    assert links(page.links) == set()
    assert visible(said) in visible(unescape(re.sub(r"<[^>]*>", "", chat)))


@given(pages, languages)
@example(HOSTILE, "fr")
@example(".@everyone_", "de")
@settings(max_examples=40, deadline=None)
def test_markdown_shows_the_text_and_marks_and_links_nothing_in_it(said: str, language: str) -> None:
    body = written(alert(said), "markdown", language=language).body
    html = MarkdownIt("commonmark").enable("strikethrough").render(body)
    page = Balance(html)
    assert page.tags <= {"p", "strong", "s", "a", "ul", "li", "blockquote", "code", "hr", "br"}
    assert links(page.links) == set()
    assert not re.search(r"@(everyone|here)\b|<[!@#&]", body)
    assert visible(said) in visible(unescape(re.sub(r"<[^>]*>", "", html)))


@given(pages, languages)
@example(HOSTILE, "de")
@settings(max_examples=40, deadline=None)
def test_in_slack_only_our_links_stand_between_angle_brackets(said: str, language: str) -> None:
    body = written(alert(said), "slack", language=language).body
    bracketed = re.findall(r"<([^>]*)>", body)
    assert links([found.partition("|")[0] for found in bracketed]) == set()
    assert all("|" in found for found in bracketed)
    assert "<" not in re.sub(r"<[^<>]*>", "", body)
    assert not re.search(r"@(everyone|here|channel)\b", body)
    assert visible(said) in visible(unescape(re.sub(r"\n?> ", "", body)).replace("> ", "")) or ">" in said


@pytest.mark.parametrize("form", ["text", "markdown", "slack", "html", "mail"])
@given(said=pages, language=languages)
@settings(max_examples=20, deadline=None)
def test_nothing_that_steers_the_display_or_fills_a_template_is_left(form: str, said: str, language: str) -> None:
    message = written(alert(said), form, language=language)  # type: ignore[arg-type]
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff\x00-\x08\ud800-\udfff]", message.body)
    assert "1234321" not in message.body
    assert "\n" not in message.title
    message.body.encode()


@given(said=pages, limit=st.integers(1, 4_000))
@settings(max_examples=10, deadline=None)
def test_what_pages_say_never_makes_a_message_too_long_or_leaves_a_tag_open(said: str, limit: int) -> None:
    for form in ("text", "markdown", "slack", "html", "mail"):
        body = written(alert(said), form, limit=limit).body  # type: ignore[arg-type]
        assert len(body) <= limit
        if form in {"html", "mail"}:
            assert Balance(body).open == []


def test_a_reminder_of_a_hostile_clause_has_a_title_of_ours() -> None:
    told = Alert(AlertKind.REMINDER, (), AFTER, alert(HOSTILE).dues)
    assert written(told).title == (
        "Last day to refuse: Heron lets others train AI on more of your data — on by default · Privacy Policy"
    )
    assert change(report()).kind is AlertKind.CHANGE
