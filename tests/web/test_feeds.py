from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest
from visiting import Visitor
from world import FORBIDDEN, TRAINING, World

HOSTILE = "We use your ]]> <script>alert(1)</script> & \x07 posts to train our AI models."
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def database_url(sqlite_url: str, tmp_path: Path) -> str:
    """One kind of database is enough: what is asked of it has nothing to do with its kind."""
    return sqlite_url


@pytest.fixture(scope="module")
def visitor(lasting: World) -> Visitor:
    """Somebody who comes when a document has begun to train, and another one to forbid it to others."""
    world = lasting
    world.declare("Terms of Service", "/terms")
    world.serve(path="/terms")
    for extra in ((), (TRAINING,)):
        world.serve(*extra)
        world.look()
        world.pass_time(days=1)
    world.serve(FORBIDDEN, path="/terms")
    world.look()
    return world.visitor()


def read(visitor: Visitor, path: str) -> feedparser.FeedParserDict:
    answer = visitor.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/atom+xml; charset=utf-8")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.bozo_exception
    return feed


def test_a_reader_gets_back_all_that_a_change_is_told_by(visitor: Visitor) -> None:
    feed = read(visitor, "/feeds/all.atom")
    assert (feed.feed.title, feed.feed.author_detail.name) == ("Terms monitor", "Terms monitor")
    assert {link.rel: link.href for link in feed.feed.links} == {
        "self": "http://localhost/feeds/all.atom",
        "alternate": "http://localhost/changes",
    }
    newest, first = feed.entries
    assert first.title == "Larkspur will train AI on your data from 3 November 2025 — on by default · Privacy Policy"
    assert (first.published, first.updated) == ("2025-09-02T12:00:00Z",) * 2
    assert first.links[0].href == "http://localhost/changes/3"
    assert first.links[1].href.endswith("/privacy")
    assert {"alert", "trains", "control", "social"} <= {tag.term for tag in first.tags}
    assert "Settings > Privacy > AI training, before 3 November 2025" in first.summary
    assert "left" not in first.summary + first.content[0].value
    told = first.content[0].value.replace("&gt;", ">")
    assert all(sentence in told for sentence in TRAINING.split(". "))
    assert "xml:lang" in visitor.get("/feeds/all.atom").text
    assert {tag.term for tag in newest.tags} >= {"restricts"}


def test_every_feed_has_what_the_standard_asks_for(visitor: Visitor) -> None:
    root = ET.fromstring(visitor.get("/feeds/all.atom").content)
    for part in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(part.findall(f"{ATOM}{name}")) == 1
        assert part.find(f"{ATOM}id").text.startswith("urn:uuid:")  # type: ignore[union-attr]  # it was counted
    assert len({each.text for each in root.iter(f"{ATOM}id")}) == 3


COUNTS = {
    "services/larkspur.atom": 2,
    "tags/social.atom": 2,
    "practices/trains.atom": 1,
    "practices/shares.atom": 0,
    "all.atom?min_severity=alert": 1,
    "all.atom?min_severity=change": 2,
}


def test_feeds_are_narrowed_by_their_address(visitor: Visitor) -> None:
    assert {path: len(read(visitor, f"/feeds/{path}").entries) for path in COUNTS} == COUNTS
    for path in ("services/heron", "tags/none", "practices/all", "elsewhere"):
        assert visitor.get(f"/feeds/{path}.atom").status_code == 404


def test_pages_lead_to_the_feed_of_what_they_show_in_their_language(visitor: Visitor) -> None:
    leads = {
        "/?practice=trains": "/feeds/practices/trains.atom?lang=en",
        "/?tag=social&lang=it": "/feeds/tags/social.atom?lang=it",
        "/changes?service=larkspur&lang=de": "/feeds/services/larkspur.atom?lang=de",
        "/services/larkspur": "/feeds/services/larkspur.atom?lang=en",
        "/search": "/feeds/all.atom?lang=en",
    }
    for page, feed in leads.items():
        assert f'href="{feed}"' in visitor.get(page).text
        assert visitor.get(feed).status_code == 200


def test_a_feed_speaks_the_language_that_its_address_asks_for_and_no_other(visitor: Visitor) -> None:
    german = read(visitor, "/feeds/practices/trains.atom?lang=de")
    assert (german.feed.title, german.feed.language) == ("Trainiert · " + german.feed.title.partition(" · ")[2], "de")
    assert german.feed.links[0].href == "http://localhost/feeds/practices/trains.atom?lang=de"
    assert german.feed.id != read(visitor, "/feeds/practices/trains.atom?token=secret").feed.id
    assert "secret" not in visitor.get("/feeds/all.atom?token=secret").text
    assert visitor.get("/feeds/all.atom", {"Accept-Language": "fr"}).text == visitor.get("/feeds/all.atom").text


def test_entries_keep_their_names_and_words_as_time_goes_by(visitor: Visitor, lasting: World) -> None:
    before = visitor.get("/feeds/all.atom")
    lasting.pass_time(days=400)
    later = visitor.get("/feeds/all.atom", {"Host": "127.0.0.1:99"})
    assert later.text.replace("http://127.0.0.1:99", "http://localhost") == before.text


def test_it_is_not_sent_twice(visitor: Visitor) -> None:
    first = visitor.get("/feeds/all.atom")
    assert first.headers["last-modified"] == "Wed, 03 Sep 2025 12:00:00 GMT"
    for known in ("If-None-Match", first.headers["etag"]), ("If-Modified-Since", first.headers["last-modified"]):
        again = visitor.get("/feeds/all.atom", dict([known]))
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert visitor.get("/feeds/all.atom", {"If-Modified-Since": "yesterday"}).status_code == 200
    other = {"If-None-Match": 'W/"another"', "If-Modified-Since": first.headers["last-modified"]}
    assert visitor.get("/feeds/all.atom", other).status_code == 200
    earlier = {"If-Modified-Since": "Wed, 03 Sep 2025 11:59:59 GMT"}
    assert visitor.get("/feeds/all.atom", earlier).status_code == 200


def test_whatever_a_page_says_is_text(world: World) -> None:
    world.look()
    world.pass_time(days=1)
    world.serve(HOSTILE)
    world.look()
    answer = world.visitor().get("/feeds/all.atom?min_severity=change")
    (entry,) = feedparser.parse(answer.content, sanitize_html=False).entries
    assert "<script" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in entry.content[0].value


def test_a_feed_of_which_nothing_was_ever_seen_is_one_too(world: World) -> None:
    feed = read(world.visitor(), "/feeds/all.atom")
    assert (feed.entries, feed.feed.updated) == ([], "2020-01-01T00:00:00Z")
