from __future__ import annotations

import shutil
import subprocess
from itertools import combinations
from pathlib import Path

import pytest
from pages import SENTENCE, Placed, laid_out, pdf

from monitor.diff import fingerprint
from monitor.errors import ExtractError
from monitor.extract import extract

PDF = "application/pdf"
FRUIT = ("apples", "pears", "plums")
PAGES = [
    ["Garden Club - Rules", f"{n} About {fruit}", f"The club keeps {fruit} for all of its members and it keeps the",
     f"names of those who eat {fruit} in a book. It is read by the treasurer alone.", "She reads it once in a year.",
     f"- {fruit} are picked by the members who planted the trees", f"(a) fallen {fruit} are left to the birds",
     f"Those who take {fruit} by night pay a fee", f"Page {n} of 3"]
    for n, fruit in enumerate(FRUIT, 1)
]  # fmt: skip


def test_paragraphs_are_mended_and_margins_dropped() -> None:
    text = extract(pdf(*PAGES), PDF).text
    assert "for all of its members and it keeps the names of those who eat pears in a book." in text
    assert "Garden Club" not in text
    assert "Page 1" not in text
    assert "\n\n- apples are picked by the members who planted the trees\n\n(a) fallen apples" in text
    assert "\n\n2 About pears\n\nThe club keeps pears" in text


def test_a_pdf_served_as_something_else_is_read() -> None:
    assert "names of those" in extract(pdf(*PAGES), "text/html").text


def test_the_title_is_none_when_the_file_has_none() -> None:
    got = extract(pdf([SENTENCE]), PDF)
    assert (got.text, got.title, got.language) == (SENTENCE, None, "en")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (pdf([""], [""]), "scanned PDF"),
        (b"%PDF-1.4 nothing more", "damaged PDF"),
        (b"no file at all", "damaged PDF"),
        (b"%PDF-" + bytes(20_000_001), "too large"),
        (
            pdf([SENTENCE], extra="/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
                f"/O <{'ab' * 32}> /U <{'cd' * 32}> >> /ID [<{'00' * 16}> <{'00' * 16}>]"),
            "encrypted PDF",
        ),
    ],
)  # fmt: skip
def test_pdfs_that_cannot_be_read_say_why(raw: bytes, kind: str) -> None:
    with pytest.raises(ExtractError) as caught:
        extract(raw, PDF)
    assert caught.value.kind == kind


def text_of(*pages: list[Placed]) -> str:
    return extract(laid_out(*pages), PDF).text


def page(*body: str, top: str = "", bottom: str = "", size: float = 10, small: float = 8) -> list[Placed]:
    """Lines in the middle of a page, between a header and a footer."""
    lines = [(line, 700.0 - 14 * at, size) for at, line in enumerate(body)]
    return [(top, 780.0, small)] * bool(top) + lines + [(bottom, 30.0, small)] * bool(bottom)


BODY = [[f"The club keeps {fruit} for its members all the year.", f"Nobody sells {fruit} by night."] for fruit in FRUIT]


@pytest.mark.parametrize(
    ("bottoms", "top"),
    [
        (["1", "2", "3"], "Garden Club"),
        (["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"], ""),
        (["- 4 -", "- 5 -", "- 6 -"], ""),
        (["Seite 1/3", "Seite 2/3", "Seite 3/3"], "Printed 2026-01-02"),
        (["Garden Club | 1", "Garden Club | 2", "Garden Club | 3"], ""),
        (["Seen by A. Sample. 7", "Seen by A. Sample. 8", "Seen by A. Sample. 9"], ""),
    ],
)
def test_page_numbers_and_running_lines_are_no_text(bottoms: list[str], top: str) -> None:
    pages = [page(*body, top=top, bottom=bottom) for body, bottom in zip(BODY, bottoms, strict=True)]
    assert text_of(*pages) == text_of(*(page(*body) for body in BODY))


def test_a_header_that_names_the_chapter_is_no_text() -> None:
    named = [page(*body, top=f"Garden Club - About {fruit}") for body, fruit in zip(BODY, FRUIT, strict=True)]
    assert text_of(*named) == text_of(*(page(*body) for body in BODY))


@pytest.mark.parametrize("size", [10, 14])
def test_numbered_headings_at_the_top_of_pages_are_text(size: float) -> None:
    text = text_of(*(page(*body, top=f"Article {n}", small=size) for n, body in enumerate(BODY, 1)))
    assert all(f"Article {n}" in text for n in (1, 2, 3))


def test_sentences_at_the_end_of_pages_are_text_and_their_numbers_tell() -> None:
    def ending(*years: int) -> str:
        return text_of(*(pdf_page(body, f"Retention: {n} years.") for body, n in zip(BODY, years, strict=True)))

    def pdf_page(body: list[str], last: str) -> list[Placed]:
        return page(*body, last)

    assert "Retention: 2 years." in ending(2, 2, 2)
    assert "Retention: 3 years." in ending(2, 3, 4)
    assert fingerprint(ending(2, 3, 4)) != fingerprint(ending(3, 4, 5))


def test_a_sentence_that_ends_both_of_two_pages_is_text() -> None:
    assert text_of(*(page(*body, "You may opt out at any time.") for body in BODY[:2])).count("opt out") == 2


@pytest.mark.parametrize("last", ["2026", "12 months"])
def test_a_number_that_ends_a_page_is_text(last: str) -> None:
    assert last in text_of(*(page(*body, last) for body in BODY))


@pytest.mark.parametrize(
    ("first", "second", "within", "expected"),
    [
        ("The club asks third-", "party shops.", "Nothing else is known here.", "asks third-party shops."),
        ("The club keeps tele-", "phones.", "All telephones are kept.", "keeps telephones."),
        ("The club keeps tele-", "graphs, tele-", "All telephones are kept. No telegraphs.", "keeps telegraphs"),
        ("The club asks third-", "party shops.", "A third-party is a shop.", "asks third-party shops."),
        ("It holds for non-", "EU members.", "Others stay.", "non-EU members."),
        ("It holds for pre-", "and post-war trees.", "Others stay.", "pre- and post-war trees."),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_stays_where_it_is_the_words_own(
    first: str, second: str, within: str, expected: str
) -> None:
    assert expected in text_of(page(first, second, within))


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
CHAPTER = """<h2>{number}. About {fruit}</h2><p>The club shares {fruit} with third-party shops and self-service stalls
in non-EU countries, and by tele&shy;commu&shy;nica&shy;tions it tells its well-known and long-term members of
{fruit}.</p><ul><li>Names of {fruit}</li><li>What you plant, water and pick in the garden by day and by night,
across all your beds</li><li>third-party {fruit}</li></ul><p>We keep this for {number} months. You may ask.</p>"""
PLOT = "<h1>Privacy Policy</h1>" + "".join(
    CHAPTER.format(number=n, fruit=fruit) for n, fruit in enumerate(FRUIT * 2, 1)
)


def printed(folder: Path, body: str, style: str) -> str:
    source, target = folder / "page.html", folder / "page.pdf"
    source.write_text(f"<html lang=en><meta charset=utf-8><style>{style}</style><body>{body}", encoding="utf-8")
    command = [CHROMIUM or "", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={target}", source.as_uri()], check=True, capture_output=True, timeout=120
    )
    return extract(target.read_bytes(), PDF).text


@pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed")
def test_a_document_printed_anew_at_another_width_has_the_same_text(tmp_path: Path) -> None:
    styles = [f"body{{width:{width}px}}" for width in (650, 400, 230)]
    styles += ["body{columns:2;column-gap:30px}", "body{font-size:20px;text-align:justify;hyphens:auto}"]
    texts = [printed(tmp_path, PLOT, style) for style in styles]
    assert "\n\n- Names of apples\n\n- What you plant, water and pick" in texts[0]
    assert "with third-party shops and self-service stalls in non-EU countries, and by telecommunications" in texts[0]
    assert all(one == other for one, other in combinations(texts, 2))
