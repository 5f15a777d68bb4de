"""Choosing: which services the overview shows and in which order, as its address says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Self

from starlette.requests import Request

from monitor.records import Practice, Service

NAME, CHANGED = "name", "changed"
PRACTICES = tuple(Practice)
_KNOWN: Mapping[str, tuple[str, ...]] = {"practice": PRACTICES, "sort": (NAME, CHANGED, *PRACTICES)}
MOST_WORDS = 200  # signs that are searched for


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of a service before its row is made: what it states, and since when what it is sorted by."""

    service: Service
    states: AbstractSet[Practice]
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What an address asks for; what is empty asks for nothing."""

    q: str = ""
    tag: str = ""
    practice: str = ""
    region: str = ""
    sort: str = ""

    @classmethod
    def of(cls, request: Request) -> Self:
        """What a request asks for, but for what there is not."""
        asked = {field.name: request.query_params.get(field.name, "").strip()[:MOST_WORDS] for field in fields(cls)}
        known = {name: asked[name] for name, all_known in _KNOWN.items() if asked[name] in all_known}
        return cls(**asked | dict.fromkeys(_KNOWN, "") | known)

    def but(self, **changes: str) -> dict[str, str]:
        """The parameters of an address that asks for the same but for some changes."""
        changed = replace(self, **changes)
        return {field.name: value for field in fields(changed) if (value := getattr(changed, field.name))}

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return any((self.q, self.tag, self.practice, self.region))


def chosen(lines: Iterable[Line], choice: Choice, quoting: AbstractSet[str]) -> list[Line]:
    """The lines that are asked for, in that order; `quoting` are the services that have the words in a clause."""
    found = [line for line in lines if _is_meant(line, choice, quoting)]
    return sorted(found, key=lambda line: _rank(line, choice.sort))


def _is_meant(line: Line, choice: Choice, quoting: AbstractSet[str]) -> bool:
    service = line.service
    if choice.tag and choice.tag not in service.tags:
        return False
    if choice.practice and choice.practice not in line.states:
        return False
    named = choice.q.casefold() in " ".join((service.name, service.id, *service.tags)).casefold()
    return named or service.id in quoting


def _rank(line: Line, sort: str) -> tuple[object, ...]:
    """Where a line stands: the newest first, those that have nothing of it last; by gravity where nothing is asked."""
    name = (line.service.name.casefold(), line.service.id)
    if sort == NAME:
        return name
    if sort == CHANGED or sort in PRACTICES:
        return (line.moment is None, 0.0 if line.moment is None else -line.moment.timestamp(), *name)
    return (*(practice not in line.states for practice in PRACTICES), *name)


def tags(services: Iterable[Service]) -> Sequence[str]:
    """All tags of some services, by name."""
    return sorted({tag for service in services for tag in service.tags}, key=str.casefold)
