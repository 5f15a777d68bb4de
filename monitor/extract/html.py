"""A web page to its policy text."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from monitor.errors import ExtractError
from monitor.extract.chapters import chapter, read_section
from monitor.extract.charset import decode
from monitor.extract.embedded import find
from monitor.extract.filters import apply
from monitor.extract.language import detect
from monitor.extract.limits import guard
from monitor.extract.links import tidy
from monitor.extract.markdown import Block, blocks, clean, level, render
from monitor.extract.noise import quieten
from monitor.extract.prune import prune
from monitor.extract.sections import NOTHING, pick, take_out
from monitor.extract.tree import Element, gather, grow
from monitor.extract.trim import trim
from monitor.records import Page, Reading

SHELL = 800  # characters; a page that shows fewer may hold its text elsewhere


def read_html(raw: bytes, media_type: str, url: str, page: Page) -> Reading:
    """The text of the parts selected, or of all that is the document; ExtractError for what cannot be read."""
    guard(raw)
    parsed = LexborHTMLParser(decode(raw, media_type))
    title, language = _title(parsed), _said_language(parsed)
    apply(parsed, page.filters)
    take_out(parsed, page.remove)
    if page.select:
        root = gather(pick(parsed, page.select))
        found = chapter(blocks(root), page.section) if page.section else blocks(root)
    elif page.section:
        root, found = read_section(_body(parsed), page.section)
    else:
        root = prune(_body(parsed))
        found = trim(blocks(root))
    text = render(level(_quiet(found)))
    if page.select and not text:
        raise ExtractError("what the selectors match holds no text", kind=NOTHING)
    shown = text
    if len(shown) < SHELL and not page.select and not page.section:
        text = _embedded(parsed, len(shown)) or shown
    links = _links(root, _base(parsed, url))
    return Reading(text, detect(text, language), title, links, embedded=text is not shown)


def _embedded(page: LexborHTMLParser, shown: int) -> str:
    """The text that a page holds unseen, read as if it were shown."""
    hidden = LexborHTMLParser(find(page, shown))
    return render(level(_quiet(trim(blocks(prune(_body(hidden)))))))


def _body(page: LexborHTMLParser) -> Element:
    return grow(page.body) if page.body else Element("body", {})


def _quiet(found: list[Block]) -> list[Block]:
    for block in found:
        block.text = quieten(block.text)
    return [block for block in found if block.text]


def _title(page: LexborHTMLParser) -> str | None:
    node = page.css_first("title")
    return (clean(node.text()) or None) if node else None


def _said_language(page: LexborHTMLParser) -> str | None:
    return page.root.attributes.get("lang") if page.root else None


def _base(page: LexborHTMLParser, url: str) -> str:
    node = page.css_first("base[href]")
    return tidy((node.attributes.get("href") if node else "") or "", url) or url


def _links(root: Element, base: str) -> tuple[str, ...]:
    addresses = (
        tidy(element.attribute("href"), base)
        for element in root.walk()
        if element.tag == "a" and not element.attribute("href").startswith("#")
    )
    return tuple(dict.fromkeys(address for address in addresses if address))
