"""What counts as the same words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.diff import fingerprint
from monitor.diff.words import key, units

SAME = {
    "link targets": ("Read the [notice](https://a.example/n) now", "Read the [notice](https://b.example/?x=1) now"),
    "whether it is a link": ("Read the [notice](/n) now", "Read the notice now"),
    "a link's title": ('Read [this](/n "Notice")', "Read [this](/n)"),
    "a picture in a link": ("[![logo](/a.png)](/home)", "logo"),
    "blanks in a target": ("[mail](javascript:go('x y');void 0) us", "[mail](mailto:a@b.example) us"),
    "parentheses in a target": ("[a](/x_(y)) b", "a b"),
    "tracking parameters of an address": ("See https://a.example/n?utm_source=x.", "See <https://a.example/n>."),
    "emphasis": ("We **never** sell _your_ `data`", "We never sell your data"),
    "depth of a heading": ("# Data", "#### Data"),
    "bullets": ("- one\n- two", "* one\n• two"),
    "rules and underlines": ("Title\n=====\n\ntext\n\n---", "Title\n\ntext"),
    "cells of a table": ("| a | b |\n|---|:-:|\n| c | d |", "a b\n\nc d"),
    "quotation marks before a line": ("> said so", "said so"),
    "white space": ("one  two\nthree", "one two\u00a0three"),
    "division into blocks": ("one two. Three.", "one two.\n\nThree."),
    "space beside punctuation": ("data , we", "data, we"),
    "composed letters": ("caf\u00e9", "cafe\u0301"),
    "a sign with a combining stroke": ("a \u2260 b", "a =\u0338 b"),
    "soft hyphens and zero-width characters": ("in\u00adfor\u200bmation\ufeff", "information"),
    "quotes": ("“Don’t” «say»", '"Don\'t" "say"'),
    "dashes": ("1990–2000 — so", "1990-2000 -- so"),
    "an ellipsis": ("and so on…", "and so on..."),
    "escapes": (r"a \* b", "a * b"),
}

DIFFERENT = {
    "a word": ("we sell data", "we share data"),
    "a letter's case": ("the Service", "the service"),
    "a number": ("30 days", "60 days"),
    "the order": ("you and we", "we and you"),
    "punctuation": ("you, we", "you; we"),
    "a comma": ("data, we", "data we"),
    "where a word ends": ("the rapist", "therapist"),
    "a dash within a line": ("all - or none", "all or none"),
    "an address": ("see https://a.example/one", "see https://a.example/two"),
    "a star that marks nothing": ("a * b", "a b"),
    "an item's number": ("1. one", "2. one"),
    "brackets before a remark": ("[1](as told there)", "[1](as said there)"),
    "brackets that are no link": ("[name] is", "name is"),
    "the vowel sign of a word": ("हिन्दी", "हिन्दि"),
}

PIECES = [
    " ", "\n", "\t", "\u00a0", "- ", "* ", "# ", "> ", "• ", "e\u0301", "\u00ad", "\u200b", "we", "keep", "é", "日本",
    "ไทย", "हिन्दी", "-", "=", ":", ",", "1.", "(a)", "’", "“", "–", "…", "--", "..", "https://a.example/?x", "[a](/b)",
    "[", "](", "|", "_", "\\",
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_what_is_no_part_of_the_words(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_what_is_part_of_the_words(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_a_fingerprint_is_a_sha256_in_hexadecimal() -> None:
    assert len(bytes.fromhex(fingerprint("terms"))) == 32


def test_a_fingerprint_stays_the_same_from_release_to_release() -> None:
    assert fingerprint("# Terms\n\nWe keep it.").startswith("1c459c40348ede91")


def test_a_key_has_a_blank_after_each_word_so_that_keys_can_be_joined() -> None:
    assert key("one two.") == "one two . "
    assert key("---") == ""


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=15).map("".join))
def test_a_block_with_markup_somewhere_has_the_words_of_one_without(block: str) -> None:
    assert key(f"{block}\n`") == key(block)


def test_words_with_hyphens_apostrophes_and_decimals_are_one_unit() -> None:
    text = "Don't opt-out: 1,000.50 by 2025-07-25 for snake_case."
    assert [text[unit.start : unit.end] for unit in units(text)] == [
        "Don't", "opt-out", ":", "1,000.50", "by", "2025-07-25", "for", "snake_case", ".",
    ]  # fmt: skip


def test_scripts_without_spaces_are_read_character_by_character() -> None:
    assert [unit.word for unit in units("個人情報。")] == ["個", "人", "情", "報", "。"]


def test_a_mark_stays_with_the_character_it_hangs_on() -> None:
    assert "".join(unit.word for unit in units("ข้อมูล")) == "ข้อมูล"
    assert units("ข้อมูล")[0].word == "ข้"


def test_a_surrogate_left_by_a_broken_decoder_does_not_stop_the_fingerprint() -> None:
    assert fingerprint("a \ud800 b") != fingerprint("a b")
