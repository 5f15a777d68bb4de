"""The lines of a document's pages by where they stand, and which of them are running headers and footers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

# So many lines at either end of a page can be a running header or footer.
MARGIN_LINES = 3
# What comes again stands at the same height on each page, give or take so many points.
SAME_HEIGHT = 3.0
# Letters of headers are this share of the text's at most, or a gap this much wider than between lines sets them apart.
SMALL = 0.93
APART = 1.6
# With so few pages a line that comes again can be chance.
SEVERAL = 3

_NUMBER = re.compile(r"\d+")
_SENTENCE = re.compile(r"[.!?。！？][\"”’»)]*$")
# "3", "- 3 -", "Page 3", "3 of 12", "Seite 3/12"
_PAGE = re.compile(
    r"\W*(?:(?:page|pg|p|seite|s|página|pagina|pág|pag|strona|str|sida|side|sivu|лист|стр|sayfa|ページ|第)\.?\s*)?"
    r"(?P<page>\d{1,4})(?:\s*(?:/|\||of|von|sur|de|di|van|z|av|ud af|из|页)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
# A page's number in a longer line stands behind the word for it or a dividing sign.
_DIVIDED = re.compile(
    r"(?:[|•·–—/-]|\b(?:page|seite|página|pagina|strona|sida|side))\s*\d{1,4}\W*$|^\d{1,4}\s*[|•·–—/-]", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: what it says and where it stands, in points from the lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    size: float  # the height of its letters
    mark: bool = False  # the mark of an item of a list is drawn before it

    def marked(self) -> Line:
        """The line with the mark of a list before it."""
        return replace(self, mark=True)


@dataclass(frozen=True, slots=True)
class _Edge:
    """A line at the upper or lower end of a page."""

    page: int
    at: int
    line: Line
    small: bool
    apart: bool


def without_margins(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers, and without the lines at their ends that come again at the same height."""
    places: defaultdict[int, list[_Edge]] = defaultdict(list)
    for edge in _edges(pages):
        places[round(edge.line.bottom / SAME_HEIGHT)].append(edge)
    gone = {
        (edge.page, edge.at)
        for height in list(places)
        for edge in _running([*places[height], *places.get(height + 1, [])], len(pages))
    }
    return [[line for at, line in enumerate(lines) if (page, at) not in gone] for page, lines in enumerate(pages)]


def usual_pitch(lines: list[Line]) -> float:
    """How far below one line the next one usually stands."""
    steps = [before.bottom - line.bottom for before, line in pairwise(lines) if before.bottom > line.bottom]
    return median(steps) if steps else 0.0


def _edges(pages: list[list[Line]]) -> Iterator[_Edge]:
    every = [line for lines in pages for line in lines]
    usual = median(line.size for line in every for _ in line.text) if every else 0.0
    pitch = usual_pitch(every)
    for page, lines in enumerate(pages):
        down = sorted(range(len(lines)), key=lambda at: -lines[at].bottom)
        for order in (down, down[::-1]):
            for at, inner in zip(order[:MARGIN_LINES], [*order[1:], *order[-1:]], strict=False):
                line = lines[at]
                apart = abs(line.bottom - lines[inner].bottom) > APART * pitch
                yield _Edge(page, at, line, line.size <= SMALL * usual, apart)


def _running(edges: list[_Edge], pages: int) -> list[_Edge]:
    """Those of the lines at one height that run through the pages."""
    numbers = [edge for edge in edges if _PAGE.fullmatch(edge.line.text)]
    if _are_numbered(numbers, pages):
        return numbers
    same = _alike([edge for edge in edges if _is_margin(edge, pages)])
    titles = [edge for edge in edges if edge.small and not _SENTENCE.search(edge.line.text)]
    return [edge for alike in [*same, titles] if _is_often(alike, pages) for edge in alike]


def _alike(edges: list[_Edge]) -> list[list[_Edge]]:
    same: defaultdict[str, list[_Edge]] = defaultdict(list)
    for edge in edges:
        for form in _forms(edge):
            same[form].append(edge)
    return list(same.values())


def _is_often(edges: list[_Edge], pages: int) -> bool:
    return len({edge.page for edge in edges}) >= max(2, pages / 2)


def _are_numbered(edges: list[_Edge], pages: int) -> bool:
    """Whether lines hold nothing but numbers that go up with the pages."""
    firsts = {int(found["page"]) - edge.page for edge in edges if (found := _PAGE.fullmatch(edge.line.text))}
    if len(firsts) != 1:
        return False
    worded = all(len(_NUMBER.findall(edge.line.text)) > 1 or edge.line.text.strip()[0].isalpha() for edge in edges)
    return _is_often(edges, pages) or (pages == 1 and worded)


def _forms(edge: _Edge) -> set[str]:
    """What a line must be on other pages to be the same: as it is, or with a number that goes up with the pages."""
    text = edge.line.text
    if not (edge.small or _DIVIDED.search(text)):
        return {text}
    return {text, _NUMBER.sub(lambda found: f"\0{int(found[0]) - edge.page}", text)}


def _is_margin(edge: _Edge, pages: int) -> bool:
    if edge.small:
        return True
    if _SENTENCE.search(edge.line.text):
        return False
    return edge.apart or (
        pages >= SEVERAL and (bool(_DIVIDED.search(edge.line.text)) or not _NUMBER.search(edge.line.text))
    )
