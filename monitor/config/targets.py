"""From the tables of alerts to targets: who is told, and of what."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from monitor.config import form, values
from monitor.config.place import Place, show
from monitor.config.table import guess, read
from monitor.records import Declaration, Digest, Direction, Practice, Quiet, Severity, Target

_ADDRESS = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,39})://[^\s].*")
_SEVERITIES = {"alert": Severity.ALERT, "notice": Severity.NOTICE, "change": Severity.NONE}
_HASH_LENGTH = 8
_LANGUAGE = re.compile(r"[a-z]{2}")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DIGEST_AT = "08:00"


def targets(tables: Iterable[object], known: Iterable[Declaration], place: Place) -> tuple[Target, ...]:
    """The targets in the order of the file; routes may name only services, tags and regions that are `known`."""
    vocabulary = _vocabulary(list(known))
    found: dict[str, Target] = {}
    for number, table in enumerate(tables, 1):
        below = place.inside("alerts", number)
        target = _target(read(form.Alert, table, below), vocabulary, below)
        if target.name in found:
            raise below.at("name").error(f'"{target.name}" is the name of another target too; give each its own')
        found[target.name] = target
    return tuple(found.values())


def _vocabulary(known: Sequence[Declaration]) -> dict[str, Collection[str]]:
    """The words that there are for each key of a route."""
    return {
        "services": {declaration.service.id for declaration in known},
        "tags": {tag for declaration in known for tag in declaration.service.tags},
        "regions": {declaration.region for declaration in known if declaration.region},
        "practices": list(Practice),
        "directions": list(Direction),
    }


def _target(found: form.Alert, vocabulary: Mapping[str, Collection[str]], place: Place) -> Target:
    scheme = _scheme(found.url, place.at("url", secret=True))
    route = {key: _known(getattr(found, key), known, place.at(key)) for key, known in vocabulary.items()}
    return Target(
        name=values.name(found.name, place.at("name")) if found.name else f"{scheme}-{_short_hash(found.url)}",
        url=str(found.url),
        min_severity=_SEVERITIES[found.min_severity],
        services=route["services"],
        tags=route["tags"],
        practices=tuple(map(Practice, route["practices"])),
        directions=tuple(map(Direction, route["directions"])),
        languages=tuple(_language(word, place.at("languages")) for word in found.languages),
        regions=route["regions"],
        troubles=found.troubles,
        language=found.language,
        time_zone=values.time_zone(found.time_zone, place.at("time_zone")),
        digest=_digest(found, place),
        quiet=_quiet(found, place),
        give_up_after=values.seconds(found.give_up_after, place.at("give_up_after"), "1h", "52w"),
    )


def _digest(found: form.Alert, place: Place) -> Digest | None:
    """When the digest comes, if there is one; what is said of one that there is not is a mistake."""
    if found.digest_on is not None and found.digest != "weekly":
        raise place.at("digest_on").error('expected digest = "weekly" beside it')
    if found.digest == "none":
        if found.digest_at is not None:
            raise place.at("digest_at").error('expected digest = "daily" or "weekly" beside it')
        return None
    at = values.time_of_day(found.digest_at or _DIGEST_AT, place.at("digest_at"))
    if found.digest == "daily":
        return Digest(at)
    day = found.digest_on or _WEEKDAYS[0]
    if day not in _WEEKDAYS:
        raise place.at("digest_on").expected('a day of the week such as "monday"', day)
    return Digest(at, _WEEKDAYS.index(day))


def _quiet(found: form.Alert, place: Place) -> Quiet | None:
    if found.quiet is None:
        if found.alerts_break_quiet is not None:
            raise place.at("alerts_break_quiet").error('expected quiet = "22:00-07:00" or other hours beside it')
        return None
    place = place.at("quiet")
    start, dash, end = found.quiet.partition("-")
    if not dash or start.strip() == end.strip():
        raise place.expected('two different times of day such as "22:00-07:00"', found.quiet)
    starts, ends = (values.time_of_day(text.strip(), place) for text in (start, end))
    return Quiet(starts, ends, alerts_break=bool(found.alerts_break_quiet))


def _language(word: str, place: Place) -> str:
    if not _LANGUAGE.fullmatch(word):
        raise place.expected('languages of two small letters such as "en"', word)
    return str(word)


def _scheme(url: str, place: Place) -> str:
    matched = _ADDRESS.fullmatch(url)
    if matched is None or not url.isprintable():
        raise place.expected("an address such as slack://…, mailto://… or https://…", url)
    return matched["scheme"].lower()


def _short_hash(url: str) -> str:
    """Stable between runs, and too short to tell the address by."""
    return hashlib.sha256(url.encode()).hexdigest()[:_HASH_LENGTH]


def _known(words: Iterable[str], known: Collection[str], place: Place) -> tuple[str, ...]:
    for word in words:
        if word not in known:
            raise place.error(f"there is no {place.key.removesuffix('s')} {show(word)}{guess(word, known)}")
    return tuple(str(word) for word in words)
