from __future__ import annotations

import pytest
from pages import SENTENCE, policy

from monitor.extract import extract, extract_shown, visible
from monitor.records import Page

HTML = "text/html; charset=utf-8"


def test_scripts_and_markup_are_no_visible_words() -> None:
    plain = visible(b"<title>T</title><p>one two", HTML)
    assert plain == visible(b"<title>T</title><script>x()</script><div class=a>one <b>two</b></div>", HTML)
    assert plain != visible(b"<title>T</title><p>one three", HTML)
    assert plain != visible(b"<title>U</title><p>one two", HTML)


def test_what_shows_no_words_says_nothing_of_them() -> None:
    assert visible(b"<script>build()</script>", HTML) is None
    assert visible(b"%PDF-1.7", "application/pdf") is None
    assert visible(b"\x89PNG", "image/png") is None


@pytest.mark.parametrize("page", [Page(""), Page("", remove=("h1",)), Page("", select=("p",))])
def test_a_page_read_and_looked_at_at_once_gives_what_each_gives(page: Page) -> None:
    raw = policy(inside=f"<script>x()</script><h1>Rules</h1><p>{SENTENCE}</p>")
    assert extract_shown(raw, HTML, "", page) == (extract(raw, HTML, "", page), visible(raw, HTML))


def test_the_words_shown_say_nothing_of_a_text_in_the_data_of_a_page_or_in_a_file() -> None:
    raw = f"<p>Loading<template><p>{SENTENCE * 20}</template>".encode()
    assert extract_shown(raw, HTML, "", Page("")) == (extract(raw, HTML), None)
    plain = SENTENCE.encode()
    assert extract_shown(plain, "text/plain", "", Page("")) == (extract(plain, "text/plain"), None)
