from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.records import Term
from monitor.search import terms


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("train models", [Term(("train",)), Term(("models",))]),
        ('"machine learning" AI', [Term(("machine", "learning")), Term(("ai",))]),
        ("opt-out", [Term(("opt", "out"))]),
        ("entraîn*", [Term(("entrain",), is_prefix=True)]),
        ('"train our mod"*', [Term(("train", "our", "mod"), is_prefix=True)]),
        ('"never closed', [Term(("never", "closed"))]),
        ('"train our mod*"', [Term(("train", "our", "mod"), is_prefix=True)]),
        (
            "“as people write” «ou en France» „und hier“",
            [Term(("as", "people", "write")), Term(("ou", "en", "france")), Term(("und", "hier"))],
        ),
        ("a* AI AI", [Term(("a",)), Term(("ai",))]),
        ('  "" * -- ( ) :', []),
    ],
)
def test_words_phrases_and_beginnings_are_understood(question: str, found: list[Term]) -> None:
    assert list(terms(question)) == found


@given(st.text())
def test_whatever_is_typed_is_words_and_nothing_else(question: str) -> None:
    assert all(word.isalnum() for term in terms(question) for word in term.words)
