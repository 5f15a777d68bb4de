"""Any document to its text: looks at what it is and hands it to the reader of its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.errors import ExtractError
from monitor.extract.chapters import chapter, parse, propose
from monitor.extract.charset import decode
from monitor.extract.dom import dom
from monitor.extract.html import panels, read_html
from monitor.extract.language import detect
from monitor.extract.limits import MAX_BYTES, guard_text
from monitor.extract.markdown import clean, render
from monitor.extract.media import kind_of
from monitor.extract.noise import quieten
from monitor.extract.pdf import read_pdf
from monitor.extract.visible import shown
from monitor.records import Page, Reading

# Raised whenever the same bytes may give another text: old snapshots are then read again before they are compared.
EXTRACTOR = "2"

WHOLE = Page("")  # nothing said of its parts: all that is policy text

_PARAGRAPH_END = re.compile(r"\n\s*\n")


def extract(raw: bytes, media_type: str, url: str = "", page: Page = WHOLE, *, links: bool = False) -> Reading:
    """The policy text of a document as Markdown, with language and title.

    `media_type` is the Content-Type header with its parameters, `url` where the document came from; what `page` says
    of the parts to read holds for web pages. The text is what versions are told apart by: it names no link's address
    unless asked for `links`. Raises ExtractError, whose kind says why there is no text.
    """
    kind = kind_of(raw, media_type)
    if kind == "html":
        return read_html(dom(raw, media_type), url, page, links=links)
    return _read_file(raw, media_type, kind, page.section)


def extract_shown(raw: bytes, media_type: str, url: str, page: Page) -> tuple[Reading, str | None]:
    """What `extract` gives and, unless that says nothing of the text, `visible`: both from one parse."""
    if kind_of(raw, media_type) != "html":
        return extract(raw, media_type, url, page), None
    parsed = dom(raw, media_type)
    reading = read_html(parsed, url, page)
    if reading.embedded:
        return reading, None
    is_whole = not (page.filters or page.remove)
    return reading, shown(parsed if is_whole else dom(raw, media_type))


def sections(raw: bytes, media_type: str, url: str = "", page: Page = WHOLE) -> tuple[str, ...]:
    """The titles under which separate policies stand on one page, as `Page.section` takes them; ExtractError."""
    headed = propose(parse(extract(raw, media_type, url, page).text))
    return headed or (panels(raw, media_type) if kind_of(raw, media_type) == "html" else ())


def join(readings: Sequence[Reading]) -> Reading:
    """The reading of a document spread over several pages, in the order given."""
    if len(readings) == 1:
        return readings[0]
    text = "\n\n".join(reading.text for reading in readings if reading.text)
    hint = next((reading.language for reading in readings if reading.language), None)
    title = next((reading.title for reading in readings if reading.title), None)
    return Reading(text, detect(text, hint), title)


def _read_file(raw: bytes, media_type: str, kind: str, section: str | None) -> Reading:
    if len(raw) > MAX_BYTES:
        raise ExtractError(f"{len(raw):,} bytes", kind="too large")
    reading = read_pdf(raw) if kind == "pdf" else _read_plain(raw, media_type)
    guard_text(reading.text)
    return _narrow(reading, section) if section else reading


def _narrow(reading: Reading, section: str) -> Reading:
    text = render(chapter(parse(reading.text), section))
    return replace(reading, text=text, language=detect(text, reading.language))


def _read_plain(raw: bytes, media_type: str) -> Reading:
    text = decode(raw, media_type).replace("\r\n", "\n").replace("\r", "\n")
    paragraphs = (quieten(clean("\0".join(part.splitlines()))) for part in _PARAGRAPH_END.split(text))
    whole = "\n\n".join(filter(None, paragraphs))
    return Reading(whole, detect(whole))
