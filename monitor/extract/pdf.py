"""A PDF file to its text in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw as pdfium

from monitor.errors import ExtractError
from monitor.extract.language import detect
from monitor.extract.layout import Line, without_margins
from monitor.extract.markdown import clean
from monitor.extract.paragraphs import paragraphs
from monitor.records import Reading, counted

MAX_PAGES = 2_000
# Fewer characters than this a page is no text: a scan with a stamp on it.
SCAN_CHARACTERS = 20
# A mark before an item of a list that is drawn, not written, is no larger than this share of its line.
MARK = 0.6
MARK_LEAST = 1.0  # points
# So many drawings on a page are a picture.
MAX_DRAWINGS = 2_000

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD in PDFium's fpdfview.h
_HYPHEN = 2  # PDFium's sign for a hyphen that ends a line
_ENDS_OF_LINES = {10, 13, _HYPHEN}
_SURROGATE = re.compile("[\ud800-\udfff]")
Box = tuple[float, float, float, float]  # left, bottom, right, top in points


def read_pdf(raw: bytes) -> Reading:
    """The text of a PDF; ExtractError for one that is encrypted, damaged or holds only pictures."""
    document = _open(raw)
    try:
        pages = [_lines(document, number) for number in range(min(len(document), MAX_PAGES))]
        title = clean(document.get_metadata_value("Title")) or None
    except pypdfium2.PdfiumError as error:
        raise ExtractError(str(error), kind="damaged PDF") from error
    finally:
        document.close()
    if sum(len(line.text) for lines in pages for line in lines) < SCAN_CHARACTERS * len(pages):
        raise ExtractError(f"{counted(len(pages), 'page')} without text", kind="scanned PDF")
    text = "\n\n".join(paragraphs(without_margins(pages)))
    return Reading(text, detect(text), title)


def _open(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        kind = "encrypted PDF" if error.err_code == _PASSWORD_ERROR else "damaged PDF"
        raise ExtractError(str(error), kind=kind) from error


def _lines(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    page = document[number]
    text = page.get_textpage()
    units = [pdfium.FPDFText_GetUnicode(text, at) for at in range(text.count_chars())]
    lines = [_line(text, units, start, end) for start, end in _spans(units)]
    marks = _drawn(page)
    page.close()
    return [_marked(line, marks) for line in lines]


def _spans(units: list[int]) -> Iterator[tuple[int, int]]:
    """Where lines start and end, without white space around them."""
    ends = [at + (unit == _HYPHEN) for at, unit in enumerate(units) if unit in _ENDS_OF_LINES]
    for start, end in pairwise([0, *ends, len(units)]):
        inked = [at for at in range(start, end) if not chr(units[at]).isspace()]
        if inked:
            yield inked[0], inked[-1] + 1


def _line(text: pypdfium2.PdfTextPage, units: list[int], start: int, end: int) -> Line:
    first, last = text.get_charbox(start, loose=True), text.get_charbox(end - 1, loose=True)
    words = "".join(map(chr, units[start:end]))
    if _SURROGATE.search(words):
        words = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Line(words, first[0], max(first[2], last[2]), first[1], first[3] - first[1])


def _drawn(page: pypdfium2.PdfPage) -> list[Box]:
    """Where small drawings are that are about as wide as high: browsers draw the marks of lists."""
    boxes: list[Box] = []
    for count, drawing in enumerate(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])):
        if count > MAX_DRAWINGS:
            return []
        left, bottom, right, top = drawing.get_bounds()
        wide, high = right - left, top - bottom
        if wide >= MARK_LEAST and high >= MARK_LEAST and max(wide, high) <= 1.5 * min(wide, high):
            boxes.append((left, bottom, right, top))
    return boxes


def _marked(line: Line, boxes: list[Box]) -> Line:
    for left, bottom, right, top in boxes:
        near = right <= line.left and line.left - right <= 2 * line.size
        beside = line.bottom <= (bottom + top) / 2 <= line.bottom + line.size
        if near and beside and right - left <= MARK * line.size:
            return line.marked()
    return line
