from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alert.quotes import shorten, shorten_quote, sides
from monitor.records import Direction, Finding, Practice, Segment

EDITS = (Segment(0, "We use "), Segment(-1, "public "), Segment(1, "all "), Segment(0, "posts."))


def text(quote: tuple[Segment, ...]) -> str:
    return "".join(run.text for run in quote)


def finding(before: str | None, after: str | None) -> Finding:
    return Finding(Practice.TRAINS, Direction.WIDER, before, after)


def test_each_side_has_its_own_words_marked() -> None:
    assert sides(finding("We use public posts.", "We use all posts."), EDITS) == (
        (Segment(0, "We use "), Segment(-1, "public "), Segment(0, "posts.")),
        (Segment(0, "We use "), Segment(1, "all "), Segment(0, "posts.")),
    )


def test_a_clause_with_one_side_is_quoted_whole_in_one_line() -> None:
    assert sides(finding(None, " We use\n\nyour posts. "), ()) == ((), (Segment(0, "We use your posts."),))


def test_the_mark_of_an_item_is_no_part_of_its_quotation() -> None:
    assert sides(finding(None, "- We use your posts."), ()) == ((), (Segment(0, "We use your posts."),))
    edits = (Segment(0, "* We use "), Segment(1, "- all - "), Segment(0, "posts."))
    assert text(sides(finding("* We use posts.", "* We use - all - posts."), edits)[1]) == "We use - all - posts."


def test_a_quotation_is_cut_so_that_its_first_changed_word_is_seen() -> None:
    quote = (Segment(0, "word " * 100), Segment(1, "changed"), Segment(0, " word" * 100))
    short = shorten_quote(quote, 120)
    assert Segment(1, "changed") in short
    assert text(short).startswith("… word")
    assert text(short).endswith("word …")
    assert len(text(short)) <= 120 + 4


@given(st.lists(st.tuples(st.sampled_from([-1, 0, 1]), st.text("ab ", min_size=1))), st.integers(0, 30))
def test_a_short_quotation_is_never_longer_than_its_room_and_two_ellipses(
    runs: list[tuple[int, str]], length: int
) -> None:
    quote = tuple(Segment(*run) for run in runs)
    short = text(shorten_quote(quote, length))
    assert len(short) <= max(length, 0) + 4
    assert short.strip("… ") in text(quote)


@pytest.mark.parametrize(
    ("text", "length", "short"),
    [
        ("one two three", None, "one two three"),
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two …"),
        ("one two three", 9, "one two …"),
        ("one two three", 8, "one …"),
        ("indivisible", 5, "…"),
        ("any", 0, ""),
    ],
)
def test_a_text_is_shortened_between_words(text: str, length: int | None, short: str) -> None:
    assert shorten(text, length) == short
