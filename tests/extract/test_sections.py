from __future__ import annotations

import pytest

from monitor.errors import ExtractError
from monitor.extract import extract
from monitor.records import Page, Range

PAGE = b"<main><p id=a>a</p><p id=b class=x>b <i class=x>i</i></p><p id=c>c</p><p id=d>d</p></main>"


def text(**parts: tuple[str | Range, ...]) -> str:
    return extract(PAGE, "text/html", "", Page("", **parts)).text  # type: ignore[arg-type] # forwards keywords


def test_a_range_to_remove_may_end_at_what_is_removed_too() -> None:
    assert text(remove=("#b", Range(start_before="#b", end_before="#d"))) == "a\n\nd"


def test_what_is_named_twice_or_lies_inside_of_it_is_removed_once() -> None:
    assert text(remove=(".x", "#b", "i", "main > .x")) == "a\n\nc\n\nd"


def test_parts_come_in_the_order_of_the_list_with_every_match() -> None:
    assert text(select=("#d", "p:not(#d)")) == "d\n\na\n\nb i\n\nc"


def test_a_range_to_remove_without_its_end_on_the_page_is_an_error() -> None:
    with pytest.raises(ExtractError, match="no '#z'"):
        text(remove=(Range(start_before="#b", end_before="#z"),))
