"""A web page's bytes to the tree of its elements."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from monitor.extract.charset import transcode
from monitor.extract.limits import guard


def dom(raw: bytes, media_type: str) -> LexborHTMLParser:
    """The elements of a page; ExtractError for one that would take the parser too long."""
    guard(raw)
    return LexborHTMLParser(transcode(raw, media_type))
