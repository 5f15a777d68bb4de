"""Whatever a text says, each clause stands where it is said to stand, and findings quote what is there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.detect import LANGUAGES, find, review

SOME = settings(max_examples=60, deadline=None)
SENTENCES = (
    "We use your posts to train our generative AI models.",
    "You can opt out of AI training in Settings until 3 May 2027.",
    "We do not use your private messages to train artificial intelligence.",
    "You may not use our content to train machine learning models.",
    "From 1 June 2027 partners may train AI on your data, on the basis of legitimate interest.",
    "Wir trainieren unsere KI-Modelle mit Ihren Beiträgen.",
    "Nous entraînons nos modèles d’IA avec vos publications.",
    "The garden club keeps the names of its members.",
)
MARKS = (
    "\n\n",
    "\n\n- ",
    "\n\n## ",
    " ",
    "; ",
    "**",
    "~~",
    "| ",
    " |",
    "\n",
    "\u00a0",
    "\u202e",
    "😀",
    "?",
    "…",
    "İ",
    "ß",
)
TEXTS = st.lists(st.sampled_from(SENTENCES) | st.sampled_from(MARKS) | st.text(max_size=6), max_size=14).map("".join)
SOME_LANGUAGES = st.sampled_from([None, "xx", *sorted(LANGUAGES)])


@SOME
@given(TEXTS, SOME_LANGUAGES)
def test_each_clause_stands_where_it_is_said_to_stand(text: str, language: str | None) -> None:
    for clause in find(text, language=language):
        assert text[clause.start : clause.end] == clause.quote
        assert 0 <= clause.confidence <= 1


@SOME
@given(TEXTS, TEXTS)
def test_each_finding_stands_where_it_is_said_to_stand(before: str, after: str) -> None:
    for finding in review(before, after, language="en").findings:
        for place, text in ((finding.before_at, before), (finding.after_at, after)):
            if place:
                assert text[place.start : place.end] == place.quote


@SOME
@given(TEXTS)
def test_a_text_that_stays_makes_nothing_new_and_nothing_gone(text: str) -> None:
    assert {finding.direction for finding in review(text, text, language="en").findings} <= {"kept"}


@pytest.mark.parametrize("text", ["", "\n", "\0", "| |", "\u202e"])
def test_a_text_of_nothing_is_no_error(text: str) -> None:
    assert find(text) == find(text)
    assert review("", text).findings == review("", text).findings
