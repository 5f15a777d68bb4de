"""Every word that a page shows, as a hash: where it is the same, so is the policy among them."""

from __future__ import annotations

from hashlib import sha256

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.errors import ExtractError
from monitor.extract.dom import dom
from monitor.extract.media import kind_of
from monitor.extract.tree import SILENT


def visible(raw: bytes, media_type: str) -> str | None:
    """The SHA-256 of a web page's title and visible words, None for what is no web page or shows none."""
    try:
        if kind_of(raw, media_type) != "html":
            return None
        return shown(dom(raw, media_type))
    except ExtractError:
        return None


def shown(page: LexborHTMLParser) -> str | None:
    """The same of a page that was parsed, out of which it takes what is never text."""
    title = page.css_first("title")
    said = title.text() if title else ""
    _silence(page)
    words = page.body.text(separator=" ").split() if page.body else []
    return sha256("\0".join([said, *words]).encode("utf-8", "replace")).hexdigest() if words else None


def _silence(page: LexborHTMLParser) -> None:
    """Take out of a page what is never text, in one pass: tags are told by the parser's numbers for them."""
    silent: dict[int, bool] = {}
    nodes: list[LexborNode] = []
    for node in page.root.traverse() if page.root else ():
        number = node.tag_id
        if number not in silent:
            silent[number] = node.tag in SILENT
        if silent[number]:
            nodes.append(node)
    for node in nodes:
        node.decompose(recursive=False)
