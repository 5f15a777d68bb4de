"""How far two texts are apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.diff import distance

TEXTS = st.text("ab c.\n", max_size=60)


def test_the_same_words_are_not_apart() -> None:
    assert distance("One two.\n\nThree.", "**One** two.\n\nThree.") == 0.0
    assert distance("", "") == 0.0


def test_texts_that_share_nothing_are_wholly_apart() -> None:
    assert distance("one two three", "four five six") == 1.0
    assert distance("", "something") == 1.0


def test_moving_a_block_is_no_distance() -> None:
    assert distance("one two\n\nthree four", "three four\n\none two") == 0.0


def test_a_small_edit_is_nearer_than_a_large_one_even_in_a_text_of_one_block() -> None:
    text = " ".join(f"word{number}" for number in range(100))
    small, large = text.replace("word50", "new"), text.replace("word5", "new")
    assert 0.0 < distance(text, small) < distance(text, large) < 1.0


def test_a_block_counts_by_its_length_and_by_how_often_it_stands() -> None:
    text = "short\n\na block with many more words than that"
    assert distance(text, "short") > distance(text, "a block with many more words than that")
    assert distance("same\n\nsame", "same") > 0.0


@given(TEXTS, TEXTS)
def test_a_distance_lies_between_nought_and_one_and_is_the_same_both_ways(one: str, other: str) -> None:
    assert 0.0 <= distance(one, other) <= 1.0
    assert distance(one, other) == pytest.approx(distance(other, one))
    assert distance(one, one) == 0.0
