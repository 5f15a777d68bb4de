from __future__ import annotations

import pytest
from pages import SENTENCE, pdf

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
