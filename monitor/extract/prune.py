"""A page without what is not the document: menus, banners, dialogs, tables of contents, related links."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from monitor.extract.frames import OWN_SHARE, Page, Place, is_frame, unchosen
from monitor.extract.tree import CELLS, SPACE, Element

# A `main` with this share of what is left of the page's prose is all of it, and one that bears the page's title
# needs less of the text: a document may be all tables.
MAIN_SHARE = 0.85
TITLED_SHARE = 0.6
# A title has no more characters.
TITLE = 200

# Besides a `main`, what holds a document rather than what frames it.
_DOCUMENT_TAGS = frozenset({"article", "details", "section"})

_TARGETS = ("href", "data-target", "data-bs-target")
_OPENERS = frozenset({*_TARGETS, "aria-controls"})


def prune(body: Element) -> Element:
    """The part of a page's light tree that is the document; elements that are not are emptied in place."""
    mains = list(_mains(body))
    page = Page(body.prose, body.titles, titled=any(_is_titled(main, body) for main in mains))
    _Pruner(body, page).clear(body, inside=False)
    return next((main for main in mains if _is_all(main, body)), body)


def _mains(element: Element) -> Iterator[Element]:
    """Every `main` in an element and it itself, in page order."""
    if element.is_main:
        yield element
    for child in element.children:
        if not isinstance(child, str) and child.mains:
            yield from _mains(child)


def _is_titled(main: Element, body: Element) -> bool:
    large = main.prose > OWN_SHARE * body.prose or main.plain > OWN_SHARE * body.plain
    return large and main.titles == body.titles > 0


def _is_all(main: Element, body: Element) -> bool:
    if main.prose >= MAIN_SHARE * body.prose:
        return True
    return main.titles == body.titles > 0 and main.plain >= TITLED_SHARE * body.plain


class _Pruner:
    def __init__(self, body: Element, page: Page) -> None:
        self._body = body
        self._page = page

    @cached_property
    def _opened(self) -> frozenset[str]:
        """The ids of the parts that others open: tabs and collapsed sections. Most pages never ask for them."""
        return frozenset(name for element in self._body.walk() for name in _targets(element.attributes))

    def _is_opened(self, element: Element) -> bool:
        return element.attribute("id") in self._opened

    def clear(self, element: Element, *, inside: bool) -> list[Element]:
        """Take out of an element whatever is a frame of the document; the figures of all that was lost, if any."""
        kept: list[Element | str] = []
        lost: list[Element] = []
        inside = inside or element.is_main or element.tag in _DOCUMENT_TAGS
        before: Element | None = None
        left_out = unchosen(element, self._is_opened) if element.styled else set()
        for child in element.children:
            if isinstance(child, str):
                kept.append(child)
            elif not child.length:
                kept += _space(child)
            else:
                gone = [child] if child in left_out else self._reduce(child, Place(inside, _titles(before)))
                before = child
                lost += gone
                if child not in gone:
                    kept.append(child)
        element.children = kept
        return _lose(element, lost)

    def _reduce(self, child: Element, place: Place) -> list[Element]:
        """The element itself where it is a frame, else the figures of what it lost."""
        if is_frame(child, self._page, place, self._is_opened):
            return [child]
        return self.clear(child, inside=place.inside) if child.nested else []


def _lose(element: Element, lost: list[Element]) -> list[Element]:
    """Take figures away from an element, all of them in one."""
    if not lost:
        return []
    whole = Element("", {})
    for each in lost:
        whole.take(each)
    element.lose(whole)
    return [whole]


def _titles(element: Element | None) -> bool:
    """Whether an element is the title of what comes next: a heading, or what is pressed to unfold it."""
    if element is None:
        return False
    return element.tag in ("dt", "summary") or (bool(element.headed or element.buttons) and element.length <= TITLE)


def _targets(attributes: dict[str, str | None]) -> list[str]:
    if _OPENERS.isdisjoint(attributes):
        return []
    targets = [attributes[name] or "" for name in _TARGETS if name in attributes]
    return (attributes.get("aria-controls") or "").split() + [
        target[1:] for target in targets if target[:1] == "#" != target
    ]


def _space(element: Element) -> list[Element | str]:
    """What an element without text comes to: a break, a cell, the space between two words, or nothing."""
    if element.tag in ("br", "hr", *CELLS):
        return [element]
    return [SPACE] if _is_space(element) else []


def _is_space(element: Element) -> bool:
    """Whether an element holds nothing but the space between two words."""
    return any(isinstance(child, str) or _is_space(child) for child in element.children)
