from __future__ import annotations

import re
from pathlib import Path

import pytest
from servers import Reply
from visiting import Visitor
from world import POLICY, TRAINING, World

from monitor.pipeline import make_searchable
from monitor.records import Service


@pytest.fixture
def database_url(sqlite_url: str, tmp_path: Path) -> str:
    """One kind of database is enough: what each finds is told by the tests of the store."""
    return sqlite_url


@pytest.fixture(scope="module")
def visitor(lasting: World) -> Visitor:
    """Somebody who comes when a clause has come and gone."""
    world = lasting
    for extra in ((TRAINING,), ("We also show your <b>drawings</b>.",)):
        world.serve(*extra)
        world.look()
        world.pass_time(days=10)
    make_searchable(world.database)
    return world.visitor()


def marked(page: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", page)


def test_what_was_said_once_is_found_with_its_words_marked_and_the_days_on_which_it_was_seen(visitor: Visitor) -> None:
    page = visitor.get('/search?q="generative+AI"+train*').text
    assert marked(page) == ["train", "generative AI", "training"]
    assert "Not in these words any more" in page
    assert '<time datetime="2025-09-01">1 September 2025</time>' in page
    assert 'href="/versions/1#:~:text=train"' in page
    assert "<h2>1 passage</h2>" in page


def test_what_is_said_today_is_told_apart_and_pages_text_is_never_markup(visitor: Visitor) -> None:
    page = visitor.get("/search?q=drawings").text
    assert "In these words today" in page
    assert "&lt;b&gt;<mark>drawings</mark>&lt;/b&gt;" in page


def test_it_is_narrowed_by_what_stands_in_the_form_and_the_form_keeps_it(visitor: Visitor) -> None:
    page = visitor.get("/search?q=larkspur&practice=trains&service=larkspur&since=2025-08-01&until=2025-09-02").text
    assert "<h2>1 passage</h2>" in page
    for kept in ('value="trains" selected', 'value="larkspur" selected', 'value="2025-08-01"', 'value="larkspur"'):
        assert kept in page
    assert "<h2>No passage</h2>" in visitor.get("/search?q=larkspur&practice=shares").text
    assert "<h2>1 passage</h2>" in visitor.get("/search?q=larkspur&present=1&lang=en").text


def test_what_makes_no_sense_narrows_nothing_and_is_shown_as_it_was_typed(visitor: Visitor) -> None:
    page = visitor.get('/search?q="><script>larkspur&practice=all&since=yesterday&after=x').text
    assert "<script>larkspur" not in page
    assert 'value="&#34;&gt;&lt;script&gt;larkspur"' in page
    assert "<h2>No passage</h2>" in page
    assert "Left out, as this page does not know what it means: practice=all, since=yesterday" in page
    assert "Left out" not in visitor.get("/search?since=2025-09-01&practice=trains").text
    assert "<h2>" not in visitor.get("/search").text


def test_more_than_a_page_is_read_on_to_its_end(world: World) -> None:
    world.service = Service("larkspur", "Larkspur")
    world.serve(*(f"Larkspur, paragraph {number}. {POLICY[0] * 30}" for number in range(45)))
    world.look()
    make_searchable(world.database)
    visitor, address, found = world.visitor(), "/search?q=paragraph&lang=de", list[str]()
    for _ in range(3):
        page = visitor.get(address).text
        found += re.findall(r"paragraph</mark> (\d+)", page)
        ahead = re.search(r'rel="next" href="([^"]*)"', page)
        address = ahead[1].replace("&amp;", "&") if ahead else ""
    assert (found, address) == ([str(number) for number in range(45)], "")


def test_of_a_document_that_cannot_be_read_nobody_knows_what_it_says_today(world: World) -> None:
    world.serve(TRAINING)
    world.look()
    make_searchable(world.database)
    visitor = world.visitor()
    assert "Says so today, in the same words." in visitor.get("/changes/1").text
    world.site["/privacy"] = Reply("no", status=503)
    world.pass_time(days=1)
    world.look()
    page = visitor.get("/search?q=larkspur").text
    assert "In these words when it was last read" in page
    assert "In these words today" not in page
    page = visitor.get("/changes/1").text
    assert "Said so when it was last read, in the same words." in page
    assert "Says so today" not in page


def test_texts_that_cannot_be_searched_yet_are_told_of(world: World) -> None:
    world.look()
    assert "cannot be searched yet" in world.visitor().get("/search?q=larkspur").text
