from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from monitor.search import excerpt, terms

AROUND = "We keep your account until you delete it, and nobody else can read what you write there. " * 5


def read(text: str, question: str) -> str:
    return "".join(f"[{piece.text}]" if piece.is_sought else piece.text for piece in excerpt(text, terms(question)))


def test_the_words_that_were_sought_are_marked_as_they_stand_in_the_text() -> None:
    text = "## Our AI\n\nWe *train* our Models with it. Trainers train, too."
    assert read(text, "TRAIN mod*") == " Our AI We *[train]* our [Models] with it. Trainers [train], too."
    assert read("L'entraînement des modèles", '"entrainement des modeles"') == "L'[entraînement des modèles]"


def test_what_stands_far_from_them_is_left_out() -> None:
    said = read(f"{AROUND}We train models. {AROUND}", "train")
    assert said.startswith("… ")
    assert "We [train] models." in said
    assert said.endswith(" …")
    assert len(said) < 300


def test_each_place_is_shown_up_to_a_number_of_them() -> None:
    text = f"We train models. {AROUND}" * 5
    assert read(text, "train").count("[train]") == 3


def test_of_a_passage_that_holds_none_of_them_the_beginning_is_shown() -> None:
    assert read(AROUND, "elsewhere").startswith("We keep your account")


@given(st.text(max_size=300), st.text(max_size=20))
def test_any_text_can_be_cut(text: str, question: str) -> None:
    assert all(piece.text for piece in excerpt(text, terms(question)))
