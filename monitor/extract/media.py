"""What a document is: a web page, a PDF or plain text, by what it looks like and by what the server says."""

from __future__ import annotations

import re

from monitor.errors import ExtractError

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_XML = frozenset({"application/xml", "text/xml"})
_UNSAID = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/force-download"})
_PDF_WITHIN = 1024  # bytes; readers accept a PDF's mark that far into the file
_XML_WITHIN = 1024  # bytes
_SNIFFED = 4096  # bytes
# Files that servers send as text: archives and office documents, pictures, old office documents, fonts, sounds.
_MARKS = (
    b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd", b"\x89PNG", b"GIF8",
    b"\xff\xd8\xff", b"RIFF", b"\xd0\xcf\x11\xe0", b"%!PS", b"{\\rtf", b"wOF", b"OTTO", b"ID3", b"OggS",
)  # fmt: skip
# What no text holds: control characters besides tabs, ends of lines and pages, and escapes.
_CONTROL = bytes([*range(9), 11, *range(14, 27), *range(28, 32)])
_BINARY = 0.01  # of the bytes; a stray one is a mistake
_WIDE = (b"\xff\xfe", b"\xfe\xff")  # marks of UTF-16, half of whose bytes can be zero
_ROOT = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.{0,500}?-->\s*|<!doctype[^>]*>\s*)*<([\w:-]+)", re.IGNORECASE | re.DOTALL
)
_FEEDS = frozenset({b"rss", b"feed", b"rdf:rdf", b"urlset", b"sitemapindex", b"opml", b"svg"})
_PAGES = frozenset({b"html", b"error"})  # stores of files answer with an <Error> what they don't give


def kind_of(raw: bytes, media_type: str) -> str:
    """One of "html", "pdf" and "plain"; ExtractError for any other kind of file."""
    said = media_type.partition(";")[0].strip().lower()
    if said not in _PLAIN and b"%PDF-" in raw[:_PDF_WITHIN]:  # also those that are served as something else
        return "pdf"
    _refuse_others(raw, media_type)
    if said in _HTML or _is_page(raw, said):
        return "html"
    if said in _PLAIN:
        return "plain"
    if said == "application/pdf":
        raise ExtractError("the file does not begin as a PDF does", kind="damaged PDF")
    raise ExtractError(f"{said or 'no media type'}: expected a web page, a PDF or plain text", kind="wrong media type")


def _is_page(raw: bytes, said: str) -> bool:
    return _root(raw) in _PAGES if said in _XML else said in _UNSAID and b"<" in raw[:_PDF_WITHIN]


def _refuse_others(raw: bytes, media_type: str) -> None:
    """Raise for a file that is no text, or no document, whatever the server calls it."""
    if raw.startswith(_MARKS) or _is_binary(raw, media_type.lower()):
        raise ExtractError("the file holds no text, whatever its media type says", kind="wrong media type")
    if _root(raw) in _FEEDS:
        raise ExtractError("expected a document, found a feed or a list of addresses", kind="wrong media type")


def _is_binary(raw: bytes, media_type: str) -> bool:
    if raw.startswith(_WIDE) or "utf-16" in media_type or "utf-32" in media_type:
        return False
    start = raw[:_SNIFFED]
    return len(start) - len(start.translate(None, _CONTROL)) > _BINARY * len(start)


def _root(raw: bytes) -> bytes:
    found = _ROOT.match(raw[:_XML_WITHIN].removeprefix(b"\xef\xbb\xbf"))
    return found[1].lower() if found else b""
