from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from servers import Reply
from world import POLICY, TRAINING, World, page

from monitor.records import Service

DAY = "3 November 2025"


@pytest.fixture
def watched(world: World) -> World:
    """Three services: one trains soon and lets people refuse, one says nothing, one is not there."""
    ahead = (world.now + timedelta(days=20)).date()
    world.look()
    for name in ("Meadow", "Harbour"):
        world.service = Service(name.lower(), name, ("office",))
        world.declare("Privacy Policy", f"/{name}")
    world.site["/Meadow"] = Reply(page(*POLICY))
    world.serve(TRAINING.replace(DAY, f"{ahead.day} {ahead:%B %Y}"))
    world.pass_time(hours=6)
    world.look()
    return world


def test_it_answers_who_trains_since_when_in_which_words_and_how_to_refuse(watched: World) -> None:
    shown = watched.visitor().get("/").text
    assert ">21 Sept 2025</time>" in shown
    assert "train our generative AI models" in shown
    assert "How to refuse" in shown
    assert "Settings &gt; Privacy &gt; AI training" in shown
    assert 'href="/versions/2#clause-' in shown
    assert shown.index('href="/services/larkspur"') < shown.index('href="/services/meadow"')
    assert " style=" not in shown
    assert "<script>" not in shown


def test_beside_it_stand_the_days_ahead_what_changed_and_what_cannot_be_read(watched: World) -> None:
    shown = watched.visitor().get("/").text
    aside = shown[shown.index("<aside") :]
    assert "<b>20</b> days left" in aside
    assert "Larkspur will train AI on your data" in aside
    assert "Harbour · Privacy Policy" in aside
    assert "the server gave no page" in aside


def test_a_row_says_that_a_document_of_the_service_cannot_be_read(watched: World) -> None:
    shown = watched.visitor().get("/").text
    marked = re.findall(r'"/services/(\w+)">\w+</a> <span class="fault">One document cannot be read', shown)
    assert marked == ["harbour"]
    assert "train or will train AI on your data" in shown


def test_it_shows_what_is_asked_for(watched: World) -> None:
    visitor = watched.visitor()

    def services(query: str) -> list[str]:
        return re.findall(r'<th scope="row"><a href="/services/(\w+)"', visitor.get(f"/?{query}").text)

    assert services("practice=trains") == ["larkspur"]
    assert services("tag=office") == ["harbour", "meadow"]
    assert services("q=GENERATIVE") == ["larkspur"]
    assert services("q=meadow&tag=social") == []
    assert services("sort=name") == ["harbour", "larkspur", "meadow"]
    assert services("sort=trains") == services("sort=changed") == ["larkspur", "harbour", "meadow"]
    assert services("page=99") == ["larkspur", "harbour", "meadow"]
    assert services("practice=bogus&sort=nonsense") == services("")
    assert "practice=bogus and sort=nonsense" in visitor.get("/?practice=bogus&sort=nonsense").text
    assert "No service is like that." in visitor.get("/?q=%3Cscript%3E").text


def test_a_region_has_what_holds_in_it_and_what_holds_everywhere(world: World) -> None:
    for region in ("EU", "US"):
        world.declare("Terms of Service", f"/{region}", region=region, variant=region)
    world.site["/EU"], world.site["/US"] = Reply(page(*POLICY)), Reply(page(*POLICY, TRAINING))
    world.look()
    visitor = world.visitor()
    assert '<span class="tag">US</span>' in visitor.get("/").text
    assert 'id="n1-trains"' in visitor.get("/?region=US").text
    assert 'id="n1-trains"' not in visitor.get("/?region=EU").text


def test_before_anything_was_read_it_says_so(world: World) -> None:
    world.settings = replace(world.settings, declarations=())
    assert "Nothing was read yet" in world.visitor().get("/").text
