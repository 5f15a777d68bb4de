"""Dialogs that ask for consent: what in their names and first words gives them away."""

from __future__ import annotations

from itertools import islice

from monitor.extract.markup import NAMES, words_in
from monitor.extract.tree import Element

_WORDS = NAMES["frames"]["consent"]
_MAKERS = NAMES["frames"]["consent_makers"]
_JOINED_MAKERS = tuple(maker for maker in _MAKERS if "_" in maker)
_BANNERS = NAMES["frames"]["banners"]
_DIALOGS = NAMES["frames"]["dialogs"]
_FIRST_PIECES = 12  # of text, in which a dialog says what it is about


def is_made_to_ask(element: Element) -> bool:
    """Whether an element bears the name of a maker of consent dialogs."""
    names = _names(element)
    return not words_in(names).isdisjoint(_MAKERS) or any(maker in names for maker in _JOINED_MAKERS)


def is_dialog(element: Element) -> bool:
    """Whether an element is a dialog about consent beyond doubt, so that even a title in it is the dialog's."""
    if is_made_to_ask(element):
        return True
    words = words_in(_names(element))
    if _opens_above(element):
        return bool((words | words_in(element.attribute("aria-label"))) & _WORDS) or _speaks_of_cookies(element)
    return bool(words & _DIALOGS and words & _WORDS)


def is_banner(element: Element) -> bool:
    """Whether an element that is a small part of a page asks for consent; a section on cookies has a heading."""
    if is_made_to_ask(element):
        return True
    words = words_in(_names(element))
    asked = words & _WORDS
    if asked and words & _BANNERS:
        return True
    if not element.buttons:
        return False
    return _opens_above(element) or len(asked) > 1 or (bool(asked) and not element.headed)


def _opens_above(element: Element) -> bool:
    """Whether an element says of itself that it opens above the page."""
    attributes = element.attributes
    modal = attributes.get("role") in ("dialog", "alertdialog") or attributes.get("aria-modal") == "true"
    return modal or element.tag == "dialog"


def _names(element: Element) -> str:
    return f"{element.attribute('class')} {element.attribute('id')}"


def _speaks_of_cookies(element: Element) -> bool:
    first = " ".join(islice(element.texts(), _FIRST_PIECES)).lower()
    return element.buttons > 1 and any(word in first for word in _WORDS)
