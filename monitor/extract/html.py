"""A web page to its policy text."""

from __future__ import annotations

from functools import partial

from selectolax.lexbor import LexborHTMLParser

from monitor.errors import ExtractError
from monitor.extract.chapters import chapter, read_section, unfolded
from monitor.extract.dom import dom
from monitor.extract.embedded import find
from monitor.extract.filters import apply
from monitor.extract.language import detect
from monitor.extract.limits import guard_text
from monitor.extract.links import tidy
from monitor.extract.markdown import Address, Block, blocks, clean, level, render
from monitor.extract.noise import quieten
from monitor.extract.prune import prune
from monitor.extract.sections import NOTHING, pick, take_out
from monitor.extract.tree import Element, gather, grow
from monitor.extract.trim import trim
from monitor.records import Page, Reading

SHELL = 800  # characters; a page that shows fewer may hold its text elsewhere


def read_html(parsed: LexborHTMLParser, url: str, page: Page, *, links: bool = False) -> Reading:
    """The text of the parts selected, or of all that is the document; ExtractError for what cannot be read.

    With `links` the text holds their addresses. What the page's filters change and what it removes is so afterwards.
    """
    title, language = _title(parsed), _said_language(parsed)
    apply(parsed, page.filters)
    take_out(parsed, page.remove)
    address = partial(_address, base=_base(parsed, url)) if links else None
    text = render(level(_quiet(_chosen(parsed, page))), address)
    if page.select and not text:
        raise ExtractError("what the selectors match holds no text", kind=NOTHING)
    shown = text
    if len(shown) < SHELL and not page.select and not page.section:
        text = _embedded(parsed, len(shown), address) or shown
    guard_text(text)
    return Reading(text, detect(text, language), title, embedded=text is not shown)


def panels(raw: bytes, media_type: str) -> tuple[str, ...]:
    """The titles of tabs and of parts that unfold behind which separate policies stand; ExtractError."""
    return unfolded(_body(dom(raw, media_type)))


def _chosen(parsed: LexborHTMLParser, page: Page) -> list[Block]:
    """The blocks that are to be read of a page."""
    if page.select:
        found = blocks(gather(pick(parsed, page.select)))
        return chapter(found, page.section) if page.section else found
    if page.section:
        return read_section(_body(parsed), page.section)
    return trim(blocks(prune(_body(parsed))))


def _embedded(page: LexborHTMLParser, shown: int, address: Address | None) -> str:
    """The text that a page holds unseen, read as if it were shown."""
    hidden = LexborHTMLParser(find(page, shown))
    return render(level(_quiet(trim(blocks(prune(_body(hidden)))))), address)


def _body(page: LexborHTMLParser) -> Element:
    return grow(page.body) if page.body else Element("body", {})


def _quiet(found: list[Block]) -> list[Block]:
    for block in found:
        quiet = block.text if block.mark.startswith("#") else quieten(block.text)
        if quiet != block.text:
            block.reword(quiet)
    return [block for block in found if block.text]


def _title(page: LexborHTMLParser) -> str | None:
    node = page.css_first("title")
    return (clean(node.text()) or None) if node else None


def _said_language(page: LexborHTMLParser) -> str | None:
    return page.root.attributes.get("lang") if page.root else None


def _base(page: LexborHTMLParser, url: str) -> str:
    addresses = (node.attributes["href"] for node in page.tags("base") if "href" in node.attributes)
    return tidy(next(addresses, None) or "", url) or url


def _address(href: str, base: str) -> str | None:
    """The whole address of a link, None for a place on the same page."""
    return None if href.startswith("#") else tidy(href, base)
