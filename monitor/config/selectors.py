"""The values of `select` and `remove`: CSS selectors and ranges between two of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from monitor.config import form
from monitor.config.place import Place
from monitor.config.table import read
from monitor.records import Range

_PAGE = LexborHTMLParser("<p>")
_NAMES = (
    (re.compile(r":contains\((?=[\s\"'])"), ":lexbor-contains("),
    (re.compile(r":(?:matches|-webkit-any|-moz-any)\("), ":is("),
    (re.compile(r":scope\b"), ":root"),
)
_CAPITAL = re.compile(r"(?<=[a-z])[A-Z]")


def selectors(found: Any, place: Place) -> tuple[str | Range, ...]:
    """One selector or a list of them; a range is a table with Open Terms Archive's keys or ours."""
    items = found if isinstance(found, list) else [] if found is None else [found]
    return tuple(_range(item, place) if isinstance(item, dict) else _css(item, place) for item in items)


def _css(text: str, place: Place) -> str:
    if not text.strip():
        raise place.expected("a CSS selector", text)
    found = understood(text)
    if found is None:
        raise place.expected("a CSS selector", text)
    return found


def understood(selector: str) -> str | None:
    """A selector as the parser of pages takes it, which has its own names for some; None when it does not."""
    forms = [str(selector), _renamed(selector)]
    return next((form for form in forms if _is_taken(form)), None)


def _renamed(selector: str) -> str:
    for found, name in _NAMES:
        selector = found.sub(name, selector)
    return selector


def _is_taken(selector: str) -> bool:
    try:
        _PAGE.css(selector)
    except (SelectolaxError, UnicodeEncodeError):  # the latter of halves of characters
        return False
    return True


def _range(table: Mapping[str, Any], place: Place) -> Range:
    below = place.inside(place.key)
    # Open Terms Archive writes startBefore, a Python reader start_before.
    keys = {_CAPITAL.sub(lambda capital: f"_{capital[0].lower()}", key): value for key, value in table.items()}
    if len(keys) < len(table):
        raise below.error("expected each end of the range once")
    found = read(form.Range, keys, below)
    starts = sum(end is not None for end in (found.start_before, found.start_after))
    ends = sum(end is not None for end in (found.end_before, found.end_after))
    if (starts, ends) != (1, 1):
        raise below.error("expected one of startBefore and startAfter, and one of endBefore and endAfter")
    return Range(
        **{key: str(_css(end, below.at(key))) for key in found.__struct_fields__ if (end := getattr(found, key))}
    )
