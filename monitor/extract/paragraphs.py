"""Lines of a document's pages to its paragraphs, the same however wide the pages are."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from monitor.extract.layout import Line, usual_pitch
from monitor.extract.markdown import clean

# Lines of one paragraph are no further apart than so many times the usual distance, in letters of one size.
SPACED = 1.25
SAME_SIZE = 0.06
# Where lines are this wide, or less than this share of it, is no end of a paragraph or surely one.
SHORT_LINE = 0.75

_STARTS_BLOCK = re.compile(
    r"(?:[•●▪◦‣·∙–—*-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|\d{1,2}(?:\.\d{1,2})+\.?|(?:Section|Article|§)\s*\d+)\s"
)
_BULLET = re.compile(r"[•●▪◦‣∙]\s*")
_ENDS_SENTENCE = re.compile(r"[.:;!?。！？][\"”’»)]*$")
# A hyphen at the end of a line: PDFium's own sign for "-", which can belong to the word; signs that divide one only.
_HYPHEN = re.compile("(?<=\\w)[\x02\ufffe-]$")
_DIVISION = re.compile("(?<=\\w)[\u2010\u00ad]$")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# "pre- and post-war": the hyphen stands for the rest of a word that comes later.
_SUSPENDED = re.compile(r"(?:and|or|und|oder|bzw|et|ou|y|o|e|ed|en|of|i|lub|och|og)\b")


def paragraphs(pages: list[list[Line]]) -> list[str]:
    """The paragraphs of pages without headers and footers, in Markdown."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    shape = _Shape(pages)
    parts = [[lines[0]]]
    for before, line in pairwise(lines):
        if shape.breaks(before, line):
            parts.append([line])
        else:
            parts[-1].append(line)
    words = _Words(lines)
    return [text for part in parts if (text := _written(part, words))]


def _written(part: list[Line], words: _Words) -> str:
    text = part[0].text
    for line in part[1:]:
        text = words.joined(text, line.text)
    text = _BULLET.sub("- ", clean(_plain(text)), count=1)
    return f"- {text}" if part[0].mark and not text.startswith("- ") else text


def _plain(text: str) -> str:
    return re.sub("[\x02\ufffe]", "-", text).replace("\u00ad", "").replace("\u2010", "-")


class _Shape:
    """How lines stand on the pages of one document."""

    def __init__(self, pages: list[list[Line]]) -> None:
        lines = [line for page in pages for line in page]
        by_size: defaultdict[int, list[Line]] = defaultdict(list)
        for page in pages:
            for before, line in pairwise(page):
                if _is_same_size(before, line):
                    by_size[round(line.size)] += [before, line]
        self._pitch = {size: usual_pitch(some) for size, some in by_size.items()}
        widths = sorted(line.right for line in lines)
        self._right = widths[int(len(widths) * 0.95)]

    def breaks(self, before: Line, line: Line) -> bool:
        """Whether a line begins a paragraph."""
        if line.mark or _STARTS_BLOCK.match(line.text) or not _is_same_size(before, line):
            return True
        if _HYPHEN.search(before.text) or _DIVISION.search(before.text):
            return False
        pitch = self._pitch.get(round(line.size), 0.0)
        if pitch and before.bottom - line.bottom > SPACED * pitch:
            return True
        return self._has_room(before, line) and _is_new(before.text, line.text)

    def _has_room(self, before: Line, line: Line) -> bool:
        """Whether the first word of a line would have stood on the one before."""
        wide = (line.right - line.left) / max(1, len(line.text))
        word = len(line.text.split(maxsplit=1)[0])
        return self._right - before.right > wide * (word + 1.5)


def _is_new(before: str, line: str) -> bool:
    return bool(_ENDS_SENTENCE.search(before)) or line[0].isupper() or line[0].isdigit()


def _is_same_size(line: Line, other: Line) -> bool:
    return abs(line.size - other.size) <= SAME_SIZE * max(line.size, other.size)


class _Words:
    """The words that stand within the lines of a document, by which those at their ends are mended."""

    def __init__(self, lines: list[Line]) -> None:
        self._seen = {word.lower() for line in lines for word in _WORD.findall(_plain(line.text.rstrip("\x02\ufffe-")))}
        ends = [pair for before, line in pairwise(lines) if (pair := _halves(before.text, line.text))]
        # Who divides one word with a hyphen divides others so.
        self._divides = any((first + second).lower() in self._seen for first, second in ends)

    def joined(self, text: str, line: str) -> str:
        """Two parts of a paragraph as one: a hyphen between them stays where it is the word's own."""
        if _DIVISION.search(text):
            return text[:-1] + line
        if not _HYPHEN.search(text) or _SUSPENDED.match(line):
            return f"{text} {line}"
        halves = _halves(text, line)
        return text[:-1] + ("-" if not halves or self._is_compound(*halves) else "") + line

    def _is_compound(self, first: str, second: str) -> bool:
        if f"{first}-{second}".lower() in self._seen or second[0].isupper():
            return True
        if f"{first}{second}".lower() in self._seen:
            return False
        return not self._divides or (first.lower() in self._seen and second.lower() in self._seen)


def _halves(text: str, line: str) -> tuple[str, str] | None:
    """The parts of a word on both sides of a hyphen at the end of a line."""
    if not _HYPHEN.search(text):
        return None
    first, second = _LAST_WORD.search(text[:-1]), _FIRST_WORD.match(line)
    return (first[0], second[0]) if first and second else None
