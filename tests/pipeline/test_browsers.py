from dataclasses import replace
from datetime import timedelta

import pytest
from browsing import needs_browser
from servers import Reply, Request
from world import POLICY, TRAINING, World, page

from monitor.records import DocumentState, Outcome, Page
from monitor.store import documents

KEY = "larkspur/Privacy Policy"
STUCK = "for (;;) {}"

# What a browser is used for does not hang on the database: one of them will do.
pytestmark = [needs_browser, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


@pytest.fixture(autouse=True)
def allowed(world: World) -> None:
    """Let the world's pages be tried with a browser."""
    world.settings = replace(world.settings, fetch=replace(world.settings.fetch, browser="auto"))


def shell(*paragraphs: str) -> str:
    """A page that builds its text in a browser."""
    inner = page(*paragraphs).partition("<body>")[2].replace("</body></html>", "")
    return (
        "<!doctype html><html lang=en><head><title>Privacy Policy</title></head><body><div id=root></div>"
        f"<script>document.getElementById('root').innerHTML = {inner!r}</script></body></html>"
    )


def state(world: World) -> DocumentState:
    with world.database.reading() as db:
        return documents.describe(db, KEY)


def agents(world: World) -> list[bool]:
    """Which requests for the page came from a browser."""
    return ["Chrome" in request.headers["user-agent"] for request in world.site.log if request.path == "/privacy"]


def test_a_page_that_needs_a_browser_is_read_through_one_and_that_is_remembered(world: World) -> None:
    world.site["/privacy"] = Reply(shell(*POLICY))
    assert world.outcome() is Outcome.FIRST
    assert state(world).browser_until is not None
    world.pass_time(hours=6)
    assert world.outcome() is Outcome.UNCHANGED
    assert agents(world) == [False, True, True]
    world.site["/privacy"] = Reply(shell(*POLICY, TRAINING))
    assert world.outcome() is Outcome.CHANGED


def test_a_refusal_is_tried_again_with_a_browser(world: World) -> None:
    def guard(request: Request) -> Reply:
        return Reply(page(*POLICY)) if "Chrome" in request.headers["user-agent"] else Reply("no", status=403)

    world.site["/privacy"] = guard
    assert world.outcome() is Outcome.FIRST


def test_now_and_then_it_is_tried_without_and_only_the_very_same_text_counts(world: World) -> None:
    world.site["/privacy"] = Reply(shell(*POLICY))
    world.outcome()
    world.pass_time(days=31)
    world.site["/privacy"] = Reply(page(*POLICY))
    assert world.outcome() is Outcome.UNCHANGED
    assert state(world).browser_until is None
    assert agents(world) == [False, True, False]


def test_a_page_that_is_poorer_without_a_browser_stays_with_it(world: World) -> None:
    def answer(request: Request) -> Reply:
        return Reply(page(*POLICY) if "Chrome" in request.headers["user-agent"] else page(*POLICY[:-1]))

    world.site["/privacy"] = Reply(shell(*POLICY))
    world.outcome()
    world.pass_time(days=31)
    world.site["/privacy"] = answer
    assert world.outcome() is Outcome.UNCHANGED
    until = state(world).browser_until
    assert until is not None
    assert until > world.now


def test_what_comes_without_a_browser_is_not_taken_for_its_text_when_the_browser_fails(world: World) -> None:
    def answer(request: Request) -> Reply:
        built = page(*POLICY) if world.now < broken else f"<html><body><script>{STUCK}</script>"
        return Reply(built if "Chrome" in request.headers["user-agent"] else page(*POLICY[:-1]))

    broken = world.now + timedelta(days=31)
    world.settings = replace(world.settings, fetch=replace(world.settings.fetch, timeout=2.0, deadline=4.0))
    world.site["/privacy"] = Reply(shell(*POLICY))
    world.outcome()
    world.site["/privacy"] = answer
    world.pass_time(days=31)
    (checked,) = world.look()
    assert (checked.outcome, checked.kind) == (Outcome.FAILED, "timeout")


def test_a_declared_browser_is_used_at_once_and_nobody_is_asked_without_it(world: World) -> None:
    world.declare("Privacy Policy", pages=(Page(world.site.url("/privacy"), browser=True),))
    world.site["/privacy"] = Reply(shell(*POLICY))
    assert world.outcome() is Outcome.FIRST
    assert agents(world) == [True]


def test_where_only_declared_pages_go_through_a_browser_others_never_do(world: World) -> None:
    world.settings = replace(world.settings, fetch=replace(world.settings.fetch, browser="declared"))
    world.site["/privacy"] = Reply(shell(*POLICY))
    assert world.outcome() is Outcome.REFUSED
    assert agents(world) == [False]


def test_without_a_browser_the_reason_says_what_would_help(world: World) -> None:
    world.settings = replace(world.settings, fetch=replace(world.settings.fetch, browser_path="/nowhere/chromium"))
    world.site["/privacy"] = Reply(shell(*POLICY))
    (checked,) = world.look()
    assert checked.kind == "javascript shell"
    assert "pip install" in checked.detail


@pytest.mark.parametrize(
    ("changes", "page", "fared"),
    [
        ({"browser_path": "/bin/false"}, shell(*POLICY), "a browser was tried: browser: Chromium does not start"),
        ({"timeout": 2.0, "deadline": 4.0}, f"<html><body><script>{STUCK}</script>", "a browser was tried: timeout: "),
        ({}, "<html><body><div id=root></div><script src=/app.js></script>", "a browser was tried: empty: "),
    ],
    ids=["that does not start", "that gets stuck", "that finds nothing either"],
)
def test_the_reason_names_what_came_plain_and_how_a_browser_fared(
    world: World, changes: dict[str, object], page: str, fared: str
) -> None:
    world.settings = replace(world.settings, fetch=replace(world.settings.fetch, **changes))
    world.site["/privacy"] = Reply(page)
    (checked,) = world.look()
    assert checked.kind == "javascript shell"
    assert fared in checked.detail
