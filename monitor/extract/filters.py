"""The tidy-ups of a page that a declaration names, done before anything is removed or selected."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser

from monitor.extract.markdown import clean
from monitor.records import Filter, Tidying

# What the labels of buttons say, by filter and language.
LABELS: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("filters.toml").read_text(encoding="utf-8")
)
_LABELS = {name: frozenset(label for labels in words.values() for label in labels) for name, words in LABELS.items()}
_BUTTONS = "button, a, [role=button]"


def apply(page: LexborHTMLParser, filters: Sequence[Filter]) -> None:
    """Change a page in place; a filter that is not listed here asks for what the reading does anyway."""
    for each in filters:
        if each.name == Tidying.REMOVE_QUERY_PARAMS:
            _drop_parameters(page, frozenset(each.parameters))
        elif each.name in _LABELS:
            _take_out_buttons(page, _LABELS[each.name])


def _drop_parameters(page: LexborHTMLParser, names: frozenset[str]) -> None:
    for node in page.css("a[href]"):
        address = node.attributes.get("href") or ""
        try:
            parts = urlsplit(address)
        except ValueError:  # brackets that are no IPv6 address
            continue
        query = "&".join(pair for pair in parts.query.split("&") if pair.partition("=")[0] not in names)
        if query != parts.query:
            node.attrs["href"] = urlunsplit(parts._replace(query=query))


def _take_out_buttons(page: LexborHTMLParser, labels: frozenset[str]) -> None:
    for node in page.css(_BUTTONS):
        if clean(node.text()).casefold().strip(" .:!") in labels:
            node.decompose()
