from __future__ import annotations

import unicodedata

from monitor.search import words


def test_case_accents_and_marks_make_no_difference() -> None:
    assert words("**Entraînement** de l'IA — Größe, ΑΣ") == ["entrainement", "de", "l", "ia", "grosse", "ασ"]


def test_a_word_is_the_same_however_its_letters_are_put_together() -> None:
    assert words(unicodedata.normalize("NFD", "données générées")) == words("données générées")


def test_what_stands_between_parts_words_and_a_word_without_end_is_cut() -> None:
    assert words("opt-out, opt_out: 2025") == ["opt", "out", "opt", "out", "2025"]
    assert [len(word) for word in words("x" * 5000)] == [64]
