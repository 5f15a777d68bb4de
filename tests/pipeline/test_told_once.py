"""What was told once is not told again because a page flaps, moves, or is declared or read in another way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from servers import Reply
from sqlalchemy import select
from world import POLICY, TRAINING, World, page

from monitor.database.tables import changes as table
from monitor.records import Page, Service, Severity, Target

MOVED = "We have moved to a new office in the old town."


@pytest.fixture
def told(world: World) -> World:
    """A policy with a clause of which everybody was told, a month ago."""
    world.outcome()
    world.serve(TRAINING)
    world.outcome()
    world.webhook.posts.clear()
    world.pass_time(days=30)
    return world


def rename(world: World, terms_type: str, path: str) -> None:
    """Declare the one document under another type, at another address."""
    world.settings = replace(world.settings, declarations=())
    world.declare(terms_type, path)


def test_a_page_that_moved_is_no_news_until_its_text_changes(told: World) -> None:
    told.declare("Privacy Policy", "/legal/privacy")
    told.serve(TRAINING, path="/legal/privacy")
    told.outcome()
    assert told.titles() == []
    told.serve(MOVED, path="/legal/privacy")
    told.target(Target("desk", told.webhook.url, Severity.NOTICE))
    told.outcome()
    assert len(told.titles()) == 1


def test_a_document_that_is_called_otherwise_is_no_news_until_its_text_changes(told: World) -> None:
    rename(told, "Data Policy", "/data")
    told.serve(TRAINING, path="/data")
    told.outcome()
    assert told.titles() == []
    told.serve(TRAINING, "Voice messages are used to train the speech models of our research group.", path="/data")
    told.outcome()
    (title,) = told.titles()
    assert "Larkspur trains AI on more of your data — on by default · Data Policy" in title


def test_a_document_that_is_called_otherwise_and_says_more_is_summed_up(told: World) -> None:
    rename(told, "Data Policy", "/data")
    told.serve(TRAINING, MOVED, path="/data")
    told.outcome()
    assert len(told.titles()) == 1


def test_what_is_known_as_another_document_is_announced_all_the_same(told: World) -> None:
    rename(told, "Data Policy", "/data")
    told.serve(TRAINING, path="/data")
    told.outcome()
    with told.database.reading() as db:
        assert db.scalars(select(table.c.id).where(table.c.alert_id.is_(None))).all() == []


def test_the_same_text_of_another_service_is_news(told: World) -> None:
    told.service = Service("teasel", "Teasel")
    told.declare("Privacy Policy", "/teasel")
    told.serve(TRAINING, path="/teasel")
    told.outcome()
    assert len(told.titles()) == 1


def test_documents_that_are_read_for_the_first_time_together_are_all_summed_up(world: World) -> None:
    world.declare("Data Policy", "/data")
    for path in ("/privacy", "/data"):
        world.serve(TRAINING, path=path)
    world.outcome()
    (post,) = world.webhook.posts
    assert "2 of 2 documents speak" in post["title"]


def test_a_page_read_by_other_selectors_is_no_news(told: World) -> None:
    pages = (Page(told.site.url("/privacy"), select=("main p",)),)
    told.declare("Privacy Policy", pages=pages)
    told.outcome()
    assert told.titles() == []


def test_a_clause_that_flaps_between_texts_never_seen_before_is_an_alert_once(world: World) -> None:
    world.outcome()
    for day in range(6):
        world.pass_time(days=1)
        world.site["/privacy"] = Reply(page(*POLICY, *([] if day % 2 else [TRAINING]), f"Edition of day {day + 1}."))
        world.outcome()
    assert len([title for title in world.titles() if "will train AI" in title]) == 1


def test_a_clause_that_was_gone_for_weeks_is_an_alert_again(world: World) -> None:
    world.outcome()
    for day, clauses in enumerate(([TRAINING], [], [TRAINING])):
        world.pass_time(days=20)
        world.site["/privacy"] = Reply(page(*POLICY, *clauses, f"Edition of day {day + 1}."))
        world.outcome()
    assert len([title for title in world.titles() if "will train AI" in title]) == 2
