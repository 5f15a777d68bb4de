from __future__ import annotations

import pytest
from visiting import Visitor
from world import World


@pytest.fixture
def visitor(world: World) -> Visitor:
    return world.visitor()


def test_a_page_is_not_sent_twice(visitor: Visitor) -> None:
    first = visitor.get("/")
    assert (first.status_code, first.headers["cache-control"]) == (200, "private, no-cache")
    assert "Accept-Language" in first.headers["vary"]
    again = visitor.get("/", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert visitor.get("/", headers={"If-None-Match": first.headers["etag"], "Accept-Language": "fr"}).content


def test_a_page_speaks_the_language_of_whoever_asks_and_its_links_keep_the_one_asked_for(visitor: Visitor) -> None:
    german = visitor.get("/", headers={"Accept-Language": "de-CH"})
    assert '<html lang="de">' in german.text
    assert german.headers["content-language"] == "de"
    assert 'href="/deadlines"' in german.text
    assert 'href="/deadlines?lang=it"' in visitor.get("/?lang=it").text


def test_what_is_not_there_has_a_page_that_says_so_and_does_not_repeat_what_was_asked(visitor: Visitor) -> None:
    answer = visitor.get("/nowhere/%3Cb%3Eseen")
    assert (answer.status_code, "seen" in answer.text) == (404, False)
    assert "<h1>Not found</h1>" in answer.text


def test_large_pages_are_packed_for_those_who_can_unpack_them(visitor: Visitor) -> None:
    assert visitor.get("/", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
