"""What cannot be read is told once, and once when it can be again; what is our own network's matter only as that."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from servers import Reply
from sqlalchemy import select
from world import POLICY, World, page

from monitor.database import Database
from monitor.database.tables import alerts, deliveries
from monitor.pipeline.troubles import tell_of_troubles
from monitor.records import AlertKind, Page, Service, Target, TroubleKind

HOSTS = ("a.example", "b.example")
UNREADABLE = (TroubleKind.UNREADABLE, "Larkspur · Privacy Policy")
READABLE = (TroubleKind.READABLE, "Larkspur · Privacy Policy")
OFFLINE, ONLINE = [(TroubleKind.OFFLINE, "")], [(TroubleKind.ONLINE, "")]
BLIND = [[(TroubleKind.BLIND, "")]]
GONE = Reply("gone", status=410)
WALL = Reply("<html><title>Just a moment...</title><h1>Verify that you are human</h1></html>")


class Network:
    """Names that lead to loopback, while there is a network at all."""

    def __init__(self) -> None:
        self.is_down = False
        self.lost: set[str] = set()

    async def resolve(self, host: str, port: int) -> Sequence[str]:
        await asyncio.sleep(0)
        if self.is_down or host in self.lost:
            raise socket.gaierror(socket.EAI_NONAME, f"no such name: {host}:{port}")
        return ["127.0.0.1"]


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def many(world: World, network: Network) -> World:
    """Four documents on two hosts, read and summed up."""
    world.resolve = network.resolve
    for number in range(3):
        declare(world, number, HOSTS[number % 2])
    world.declare("Privacy Policy", pages=(Page(f"http://{HOSTS[0]}:{world.site.port}/privacy"),))
    world.outcome()
    return world


def declare(world: World, number: int, host: str) -> None:
    world.declare(f"Guideline {number}", pages=(Page(f"http://{host}:{world.site.port}/{number}"),))
    world.serve(f"This is guideline {number}.", path=f"/{number}")


def queued(world: World, target: str = "desk") -> list[list[tuple[TroubleKind, str]]]:
    """Of each alert on troubles that was queued for a target, what it tells of which."""
    query = select(alerts.c.details).join(deliveries).where(alerts.c.kind == AlertKind.TROUBLE)
    with world.database.reading() as db:
        found = db.scalars(query.where(deliveries.c.target == target).order_by(alerts.c.id)).all()
    return [[(TroubleKind(each["kind"]), each["subject"]) for each in details["troubles"]] for details in found]


def details(world: World) -> list[dict[str, object]]:
    """The first trouble of each alert."""
    with world.database.reading() as db:
        found = db.scalars(select(alerts.c.details).where(alerts.c.details.is_not(None)).order_by(alerts.c.id)).all()
    return [each["troubles"][0] for each in found]


def pass_days(world: World, days: int, then: Callable[[], object] = lambda: None) -> None:
    """A look a day."""
    for _ in range(days):
        world.pass_time(days=1)
        world.look()
        then()


def test_a_document_that_cannot_be_read_for_days_is_one_notice_and_one_when_it_is_back(world: World) -> None:
    world.look()
    world.site["/privacy"] = GONE
    pass_days(world, 3)
    assert queued(world) == []
    pass_days(world, 3)
    assert queued(world) == [[UNREADABLE]]
    world.serve()
    pass_days(world, 2)
    assert queued(world) == [[UNREADABLE], [READABLE]]
    world.site["/privacy"] = GONE
    pass_days(world, 4)
    assert queued(world) == [[UNREADABLE], [READABLE], [UNREADABLE]]


def test_a_notice_says_since_when_and_why(world: World) -> None:
    world.look()
    began = world.now + timedelta(days=1)
    world.site["/privacy"] = GONE
    pass_days(world, 4)
    world.serve()
    pass_days(world, 1)
    lost, back = details(world)
    assert lost == {
        "kind": "unreadable",
        "subject": "Larkspur · Privacy Policy",
        "since": began.isoformat(),
        "reason": "http status: the server answered 410",
        "url": world.site.url("/privacy"),
        "count": 1,
    }
    assert back["since"] == began.isoformat()


@pytest.mark.parametrize("answer", [GONE, WALL])
def test_a_document_that_was_never_read_is_told_of_whatever_comes_in_its_place(world: World, answer: Reply) -> None:
    world.site["/privacy"] = answer
    pass_days(world, 4)
    assert queued(world) == [[UNREADABLE]]


def test_after_how_long_people_are_told_can_be_said(world: World) -> None:
    world.settings = replace(world.settings, unreadable_after=3600.0)
    world.site["/privacy"] = GONE
    world.look()
    world.pass_time(hours=1)
    world.look()
    assert queued(world) == [[UNREADABLE]]


def test_many_documents_at_once_are_one_notice(many: World) -> None:
    for path in ("/privacy", "/0", "/1"):
        many.site[path] = GONE
    pass_days(many, 5)
    (told,) = queued(many)
    assert {kind for kind, _ in told} == {TroubleKind.UNREADABLE}
    assert [name.partition(" · ")[2] for _, name in told] == ["Guideline 0", "Guideline 1", "Privacy Policy"]


def test_a_target_hears_of_troubles_with_the_documents_it_asked_for_if_it_asked_for_any(world: World) -> None:
    (desk,) = world.settings.targets
    world.target(
        desk,
        Target("deaf", desk.url, troubles=False),
        Target("elsewhere", desk.url, tags=("chat",)),
        Target("teasel", desk.url, services=("teasel",)),
    )
    world.service = Service("teasel", "Teasel")
    world.declare("Guidelines", "/teasel")
    world.site["/privacy"] = world.site["/teasel"] = GONE
    pass_days(world, 4)
    teasel = (TroubleKind.UNREADABLE, "Teasel · Guidelines")
    assert queued(world) == [[UNREADABLE, teasel]]
    assert queued(world, "teasel") == [[teasel]]
    assert queued(world, "deaf") == queued(world, "elsewhere") == []


def test_a_document_that_is_declared_no_more_is_nobodys_trouble(many: World) -> None:
    many.site["/privacy"] = GONE
    pass_days(many, 1)
    kept = tuple(each for each in many.settings.declarations if each.terms_type != "Privacy Policy")
    many.settings = replace(many.settings, declarations=kept)
    pass_days(many, 4)
    assert queued(many) == []


def test_where_nothing_can_be_read_that_is_one_notice_and_one_when_it_is_over(many: World, network: Network) -> None:
    network.is_down = True
    pass_days(many, 1)
    began = many.now
    pass_days(many, 5)
    assert queued(many) == [OFFLINE]
    network.is_down = False
    pass_days(many, 5)
    assert queued(many) == [OFFLINE, ONLINE]
    begins, ends = details(many)
    assert (begins["since"], begins["reason"], begins["count"]) == (began.isoformat(), "dns", 4)
    assert (ends["since"], ends["count"]) == (began.isoformat(), 4)


def test_documents_that_fall_silent_one_after_the_other_are_the_networks_matter_too(
    many: World, network: Network
) -> None:
    network.is_down = True
    for number, told in enumerate(([], [], [OFFLINE])):
        many.pass_time(minutes=30)
        many.look([f"larkspur/Guideline {number}"])
        assert queued(many) == told


def test_where_one_host_alone_is_silent_that_is_its_own_matter(many: World, network: Network) -> None:
    declare(many, 3, HOSTS[0])
    many.look()
    network.lost.add(HOSTS[0])
    silent = ["larkspur/Guideline 0", "larkspur/Guideline 2", "larkspur/Guideline 3"]
    many.pass_time(days=1)
    many.look(silent)
    assert queued(many) == []
    pass_days(many, 3)
    (told,) = queued(many)
    assert {kind for kind, _ in told} == {TroubleKind.UNREADABLE}


def test_where_any_page_answers_in_that_pass_the_network_is_there(many: World, network: Network) -> None:
    many.declare("Privacy Policy", "/privacy")
    many.site["/privacy"] = GONE
    network.is_down = True
    pass_days(many, 2)
    assert queued(many) == []


def test_documents_that_failed_before_do_not_make_an_outage(many: World, network: Network) -> None:
    many.declare("Privacy Policy", "/privacy")
    network.is_down = True
    pass_days(many, 1)
    for _ in range(4):
        many.pass_time(hours=1)
        many.look([f"larkspur/Guideline {number}" for number in range(3)])
    assert queued(many) == []


def test_after_an_outage_a_document_that_is_still_silent_is_given_its_days(many: World, network: Network) -> None:
    network.is_down = True
    pass_days(many, 5)
    network.is_down = False
    network.lost.add(HOSTS[1])
    pass_days(many, 3)
    assert queued(many) == [OFFLINE, ONLINE]
    pass_days(many, 1)
    assert queued(many)[2:] == [[(TroubleKind.UNREADABLE, "Larkspur · Guideline 1")]]


def test_however_often_it_is_looked_at_each_trouble_is_told_once(many: World, network: Network) -> None:
    def again() -> None:
        for _ in range(2):
            many.pass_time(seconds=10)
            tell_of_troubles(many.database, many.settings, clock=lambda: many.now)

    many.site["/0"] = GONE
    pass_days(many, 5, again)
    network.is_down = True
    pass_days(many, 2, again)
    network.is_down = False
    many.site["/0"] = Reply(page(*POLICY))
    pass_days(many, 2, again)
    lost, back = ([(kind, "Larkspur · Guideline 0")] for kind in (TroubleKind.UNREADABLE, TroubleKind.READABLE))
    assert queued(many) == [lost, OFFLINE, ONLINE, back]


def test_where_nobody_asked_for_troubles_an_outage_is_noted_once_and_nothing_queued(
    many: World, network: Network, database: Database
) -> None:
    many.target()
    network.is_down = True
    pass_days(many, 2)
    with database.reading() as db:
        assert len(db.scalars(select(alerts.c.id).where(alerts.c.kind == AlertKind.TROUBLE)).all()) == 1


def test_when_no_document_was_read_for_a_day_that_is_one_notice_and_one_when_it_is_over(many: World) -> None:
    many.settings = replace(many.settings, nothing_read_after=86400.0)
    read_at = many.now
    for path in ("/privacy", "/0", "/1", "/2"):
        many.site[path] = WALL
    for _ in range(16):
        many.pass_time(hours=6)
        many.look()
    assert queued(many) == BLIND
    many.pass_time(hours=6)
    many.serve()
    many.look()
    assert queued(many) == [*BLIND, [(TroubleKind.SEEING, "")]]
    begun, over = details(many)
    assert (begun["since"], begun["count"]) == (over["since"], over["count"]) == (read_at.isoformat(), 4)


def test_what_was_told_as_an_outage_of_the_network_is_not_told_again(many: World, network: Network) -> None:
    many.settings = replace(many.settings, nothing_read_after=86400.0)
    network.is_down = True
    pass_days(many, 4)
    assert queued(many) == [OFFLINE]
    network.is_down = False
    pass_days(many, 1)
    assert queued(many) == [OFFLINE, ONLINE]


def test_documents_that_are_read_seldom_are_not_missed_while_they_are_well(many: World) -> None:
    many.settings = replace(many.settings, nothing_read_after=86400.0)
    many.site["/0"] = many.site["/1"] = WALL
    many.look()
    many.pass_time(days=3)
    many.look([many.settings.declarations[0].key, many.settings.declarations[1].key])
    assert queued(many) == [[(TroubleKind.UNREADABLE, f"Larkspur · Guideline {number}") for number in range(2)]]


def test_a_machine_that_has_slept_first_wakes_its_network(world: World) -> None:
    world.settings = replace(world.settings, nothing_read_after=86400.0)
    world.look()
    world.pass_time(days=7)
    world.site["/privacy"] = Reply("not yet", status=503)
    world.look()
    world.pass_time(minutes=30)
    world.look()
    assert queued(world) == []
    world.pass_time(minutes=31)
    world.look()
    assert queued(world) == BLIND


def test_where_the_looks_stand_still_what_is_due_is_missed_too(world: World) -> None:
    world.settings = replace(world.settings, nothing_read_after=86400.0)
    world.look()
    world.pass_time(days=1)
    tell_of_troubles(world.database, world.settings, clock=lambda: world.now)
    assert queued(world) == []
    for _ in range(2):
        tell_of_troubles(world.database, world.settings, at_a_standstill=True, clock=lambda: world.now)
    assert queued(world) == BLIND


def test_where_nothing_was_ever_read_that_is_told_a_day_after_the_first_attempt(world: World) -> None:
    world.settings = replace(world.settings, nothing_read_after=86400.0)
    world.site["/privacy"] = GONE
    for _ in range(5):
        world.look()
        assert queued(world) == []
        world.pass_time(hours=5)
    world.look()
    assert queued(world) == BLIND
