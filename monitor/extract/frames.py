"""What in a page's markup tells that an element is around the document rather than of it: names, roles, styles."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from monitor.extract.markup import NAMES
from monitor.extract.tree import Element

# An element with this share of the page's prose is the document, whatever it calls itself: names lie.
OWN_SHARE = 0.25
# A consent dialog can say more than a short policy does.
DIALOG_SHARE = 0.9
# A link list: this share of its text is link text.
LINK_HEAVY = 0.6
FEW_LINKS = 3

_FRAME_TAGS = NAMES["frames"]["tags"]
_FRAME_ROLES = NAMES["frames"]["roles"]
_FRAME_WORDS = NAMES["frames"]["words"]
_LIST_WORDS = NAMES["frames"]["lists"]
_CONSENT_WORDS = NAMES["frames"]["consent"]
_CONSENT_MAKERS = NAMES["frames"]["consent_makers"]
_DIALOG_WORDS = NAMES["frames"]["dialogs"]
_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|clip\s*:\s*rect\(|clip-path\s*:\s*inset",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_OFFSCREEN = re.compile(
    r"(?:left|top|right|bottom|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01](?:px)?[\s,)]",
    re.IGNORECASE,
)
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


Opened = Callable[[Element], bool]


class Page(NamedTuple):
    """What a page holds in all: characters of prose, and titles; whether its titles lie in its `main`."""

    prose: int
    titles: int
    titled: bool


def is_frame(element: Element, page: Page, opened: Opened) -> bool:
    """Whether an element is a frame of the document on a page; `opened` tells parts that the page opens."""
    if element.prose > DIALOG_SHARE * page.prose and element.titles == page.titles:
        return element.buttons > 1 and _is_made_to_ask(element)
    if element.titles or element.prose > OWN_SHARE * page.prose:
        return _is_large_frame(element, page)
    return (
        _is_said_frame(element)
        or (bool(element.attributes) and (_is_unseen(element, opened) or _is_named_frame(element)))
        or _is_contents(element)
    )


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
        return _is_dialog(element)
    if page.titled and element.tag == "footer":
        return True
    return (element.buttons > 1 and _is_consent(element)) or _is_dialog(element)


def _is_said_frame(element: Element) -> bool:
    """Whether the markup itself says that an element is no part of the text."""
    if element.tag in _FRAME_TAGS:
        return True
    attributes = element.attributes
    if not attributes:
        return False
    role, live = attributes.get("role"), attributes.get("aria-live")
    return bool((role and role.lower() in _FRAME_ROLES) or (live and live.lower() in ("polite", "assertive")))


def _is_unseen(element: Element, opened: Opened) -> bool:
    attributes = element.attributes
    style = attributes.get("style")
    if style and _OFFSCREEN.search(style):
        return True
    if element.prose:  # a collapsed section
        return False
    unseen = "hidden" in attributes or attributes.get("aria-hidden") == "true"
    return (unseen or bool(style and _UNSEEN_STYLE.search(style))) and not opened(element)


@lru_cache(maxsize=4_096)  # a page calls many elements by the same names
def _words(names: str) -> frozenset[str]:
    """The words that class names are made of; names with `:` or `[` are utilities that say nothing."""
    parts = (name for name in names.split() if ":" not in name and "[" not in name)
    return frozenset(word.lower() for part in parts for word in _NAME_PART.findall(part))


def _is_dialog(element: Element) -> bool:
    """Whether an element is a dialog about consent beyond doubt, so that even a title in it is the dialog's."""
    words = _words(element.attribute("class") + " " + element.attribute("id"))
    if _is_made_to_ask(element):
        return True
    if element.attribute("role") in ("dialog", "alertdialog"):
        return bool((words | _words(element.attribute("aria-label"))) & _CONSENT_WORDS)
    return bool(words & _DIALOG_WORDS and words & _CONSENT_WORDS)


def _is_made_to_ask(element: Element) -> bool:
    return bool(_words(element.attribute("class") + " " + element.attribute("id")) & _CONSENT_MAKERS)


def _is_consent(element: Element) -> bool:
    if element.attribute("role") in ("dialog", "alertdialog") or element.attribute("aria-modal") == "true":
        return True
    return bool(_words(element.attribute("class") + " " + element.attribute("id")) & _CONSENT_WORDS)


def _is_named_frame(element: Element) -> bool:
    if element.buttons and _is_consent(element):
        return True
    names = element.attributes.get("class")
    if not names or _words(names).isdisjoint(_FRAME_WORDS):
        return False
    words = _words(names) & _FRAME_WORDS
    if words <= _LIST_WORDS and element.headed == element.length:  # "toc-heading" is where the list of contents leads
        return False
    return not element.prose or element.linked > element.length / 2


def _is_contents(element: Element) -> bool:
    return (
        element.links >= FEW_LINKS
        and element.anchored > LINK_HEAVY * element.length
        and element.tag not in ("table", "tbody", "tr", "td", "p")
    )
