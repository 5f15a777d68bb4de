"""A comparison as people read it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from monitor.diff import Summary, compare, render, summary
from monitor.records import Hunk, Rendering

BEFORE = "# Logs\n\nKept for 30 days.\n\nold words go\n\none\n\ntwo\n\nthree\n\nfour"
AFTER = "# Logs\n\nKept for 60 days.\n\nbrand-new sentence\n\none\n\ntwo\n\nthree\n\nfour"
NASTY = st.lists(
    st.sampled_from(
        [
            "a",
            "b",
            " ",
            "\n",
            "\n\n",
            "*",
            "_",
            "~~",
            "#",
            "- ",
            "1. ",
            "|",
            "<b>",
            "&",
            "[x](y)",
            "`",
            "\\",
            "\r",
            "\u2028",
            "\x1b[1m",
        ]
    ),
    max_size=30,
).map("".join)


def test_no_hunks_give_empty_strings() -> None:
    assert render(()) == Rendering("", "", "")


def test_the_text_has_a_mark_before_each_line_and_marks_around_changed_words() -> None:
    assert render(compare(BEFORE, AFTER)).text.split("\n") == [
        "  # Logs",
        "  Kept for [-30-]{+60+} days.",
        "- old words go",
        "+ brand-new sentence",
        "  one",
        "  … 3 blocks unchanged …",
    ]


def test_the_markdown_strikes_out_what_is_lost_and_makes_bold_what_is_gained() -> None:
    assert render(compare(BEFORE, AFTER)).markdown.split("\n\n") == [
        r"\# Logs",
        "Kept for ~~30~~ **60** days.",
        "~~old words go~~",
        "**brand-new sentence**",
        "one",
        "_… 3 blocks unchanged …_",
    ]


def test_the_html_is_a_section_of_paragraphs() -> None:
    assert render(compare(BEFORE, AFTER)).html.split("\n") == [
        '<section class="diff">',
        '<p class="kept"># Logs</p>',
        '<p class="changed">Kept for <del>30</del><ins>60</ins> days.</p>',
        '<p class="lost"><del>old words go</del></p>',
        '<p class="gained"><ins>brand-new sentence</ins></p>',
        '<p class="kept">one</p>',
        '<p class="fold">… 3 blocks unchanged …</p>',
        "</section>",
    ]


def test_the_context_is_the_number_of_unchanged_blocks_on_each_side() -> None:
    before, after = "one\n\ntwo\n\nthree", "one\n\ntwo\n\nthree\n\nfour"
    assert render(compare(before, after), context=0).text == "  … 3 blocks unchanged …\n+ four"
    assert render(compare(before, after), context=2).text == "  … 1 block unchanged …\n  two\n  three\n+ four"
    assert render(compare(before, after), context=9).text == "  one\n  two\n  three\n+ four"


def test_a_fold_between_two_changes_counts_what_it_hides() -> None:
    text = render(compare("old\n\na\n\nb\n\nc\n\nd\n\nold", "new\n\na\n\nb\n\nc\n\nd\n\nnew")).text
    assert text.count("2 blocks unchanged") == 1


def test_a_comparison_without_changes_is_one_fold() -> None:
    assert render(compare("one\n\ntwo", "one\n\ntwo")).text == "  … 2 blocks unchanged …"


def test_page_text_cannot_become_html() -> None:
    html = render((Hunk(None, "<script>alert(\"x\" & 'y')</script>"),)).html
    assert "<script" not in html
    assert "&lt;script&gt;alert(&quot;x&quot; &amp; &#x27;y&#x27;)&lt;/script&gt;" in html


def test_page_text_cannot_become_markdown() -> None:
    page = "*a* _b_ `c` [d](e) ~~f~~ <g> | h \\\n# i\n- j\n1. k\n> l\n==="
    markdown = render((Hunk(page, page),), context=0).markdown + render((Hunk(None, page),)).markdown
    assert r"\*a\* \_b\_ \`c\` \[d\](e) \~\~f\~\~ &lt;g&gt; \| h \\" in markdown
    lines = [line.removeprefix("**").removesuffix("**") for line in markdown.split("\n")[1:]]
    assert lines == [r"\# i", r"\- j", r"1\. k", "&gt; l", r"\==="]


def test_the_marks_of_markdown_stay_within_a_line_and_beside_the_words() -> None:
    assert render((Hunk("one \n\n  two", None),)).markdown == "~~one~~ \n\n~~two~~"


def test_an_indented_line_does_not_become_code() -> None:
    assert render((Hunk(None, "    - nested"),)).markdown == r"**\- nested**"


def test_each_line_of_a_block_has_its_mark_whatever_ends_the_line() -> None:
    text = render((Hunk(None, "one\r\ntwo\u2028+ three\x85four\n\nfive"),)).text
    assert text.splitlines() == ["+ one", "+ two", "+ + three", "+ four", "+ ", "+ five"]
    assert "one<br>two" in render((Hunk(None, "one\ntwo"),)).html


def test_what_could_drive_a_terminal_or_turn_the_reading_direction_is_left_out() -> None:
    shown = render((Hunk(None, "a\x1b[2Jb\u202ec\x00\ud800"),))
    assert shown.text == "+ a[2Jbc"
    assert shown.html.encode()


def test_differences_in_markup_and_spelling_of_quotes_are_shown_as_kept() -> None:
    before = "- You don't see the [page](/a?x=1) for ten days"
    after = "* You don’t  see the [page](/b) for six days"
    assert render(compare(before, after)).text == "  * You don’t  see the [page](/b) for [-ten-]{+six+} days"


def test_white_space_at_the_edge_of_an_edit_stands_outside_the_marks() -> None:
    text = "We keep all of it"
    assert render(compare(text, text + " for you")).text == "  We keep all of it {+for you+}"
    assert render(compare(text + " for you", text)).text == "  We keep all of it [-for you-]"
    assert render(compare("keep this one thing", "keep one thing")).text == "  keep [-this-] one thing"


def test_a_word_is_never_cut() -> None:
    assert render(compare("You may opt-out of it at 1,000.50 now", "You may opt-in of it at 1,000.75 now")).text == (
        "  You may [-opt-out-]{+opt-in+} of it at [-1,000.50-]{+1,000.75+} now"
    )


def test_a_sentence_put_between_two_is_marked_as_a_whole() -> None:
    before = "We keep it. We sell it."
    assert render(compare(before, "We keep it. We like it much. We sell it.")).text in {
        "  We keep it. {+We like it much.+} We sell it.",
        "  We keep it{+. We like it much+}. We sell it.",
    }


def test_a_gained_block_without_words_is_no_change() -> None:
    hunks = (Hunk("text", "text"), Hunk(None, "---"))
    assert render(hunks).text == "  … 2 blocks unchanged …"
    assert summary(hunks) == Summary()


def test_a_summary_counts_words_and_blocks() -> None:
    assert summary(compare(BEFORE, AFTER)) == Summary(words_gained=3, words_lost=4, blocks_changed=3)
    assert summary(()) == Summary(0, 0, 0)


def test_a_summary_counts_no_punctuation() -> None:
    assert summary((Hunk(None, "Yes, we - can."),)) == Summary(3, 0, 1)


@given(NASTY, NASTY)
def test_every_line_of_the_text_begins_with_a_mark(before: str, after: str) -> None:
    assert all(line.startswith(("- ", "+ ", "  ")) for line in render(compare(before, after)).text.splitlines())


@given(NASTY, NASTY)
def test_the_html_holds_no_tag_but_ours(before: str, after: str) -> None:
    tags = re.findall(r"<[^>]*>", render(compare(before, after), context=9).html)
    ours = r'</?(?:section|p|del|ins|br)(?: class="(?:diff|kept|lost|gained|changed|fold)")?>'
    assert all(re.fullmatch(ours, tag) for tag in tags)


@given(NASTY)
def test_a_kept_block_leaves_no_live_markdown(page: str) -> None:
    markdown = render((Hunk(page, page), Hunk("x", None))).markdown.removesuffix("~~x~~")
    unescaped = re.sub(r"\\.", "x", markdown)
    assert not re.search(r"[*_`\[~|<]", unescaped)
    assert not re.search(r"^(?:[#+=-]| {4}|\t|\d+[.)])", unescaped, re.MULTILINE)
