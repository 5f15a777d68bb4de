from __future__ import annotations

import pytest

from monitor.extract import extract
from monitor.extract.filters import LABELS
from monitor.records import Filter, Page, Reading, Tidying

URL = "https://club.example/privacy"
EVERY_LABEL = [(name, label) for name, words in LABELS.items() for labels in words.values() for label in labels]


def read(page: str, *filters: Filter, links: bool = False, **parts: tuple[str, ...]) -> Reading:
    return extract(page.encode(), "text/html; charset=utf-8", URL, Page(URL, filters=filters, **parts), links=links)


def test_parameters_named_are_taken_out_of_the_addresses_of_links() -> None:
    page = "<p>See <a href='/a?ref=1&page=2'>there</a> and <a href='https://[bad?ref=1'>here</a>."
    there = "See [there](https://club.example/a?{}page=2) and here."
    assert read(page, links=True).text == there.format("ref=1&")
    assert read(page, Filter("removeQueryParams", ("ref",)), links=True).text == there.format("")


@pytest.mark.parametrize(("name", "label"), EVERY_LABEL)
def test_a_button_that_prints_or_shares_is_taken_out_in_every_language(name: str, label: str) -> None:
    page = f"<main><p>What is kept.</p><a href=#>{label.capitalize()}</a><p>How long it is kept.</p></main>"
    assert read(page, Filter(name)).text == "What is kept.\n\nHow long it is kept."
    assert label in read(page).text.casefold()


def test_a_link_that_says_more_than_a_button_stays() -> None:
    page = "<p>You may <a href='/x'>share this page with friends</a>.</p>"
    assert "friends" in read(page, Filter("removeShareButton")).text


@pytest.mark.parametrize("name", list(Tidying))
def test_every_name_is_taken_and_leaves_the_text_of_a_plain_page(name: str) -> None:
    page = "<h1>Rules</h1><h2></h2><p>One\u2003two.<img src=/a.png></p>"
    assert read(page, Filter(name)).text == "# Rules\n\nOne two."


@pytest.mark.parametrize("name", LABELS)
def test_the_words_are_of_filters_that_there_are(name: str) -> None:
    assert name in list(Tidying)


def test_filters_come_before_what_is_removed_and_that_before_what_is_selected() -> None:
    page = "<main><p>a</p><button>Print</button><p class=end>b</p><p>c</p></main>"
    assert read(page, Filter("removePrintButton"), remove=("button + p", ".end"), select=("main",)).text == "a\n\nc"
