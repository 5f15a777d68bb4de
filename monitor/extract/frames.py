"""What in a page's markup tells that an element is around the document rather than of it: names, roles, styles."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from monitor.extract import consent
from monitor.extract.markup import NAMES, words_in
from monitor.extract.tree import Element

# An element with this share of the page's prose is the document, whatever it calls itself: names lie.
OWN_SHARE = 0.25
# A consent dialog can say more than a short policy does.
DIALOG_SHARE = 0.9
# A link list: this share of its text is link text.
LINK_HEAVY = 0.6
FEW_LINKS = 3
# What is hidden right behind its title is a section to unfold, if it holds so many characters.
COLLAPSED = 20

_FRAME_TAGS = NAMES["frames"]["tags"]
_FRAME_ROLES = NAMES["frames"]["roles"]
_FRAME_WORDS = NAMES["frames"]["words"]
_LIST_WORDS = NAMES["frames"]["lists"]
_PRESSED_WORDS = NAMES["frames"]["pressed"]
# What is never the document's, whatever it says.
_BARE_TAGS = frozenset({"dialog", "menu", "nav"})
_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|clip\s*:\s*rect\(|clip-path\s*:\s*inset",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_OFFSCREEN = re.compile(
    r"(?:left|top|right|bottom|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01](?:px)?[\s,)]",
    re.IGNORECASE,
)


Opened = Callable[[Element], bool]


class Page(NamedTuple):
    """What a page holds in all: characters of prose, and titles; whether its titles lie in its `main`."""

    prose: int
    titles: int
    titled: bool


class Place(NamedTuple):
    """Where an element stands: whether within a `main`, `article` or `section`, and right behind what titles it."""

    inside: bool
    titled: bool


def is_frame(element: Element, page: Page, place: Place, opened: Opened) -> bool:
    """Whether an element is a frame of the document on a page; `opened` tells parts that the page opens."""
    if element.prose > DIALOG_SHARE * page.prose and element.titles == page.titles:
        return element.buttons > 1 and consent.is_made_to_ask(element)
    if element.titles or element.prose > OWN_SHARE * page.prose:
        return _is_large_frame(element, page)
    if not element.attributes:
        return _is_small_frame(element, place)
    return consent.is_banner(element) or _is_unseen(element, place, opened) or _is_small_frame(element, place)


def _is_small_frame(element: Element, place: Place) -> bool:
    kept = place.inside and _says_something(element)
    return _is_said_frame(element, kept=kept) or _is_named_frame(element, kept=kept) or _is_contents(element)


def _says_something(element: Element) -> bool:
    """Whether an element holds sentences, or a heading to some, and is no list of links."""
    return bool(element.said or element.headed) and element.linked <= element.length / 2


def unchosen(element: Element, opened: Opened) -> set[Element]:
    """Parts that are hidden while another one of their kind right beside them is shown: one of several documents.

    Sections that open and close stand below a heading each, and tabs name the parts that they open.
    """
    found: set[Element] = set()
    if not any(not isinstance(child, str) and _is_closed(child) for child in element.children):
        return found
    for row in _rows(element):
        hidden = {part for part in row if _is_closed(part) and not opened(part)}
        if any(part.prose for part in row if part not in hidden):
            found |= hidden
    return found


def _rows(element: Element) -> list[list[Element]]:
    """Neighbours of one kind, at least two of them: nothing that is read stands between them."""
    rows: list[list[Element]] = [[]]
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                rows.append([])
        elif rows[-1] and _kind(child) == _kind(rows[-1][0]):
            rows[-1].append(child)
        elif child.length:
            rows.append([child])
    return [row for row in rows if len(row) > 1]


def _kind(element: Element) -> tuple[str, str]:
    return element.tag, element.attribute("class").partition(" ")[0]


def _is_closed(element: Element) -> bool:
    style = element.attributes.get("style")
    return bool(style and _CLOSED.search(style)) and element.attribute("role") != "tabpanel"


def _is_large_frame(element: Element, page: Page) -> bool:
    """Whether an element with a title or much of the prose is a frame all the same."""
    if element.titles:
        return consent.is_dialog(element)
    if page.titled and element.tag == "footer":
        return True
    return (element.buttons > 1 and consent.is_banner(element)) or consent.is_dialog(element)


def _is_said_frame(element: Element, *, kept: bool) -> bool:
    """Whether the markup itself says that an element is no part of the text.

    Within the document a header heads a section, and a callout or a form may say what counts: these are `kept`.
    """
    if element.tag in _FRAME_TAGS:
        return not kept or element.tag in _BARE_TAGS
    attributes = element.attributes
    if not attributes or kept:
        return False
    role, live = attributes.get("role"), attributes.get("aria-live")
    return bool((role and role.lower() in _FRAME_ROLES) or (live and live.lower() in ("polite", "assertive")))


def _is_unseen(element: Element, place: Place, opened: Opened) -> bool:
    style = element.attribute("style")
    if style and _OFFSCREEN.search(style):
        return True
    return not _is_collapsed(element, place) and _is_hidden(element.attributes, style) and not opened(element)


def _is_collapsed(element: Element, place: Place) -> bool:
    """Whether what an element holds, were it hidden, is a section to unfold."""
    is_titled = place.titled and element.length >= COLLAPSED
    return bool(element.prose) or is_titled or element.attributes.get("hidden") == "until-found"


def _is_hidden(attributes: dict[str, str | None], style: str) -> bool:
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or bool(_UNSEEN_STYLE.search(style))


def _is_named_frame(element: Element, *, kept: bool) -> bool:
    names = element.attributes.get("class")
    if kept or not names or words_in(names).isdisjoint(_FRAME_WORDS):
        return False
    if _is_misnamed(element, words_in(names) & _FRAME_WORDS):
        return False
    return not element.prose or element.linked > element.length / 2


def _is_misnamed(element: Element, words: frozenset[str]) -> bool:
    """Whether an element is called by what it is not: a list of links that is a heading, a widget without buttons."""
    if words <= _LIST_WORDS and element.headed == element.length:  # "toc-heading" is where the list of contents leads
        return True
    return words <= _PRESSED_WORDS and element.headed > 0 and not element.links and not element.buttons


def _is_contents(element: Element) -> bool:
    return (
        element.links >= FEW_LINKS
        and element.anchored > LINK_HEAVY * element.length
        and element.tag not in ("table", "tbody", "tr", "td", "p")
    )
