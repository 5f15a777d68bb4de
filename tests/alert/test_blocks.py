from __future__ import annotations

import pytest

from monitor.alert import blocks


def test_the_lines_of_a_text_are_its_blocks() -> None:
    assert blocks.split("- one\n+ two\n\n  three\n", "text").parts == ("- one", "+ two", "  three")


def test_blank_lines_part_markdown() -> None:
    assert blocks.split("one\nline\n\ntwo\n \n\nthree\n", "markdown").parts == ("one\nline", "two", "three")


@pytest.mark.parametrize("form", ["text", "html"])
def test_nothing_has_no_blocks(form: str) -> None:
    assert blocks.split("", "html" if form == "html" else "text").parts == ()


def test_top_level_elements_are_the_blocks_of_html() -> None:
    assert blocks.split("<p>a <b>c</b></p>\n<hr><p>d<br>e</p> tail", "html").parts == (
        "<p>a <b>c</b></p>",
        "<hr>",
        "<p>d<br>e</p> tail",
    )


def test_a_container_of_everything_is_opened_and_kept_around_what_is_kept() -> None:
    split = blocks.split('<section><div class="d"><p>one</p><p>two</p></div></section>', "html")
    assert split.parts == ("<p>one</p>", "<p>two</p>")
    assert blocks.head(split, 58) == ('<section><div class="d"><p>one</p></div></section>', 1)


def test_a_single_paragraph_is_not_taken_apart() -> None:
    paragraph = "<p>a <ins>b</ins> c <del>d</del></p>"
    assert blocks.split(paragraph, "html").parts == (paragraph,)


def test_an_element_too_long_for_the_room_is_left_out_with_its_container() -> None:
    assert blocks.head(blocks.split("<div><p>one</p></div>", "html"), 15) == ("", 1)


def test_only_whole_blocks_are_kept() -> None:
    split = blocks.split("aaaa\n\nbbbb\n\ncccc", "markdown")
    assert blocks.head(split, 17) == ("aaaa\n\nbbbb", 1)
    assert blocks.head(split, 5) == ("", 3)
    assert blocks.head(split, 100) == ("aaaa\n\nbbbb\n\ncccc", 0)
