from __future__ import annotations

import pytest
from alerts import HOSTILE
from markdown_it import MarkdownIt
from markupsafe import Markup

from monitor.alert import forms
from monitor.alert.forms import Form
from monitor.records import Segment


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


@pytest.mark.parametrize(
    "call", ["@everyone", "@here", "_@everyone", ".@everyone_", "word@here", "<!channel>", "<@U123>", "<#C1>", "<@&42>"]
)
def test_a_text_calls_nobody(call: str) -> None:
    defused = forms.defuse(f"hello {call} there")
    assert call not in defused
    assert defused.replace("\u2060", "") == f"hello {call} there"


def test_a_mail_address_is_no_call() -> None:
    for address in ("privacy+ai@heron.example", "privacy@here.example"):
        assert forms.defuse(address) == address


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a *b* _c_ ~d~ `e`", "a ⁠*⁠b⁠*⁠ ⁠_⁠c⁠_⁠ ⁠~⁠d⁠~⁠ ⁠`⁠e⁠`⁠"),
        ("snake_case 2*3", "snake_case 2*3"),
        ("> no quotation", "⁠&gt; no quotation"),
        ("<!channel> <@U1> <https://x|y> &amp;", "&lt;⁠!channel&gt; &lt;⁠@⁠U1&gt; &lt;https://x|y&gt; &amp;amp;"),
    ],
)
def test_page_text_in_slacks_markdown_marks_nothing_and_calls_nobody(text: str, written: str) -> None:
    assert forms.escape_slack(text) == written


RUNS = (Segment(0, "We <use> "), Segment(1, "all * "), Segment(0, "posts."))


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("text", "We <use> {+all *+} posts."),
        ("markdown", "We \\<use> **all** \\* posts."),
        ("slack", "We &lt;use&gt; *all* ⁠*⁠ posts."),
        ("html", "We &lt;use&gt; <b>all *</b> posts."),
        ("mail", None),
    ],
)
def test_words_are_marked_in_each_form_and_stay_text(form: Form, written: str | None) -> None:
    marked = forms.marked(RUNS, form)
    assert written in {None, marked}
    assert "<use>" not in marked or form in {"text", "markdown"}


def test_marks_at_the_ends_of_a_run_stay_outside_where_they_would_undo_it() -> None:
    runs = (Segment(0, "posts"), Segment(1, ", notes"), Segment(0, " teach"), Segment(1, "."))
    assert forms.marked(runs, "slack") == "posts, *notes* teach."
    assert forms.marked(runs, "markdown") == "posts, **notes** teach."
    assert forms.marked(runs, "text") == "posts{+, notes+} teach{+.+}"


def test_in_slack_a_mark_inside_a_word_stands_apart() -> None:
    assert forms.marked((Segment(0, "un"), Segment(-1, "happy")), "slack") == "un\u2009~happy~"


def test_a_command_stands_out_and_ends_where_it_ends() -> None:
    assert forms.code_in("markdown")("show 'a`b'") == "`show 'a'b'`"
    assert forms.code_in("slack")("show <a>") == "`show &lt;a&gt;`"
    assert forms.code_in("text")("show") == "show"


def test_a_fragment_in_markdown_calls_nobody_either() -> None:
    assert "@here" not in forms.ready("**@here**", "markdown")


def test_a_fragment_in_markdown_has_no_entities_that_a_chat_would_show() -> None:
    fragment = forms.ready("Terms &amp; &lt;b&gt; &amp;lt; **more**", "markdown")
    assert fragment == "Terms & \\<b\\> &\u2060lt; **more**"
    assert shown(fragment) == "Terms & <b> &lt; <strong>more</strong>"


def sign(sign: str) -> str:
    return f'<span style="display:none;mso-hide:all">{sign}</span>'


def test_lost_and_gained_words_are_told_apart_without_markup_too() -> None:
    assert forms.mark_edits("we <del>do not</del><ins>may</ins>") == (
        f"we <del>{sign('[-')}do not{sign('-]')}</del><ins>{sign('{+')}may{sign('+}')}</ins>"
    )


def test_signs_that_steer_the_display_are_taken_out() -> None:
    assert forms.clean("a\u202eb\x1b[31mc\x00d\ud800e\r\nf\tg") == "ab[31mcde\nf\tg"


def test_a_text_becomes_one_line() -> None:
    assert forms.line(" one\n\n two\tthree ") == "one two three"


def test_a_link_cannot_be_ended_by_its_address() -> None:
    assert forms.address("https://h.example/a b(c)?d=<e>") == "https://h.example/a%20b%28c%29?d=%3Ce%3E"


def test_a_links_target_calls_nobody() -> None:
    assert forms.address("https://h.example/@everyone/@heron") == "https://h.example/%40everyone/@heron"


def test_only_web_and_mail_addresses_become_links() -> None:
    assert forms.address("mailto:a@heron.example") == "mailto:a@heron.example"
    assert forms.address("javascript:alert(1)") == ""
