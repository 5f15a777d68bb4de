"""Which parts of two sequences say the same."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.diff.align import chain, same
from monitor.diff.longest import CELLS
from monitor.diff.spans import Span, gaps

PARTS = st.lists(st.text("ab ", max_size=3).map(lambda part: part + " "), max_size=12)


def test_what_stands_on_both_sides_is_found_in_order() -> None:
    assert same(["a ", "x ", "c "], ["a ", "c ", "y "]) == [Span(0, 1, 0, 1), Span(2, 3, 1, 2)]


def test_parts_cut_at_other_places_are_found() -> None:
    assert same(["a b ", "c "], ["a ", "b c "]) == [Span(0, 2, 0, 2)]
    assert same(["x ", "a b ", "c "], ["y ", "a ", "b ", "c "]) == [Span(1, 2, 1, 3), Span(2, 3, 3, 4)]


def test_a_part_that_begins_like_another_is_not_taken_for_it() -> None:
    assert same(["a b "], ["a ", "x "]) == []


def test_of_parts_that_changed_places_the_longer_is_kept() -> None:
    assert same(["long text here ", "a "], ["a ", "long text here "]) == [Span(0, 1, 1, 2)]


def test_a_repeated_part_is_matched_near_its_neighbours() -> None:
    before, after = ["one ", "up ", "two ", "up "], ["one ", "up ", "new ", "up ", "two ", "up "]
    assert [(span.start, span.from_) for span in same(before, after)] == [(0, 0), (1, 1), (2, 4), (3, 5)]


def test_a_repeated_part_is_found_between_anchors_though_it_was_first_seen_elsewhere() -> None:
    before, after = ["up ", "long text ", "p ", "up ", "q "], ["new ", "long text ", "r ", "up ", "s "]
    assert same(before, after) == [Span(1, 2, 1, 2), Span(3, 4, 3, 4)]


def test_one_part_that_moved_past_many_equal_ones_leaves_them_in_place() -> None:
    assert len(same(["a "] * 50 + ["b "], ["b "] + ["a "] * 50)) == 50


def test_sequences_too_long_for_a_table_are_still_aligned() -> None:
    many, anchor = ["a "] * int(CELLS**0.5), "x" * 30_000
    before, after = [*many, anchor, "p ", *many, "q "], [anchor, "r ", *many, "s "]
    assert len(same(before, after)) == 1 + len(many)


def test_the_heaviest_chain_wins_over_the_longest() -> None:
    assert chain([(0, 2, 9), (1, 0, 1), (2, 1, 1)]) == [(0, 2)]
    assert chain([(0, 2, 1), (1, 0, 1), (2, 1, 1)]) == [(1, 0), (2, 1)]


def test_a_place_is_used_once_in_a_chain() -> None:
    assert chain([(0, 0, 1), (0, 1, 2), (1, 1, 1)]) == [(0, 0), (1, 1)]
    assert chain([(0, 0, 5), (1, 0, 4)]) == [(0, 0)]
    assert chain([]) == []


def test_there_is_one_gap_more_than_spans() -> None:
    assert list(gaps([Span(1, 2, 0, 1)], Span(0, 3, 0, 2))) == [Span(0, 1, 0, 0), Span(2, 3, 1, 2)]


@given(PARTS, PARTS)
def test_spans_say_the_same_and_never_overlap(before: list[str], after: list[str]) -> None:
    stop = to = 0
    for span in same(before, after):
        assert span.start >= stop
        assert span.from_ >= to
        assert "".join(before[span.start : span.stop]) == "".join(after[span.from_ : span.to])
        stop, to = span.stop, span.to


@given(PARTS, st.data())
def test_a_sequence_is_all_the_same_as_itself_cut_elsewhere(parts: list[str], data: st.DataObject) -> None:
    joins = data.draw(st.lists(st.booleans(), min_size=len(parts), max_size=len(parts)))
    other: list[str] = []
    for part, join in zip(parts, joins, strict=True):
        other[-1:] = [other[-1] + part] if join and other else [*other[-1:], part]
    spans = same(parts, other)
    assert sum(span.stop - span.start for span in spans) == len(parts)


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 2, st.integers(1, 5)), max_size=9))
def test_a_chain_weighs_as_much_as_the_best_of_all(candidates: list[tuple[int, int, int]]) -> None:
    weights: dict[tuple[int, int], int] = {}
    for place, other, weight in candidates:
        weights[place, other] = max(weight, weights.get((place, other), 0))
    best = {(-1, -1): 0}
    for at in sorted(weights):
        best[at] = weights[at] + max(total for to, total in best.items() if to[0] < at[0] and to[1] < at[1])
    found = chain((*at, weight) for at, weight in weights.items())
    assert sum(weights[at] for at in found) == max(best.values())
    assert all(one[0] < two[0] and one[1] < two[1] for one, two in pairwise(found))
