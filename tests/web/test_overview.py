from __future__ import annotations

from world import TRAINING, World


def test_it_shows_what_each_service_states(world: World) -> None:
    world.serve(TRAINING)
    world.look()
    page = world.visitor().get("/").text
    assert 'href="/services/larkspur"' in page
    assert "Trains" in page
