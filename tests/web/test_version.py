from __future__ import annotations

import re
from hashlib import sha256

import pytest
from sqlalchemy import update
from visiting import Visitor
from world import TRAINING, World

from monitor.database import Database, connect
from monitor.database.tables import blobs, documents, services, snapshots, versions

HOSTILE = "Read <img src=x onerror=alert(1)> this."


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return connect(sqlite_url)


def read(world: World) -> Visitor:
    """A document that trains on posts."""
    world.serve(HOSTILE, TRAINING)
    world.look()
    return world.visitor()


@pytest.fixture
def visitor(world: World) -> Visitor:
    return read(world)


@pytest.fixture(scope="module")
def reader(lasting: World) -> Visitor:
    return read(lasting)


def test_the_text_is_shown_with_its_clauses_marked_and_led_to(reader: Visitor) -> None:
    shown = reader.get("/versions/1").text
    places = re.findall(r'href="#(clause-\d+)"', shown)
    assert len(set(places)) == 2
    assert all(shown.count(f'id="{place}"') == 1 for place in places)
    assert re.search(r'<mark class="clause trains" id="clause-\d+">From 3 November 2025', shown)
    assert "&lt;img src=x" in shown
    assert "<img" not in shown
    assert 'href="/changes/1"' in shown


def test_text_and_original_are_had_as_they_are_stored(reader: Visitor) -> None:
    text, original = reader.get("/versions/1/text"), reader.get("/versions/1/original/0")
    assert TRAINING in text.text
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert HOSTILE.replace("<", "&lt;").replace(">", "&gt;") in original.text
    assert original.headers["content-type"] == "application/octet-stream"
    assert original.headers["content-disposition"] == 'attachment; filename="version-1-0.html"'
    assert original.headers["content-security-policy"].startswith("sandbox;")
    assert original.headers["x-content-type-options"] == "nosniff"
    shown = reader.get("/versions/1").text
    assert all(sha256(answer.content).hexdigest() in shown for answer in (text, original))


def test_hashes_are_computed_again_when_asked_for(reader: Visitor) -> None:
    assert "has this hash" not in reader.get("/versions/1").text
    assert reader.get("/versions/1?verify=1").text.count("✓ has this hash") == 2


def test_what_has_not_its_hash_any_more_is_told(visitor: Visitor, world: World) -> None:
    with world.database.writing() as db:
        db.execute(update(blobs).values(data=b"torn"))
    shown = visitor.get("/versions/1?verify=1").text
    assert shown.count("✗ does not have this hash") == 2
    assert "Not everything that is kept has the hash" in shown
    assert "The stored text is damaged or gone" in shown


def test_an_original_that_was_let_go_leaves_its_hash(visitor: Visitor, world: World) -> None:
    with world.database.writing() as db:
        address = db.scalar(snapshots.select().with_only_columns(snapshots.c.body_sha256))
        db.execute(update(blobs).where(blobs.c.sha256 == address).values(data=b""))
    shown = visitor.get("/versions/1?verify=1").text
    assert f"<code>{address}</code>" in shown
    assert "let go" in shown
    assert visitor.get("/versions/1/original/0").status_code == 404


def test_nothing_that_came_with_a_page_is_markup(visitor: Visitor, world: World) -> None:
    script = "<script>alert(1)</script>"
    with world.database.writing() as db:
        hostile = {"final_url": f"javascript:alert(1)//{script}", "media_type": script, "headers": [[script, script]]}
        db.execute(update(snapshots).values(hostile))
        db.execute(update(versions).values(title=script, method=script, language='"><script>'))
        db.execute(update(services).values(name=script))
        db.execute(update(documents).values(terms_type=script))
    for address in ("/versions/1?verify=1", "/changes/1?unfolded=1"):
        shown = visitor.get(address).text
        assert "&lt;script&gt;alert(1)" in shown
        assert shown.count("<script") == 1  # ours
        assert 'href="javascript:' not in shown
    assert not re.search(r"(?<!\\)<script", visitor.get("/changes/1.md").text)
    name = visitor.get("/versions/1/original/0").headers["content-disposition"]
    assert name == 'attachment; filename="version-1-0.bin"'


def test_a_text_in_which_nothing_was_found_says_so(world: World) -> None:
    world.look()
    assert "No clause on AI training was found" in world.visitor().get("/versions/1").text


def test_what_is_not_there_is_not_found(reader: Visitor) -> None:
    for path in ("/versions/7", "/versions/7/text", "/versions/1/original/1", "/versions/999999999999999999"):
        assert reader.get(path).status_code == 404
