from __future__ import annotations

from datetime import UTC, datetime

import pytest
from starlette.requests import Request

from monitor.records import Practice, Service
from monitor.web.choosing import Choice, Line, chosen, tags

MAY, JUNE = datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
LINES = [
    Line(Service("quiet", "Aster", ("office",)), set()),
    Line(Service("denier", "Birch", ("music", "office")), {Practice.DENIES}, JUNE),
    Line(Service("old", "Cedar", ("social",)), {Practice.TRAINS, Practice.CONTROL}, MAY),
    Line(Service("new", "dogwood", ("social",)), {Practice.TRAINS}),
]


def names(choice: Choice, quoting: frozenset[str] = frozenset()) -> list[str]:
    return [line.service.id for line in chosen(LINES, choice, quoting)]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(), ["old", "new", "denier", "quiet"]),
        (Choice(sort="name"), ["quiet", "denier", "old", "new"]),
        (Choice(sort="trains"), ["denier", "old", "quiet", "new"]),
        (Choice(sort="changed"), ["denier", "old", "quiet", "new"]),
        (Choice(sort="; DROP TABLE"), ["old", "new", "denier", "quiet"]),
        (Choice(tag="office"), ["denier", "quiet"]),
        (Choice(practice="trains"), ["old", "new"]),
        (Choice(practice="nonsense"), []),
        (Choice(q="DOG"), ["new"]),
        (Choice(q="music"), ["denier"]),
    ],
)
def test_services_are_chosen_and_ordered_as_the_address_says(choice: Choice, found: list[str]) -> None:
    assert names(choice) == found


def test_words_may_stand_in_a_clause_instead_of_a_name() -> None:
    assert names(Choice(q="licence"), frozenset({"old"})) == ["old"]


def test_an_address_asks_for_the_same_but_for_what_a_link_changes() -> None:
    query = b"q=%20posts%20&sort=name&tag=&unknown=1"
    choice = Choice.of(Request({"type": "http", "query_string": query, "headers": []}))
    assert choice == Choice(q="posts", sort="name")
    assert choice.but(sort="trains") == {"q": "posts", "sort": "trains"}
    query = b"practice=bogus&sort=nonsense&tag=social"
    assert Choice.of(Request({"type": "http", "query_string": query, "headers": []})) == Choice(tag="social")
    assert choice.but(q="") == {"sort": "name"}
    assert (choice.narrows, Choice(sort="name").narrows) == (True, False)


def test_tags_are_listed_once() -> None:
    assert tags(line.service for line in LINES) == ["music", "office", "social"]
