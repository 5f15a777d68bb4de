from __future__ import annotations

import pytest
from alerts import HOSTILE
from markdown_it import MarkdownIt
from markupsafe import Markup

from monitor.alert import forms
from monitor.alert.forms import FORMS, Form, Ready


def shown(markdown: str) -> str:
    """The text that a Markdown reader sees, joiners aside, and every tag that is not a paragraph."""
    html = MarkdownIt("commonmark").render(markdown)
    return Markup(html.replace("<p>", "").replace("</p>", "")).unescape().strip().replace("\u2060", "")


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "# no heading",
        "- no item",
        "+ no item",
        "> no quotation",
        "1. no list",
        "12) no list",
        "===",
        "~~kept~~ and _plain_ and snake_case and 2 * 3",
        "![picture](https://heron.example/x.png) <https://heron.example>",
        r"a \* backslash",
        "&amp; &#35; & alone",
        "Ünïcode – “quoted” 日本語",
    ],
)
def test_page_text_in_markdown_reads_as_the_text_itself(text: str) -> None:
    assert shown(forms.escape_markdown(text)) == text


def test_words_without_signs_are_left_alone() -> None:
    plain = "Settings > Privacy (the one in snake_case), see mail@heron.example & 3 - 2."
    assert forms.escape_markdown(plain) == plain


@pytest.mark.parametrize("call", ["@everyone", "@here", "<!channel>", "<@U123>", "<#C1>", "<@&42>"])
def test_a_text_calls_nobody(call: str) -> None:
    defused = forms.defuse(f"hello {call} there")
    assert call not in defused
    assert defused.replace("\u2060", "") == f"hello {call} there"


def test_a_mail_address_is_no_call() -> None:
    assert forms.defuse("privacy+ai@heron.example") == "privacy+ai@heron.example"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_writes_values_as_text_and_never_as_template(form: Form) -> None:
    body = forms.render("trial", form, product="{{ 7*7 }}{% if %}<b>", sent="now")
    assert "49" not in body
    assert "{{ 7" in body
    assert {"text": " %}<b>", "markdown": " %}\\<b>", "html": " %}&lt;b&gt;"}[form] in body


def test_a_fragment_that_is_ready_is_not_escaped_again() -> None:
    assert forms.render("trial", "markdown", product=Ready("**x**"), sent="").startswith(
        "This is a trial message of **x**"
    )
    assert "<b>x</b>" in forms.render("trial", "html", product=forms.ready("<b>x</b>", "html"), sent="")


def test_a_fragment_in_markdown_calls_nobody_either() -> None:
    assert "@here" not in forms.ready("**@here**", "markdown")


def test_a_fragment_in_markdown_has_no_entities_that_a_chat_would_show() -> None:
    fragment = forms.ready("Terms &amp; &lt;b&gt; &amp;lt; **more**", "markdown")
    assert fragment == "Terms & \\<b\\> &\u2060lt; **more**"
    assert shown(fragment) == "Terms & <b> &lt; <strong>more</strong>"


def test_lost_and_gained_words_are_told_apart_without_markup_too() -> None:
    assert forms.mark_edits("we <del>do not</del><ins>may</ins>") == (
        "we <del><span hidden>[-</span>do not<span hidden>-]</span></del>"
        "<ins><span hidden>{+</span>may<span hidden>+}</span></ins>"
    )


def test_signs_that_steer_the_display_are_taken_out() -> None:
    assert forms.clean("a\u202eb\x1b[31mc\x00d\ud800e\r\nf\tg") == "ab[31mcde\nf\tg"


def test_a_text_becomes_one_line() -> None:
    assert forms.line(" one\n\n two\tthree ") == "one two three"


def test_a_link_cannot_be_ended_by_its_address() -> None:
    assert forms.address("https://h.example/a b(c)?d=<e>") == "https://h.example/a%20b%28c%29?d=%3Ce%3E"


def test_only_web_addresses_become_links() -> None:
    assert forms.address("javascript:alert(1)") == ""
