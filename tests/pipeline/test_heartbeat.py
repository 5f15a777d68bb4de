from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from servers import Reply
from world import World

from monitor.pipeline import Heartbeat

PING = "/ping/very-secret"


@pytest.fixture
def beating(world: World) -> World:
    """One that has a heartbeat, and whose document was read."""
    world.site[PING] = Reply(status=204)
    world.settings = replace(world.settings, heartbeat=world.site.url(PING))
    world.look()
    return world


def beat(world: World, heartbeat: Heartbeat) -> int:
    """Give the address the chance to be asked for after a look, and say how often it was in all."""
    asyncio.run(heartbeat.beat(world.database, world.settings, world.now))
    return [request.path for request in world.site.log].count(PING)


def test_the_address_is_asked_for_once_after_each_look(beating: World) -> None:
    heartbeat = Heartbeat()
    assert [beat(beating, heartbeat), beat(beating, heartbeat)] == [1, 1]
    beating.pass_time(hours=6)
    assert beat(beating, heartbeat) == 2


def test_it_is_not_while_no_document_can_be_read(beating: World) -> None:
    beating.site["/privacy"] = Reply("gone", status=410)
    beating.look()
    heartbeat = Heartbeat()
    assert beat(beating, heartbeat) == 0
    beating.serve()
    beating.look()
    beating.pass_time(hours=1)
    assert beat(beating, heartbeat) == 1


def test_an_address_that_fails_is_told_once_without_its_secret(
    beating: World, caplog: pytest.LogCaptureFixture
) -> None:
    heartbeat = Heartbeat()
    beating.site[PING] = Reply("no", status=404)
    with caplog.at_level(logging.INFO, "monitor"):
        for _ in range(3):
            beating.now += timedelta(hours=1)
            beat(beating, heartbeat)
        assert [record.getMessage().rpartition(": ")[2] for record in caplog.records] == ["http status 404"]
        beating.site[PING] = Reply("fine")
        beating.pass_time(hours=1)
        beat(beating, heartbeat)
    assert "answers again" in caplog.text
    assert "secret" not in caplog.text


def test_one_in_a_private_network_is_asked_for_only_where_pages_there_may_be(
    beating: World, caplog: pytest.LogCaptureFixture
) -> None:
    heartbeat = Heartbeat()
    fetch = replace(beating.settings.fetch, allow_private_networks=False)
    beating.settings = replace(beating.settings, fetch=fetch)
    assert beat(beating, heartbeat) == 0
    assert "refused address" in caplog.text
