"""Where one block ends and the next begins."""

from __future__ import annotations

from monitor.diff.blocks import blocks, joined


def test_an_empty_line_divides_paragraphs_and_a_single_line_end_does_not() -> None:
    assert blocks("one\ntwo\n\nthree") == ["one\ntwo", "three"]


def test_each_item_of_a_list_is_a_block_with_the_lines_that_continue_it() -> None:
    assert blocks("Intro:\n- one\n  more\n- two\n1. three") == ["Intro:", "- one\n  more", "- two", "1. three"]


def test_a_nested_item_keeps_its_indentation() -> None:
    assert blocks("- one\n  - two") == ["- one", "  - two"]


def test_a_heading_and_a_row_end_with_their_line() -> None:
    assert blocks("# Title\ntext\n| a | b |\nafter") == ["# Title", "text", "| a | b |", "after"]


def test_lines_without_words_belong_to_the_block_above() -> None:
    assert blocks("| a |\n|---|\n| b |\n\n---\n\ntext") == ["| a |\n|---|", "| b |\n\n---", "text"]


def test_a_picture_without_words_belongs_to_the_block_above() -> None:
    assert blocks("text\n\n![](/seal.png)\n\nmore") == ["text\n\n![](/seal.png)", "more"]


def test_lines_without_words_at_the_top_belong_to_the_first_block() -> None:
    assert blocks("---\n\ntext") == ["---\n\ntext"]


def test_a_text_without_words_is_one_block_and_an_empty_one_none() -> None:
    assert blocks("---\n\n***") == ["---\n\n***"]
    assert blocks(" \n\n ") == []


def test_a_year_that_begins_a_line_is_no_item() -> None:
    assert blocks("in\n2025. Then") == ["in\n2025. Then"]


def test_blocks_put_together_are_split_the_same_way() -> None:
    parts = ["# a", "- b", "c\nd", "| e |\n|---|", "f"]
    assert blocks(joined(parts)) == parts
