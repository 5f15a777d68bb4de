"""From the tables of alerts to targets: who is told, and of what."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable

from monitor.config import form, values
from monitor.config.place import Place, show
from monitor.config.table import guess, read
from monitor.records import Declaration, Practice, Severity, Target

_ADDRESS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,39})://[^\s].*")
_SEVERITIES = {"alert": Severity.ALERT, "notice": Severity.NOTICE, "change": Severity.NONE}
_HASH_LENGTH = 8


def targets(tables: Iterable[object], known: Iterable[Declaration], place: Place) -> tuple[Target, ...]:
    """The targets in the order of the file; routes may name only services and tags that are `known`."""
    services = {declaration.service.id: declaration.service for declaration in known}
    tags = {tag for service in services.values() for tag in service.tags}
    found: dict[str, Target] = {}
    for number, table in enumerate(tables, 1):
        below = place.inside("alerts", number)
        target = _target(read(form.Alert, table, below), services, tags, below)
        if target.name in found:
            raise below.at("name").error(f'"{target.name}" is the name of another target too; give each its own')
        found[target.name] = target
    return tuple(found.values())


def _target(found: form.Alert, services: Collection[str], tags: Collection[str], place: Place) -> Target:
    scheme = _scheme(found.url, place.at("url", secret=True))
    if found.digest != "none":
        raise place.at("digest").error('expected "none": this version sends each alert at once')
    return Target(
        name=values.name(found.name, place.at("name")) if found.name else f"{scheme}-{_short_hash(found.url)}",
        url=str(found.url),
        min_severity=_SEVERITIES[found.min_severity],
        services=_known(found.services, services, "service", place.at("services")),
        tags=_known(found.tags, tags, "tag", place.at("tags")),
        practices=tuple(
            Practice(word) for word in _known(found.practices, list(Practice), "practice", place.at("practices"))
        ),
    )


def _scheme(url: str, place: Place) -> str:
    matched = _ADDRESS.fullmatch(url)
    if matched is None or not url.isprintable():
        raise place.expected("an address such as slack://…, mailto://… or https://…", url)
    return matched["scheme"].lower()


def _short_hash(url: str) -> str:
    """Stable between runs, and too short to tell the address by."""
    return hashlib.sha256(url.encode()).hexdigest()[:_HASH_LENGTH]


def _known(words: Iterable[str], known: Collection[str], kind: str, place: Place) -> tuple[str, ...]:
    for word in words:
        if word not in known:
            raise place.error(f"there is no {kind} {show(word)}{guess(word, known)}")
    return tuple(str(word) for word in words)
