import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.detect import find_again, review
from monitor.detect.anchors import SURROUNDINGS, anchor, stands
from monitor.records import Anchor

QUOTE = "We use your photos to train our AI models."
OTHERS = "We keep your account safe. We answer your letters. Nobody else may read them."


def anchored(text: str, quote: str = QUOTE) -> Anchor:
    start = text.index(quote)
    return anchor(text, start, start + len(quote))


def found(sought: Anchor, text: str) -> str | None:
    place = find_again(sought, text)
    return text[slice(*place)] if place else None


@given(st.text(), st.data())
def test_an_anchor_holds_its_quote_and_what_stands_on_either_side(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    made = anchor(text, start, end)
    assert text[made.start : made.end] == made.quote
    assert text[: made.start].endswith(made.left)
    assert text[made.end :].startswith(made.right)
    assert max(len(made.left), len(made.right)) <= SURROUNDINGS


def test_surroundings_are_whole_words() -> None:
    made = anchored("word " * 20 + QUOTE + " word" * 20)
    assert set(made.left.split()) == set(made.right.split()) == {"word"}
    assert anchored(f"Yes. {QUOTE} No.").left == "Yes. "


@given(st.text(min_size=1), st.text(), st.text())
def test_what_stands_in_a_text_is_found_in_it(quote: str, before: str, after: str) -> None:
    text = before + quote + after
    place = find_again(anchor(text, len(before), len(before) + len(quote)), text)
    assert place == (len(before), len(before) + len(quote))


def test_of_several_places_the_one_with_the_same_surroundings_is_found() -> None:
    text = f"On photos: {QUOTE} So much for photos.\n\nOn drawings: {QUOTE} So much for drawings."
    second = anchor(text, text.rindex(QUOTE), text.rindex(QUOTE) + len(QUOTE))
    later = f"A new line.\n\n{text}\n\nOn songs: {QUOTE}"
    place = find_again(second, later)
    assert place is not None
    assert later[: place[0]].endswith("On drawings: ")


@pytest.mark.parametrize(
    "text",
    [
        f"{OTHERS}\n\n* We use **your photos** to\u00a0train our _AI_ models.",
        f"{OTHERS} WE USE YOUR  PHOTOS TO TRAIN OUR AI-MODELS!",
    ],
)
def test_a_quote_is_found_however_it_is_spaced_and_marked_up(text: str) -> None:
    again = found(anchored(f"{OTHERS} {QUOTE}"), text)
    assert again is not None
    assert stands(QUOTE, again)


def test_a_quote_in_other_words_is_its_likest_sentence() -> None:
    text = f"{OTHERS} We may use your photos and drawings to train our own AI models. {OTHERS}"
    assert found(anchored(QUOTE), text) == "We may use your photos and drawings to train our own AI models."


def test_among_sentences_that_are_as_like_the_surroundings_choose() -> None:
    first, second = (f"We use your {data} to train our AI models." for data in ("letters", "songs"))
    text = f"About letters. {first} Thanks.\n\nAbout what you send. {second} Goodbye."
    assert found(anchored(f"About what you send. {QUOTE} Goodbye."), text) == second


def test_a_quote_that_is_gone_is_not_found() -> None:
    assert find_again(anchored(QUOTE), OTHERS) is None
    assert find_again(anchored(QUOTE), "") is None
    assert find_again(Anchor(""), OTHERS) is None


def test_a_megabyte_is_searched_in_a_few_seconds_whatever_stands_in_it() -> None:
    begun = time.process_time()
    for text, quote in (("We keep it. " * 90_000, QUOTE), ("a " * 500_000, "a " * 400 + "b"), (". " * 500_000, QUOTE)):
        assert find_again(Anchor(quote), text) is None
    assert time.process_time() - begun < 20


def test_findings_say_where_their_clauses_stand_on_either_side() -> None:
    before, after = f"{OTHERS} {QUOTE}", f"{OTHERS}\n\nWe use your photos and letters to train our AI models. Goodbye."
    (finding,) = review(before, after).findings
    for at, text, quote in ((finding.before_at, before, finding.before), (finding.after_at, after, finding.after)):
        assert at is not None
        assert text[at.start : at.end] == at.quote == quote
    assert finding.after_at is not None
    assert finding.after_at.right == " Goodbye."
    (gone,) = review(before, OTHERS).findings
    assert gone.before_at is not None
    assert gone.after_at is None


def test_a_kept_clause_says_where_it_stood_and_stands() -> None:
    before, after = f"{QUOTE} {OTHERS}", f"{OTHERS} {QUOTE}"
    (kept,) = review(before, after).findings
    assert kept.before_at is not None
    assert kept.after_at is not None
    assert (kept.before_at.start, kept.after_at.start) == (0, len(OTHERS) + 1)
