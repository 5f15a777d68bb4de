from __future__ import annotations

import re
import sys

import pytest
from sqlalchemy import delete, update
from visiting import Visitor
from world import FORBIDDEN, POLICY, TRAINING, World

from monitor.database import Database, connect
from monitor.database.tables import changes, findings

HOSTILE = "Read <script>alert(1)</script> **this** [page](javascript:alert(2)) & \u202ethat."
PROMISE = "We never use private messages to train AI."


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return connect(sqlite_url)


def change(world: World) -> Visitor:
    """A document that began to train on posts, and no longer promises what it did."""
    world.serve(PROMISE, FORBIDDEN)
    world.look()
    world.serve(TRAINING, HOSTILE, FORBIDDEN)
    world.pass_time(days=1)
    world.look()
    world.pass_time(days=1)
    return world.visitor()


@pytest.fixture(scope="module")
def changed(lasting: World) -> Visitor:
    return change(lasting)


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>", " ", page).split())


def test_it_says_what_a_change_means_with_quotes_facts_and_both_sides(changed: Visitor) -> None:
    answer = changed.get("/changes/2")
    page = answer.text
    assert answer.status_code == 200
    assert re.search(r"<h1>Larkspur [^<]*train", page)
    assert "Larkspur no longer promises not to train AI on certain data" in page
    assert f"<del>{PROMISE}</del>" in page
    assert "legitimate interest" in words(page)
    assert re.search(r'<mark class="clause trains">\s*<ins>From 3 November 2025', page)
    assert 'id="stop-1"' in page
    assert "3 blocks unchanged" not in page
    assert 'class="fold"' in page


def test_each_finding_leads_to_its_passage_in_the_comparison_and_on_the_page_of_the_version(changed: Visitor) -> None:
    page = changed.get("/changes/2").text
    for stop in re.findall(r'href="#stop-(\d+)"', page):
        assert f'id="stop-{stop}"' in page
    address, fragment = re.findall(r'href="(/versions/\d+)#(clause-\d+)"', page)[0]
    assert f'id="{fragment}"' in changed.get(address).text


def test_the_evidence_of_both_versions_is_on_the_page(changed: Visitor) -> None:
    page = changed.get("/changes/2").text
    assert len(set(re.findall(r"<code>([0-9a-f]{64})</code>", page))) == 4  # two texts, two pages as received
    assert "http://localhost/changes/2" in page
    assert "content-type" in page.lower()


def test_it_says_of_each_clause_whether_the_document_still_says_so_and_leads_to_what_followed(
    world: World,
) -> None:
    changed = change(world)
    assert changed.get("/changes/2").text.count("Says so today") == 2
    world.serve(FORBIDDEN)
    world.look()
    page = changed.get("/changes/2").text
    assert (page.count("Says so today"), page.count("Does not say so in these words today")) == (0, 2)
    assert 'rel="prev" href="/changes/1"' in page
    assert 'rel="next" href="/changes/3"' in page


def test_both_texts_are_shown_in_one_column_too_and_all_unfolded(changed: Visitor) -> None:
    page = changed.get("/changes/2?view=inline&unfolded=1").text
    assert '<div class="diff inline"' in page
    assert '<details class="fold" open>' in page
    assert page.count(POLICY[0]) == 1
    assert changed.get("/changes/2").text.count(POLICY[0]) == 2


def test_no_text_of_a_page_is_markup_in_either_form(changed: Visitor) -> None:
    page, written = changed.get("/changes/2").text, changed.get("/changes/2.md").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page + written
    assert "<script>" not in written
    assert not re.search(r"(?<!\\)\]\(javascript:", written)


def test_a_change_can_be_copied_as_markdown_in_the_language_of_whoever_asks(changed: Visitor) -> None:
    answer = changed.get("/changes/2.md", headers={"Accept-Language": "de"})
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.text.startswith("# Larkspur ")
    assert f"~~{PROMISE}~~" in answer.text
    assert "## Belege" in answer.text
    assert "http://localhost/changes/2\n" in answer.text
    assert len(re.findall("[0-9a-f]{64}", answer.text)) == 4
    again = changed.get("/changes/2.md", headers={"Accept-Language": "de", "If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_first_record_is_compared_with_nothing(changed: Visitor) -> None:
    page = changed.get("/changes/1").text
    assert "nothing is before it" in page
    assert 'href="/versions/1"' in page
    assert changed.get("/changes/1.md").text.count("## ") >= 2


def test_a_change_that_waits_to_be_judged_is_not_said_to_mean_nothing(world: World) -> None:
    changed = change(world)
    with world.database.writing() as db:
        db.execute(update(changes).values(severity=None, reviewed_at=None))
        db.execute(delete(findings))
    page, written = changed.get("/changes/2").text, changed.get("/changes/2.md").text
    assert "<h1>Larkspur · Privacy Policy</h1>" in page
    assert "no clause on AI training touched" not in page + written
    assert "Not judged yet" in page
    assert "(Not judged yet)" in written


def test_a_change_that_is_not_there_is_not_found(changed: Visitor) -> None:
    for number in ("9", "999999999999999999", "99999999999999999999999", "-1"):
        assert changed.get(f"/changes/{number}").status_code == 404


def test_texts_that_cost_too_much_are_not_compared_and_their_quotes_are_shown(
    changed: Visitor, lasting: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgetful = lasting.visitor()
    monkeypatch.setattr(sys.modules["monitor.pipeline.apart"], "WALL_SECONDS", 0.0)
    page = forgetful.get("/changes/2").text
    assert "too large to be compared" in page
    assert PROMISE in page
    assert "##" in forgetful.get("/changes/2.md").text


def test_what_was_compared_once_is_not_compared_again(changed: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    changed.get("/changes/2")
    monkeypatch.setattr(sys.modules["monitor.pipeline.apart"], "WALL_SECONDS", 0.0)
    assert 'id="stop-1"' in changed.get("/changes/2").text


def test_at_the_top_of_a_change_stands_which_later_one_replaced_its_days_and_what_they_are_now(world: World) -> None:
    choice = "If you do not want this, you can opt out under Settings > Privacy until 1 November 2025."
    use = TRAINING.partition(" You can opt out")[0]
    for text in ("", f"{use} {choice}", f"{use} {choice.replace('1 November', '28 October')}"):
        world.serve(*filter(None, [text]))
        world.look()
        world.pass_time(days=1)
    visitor = world.visitor()
    for address in ("/changes/2", "/documents/1", "/changes"):
        page = words(visitor.get(address).text)
        assert (
            "Superseded by change 3: the last day to refuse is no longer 1 November 2025, but 28 October 2025." in page
        )
        assert "until 1 November 2025: " not in page
    assert '<a href="/changes/3">Superseded by change 3' in visitor.get("/changes/2").text
    copied = visitor.get("/changes/2.md").text
    assert copied.index("Superseded by change 3") < copied.index("* Larkspur") < copied.index("until 28 October 2025: ")
    assert "Superseded" not in visitor.get("/changes/3").text
    world.serve(use)
    world.look()
    page = words(visitor.get("/changes/2").text)
    assert "Superseded by change 4: the document no longer names 1 November 2025." in page
    assert "Settings > Privacy, " not in page.partition("What it means")[0]
