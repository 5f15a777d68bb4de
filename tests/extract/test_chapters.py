from __future__ import annotations

import pytest
from pages import SENTENCE, pdf

from monitor.errors import ExtractError
from monitor.extract import extract, sections
from monitor.records import Page

HTML = "text/html; charset=utf-8"
PROSE = f"<p>{SENTENCE} " + " ".join([SENTENCE] * 5) + "</p>"
NESTED = (
    f"<h1>Legal</h1><h2>Privacy Policy</h2><h3>Data</h3>{PROSE}<h3>Cookies</h3>{PROSE}"
    f"<h2>2. The Club’s Terms of Service</h2><h3>Duties</h3>{PROSE}"
)
FLAT = (
    f"<h2>Privacy Policy</h2>{PROSE}<h2>What we keep</h2>{PROSE}<h2>Cookies</h2>{PROSE}<h2>Contact us</h2>{PROSE}"
    f"<h2>Changes to this policy</h2>{PROSE}<h2>Terms of Service</h2>{PROSE}<h2>Duties</h2>{PROSE}<h2>Fees</h2>{PROSE}"
)


def headings(page: str, section: str, media_type: str = HTML, **how: object) -> list[str]:
    """The short blocks of what is read: headings and what stands for them."""
    declared = Page("", section=section, **how)  # type: ignore[arg-type] # forwards keywords
    text = extract(page.encode(), media_type, "", declared).text
    assert SENTENCE in text
    return [block.lstrip("# ") for block in text.split("\n\n") if len(block) < 60]


def test_a_section_goes_to_the_next_heading_of_the_same_or_a_higher_rank() -> None:
    assert headings(NESTED, "Privacy Policy") == ["Privacy Policy", "Data", "Cookies"]
    assert headings(NESTED, "Cookies") == ["Cookies"]
    assert headings(NESTED + "<h1>Imprint</h1><p>us</p>", "Duties") == ["Duties"]


@pytest.mark.parametrize(
    "written", ["the club's terms of service", "THE CLUB‘S  Terms of Service", "The Club’s", "2. The Club's"]
)
def test_case_quotes_numbers_and_what_follows_the_beginning_make_no_difference(written: str) -> None:
    assert headings(NESTED, written) == ["2. The Club's Terms of Service", "Duties"]


def test_where_all_headings_are_of_one_rank_another_kind_of_document_ends_a_section() -> None:
    own = ["Privacy Policy", "What we keep", "Cookies", "Contact us", "Changes to this policy"]
    assert headings(FLAT, "privacy policy") == own
    assert headings(FLAT, "Terms of Service") == ["Terms of Service", "Duties", "Fees"]
    assert headings(FLAT, "Cookies") == ["Cookies"]


def test_a_higher_heading_ends_a_section_among_headings_of_one_rank() -> None:
    page = "<h1>Club</h1>" + FLAT + "<h1>Imprint</h1><p>us</p>"
    assert headings(page, "Terms of Service") == ["Terms of Service", "Duties", "Fees"]


def test_what_lies_behind_a_tab_or_unfolds_is_found_by_its_title() -> None:
    tabs = (
        "<ul><li><button role=tab aria-controls=p1>Privacy</button><li><a role=tab href='#p2'>Terms</a></ul>"
        f"<div id=p1><h1>A</h1>{PROSE}<h1>B</h1></div><div id=p2 hidden><h2>C</h2>{PROSE}</div>"
    )
    assert headings(tabs, "privacy") == ["A", "B"]
    assert headings(tabs, "terms") == ["C"]
    panel = f"<div id=t>Fees</div><div role=tabpanel aria-labelledby=t><h1>D</h1>{PROSE}</div>{PROSE}"
    assert headings(panel, "Fees") == ["D"]
    details = f"<details><summary>Privacy</summary>{PROSE}</details><details><summary>Terms</summary>{PROSE}</details>"
    assert headings(details, "Terms") == ["Terms"]


def test_a_line_in_bold_stands_for_a_heading_and_so_does_one_of_plain_text() -> None:
    bold = f"<p><b>Privacy Policy</b></p>{PROSE}<p><b>Data</b></p>{PROSE}<p><b>Terms of Service</b></p>{PROSE}"
    assert headings(bold, "Privacy Policy") == ["Privacy Policy", "Data"]
    plain = f"Privacy Policy\n\n{SENTENCE}\n\nTerms of Service\n\n{SENTENCE}"
    assert headings(plain, "privacy policy", "text/plain") == ["Privacy Policy"]
    assert headings(plain, "terms of service", "text/plain") == ["Terms of Service"]


def test_a_pdf_has_sections_too() -> None:
    lines = [SENTENCE, SENTENCE, "That is all."]
    raw = pdf(["Privacy Policy", *lines, "Terms of Service", *lines])
    text = extract(raw, "application/pdf", "", Page("", section="Terms of Service")).text
    assert "Terms of Service" in text
    assert "Privacy Policy" not in text


def test_of_a_table_of_contents_and_the_section_itself_the_section_is_read() -> None:
    page = f"<h2>Privacy Policy</h2><h2>Imprint</h2><h2>Privacy Policy</h2>{PROSE}"
    assert headings(page, "Privacy Policy") == ["Privacy Policy"]


def test_a_section_is_looked_for_in_what_is_selected() -> None:
    page = f"<h2>Privacy Policy</h2><p>menu</p><article><h2>Privacy Policy</h2>{PROSE}<h2>Terms</h2>{PROSE}</article>"
    assert headings(page, "Privacy Policy", select=("article",)) == ["Privacy Policy"]


@pytest.mark.parametrize("section", ["Imprint", "D", "C"])
def test_a_heading_that_is_not_there_or_not_the_only_one_is_told_with_those_there_are(section: str) -> None:
    page = NESTED + f"<h3>Damage</h3>{PROSE}<h2>Costs</h2>{PROSE}"
    with pytest.raises(ExtractError, match="'Legal', 'Privacy Policy', 'Data', 'Cookies'") as caught:
        extract(page.encode(), HTML, "", Page("", section=section))
    assert caught.value.kind == "section not found"


def test_a_page_without_headings_says_so() -> None:
    with pytest.raises(ExtractError, match="no headings at all"):
        extract(PROSE.encode(), HTML, "", Page("", section="Privacy"))


def test_the_separate_policies_of_a_page_are_proposed() -> None:
    assert sections(NESTED.replace("2. ", "").encode(), HTML) == ("Privacy Policy", "The Club's Terms of Service")
    assert sections(FLAT.encode(), HTML) == ("Privacy Policy", "Terms of Service")


def test_the_sections_of_one_policy_are_not_proposed() -> None:
    page = f"<h1>Privacy Policy</h1><h2>Personal information we keep</h2>{PROSE}<h2>Cookies</h2>{PROSE}"
    assert sections(page.encode(), HTML) == ()
    assert sections(f"<h2>1. Privacy</h2>{PROSE}<h2>2. Terms of payment</h2>{PROSE}".encode(), HTML) == ()
    untitled = f"<h2>Personal data we keep</h2>{PROSE}<h2>How personal data is used</h2>{PROSE}"
    assert sections(untitled.encode(), HTML) == ()
    short = f"<h2>Privacy Policy</h2><p>See there.</p><h2>Terms of Service</h2>{PROSE}"
    assert sections(short.encode(), HTML) == ()


TABS = {
    "tabs by their roles": (
        "<div role=tablist><button role=tab aria-controls=a>Privacy Policy</button>"
        "<button role=tab aria-controls=b>Terms of Service</button></div>"
        f"<div role=tabpanel id=a>{PROSE}</div><div role=tabpanel id=b hidden>{PROSE}</div>"
    ),
    "tabs by what scripts are told": (
        "<ul><li><a href='#a' data-toggle=tab>Privacy Policy</a></li>"
        "<li><a href='#b' data-bs-toggle=tab>Terms of Service</a></li></ul>"
        f"<div id=a>{PROSE}</div><div id=b>{PROSE}</div>"
    ),
    "parts that unfold": (
        f"<details><summary>Privacy Policy</summary>{PROSE}</details>"
        f"<details><summary>Terms of Service</summary>{PROSE}</details>"
    ),
}


@pytest.mark.parametrize("page", TABS.values(), ids=TABS.keys())
def test_policies_behind_tabs_and_in_parts_that_unfold_are_proposed_and_read(page: str) -> None:
    assert sections(page.encode(), HTML) == ("Privacy Policy", "Terms of Service")
    declared = Page("", section="Terms of Service")
    assert extract(page.encode(), HTML, "", declared).text.count(SENTENCE) == 6


def test_the_parts_of_one_policy_that_unfold_are_not_proposed() -> None:
    page = "".join(
        f"<details><summary>{name}</summary>{PROSE}</details>" for name in ("Your data", "Cookies", "Rights")
    )
    assert sections(f"<h1>Privacy Policy</h1>{page}".encode(), HTML) == ()
