from __future__ import annotations

import pytest
from visiting import Visitor
from world import World

from monitor.web import static


@pytest.fixture
def visitor(world: World) -> Visitor:
    return world.visitor()


@pytest.mark.parametrize(
    ("name", "media_type"), [("style.css", "text/css"), ("script.js", "text/javascript"), ("icon.svg", "image/svg+xml")]
)
def test_files_of_our_own_are_kept_for_good_under_an_address_of_their_content(
    visitor: Visitor, name: str, media_type: str
) -> None:
    assert static.address(name) in visitor.get("/").text
    answer = visitor.get(static.address(name))
    assert answer.headers["content-type"].startswith(media_type)
    assert "immutable" in answer.headers["cache-control"]


def test_nothing_else_is_found_there(visitor: Visitor) -> None:
    for name in ("words", "..%2fapp.py", "app.py", ""):
        assert visitor.get(f"/static/{name}").status_code == 404
