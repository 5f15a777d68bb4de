"""From the tables of a document to its pages: which addresses, and what is read of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.config import form, values
from monitor.config.place import Place, show
from monitor.config.selectors import selectors
from monitor.config.table import guess, read
from monitor.records import Filter, Page, Tidying

_PARTS = ("select", "remove", "section", "filter", "browser")
_OTHER_NAMES = {"executeClientScripts": "browser"}  # Open Terms Archive's


def translated(table: Any) -> Any:
    """A table with Open Terms Archive's names of keys as ours."""
    if not isinstance(table, dict):
        return table
    return {_OTHER_NAMES.get(key, key): value for key, value in table.items()}


def pages(found: form.Variant, place: Place) -> tuple[Page, ...]:
    """The pages of a document, from its `fetch` or its `combine`; raises `ConfigError` for none and for both."""
    if found.fetch is not None and found.combine is not None:
        raise place.at("combine").error("expected fetch or combine, found both")
    if found.combine is None:
        if found.fetch is None:
            raise place.at("fetch").error("it is missing; expected an http or https address, or combine with several")
        return (_page(found.fetch, _said(found), place),)
    return _combined(found, found.combine, place)


def _combined(found: form.Variant, tables: list[object], place: Place) -> tuple[Page, ...]:
    if not tables:
        raise place.at("combine").error("expected at least one page, found an empty list")
    together: list[Page] = []
    for number, table in enumerate(tables, 1):
        below = place.inside("combine", number)
        item = read(form.Page, translated(table), below)
        page = _page(item.fetch, _said(found) | _said(item), below)
        if page in together:
            raise below.error(f"it is the same page as number {together.index(page) + 1}")
        together.append(page)
    return tuple(together)


def _said(found: form.Page | form.Variant) -> dict[str, Any]:
    return {key: value for key in _PARTS if (value := getattr(found, key)) is not None}


def _page(url: str, said: Mapping[str, Any], place: Place) -> Page:
    section = said.get("section")
    return Page(
        url=values.web_address(url, place.at("fetch")),
        select=selectors(said.get("select"), place.at("select")),
        remove=selectors(said.get("remove"), place.at("remove")),
        section=None if section is None else values.heading(section, place.at("section")),
        filters=tuple(_filter(item, place.at("filter")) for item in _listed(said.get("filter"))),
        browser=said.get("browser", False),
    )


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]


def _filter(found: Any, place: Place) -> Filter:
    if isinstance(found, dict):
        if len(found) != 1:
            raise place.error(f"expected a table of one filter and its parameters, found {len(found)} keys")
        ((name, parameters),) = found.items()
    else:
        name, parameters = found, []
    if name not in list(Tidying):
        raise place.error(f"there is no filter {show(name)}{guess(name, list(Tidying))}")
    texts = _listed(parameters)
    if not all(isinstance(text, str) for text in texts):
        raise place.expected(f"{name} to have a text or a list of texts", parameters)
    return Filter(str(name), tuple(str(text) for text in texts))
