"""Which target hears of which report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.records import ChangeKind, Declaration, Finding, Report, Service, Severity, Target

_MILDEST_FIRST = tuple(Severity)
_PLACES = ("services", "tags", "languages", "regions")


def wants(target: Target, report: Report) -> bool:
    """Whether a target is to be told of a report."""
    return not unmet(target, report)


def wants_reminder(target: Target, report: Report) -> bool:
    """Whether a target is to be reminded of a report's days: of a first look, too, by what it says."""
    return not (_misplaced(target, report.service, report.region, report.language) or _immaterial(target, report))


def unmet(target: Target, report: Report) -> tuple[str, ...]:
    """The keys of a target's route that a report does not fit; a first look has no severity to weigh, only a place."""
    places = _misplaced(target, report.service, report.region, report.language)
    return places if report.kind is ChangeKind.FIRST else places + _immaterial(target, report)


def covers(target: Target, service: Service, region: str | None, language: str | None) -> bool:
    """Whether a document is among those that a target asked for."""
    return not _misplaced(target, service, region, language)


def idle(targets: Iterable[Target], declared: Iterable[Declaration]) -> Iterator[str]:
    """A sentence about each target whose words no declared document fits, so that it would never hear of one."""
    documents = {(each.service, each.region, each.language) for each in declared}
    for target in targets:
        if not any(covers(target, *document) for document in documents):
            words = ", ".join(place for place in _PLACES if getattr(target, place))
            yield f"{target.name}: no declared document fits what it asks for ({words}); it will be told of none"


def _misplaced(target: Target, service: Service, region: str | None, language: str | None) -> tuple[str, ...]:
    """The keys that a document does not fit; what is not known of it keeps nobody from hearing."""
    fits = {
        "services": _named(target.services, (service.id,)),
        "tags": _named(target.tags, service.tags),
        "languages": language is None or _named(target.languages, (language[:2].lower(),)),
        "regions": region is None or _named(target.regions, (region,)),
    }
    return tuple(key for key, it_does in fits.items() if not it_does)


def _immaterial(target: Target, report: Report) -> tuple[str, ...]:
    """The keys that a change does not fit: it is too mild, or does nothing to a practice that was asked for."""
    telling = (*report.findings, *(kept for kept in report.kept if "changed" in kept.facts))
    keys = [key for key in ("practices", "directions") if getattr(target, key)]
    about = not keys or any(_is_asked_for(target, finding) for finding in telling)
    grave = _MILDEST_FIRST.index(report.severity) >= _MILDEST_FIRST.index(target.min_severity)
    return (*(() if grave else ("min_severity",)), *(() if about else keys))


def _named(asked: tuple[str, ...], present: Iterable[str]) -> bool:
    """Whether anything was named, or it was not said what is wanted."""
    return not asked or not set(asked).isdisjoint(present)


def _is_asked_for(target: Target, finding: Finding) -> bool:
    return _named(target.practices, (finding.practice,)) and _named(target.directions, (finding.direction,))
