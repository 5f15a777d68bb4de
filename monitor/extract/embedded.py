"""Text that a page builds itself from: templates, markup for readers without scripts, and data in its scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from monitor.extract.data import render

# What is looked at, in characters; the data of a page can be most of it.
MOST = 8_000_000
# A text that was found must have so many characters, and so many times those that the page shows.
LEAST, TIMES = 600, 3

_ASSIGNED = re.compile(r"(?:^|[\s;.\[\"'])[\w$]+[\"'\]]*\s*=\s*(?=[{\[])")
_PARSED = re.compile(r"JSON\.parse\(\s*(?=\")")
_PUSHED = re.compile(r"\.push\(\s*(?=\[1,\s*\")")
_ROW = re.compile(rb"[0-9a-f]*:(?:T(?P<size>[0-9a-f]+),)?")
_JSON_TYPES = frozenset({"application/json", "application/ld+json"})
_CODE_TYPES = frozenset({"", "text/javascript", "application/javascript", "module"})
_decoder = json.JSONDecoder()


def find(page: LexborHTMLParser, shown: int) -> str:
    """The HTML of the longest text that a page holds unseen, empty when that is no more than what is `shown`."""
    language = (page.root.attributes.get("lang") or "") if page.root else ""
    found = max((*_markup(page), *(render(value, language) for value in _values(page))), key=_size, default="")
    return found if _size(found) >= max(LEAST, TIMES * shown) else ""


def _size(html: str) -> int:
    """The characters of a piece of HTML outside its tags, nearly."""
    return len(re.sub(r"<[^>]*>", "", html))


def _markup(page: LexborHTMLParser) -> Iterator[str]:
    for node in page.css("template, noscript"):
        yield re.sub(r"^<(template|noscript)[^>]*>|</(template|noscript)>$", "", node.html or "")


def _values(page: LexborHTMLParser) -> Iterator[object]:
    """Every value in the page's scripts that is JSON."""
    flight: list[str] = []
    left = MOST
    for node in page.css("script"):
        code = node.text()[:left]
        left -= len(code)
        kind = (node.attributes.get("type") or "").lower()
        if kind in _JSON_TYPES:
            yield from _decoded(code)
        elif kind in _CODE_TYPES:
            yield from _in_code(code)
            flight += _pushed(code)
    if flight:
        yield _rows("".join(flight).encode("utf-8", "replace"))


def _in_code(code: str) -> Iterator[object]:
    """What a script assigns or parses."""
    for match in _ASSIGNED.finditer(code):
        yield from _decoded(code, match.end())
    for match in _PARSED.finditer(code):
        for text in _decoded(code, match.end()):
            yield from _decoded(str(text))


def _pushed(code: str) -> list[str]:
    """The parts of a stream of components that a script hands over."""
    rows = (row for match in _PUSHED.finditer(code) for row in _decoded(code, match.end()))
    return [str(row[1]) for row in rows if isinstance(row, list) and len(row) > 1]


def _rows(stream: bytes) -> list[object]:
    """The rows of a stream of components: each an id, a colon, and JSON up to the line's end or a text of a size."""
    found: list[object] = []
    at = 0
    while row := _ROW.match(stream, at):
        size = row["size"]
        end = row.end() + int(size, 16) if size else stream.find(b"\n", row.end()) + 1 or len(stream)
        text = stream[row.end() : end].decode("utf-8", "replace")
        found += [text] if size else list(_decoded(text))
        at = end
    return found


def _decoded(text: str, start: int = 0) -> Iterator[object]:
    try:
        yield _decoder.raw_decode(text.lstrip() if start == 0 else text, start)[0]
    except (ValueError, RecursionError):
        return
