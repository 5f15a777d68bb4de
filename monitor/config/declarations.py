"""From the tables of services to declarations: what to read, how and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.config import form, values
from monitor.config.place import Filled, Place
from monitor.config.schedule import next_time
from monitor.config.selectors import selectors
from monitor.config.table import read
from monitor.records import Declaration, Page, Schedule, Service

_SOME_DAY = datetime(2024, 1, 1, tzinfo=UTC)  # any: a cron expression comes always or never


def declarations(services: Mapping[str, object], default: Schedule, place: Place) -> Iterator[Declaration]:
    """The declarations of every service in the order of the file; `place` is the table of services."""
    for service_id, table in services.items():
        below = place.inside(service_id)
        values.slug(service_id, below)
        yield from _of_service(service_id, read(form.Service, table, below), default, below)


def schedule(keys: form.Schedule, default: Schedule, place: Place) -> Schedule:
    """The schedule of a table: what its keys say, the rest from the table above it."""
    if keys.every is not None and keys.cron is not None:
        raise place.at("cron").error("expected every or cron, found both")
    found = default
    if keys.time_zone is not None:
        found = replace(found, time_zone=_time_zone(keys.time_zone, place.at("time_zone")))
    if keys.every is not None:
        return replace(found, every=values.seconds(keys.every, place.at("every"), "1m", "52w"), cron=None)
    if keys.cron is not None:
        return replace(found, every=None, cron=_cron(keys.cron, found.time_zone, place.at("cron")))
    return found


def _time_zone(name: str, place: Place) -> str:
    try:
        return str(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # the latter two: not even the form of a name, or a folder
        raise place.expected('a time zone such as "Europe/Zurich"', name) from None


def _cron(text: str, time_zone: str, place: Place) -> str:
    try:
        next_time(Schedule(None, str(text), time_zone), _SOME_DAY)
    except ValueError as error:
        reason = "" if isinstance(text, Filled) else f" ({error})"  # the reason shows parts of the text
        raise place.expected(f'five cron fields such as "0 7 * * mon-fri"{reason}', text) from None
    return str(text)


def _of_service(service_id: str, found: form.Service, default: Schedule, place: Place) -> Iterator[Declaration]:
    if not found.terms:
        raise place.error(f'it has no terms; declare one as [{place.table}.terms."Privacy Policy"]')
    name = values.name(found.name, place.at("name")) if found.name else service_id
    tags = tuple(values.name(tag, place.at("tags")) for tag in found.tags)
    service, default = Service(service_id, name, tags), schedule(found, default, place)
    seen: dict[frozenset[Page], str] = {}
    for terms_type, table in found.terms.items():
        below = place.inside("terms").inside(terms_type)
        values.terms_type(terms_type, below)
        declaration = _declaration(service, terms_type, read(form.Terms, table, below), default, below)
        if other := seen.get(frozenset(declaration.pages)):
            raise below.error(f'it reads the same parts of the same addresses as "{other}"')
        seen[frozenset(declaration.pages)] = terms_type
        yield declaration


def _declaration(service: Service, terms_type: str, found: form.Terms, default: Schedule, place: Place) -> Declaration:
    if found.browser:
        raise place.at("browser").error("expected false: this version reads pages over plain HTTP, without a browser")
    return Declaration(
        service=service,
        terms_type=terms_type,
        pages=_pages(found, place),
        schedule=schedule(found, default, place),
        region=values.name(found.region, place.at("region")) if found.region else None,
        language=str(found.language) if found.language else None,
        headers=_headers(found.headers, place.inside("headers")),
    )


def _headers(found: Mapping[str, str], place: Place) -> dict[str, str]:
    return {
        values.header_name(name, place.at(name)): values.printable(value, place.at(name, secret=True))
        for name, value in found.items()
    }


def _pages(found: form.Terms, place: Place) -> tuple[Page, ...]:
    if found.fetch is not None and found.combine is not None:
        raise place.at("combine").error("expected fetch or combine, found both")
    if found.combine is None:
        if found.fetch is None:
            raise place.at("fetch").error("it is missing; expected an http or https address, or combine with several")
        return (_page(found.fetch, found.select, found.remove, place),)
    return _combined(found, found.combine, place)


def _combined(found: form.Terms, tables: list[object], place: Place) -> tuple[Page, ...]:
    if not tables:
        raise place.at("combine").error("expected at least one page, found an empty list")
    pages: list[Page] = []
    for number, table in enumerate(tables, 1):
        below = place.inside("combine", number)
        item = read(form.Page, table, below)
        select = found.select if item.select is None else item.select
        remove = found.remove if item.remove is None else item.remove
        page = _page(item.fetch, select, remove, below)
        if page in pages:
            raise below.error(f"it is the same page as number {pages.index(page) + 1}")
        pages.append(page)
    return tuple(pages)


def _page(url: str, select: Any, remove: Any, place: Place) -> Page:
    return Page(
        url=values.web_address(url, place.at("fetch")),
        select=selectors(select, place.at("select")),
        remove=selectors(remove, place.at("remove")),
    )
