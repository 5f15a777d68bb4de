"""Where a quote stands in a text, and where it or what became of it stands in another version of that text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from rapidfuzz import fuzz, process

from monitor.detect.passages import Block, plain, sentences, words_of
from monitor.records import Anchor

SURROUNDINGS = 60  # characters on either side
LIKENESS = 60.0  # per cent (rapidfuzz's ratio of the words): in the corpus unrelated passages reach 54
CLOSE = 8.0  # points of likeness within which the surroundings choose
_CUT_LEFT, _CUT_RIGHT = re.compile(r"^\S+"), re.compile(r"\S+$")
_WORD = re.compile(r"[^\W_]+")

Place = tuple[int, int]


def anchor(text: str, start: int, end: int) -> Anchor:
    """A passage of a text with the whole words that stand around it, as far as they are near."""
    left, right = text[max(0, start - SURROUNDINGS) : start], text[end : end + SURROUNDINGS]
    if start > SURROUNDINGS:
        left = _CUT_LEFT.sub("", left)
    if end + SURROUNDINGS < len(text):
        right = _CUT_RIGHT.sub("", right)
    return Anchor(text[start:end], start, end, left, right)


def find_again(anchor: Anchor, text: str) -> Place | None:
    """Where a quote stands in a text: word for word, else otherwise spaced and marked up, else its likest sentence.

    Of several places the one whose surroundings fit best; None where no sentence is like it.
    """
    places = [*_exact(anchor.quote, text)] or [*_loosely(anchor.quote, text)] or [*_likest(anchor.quote, text)]
    return max(places, key=lambda place: (_fit(anchor, text, place), -abs(place[0] - anchor.start)), default=None)


def stands(quote: str, text: str) -> bool:
    """Whether the words of a quote stand in a text, however marked up."""
    return f" {words_of(quote)} " in f" {words_of(text)} "


def _fit(anchor: Anchor, text: str, place: Place) -> float:
    """How like the surroundings of a place are those of the anchor."""
    start, end = place
    left = fuzz.ratio(anchor.left, text[max(0, start - len(anchor.left)) : start])
    return left + fuzz.ratio(anchor.right, text[end : end + len(anchor.right)])


def _exact(quote: str, text: str) -> Iterator[Place]:
    start = text.find(quote) if quote else -1
    while start >= 0:
        yield start, start + len(quote)
        start = text.find(quote, start + len(quote))


def _loosely(quote: str, text: str) -> Iterator[Place]:
    """The places of the same words with other signs, spaces and capitals between them."""
    sought = [word.lower() for word in _WORD.findall(plain(quote))]
    if not sought:
        return
    spans = [hit.span() for hit in _WORD.finditer(text)]
    words = [text[start:end].lower() for start, end in spans]
    numbers = {at: number for number, at in enumerate(accumulate((len(word) + 1 for word in words), initial=0))}
    for start, _ in _exact(f" {' '.join(sought)} ", f" {' '.join(words)} "):
        first = numbers[start]
        yield spans[first][0], spans[first + len(sought) - 1][1]


def _likest(quote: str, text: str) -> list[Place]:
    """The places of the sentences that are most like a quote, and of those nearly as like."""
    sought = words_of(quote)
    places = [*_sentences(text)]
    texts = (words_of(text[start:end]) for start, end in places)
    found: Iterable[tuple[str, float, int]] = process.extract(
        sought, texts, scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=None
    )
    ranked = [(score, places[number]) for _, score, number in found]
    return [place for score, place in ranked if score >= ranked[0][0] - CLOSE]


def _sentences(text: str) -> Iterator[Place]:
    begin = 0
    for line in text.split("\n"):
        yield from ((part.start, part.end) for part in sentences(Block(begin, line)))
        begin += len(line) + 1
