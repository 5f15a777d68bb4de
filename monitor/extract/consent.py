"""Dialogs that ask for consent: what in their names and first words gives them away."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from monitor.extract.markup import NAMES, words_in
from monitor.extract.tree import Element

_WORDS = NAMES["frames"]["consent"]
_MAKERS = NAMES["frames"]["consent_makers"]
_JOINED_MAKERS = tuple(maker for maker in _MAKERS if "_" in maker)
_BANNERS = NAMES["frames"]["banners"]
_DIALOGS = NAMES["frames"]["dialogs"]
_FIRST_PIECES = 12  # of text, in which a dialog says what it is about


class _Names(NamedTuple):
    """What an element's class and id say: all words, those about consent, and whether one is a maker's of dialogs."""

    words: frozenset[str]
    asking: frozenset[str]
    makers: bool


def is_made_to_ask(element: Element) -> bool:
    """Whether an element bears the name of a maker of consent dialogs."""
    return _names(element).makers


def is_dialog(element: Element) -> bool:
    """Whether an element is a dialog about consent beyond doubt, so that even a title in it is the dialog's."""
    names = _names(element)
    if names.makers:
        return True
    if _opens_above(element):
        return bool(names.asking or words_in(element.attribute("aria-label")) & _WORDS) or _speaks_of_cookies(element)
    return bool(names.asking and names.words & _DIALOGS)


def is_banner(element: Element) -> bool:
    """Whether an element that is a small part of a page asks for consent; a section on cookies has a heading."""
    names = _names(element)
    if names.makers or (names.asking and names.words & _BANNERS):
        return True
    if not element.buttons:
        return False
    return _opens_above(element) or len(names.asking) > 1 or (bool(names.asking) and not element.headed)


def _opens_above(element: Element) -> bool:
    """Whether an element says of itself that it opens above the page."""
    attributes = element.attributes
    modal = attributes.get("role") in ("dialog", "alertdialog") or attributes.get("aria-modal") == "true"
    return modal or element.tag == "dialog"


def _names(element: Element) -> _Names:
    attributes = element.attributes
    return _said(attributes.get("class"), attributes.get("id"))


@lru_cache(maxsize=4_096)  # a page calls many elements by the same names
def _said(*names: str | None) -> _Names:
    whole = " ".join(filter(None, names))
    words = words_in(whole)
    makers = not words.isdisjoint(_MAKERS) or any(maker in whole for maker in _JOINED_MAKERS)
    return _Names(words, words & _WORDS, makers)


def _speaks_of_cookies(element: Element) -> bool:
    first = " ".join(islice(element.texts(), _FIRST_PIECES)).lower()
    return element.buttons > 1 and any(word in first for word in _WORDS)
