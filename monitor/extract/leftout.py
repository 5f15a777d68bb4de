"""What of a page was not taken for policy text, for people to see."""

from __future__ import annotations

from monitor.extract.dom import dom
from monitor.extract.markdown import blocks
from monitor.extract.media import kind_of
from monitor.extract.tree import grow


def left_out(raw: bytes, media_type: str, text: str) -> tuple[str, ...]:
    """The pieces of a web page that are not in the text read from it, in page order, neighbours as one."""
    if kind_of(raw, media_type) != "html":
        return ()
    page = dom(raw, media_type)
    kept = " ".join(text.split())
    pieces: list[list[str]] = [[]]
    for block in blocks(grow(page.body)) if page.body else []:
        if " ".join(block.text.split()) in kept:
            pieces.append([])
        else:
            pieces[-1].append(block.text)
    return tuple(" ".join(" ".join(piece).split()) for piece in pieces if piece)
