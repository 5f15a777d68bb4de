"""Two texts compared."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.diff import compare, fingerprint, summary
from monitor.diff.blocks import blocks, joined
from monitor.diff.inside import MOST_WORDS, segments
from monitor.records import Hunk, Segment

LINES = st.lists(
    st.one_of(
        st.sampled_from(["", "", "---", "| a | b |", "# Data", "- ", "[x](https://a.example)", "“we”", "**all**"]),
        st.text("ab .,-*_#|[]()\\\u00ad\u00a0\u2019e\u0301\n", max_size=12),
    ),
    max_size=14,
)
TEXTS = LINES.map("\n".join)


def changed(hunks: tuple[Hunk, ...]) -> list[Hunk]:
    return [hunk for hunk in hunks if hunk.before is None or hunk.after is None or hunk.segments]


def test_the_same_text_has_no_changed_hunk() -> None:
    text = "# Terms\n\nOne.\n\n- two\n- three"
    assert changed(compare(text, text)) == []
    assert len(compare(text, text)) == 4


def test_empty_texts_have_no_hunks() -> None:
    assert compare("", "") == ()
    assert compare("", "new") == (Hunk(None, "new"),)
    assert compare("old", "") == (Hunk("old", None),)


def test_a_changed_word_is_told_inside_its_block() -> None:
    hunks = compare("A.\n\nKept for 30 days by us.\n\nB.", "A.\n\nKept for 60 days by us.\n\nB.")
    assert changed(hunks) == [
        Hunk(
            "Kept for 30 days by us.",
            "Kept for 60 days by us.",
            (Segment(0, "Kept for "), Segment(-1, "30"), Segment(1, "60"), Segment(0, " days by us.")),
        )
    ]


def test_blocks_with_little_in_common_are_lost_and_gained() -> None:
    assert compare("Nothing of this stays.", "Other words stand here now!") == (
        Hunk("Nothing of this stays.", None),
        Hunk(None, "Other words stand here now!"),
    )


def test_a_changed_block_finds_its_version_among_new_ones() -> None:
    hunks = compare("We keep the logs for ten days.", "Fresh heading\n\nWe keep the logs for six days.\n\nFresh end")
    assert [(hunk.before, hunk.after) for hunk in hunks] == [
        (None, "Fresh heading"),
        ("We keep the logs for ten days.", "We keep the logs for six days."),
        (None, "Fresh end"),
    ]


def test_a_paragraph_divided_and_edited_is_one_changed_hunk() -> None:
    before = "We keep the logs for ten days. You may ask us for a copy of them."
    after = "We keep the logs for six days.\n\nYou may ask us for a copy of them."
    for old, new in ((before, after), (after, before)):
        (hunk,) = compare(old, new)
        assert (hunk.before, hunk.after) == (old, new)


def test_a_paragraph_whose_short_beginning_was_divided_from_it_is_one_hunk() -> None:
    before = "Note well. You may ask us for one copy of all the logs."
    after = "Note well.\n\nYou may ask us for a copy of all the logs."
    for old, new in ((before, after), (after, before)):
        (hunk,) = compare(old, new)
        assert (hunk.before, hunk.after) == (old, new)


def test_a_new_neighbour_is_not_taken_into_a_changed_block() -> None:
    hunks = compare("We keep logs for ten days.", "We keep logs for six days.\n\nNo machine learns from anything here.")
    assert [hunk.before for hunk in hunks] == ["We keep logs for ten days.", None]


def test_many_edited_blocks_each_find_their_own_version() -> None:
    before = [f"Clause {number} of part{number} says that item{number} is kept by us." for number in range(60)]
    after = [block.replace("kept", "held") for block in before]
    hunks = compare("\n\n".join(before), "\n\n".join(after))
    assert [(hunk.before, hunk.after) for hunk in hunks] == list(zip(before, after, strict=True))


def test_an_edit_in_a_block_too_long_for_one_table_is_still_told_by_words() -> None:
    words = [f"word{number % 3000}" for number in range(9000)]
    before = " ".join(words)
    words[10], words[8990] = "first", "last"
    hunk = Hunk(before, " ".join(words), segments(before, " ".join(words)))
    assert sum(len(segment.text) for segment in hunk.segments if segment.op > 0) == len("firstlast")


def test_blocks_too_long_for_one_table_are_still_paired_and_take_in_no_neighbour() -> None:
    before = " ".join(f"word{number % 3000}" for number in range(9000))
    hunks = compare(before, before.replace("word7 ", "other ") + "\n\nword1 word2 word3")
    assert [(hunk.before is None, bool(hunk.segments)) for hunk in hunks] == [(False, True), (True, False)]


def test_a_block_too_long_to_compare_is_lost_and_gained() -> None:
    before, after = "a " * (MOST_WORDS + 1), "a b"
    assert segments(before, after) == (Segment(-1, before), Segment(1, after))


def test_a_long_stretch_without_a_common_word_is_lost_and_gained() -> None:
    before, after = "a " * 9000 + "a", "b " * 9000 + "b"
    assert [segment.op for segment in segments(before, after)] == [-1, 1]


@example("| a | b |\n-|\u00a0", "")
@given(TEXTS, TEXTS)
def test_the_sides_of_the_hunks_are_the_blocks_of_the_texts(before: str, after: str) -> None:
    hunks = compare(before, after)
    assert blocks(joined(hunk.before for hunk in hunks if hunk.before is not None)) == blocks(before)
    assert blocks(joined(hunk.after for hunk in hunks if hunk.after is not None)) == blocks(after)


@given(TEXTS, TEXTS)
def test_the_segments_give_both_sides(before: str, after: str) -> None:
    for hunk in compare(before, after):
        if hunk.segments:
            assert "".join(segment.text for segment in hunk.segments if segment.op <= 0) == hunk.before
            assert "".join(segment.text for segment in hunk.segments if segment.op >= 0) == hunk.after
            assert all(segment.text for segment in hunk.segments)
            assert all(one.op != two.op for one, two in pairwise(hunk.segments))


@given(TEXTS)
def test_a_text_against_itself_has_only_kept_hunks(text: str) -> None:
    assert changed(compare(text, text)) == []


@example("", "_ \xad")
@given(TEXTS, TEXTS)
def test_a_comparison_shows_a_change_when_the_fingerprints_differ_and_only_then(before: str, after: str) -> None:
    assert bool(summary(compare(before, after)).blocks_changed) == (fingerprint(before) != fingerprint(after))


def test_a_comparison_gives_the_same_hunks_whatever_the_hashes_of_a_process() -> None:
    program = """
from monitor.diff import compare
before = [f"Part {n % 7} of {n % 5} says that word{n % 11} and word{n % 13} are kept by us." for n in range(80)]
after = [block.replace("kept", "held") for block in reversed(before)]
print(compare("\\n\\n".join(before), "\\n\\n".join(after)))
"""
    told = {
        subprocess.run(
            [sys.executable, "-c", program], env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
    assert len(told.pop()) > 1000


@pytest.mark.parametrize(
    ("before", "after", "ops"),
    [
        (
            "We use all posts to train AI.",
            "From May we use all posts, pictures, notes to train AI.",
            [-1, 1, 0, 1, 0],
        ),
        ("We may sell the data to partners here.", "We never lend any data for research.", [0, -1, 1, 0]),
    ],
)
def test_read_closely_a_sentence_keeps_all_it_shares_but_crumbs(before: str, after: str, ops: list[int]) -> None:
    found = segments(before, after, closely=True)
    assert [segment.op for segment in found] == ops
    assert "".join(segment.text for segment in found if segment.op <= 0) == before
    assert "".join(segment.text for segment in found if segment.op >= 0) == after
