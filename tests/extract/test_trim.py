from __future__ import annotations

import pytest
from pages import SENTENCE

from monitor.extract import extract
from monitor.extract.trim import TAILS

POLICY = f"<h1>Privacy</h1><p>{SENTENCE * 9}</p><h2>Data</h2><p>{SENTENCE * 9}</p>"
TEASERS = "".join(f"<h4>Story {at}</h4><p>{SENTENCE} <a href=/{at}>More</a></p>" for at in range(2))


def text(body: str) -> str:
    return extract(f"<html><body>{body}</body></html>".encode(), "text/html").text


@pytest.mark.parametrize("title", [title for titles in TAILS.values() for title in titles])
def test_a_list_of_other_pages_below_the_document_is_left_out(title: str) -> None:
    links = "<div><a href=/a>A new way to plant roses</a></div><div><a href=/b>Feeding birds in winter</a></div>"
    assert text(f"{POLICY}<h3>{title.capitalize()}:</h3>{links}") == text(POLICY)


def test_teasers_of_other_pages_at_the_end_are_left_out() -> None:
    assert text(f"{POLICY}<h3>You may also like</h3>{TEASERS}") == text(POLICY)


def test_what_follows_a_list_of_other_pages_is_kept() -> None:
    related = "<h2>Related articles</h2><p><a href=/a>Roses</a></p><h2>Contact</h2><p>Write to the treasurer.</p>"
    assert text(POLICY + related).endswith("## Contact\n\nWrite to the treasurer.")


def test_a_section_that_only_bears_such_a_title_is_kept() -> None:
    section = f"<h2>Related documents</h2><p>{SENTENCE * 4}</p><p>{SENTENCE * 4}</p><h2>Data</h2><p>{SENTENCE}</p>"
    assert "Related documents" in text(f"<h1>Terms</h1><p>{SENTENCE}</p>{section}")
