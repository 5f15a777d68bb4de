"""A PDF file to its text in reading order."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pypdfium2

from monitor.errors import ExtractError
from monitor.extract.language import detect
from monitor.extract.markdown import clean
from monitor.records import Reading

MAX_PAGES = 2_000
# So many lines at either end of a page can be a running header or footer.
MARGIN_LINES = 3
# Fewer characters than this a page is no text: a scan with a stamp on it.
SCAN_CHARACTERS = 20
# A line that ends before this share of the usual width ends a paragraph, if its punctuation agrees.
SHORT_LINE = 0.75

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD in PDFium's fpdfview.h
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"\W*(?:[^\W\d_]{1,9}\W+)?\d{1,4}(?:\W+(?:[^\W\d_]{1,4}\W+)?\d{1,4})?\W*")
_STARTS_BLOCK = re.compile(
    r"(?:[•●▪◦‣·∙–—*-]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{1,4})[.)]|\d{1,2}(?:\.\d{1,2})+\.?|(?:Section|Article|§)\s*\d+)\s"
)
_BULLET = re.compile(r"[•●▪◦‣∙]\s*")
_ENDS_SENTENCE = re.compile(r"[.:;!?。！？][\"”’»)]*$")
# PDFium marks a hyphen at the end of a line with U+FFFE or U+0002.
_HYPHEN = re.compile("[\ufffe\x02\u00ad]$")


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
    if sum(len(line) for lines in pages for line in lines) < SCAN_CHARACTERS * len(pages):
        raise ExtractError(f"{len(pages)} pages without text", kind="scanned PDF")
    text = "\n\n".join(_paragraphs([line for lines in _without_margins(pages) for line in lines]))
    return Reading(text, detect(text), title)


def _open(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        kind = "encrypted PDF" if error.err_code == _PASSWORD_ERROR else "damaged PDF"
        raise ExtractError(str(error), kind=kind) from error


def _lines(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    page = document[number]
    text: str = page.get_textpage().get_text_range()
    page.close()
    return [line for line in (part.strip() for part in text.splitlines()) if line]


def _without_margins(pages: list[list[str]]) -> list[list[str]]:
    """The pages without the lines at their ends that come again on most of them, and without page numbers."""
    seen = Counter(key for lines in pages for key in {_shape(lines[at]) for at in _margin(lines)})
    often = max(2, len(pages) / 2)
    kept = []
    for lines in pages:
        gone = {at for at in _margin(lines) if seen[_shape(lines[at])] >= often or _PAGE_NUMBER.fullmatch(lines[at])}
        kept.append([line for at, line in enumerate(lines) if at not in gone])
    return kept


def _margin(lines: list[str]) -> list[int]:
    return [at for at in range(len(lines)) if at < MARGIN_LINES or at >= len(lines) - MARGIN_LINES]


def _shape(line: str) -> str:
    return _DIGITS.sub("0", line)


def _paragraphs(lines: list[str]) -> list[str]:
    if not lines:
        return []
    width = sorted(map(len, lines))[int(len(lines) * 0.9)]
    paragraphs = [lines[0]]
    for before, line in pairwise(lines):
        if _breaks(before, line, width):
            paragraphs.append(line)
        else:
            paragraphs[-1] = _joined(paragraphs[-1], line)
    return [_BULLET.sub("- ", clean(paragraph), count=1) for paragraph in paragraphs]


def _breaks(before: str, line: str, width: int) -> bool:
    if _HYPHEN.search(before):
        return False
    if _STARTS_BLOCK.match(line):
        return True
    if len(before) >= SHORT_LINE * width:
        return False
    return bool(_ENDS_SENTENCE.search(before)) or line[0].isupper() or line[0].isdigit()


def _joined(text: str, line: str) -> str:
    if _HYPHEN.search(text):
        return text[:-1] + line
    return text + " " + line
