"""Which target hears of which report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.records import ChangeKind, Declaration, Finding, Report, Service, Severity, Target

_MILDEST_FIRST = tuple(Severity)
_PLACES = ("services", "tags", "languages", "regions")


def wants(target: Target, report: Report) -> bool:
    """Whether a target is to be told of a report; a first look has no severity to weigh, only a place."""
    if not covers(target, report.service, report.region, report.language):
        return False
    return report.kind is ChangeKind.FIRST or _matters(target, report)


def covers(target: Target, service: Service, region: str | None, language: str | None) -> bool:
    """Whether a document is among those that a target asked for; what is not known of it keeps nobody from hearing."""
    return (
        _named(target.services, (service.id,))
        and _named(target.tags, service.tags)
        and (language is None or _named(target.languages, (language[:2].lower(),)))
        and (region is None or _named(target.regions, (region,)))
    )


def idle(targets: Iterable[Target], declared: Iterable[Declaration]) -> Iterator[str]:
    """A sentence about each target whose words no declared document fits, so that it would never hear of one."""
    documents = {(each.service, each.region, each.language) for each in declared}
    for target in targets:
        if not any(covers(target, *document) for document in documents):
            words = ", ".join(place for place in _PLACES if getattr(target, place))
            yield f"{target.name}: no declared document fits what it asks for ({words}); it will be told of none"


def _named(asked: tuple[str, ...], present: Iterable[str]) -> bool:
    """Whether anything was named, or it was not said what is wanted."""
    return not asked or not set(asked).isdisjoint(present)


def _matters(target: Target, report: Report) -> bool:
    """Whether the change is grave enough and does to a practice what the target asked for."""
    telling = (*report.findings, *(kept for kept in report.kept if "changed" in kept.facts))
    anything = not target.practices and not target.directions
    about = anything or any(_is_asked_for(target, finding) for finding in telling)
    return about and _MILDEST_FIRST.index(report.severity) >= _MILDEST_FIRST.index(target.min_severity)


def _is_asked_for(target: Target, finding: Finding) -> bool:
    return _named(target.practices, (finding.practice,)) and _named(target.directions, (finding.direction,))
