"""From the tables of services to declarations: what to read, how and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from monitor.config import form, requests, values
from monitor.config.pages import pages, translated
from monitor.config.place import Filled, Place
from monitor.config.schedule import next_time
from monitor.config.table import read
from monitor.records import Declaration, Schedule, Service

_SOME_DAY = datetime(2024, 1, 1, tzinfo=UTC)  # any: a cron expression comes always or never


def declarations(services: Mapping[str, object], default: Schedule, place: Place) -> Iterator[Declaration]:
    """The declarations of every service in the order of the file; `place` is the table of services."""
    for service_id, table in services.items():
        below = place.inside(service_id)
        values.slug(service_id, below)
        yield from _of_service(service_id, read(form.Service, table, below), default, below)


def document(
    keys: Mapping[str, object],
    place: Place,
    *,
    service: str = "service",
    name: str = "Service",
    terms_type: str = "type",
) -> Declaration:
    """The declaration of a single document by its keys, checked as those of a file are."""
    of = Service(values.slug(service, place.at("service")), values.name(name, place.at("name")))
    terms_type = values.terms_type(terms_type, place.at("type"))
    return _declaration(of, terms_type, read(form.Terms, keys, place), Schedule(), place)


def schedule(keys: form.Schedule, default: Schedule, place: Place) -> Schedule:
    """The schedule of a table: what its keys say, the rest from the table above it."""
    if keys.every is not None and keys.cron is not None:
        raise place.at("cron").error("expected every or cron, found both")
    found = default
    if keys.time_zone is not None:
        found = replace(found, time_zone=values.time_zone(keys.time_zone, place.at("time_zone")))
    if keys.adaptive is not None:
        found = replace(found, adaptive=keys.adaptive)
    if keys.every is not None:
        return replace(found, every=values.seconds(keys.every, place.at("every"), "1m", "52w"), cron=None)
    if keys.cron is not None:
        return replace(found, every=None, cron=_cron(keys.cron, found.time_zone, place.at("cron")))
    return found


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
    seen: dict[object, str] = {}
    names: set[str] = set()
    for terms_type, table in found.terms.items():
        below = place.inside("terms").inside(terms_type)
        values.terms_type(terms_type, below)
        for declaration, where in _with_variants(service, terms_type, table, default, below):
            name = declaration.key.partition("/")[2]
            if name in names:
                raise where.error(f'"{name}" is the name of another document too')
            names.add(name)
            if (other := seen.setdefault(_request(declaration), name)) != name:
                raise where.error(f'it reads the same parts of the same addresses as "{other}"')
            yield declaration


def _request(found: Declaration) -> object:
    """What makes two documents the same: the same pages, asked for in the same way."""
    asked = (frozenset(found.headers.items()), frozenset(found.cookies.items()), found.proxy)
    return frozenset(found.pages), found.language, *asked


def _with_variants(
    service: Service, terms_type: str, table: Any, default: Schedule, place: Place
) -> Iterator[tuple[Declaration, Place]]:
    """The document and its variants, each with its place in the file."""
    table = translated(table)
    found = read(form.Terms, table, place)
    yield _declaration(service, terms_type, found, default, place), place
    inherited = {key: value for key, value in table.items() if key != "variants"}
    for name, said in found.variants.items():
        below = place.inside("variants").inside(name)
        values.variant(name, below)
        own = translated(said)
        read(form.Variant, own, below)
        merged = read(form.Variant, _merged(inherited, own, name), below)
        yield replace(_declaration(service, terms_type, merged, default, below), variant=name), below


def _merged(inherited: Mapping[str, Any], own: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The document's keys under the variant's; of two that exclude each other the variant's own stays."""
    merged = {"region": name, **{key: value for key, value in inherited.items() if key != "region"}}
    for one, other in (("fetch", "combine"), ("every", "cron")):
        if one in own:
            merged.pop(other, None)
        if other in own:
            merged.pop(one, None)
    return merged | dict(own)


def _declaration(
    service: Service, terms_type: str, found: form.Variant, default: Schedule, place: Place
) -> Declaration:
    return Declaration(
        service=service,
        terms_type=terms_type,
        pages=pages(found, place),
        schedule=schedule(found, default, place),
        region=values.name(found.region, place.at("region")) if found.region else None,
        language=requests.language(found.language, place.at("language")) if found.language else None,
        headers=requests.headers(found.headers, place.inside("headers"), with_cookies=bool(found.cookies)),
        cookies=requests.cookies(found.cookies, place.inside("cookies")),
        proxy=requests.proxy(found.proxy, place.at("proxy", secret=True)) if found.proxy else None,
    )
