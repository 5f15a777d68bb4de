from __future__ import annotations

import re

import pytest
from pages import SENTENCE, policy

from monitor.errors import ExtractError
from monitor.extract import extract, join
from monitor.records import Page, Range, Reading

HTML = "text/html; charset=utf-8"
URL = "https://club.example/legal/privacy"


def text(page: bytes | str, **how: object) -> str:
    raw = page.encode() if isinstance(page, str) else page
    return extract(raw, HTML, URL, Page(URL, **how)).text  # type: ignore[arg-type] # forwards keywords


def test_headings_lists_tables_and_paragraphs_become_markdown() -> None:
    page = """<h1>Rules</h1><p>First<br>second</p><h2>Lists</h2><ul><li>one<ul><li>inner</li></ul></li><li><p>two</p>
    <p>more of two</p></li></ul><table><tr><th>What<th>Why</tr><tr><td>A | B<td>good <b>reasons</b></tr></table>"""
    assert text(page) == (
        "# Rules\n\nFirst\nsecond\n\n## Lists\n\n- one\n\n  - inner\n\n- two\n\n  more of two\n\n"
        "| What | Why |\n| --- | --- |\n| A \\| B | good reasons |"
    )


def test_text_next_to_a_list_in_a_list_item_gets_no_second_dash() -> None:
    assert text("<ul><li><ul><li>a</li></ul>b</li><li>c</li></ul>") == "- a\n\n  b\n\n- c"


def test_heading_levels_are_counted_without_gaps() -> None:
    assert text("<h2>A</h2><p>x</p><h4>B</h4><p>y</p>") == text("<h1>A</h1><p>x</p><h2>B</h2><p>y</p>")


def test_a_table_that_lays_out_a_page_is_no_table() -> None:
    cell = SENTENCE * 20
    assert text(f"<table><tr><td>{cell}</td><td>{cell}</td></tr></table>") == f"{cell}\n\n{cell}"


def test_a_table_keeps_its_caption() -> None:
    table = "<table><caption>Who gets it</caption><tr><th>Name<th>Place</tr><tr><td>Quill<td>Ireland</tr></table>"
    assert text(table) == "Who gets it\n\n| Name | Place |\n| --- | --- |\n| Quill | Ireland |"


def test_an_empty_cell_keeps_the_others_in_their_columns() -> None:
    table = "<table><tr><th></th><th>Free<th>Team</tr><tr><td>Letters<td>&nbsp;</td><td>read</tr></table>"
    assert text(table) == "|  | Free | Team |\n| --- | --- | --- |\n| Letters |  | read |"


def test_a_cell_over_several_columns_stands_in_the_first_and_one_over_several_rows_in_each() -> None:
    table = """<table><tr><th colspan="3">Letters</tr><tr><td rowspan="2">Post<td>kept<td>1 year</tr>
    <tr><td>read<td>never</tr><tr><td>Fax<td rowspan=" 9 ">kept<td colspan="x">2 years</tr></table>"""
    assert text(table) == (
        "| Letters |  |  |\n| --- | --- | --- |\n| Post | kept | 1 year |\n| Post | read | never |\n"
        "| Fax | kept | 2 years |"
    )


@pytest.mark.parametrize("span", ["0", "-1", "1.5", "99999999", "9" * 400, "٣"])
def test_a_cell_that_claims_to_be_endless_is_none(span: str) -> None:
    wide = text(f'<table><tr><td colspan="{span}">a<td>b</tr><tr><td rowspan="{span}">c<td>d</tr></table>')
    assert len(wide) < 200
    assert [cell.strip() for cell in wide.splitlines()[0].split("|") if cell.strip()] == ["a", "b"]


def test_a_table_of_wide_and_high_cells_grows_by_no_more_than_it_says() -> None:
    wide = text("<table><tr>" + '<td colspan="30">a' * 200 + "</tr></table>")
    assert wide.splitlines()[0].count("|") < 300
    high = text(f'<table><tr><td rowspan="30">{SENTENCE * 10}<td>b</tr>' + "<tr><td>c</tr>" * 29 + "</table>")
    assert high.count(SENTENCE.strip()) == 10


def test_empty_lines_end_a_paragraph_of_text_as_it_was_typed() -> None:
    assert text("<pre>One line,\nand on.\n\n  <b>Two</b>\n \nThree</pre>") == "One line, and on.\n\nTwo\n\nThree"


def test_two_line_breaks_end_a_paragraph() -> None:
    assert text("one<br><br>two") == "one\n\ntwo"


def test_invisible_characters_and_odd_spaces_make_no_difference() -> None:
    assert text("<p>a\u00adb\u200bc&nbsp;&nbsp;d\n e</p>") == "abc d e"


@pytest.mark.parametrize(
    "page",
    [
        "<title>T</title><p>kept",
        "<html><head><title>T</title><body><p>kept",
        "<head><title>T</title><div><p>kept<p>",
        "<title>T</title><ul><li>kept",
    ],
)
def test_pages_with_tags_left_out_are_read(page: str) -> None:
    got = extract(page.encode(), HTML)
    assert got.title == "T"
    assert "kept" in got.text


@pytest.mark.parametrize(
    "frame",
    [
        "<nav><a href=/>Start</a> FRAME</nav>",
        "<footer>FRAME</footer>",
        "<aside>FRAME</aside>",
        "<div role=navigation>FRAME</div>",
        "<div role='alert'>FRAME</div>",
        "<div aria-live=polite>FRAME</div>",
        "<div class=site-menu>FRAME</div>",
        "<div class='navBar main'>FRAME</div>",
        "<div style='position:absolute; left: -9999px'>FRAME " + "mmWW " * 40 + "</div>",
        "<div hidden>FRAME</div>",
        "<div aria-hidden=true>FRAME</div>",
        "<div style='display:none'>FRAME</div>",
        "<div class=cookie-notice><p>" + SENTENCE + " FRAME</p><button>Fine</button></div>",
        "<div id=consent><p>" + SENTENCE * 6 + " FRAME</p><button>Yes</button><button>No</button></div>",
        "<div role=dialog><p>" + SENTENCE * 6 + " FRAME</p><button>Yes</button><button>No</button></div>",
        "<div aria-modal=true><p>" + SENTENCE * 6 + " FRAME</p><button>Yes</button><button>No</button></div>",
        "<div><a href=#a>FRAME one</a> <a href=#b>two</a> <a href=#c>three</a></div>",
        "<form><input><label>FRAME</label></form>",
        "<script>FRAME</script><style>FRAME</style><noscript>FRAME</noscript><svg><text>FRAME</text></svg>",
        "<!-- FRAME -->",
    ],
)
def test_what_stands_around_the_document_is_dropped(frame: str) -> None:
    clean = text(policy())
    assert SENTENCE in clean
    assert text(policy(after=frame)) == clean
    assert text(policy(inside=frame)) == clean


def test_what_stands_before_the_title_is_dropped_but_for_a_date() -> None:
    page = (
        policy()
        .replace(b"<main>", b"")
        .replace(b"</main>", b"")
        .replace(b"<h1>", b"<p>Spring sale!</p><p>Effective 3 March 2026</p><h1>")
    )
    assert text(page).startswith("Effective 3 March 2026\n\n# Privacy Policy")


def test_a_long_text_before_the_title_is_kept() -> None:
    assert text(f"<p>{SENTENCE}</p><h1>Annex</h1><p>Short.</p>").startswith(SENTENCE)


def test_names_that_lie_cost_no_text() -> None:
    inside = f"<div class='menu sidebar'><p>{SENTENCE} Kept.</p></div><footer><h1>Kept</h1></footer>"
    assert text(policy(inside=inside)).count("Kept") == 2
    assert "Note" in text(policy(inside="<div class='md:menu toc-[x]'>Note</div>"))
    assert "Note" in text(policy(inside="<div id=menu>Note</div>"))


def test_collapsed_sections_are_kept() -> None:
    assert "Hidden rule" in text(policy(inside="<details><summary>More</summary>Hidden rule</details>"))
    assert "Hidden rule" in text(
        policy(inside="<button aria-controls=p1>More</button><div id=p1 hidden>Hidden rule</div>")
    )
    assert "Hidden rule" in text(policy(inside=f"<div style='display:none'><p>Hidden rule. {SENTENCE}</p></div>"))


@pytest.mark.parametrize("phrase", ["3 days ago", "vor 2 Wochen", "il y a 5 jours", "12 out of 40 found this helpful"])
def test_words_that_change_by_themselves_are_dropped(phrase: str) -> None:
    assert text(policy(inside=f"<p>{phrase}</p>")) == text(policy())


def test_words_that_change_by_themselves_are_dropped_from_plain_text_too() -> None:
    rules = f"{SENTENCE}\n\n{SENTENCE}"
    assert extract(f"Updated 3 days ago\n\n{rules}".encode(), "text/plain").text == rules


def test_a_heading_is_kept_though_it_looks_like_a_count() -> None:
    assert "## 4 Comments" in text(policy(inside=f"<h2>4 Comments</h2><p>{SENTENCE}</p>"))


def test_a_rule_about_time_is_kept() -> None:
    rule = "Accounts that were closed 3 years ago are erased, and so are all of the pictures and letters in them."
    assert rule in text(policy(inside=f"<p>{rule}</p>"))


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("/a?x=1&utm_source=mail&gclid=2#top", "https://club.example/a?x=1"),
        ("b", "https://club.example/legal/b"),
        ("mailto:x@club.example", "mailto:x@club.example"),
    ],
)
def test_links_are_absolute_and_without_what_follows_people(href: str, address: str) -> None:
    assert extract(f"<a href='{href}'>a</a>".encode(), HTML, URL, links=True).text == f"[a]({address})"


@pytest.mark.parametrize("href", ["#c", "javascript:void(0)", "http://[bad"])
def test_what_leads_to_no_other_page_is_no_link(href: str) -> None:
    assert extract(f"<a href='{href}'>a</a>".encode(), HTML, URL, links=True).text == "a"


def test_links_start_from_the_base_that_a_page_names() -> None:
    page = b"<base href='/other/'><a href=b>b</a>"
    assert extract(page, HTML, URL, links=True).text == "[b](https://club.example/other/b)"


def test_links_are_written_as_markdown_when_asked_for_and_are_no_part_of_the_text() -> None:
    page = (
        "<h1>Rules</h1><p>Fill in <a href='/form?utm_id=x'> this <b>form</b></a>, or <a href='#c'>see below</a>.</p>"
        "<ul><li><a href=/b>All of it</a></ul>"
        "<table><tr><th>Who<th>Where</tr><tr><td>We<td><a href=/w>A | B</a></table>"
        "<a href=/whole><p>One block</p><p>and another</p></a><p><a href=/ago>Updated</a> 3 days ago"
    )
    expected = (
        "# Rules\n\nFill in [this form](https://club.example/form), or see below.\n\n"
        "- [All of it](https://club.example/b)\n\n"
        "| Who | Where |\n| --- | --- |\n| We | [A \\| B](https://club.example/w) |\n\nOne block\n\nand another"
    )
    got = extract(page.encode(), HTML, URL, links=True)
    assert got.text == expected
    assert extract(page.encode(), HTML, URL).text == re.sub(r"\[(.*?)\]\(.*?\)", r"\1", expected)


@pytest.mark.parametrize(
    ("raw", "media_type"),
    [
        ("<p>naïve café</p>".encode(), "text/html"),
        (b"\xef\xbb\xbf" + "<p>naïve café</p>".encode(), "text/html; charset=iso-8859-1"),
        ("<p>naïve café</p>".encode("utf-16"), "text/html"),
        ("<p>naïve café</p>".encode("cp1252"), "text/html; charset=ISO-8859-1"),
        (b"<meta charset=iso-8859-15>" + "<p>naïve café</p>".encode("iso-8859-15"), "text/html"),
        ("<p>naïve café</p>".encode("cp1252"), "text/html"),
        ("<p>naïve café</p>".encode("cp1252"), "text/html; charset=no-such-charset"),
        ("<p>naïve café</p>".encode("cp1252"), "text/html; charset=hex"),
        (b"<meta charset=utf-16><p>na&iuml;ve caf&eacute;</p>", "text/html"),
    ],
)
def test_bytes_are_decoded_as_browsers_do(raw: bytes, media_type: str) -> None:
    assert extract(raw, media_type).text == "naïve café"


def test_what_cannot_be_decoded_is_no_error() -> None:
    assert extract(b"<p>a\x81\xfe b</p>", "text/html; charset=utf-8").text.startswith("a")


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        (b"<div>" * 60_000, "too deep"),
        (b"<p>" * 3_000_000, "too large"),
        (b"<p>" + b"".join(b"<i id=%d>" % n for n in range(3000)) + b"<p>x" * 3000, "too deep"),
    ],
)
def test_hostile_pages_are_refused_unparsed(page: bytes, kind: str) -> None:
    with pytest.raises(ExtractError) as caught:
        extract(page, HTML)
    assert caught.value.kind == kind


def test_deep_pages_keep_their_text() -> None:
    assert text("<div>" * 2000 + "deep" + "</div>" * 2000 + "<p>after</p>") == "deep\n\nafter"


def test_many_flat_tags_are_no_nesting() -> None:
    assert text("<p>x</p><p>y</p>" * 6000).count("x") == 6000


def test_a_frameset_has_no_text() -> None:
    assert text("<frameset><frame src=a></frameset>") == ""


def test_selected_parts_come_in_the_order_given_and_only_once() -> None:
    page = "<div class=b>B<div class=b>inner</div></div><nav class=a>A</nav>"
    assert text(page, select=[".a", ".b"]) == "A\n\nB\n\ninner"


def test_removing_comes_before_selecting() -> None:
    assert text("<div><p>a</p><p class=x>b</p></div>", select=["div"], remove=[".x", ".none"]) == "a"
    assert text("<p>a</p><p class=x>b</p>", remove=[".x"]) == "a"


RANGED = "<section><h2 id=one>One</h2><p>a</p></section><section>loose<h2 id=two>Two</h2><p>b</p></section><p>c</p>"


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Range(start_before="#one", end_before="#two"), "# One\n\na\n\nloose"),
        (Range(start_after="#one", end_before="#two"), "a\n\nloose"),
        (Range(start_after="#one", end_after="#two"), "a\n\nloose\n\n# Two"),
        (Range(start_before="#two"), "# Two\n\nb\n\nc"),
        (Range(end_before="#two"), "# One\n\na\n\nloose"),
        (Range(start_after="#two", end_after="body > p"), "b\n\nc"),
    ],
)
def test_ranges_begin_and_end_where_they_say(part: Range, expected: str) -> None:
    assert text(RANGED, select=[part]) == expected


def test_a_range_can_be_removed() -> None:
    assert text(RANGED, remove=[Range(start_before="#one", end_before="#two")]) == "# Two\n\nb\n\nc"


@pytest.mark.parametrize(
    ("select", "kind"),
    [
        ([".none"], "selector matches nothing"),
        ([Range(start_before=".none", end_before="#two")], "selector matches nothing"),
        ([Range(start_before="#two", end_before="#one")], "selector matches nothing"),
        ([Range(start_after="body > p")], "selector matches nothing"),
        (["#empty"], "selector matches nothing"),
        (["p["], "invalid selector"),
        ([Range(start_before="::", end_before="p")], "invalid selector"),
    ],
)
def test_selectors_that_give_nothing_are_errors(select: list[str | Range], kind: str) -> None:
    with pytest.raises(ExtractError) as caught:
        text(RANGED + "<i id=empty></i>", select=select)
    assert caught.value.kind == kind


def test_selections_that_partly_match_are_read() -> None:
    assert text(RANGED, select=[".none", "body > p"]) == "c"


def test_the_language_is_the_texts_not_what_the_page_says() -> None:
    german = (
        "<html lang=en><p>Wir nutzen die Angaben der Mitglieder nicht für andere Zwecke, und sie werden gelöscht.</p>"
    )
    assert extract(german.encode(), HTML).language == "de"
    assert extract(b"<html lang=fr-CA><p>1234</p>", HTML).language == "fr"
    assert extract(b"<p>1234</p>", HTML).language is None


def test_pages_are_joined_in_order() -> None:
    first, second = Reading("one", "en", None), Reading("two", "en", "T")
    assert join([first]) is first
    assert join([first, Reading(""), second]) == Reading("one\n\ntwo", "en", "T")


def test_plain_text_is_read_as_paragraphs() -> None:
    got = extract(b"one\r\nline\r\n\r\n\r\ntwo", "text/plain")
    assert got.text == "one\nline\n\ntwo"


@pytest.mark.parametrize("media_type", ["image/png", "application/json", ""])
def test_other_media_types_are_refused(media_type: str) -> None:
    with pytest.raises(ExtractError) as caught:
        extract(b"\x89PNG", media_type)
    assert caught.value.kind == "wrong media type"


def test_a_page_without_media_type_is_known_by_its_markup() -> None:
    assert extract(b"<p>a", "application/octet-stream").text == "a"


def prose(title: str = "Privacy Policy") -> str:
    return f"<h1>{title}</h1>" + "".join(f"<p>{SENTENCE} So says rule {number}.</p>" for number in range(8))


def versions(*attributes: str) -> str:
    parts = (f"<div class='part x{at}' {said}>{prose(f'Part {at}')}</div>" for at, said in enumerate(attributes))
    return f"<main>{''.join(parts)}</main>"


def test_of_documents_side_by_side_the_one_that_is_shown_is_read() -> None:
    page = versions("style='display: none'", "style='display:block'", "style='display: none;'")
    assert "Part 1" in text(page)
    assert "Part 0" not in text(page)
    assert "Part 2" not in text(page)


@pytest.mark.parametrize(
    "page",
    [
        versions("style='display: none'", "style='display: none'"),
        versions("", "role=tabpanel style='display: none'"),
        "<a href='#two'>More</a>" + versions("id=one", "id=two style='display: none'"),
        "<button aria-controls=two>More</button>" + versions("id=one", "id=two style='display: none'"),
        versions("", "style='display: none'").replace("<div class='part x1'", "<h2>More</h2><div class='part x1'"),
    ],
    ids=["all hidden", "a tab", "a link opens it", "a button opens it", "below a heading"],
)
def test_what_a_page_can_open_is_read(page: str) -> None:
    assert "Part 0" in text(page)
    assert "Part 1" in text(page)


def test_a_menu_spelt_out_as_paragraphs_is_left_out_and_a_few_links_are_not() -> None:
    menu = "".join(f"<div><a href=/{at}>Page number {at}</a></div>" for at in range(12))
    few = "".join(f"<div><a href=/{at}>Our rule {at}</a></div>" for at in range(4))
    assert "Page number" not in text(f"<main>{prose()}</main><div><p>More</p>{menu}</div>")
    assert "Our rule 3" in text(f"<main>{prose()}{few}</main>")


@pytest.mark.parametrize(
    "names", ["class='modal modal-cookies'", "id=cookieBox role=dialog", "id=onetrust-consent-sdk", "class=cky-modal"]
)
def test_a_consent_dialog_is_left_out_even_with_a_title_and_more_words_than_the_policy(names: str) -> None:
    said = "<p>We and others store what we like to store on your machine, for as long as we like.</p>" * 9
    dialog = f"<div {names}><h1>Cookies</h1>{said}<button>Yes</button></div>"
    assert text(f"<main><h1>Imprint</h1><p>{SENTENCE}</p></main>{dialog}") == f"# Imprint\n\n{SENTENCE}"


def test_a_policy_on_cookies_is_no_dialog() -> None:
    buttons = "<button>Settings</button><button>Print</button>"
    assert SENTENCE in text(f"<div class='page cookie-policy'>{prose('Cookie policy')}{buttons}</div>")


def test_what_measures_fonts_is_no_text() -> None:
    probes = "<span>mmMwWLliI0fiflO&amp;1</span><div>" + "word " * 80 + "</div>"
    assert text(f"{prose()}{probes}") == text(prose())


def test_the_space_between_two_words_stays_wherever_it_stands() -> None:
    assert text("<p>see<b> </b><a href=/x>this</a><i></i>one</p>") == "see thisone"


def test_quotation_marks_are_straight() -> None:
    assert text("<p>“We don’t”, „nein“</p>") == '"We don\'t", "nein"'
