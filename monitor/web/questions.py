"""Questions: what may be asked of the API, by which parameters and within which bounds."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from monitor.records import ChangeKind, Direction, Practice, Severity

MOST = 2**31 - 1  # what a database counts to

Number = Annotated[int, Meta(ge=1, le=MOST, description="the number of what is asked for")]
DocumentNumber = Annotated[int, Meta(ge=1, le=MOST, description="of this document alone")]
ServiceId = Annotated[
    str, Meta(pattern="^[a-z0-9-]{1,80}$", examples=["quillpost"], description="of this service alone, by its id")
]
Tag = Annotated[
    str, Meta(min_length=1, max_length=80, examples=["social"], description="of services with this tag alone")
]
After = Annotated[int, Meta(ge=0, le=MOST, description="behind this number; `next` of an answer holds it")]
AfterId = Annotated[
    str,
    Meta(
        pattern="^[a-z0-9-]{0,80}$", examples=["quillpost"], description="behind this id; `next` of an answer holds it"
    ),
]
AfterDay = Annotated[
    str,
    Meta(
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}[.][0-9]{1,9}$",
        examples=["2026-11-26.7"],
        description="behind this; `next` of an answer holds it",
    ),
]
Limit = Annotated[int, Meta(ge=1, le=200, description="so many at most")]
Since = Annotated[date, Meta(examples=["2026-11-26"], description="seen on this day or later, by UTC")]
Until = Annotated[date, Meta(examples=["2026-11-26"], description="seen on this day or before, by UTC")]


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question without parameters."""


class OfOne(Question, frozen=True, kw_only=True):
    """A question about what has a number."""

    number: Number


class OfMany(Question, frozen=True, kw_only=True):
    """A question for what comes behind a number."""

    after: After = 0
    limit: Limit = 100


class OfServices(Question, frozen=True, kw_only=True):
    """A question for services."""

    after: AfterId = ""
    limit: Limit = 100
    tag: Tag | UnsetType = UNSET


class OfDocuments(OfMany, frozen=True, kw_only=True):
    """A question for documents."""

    service: ServiceId | UnsetType = UNSET
    declared: Annotated[bool, Meta(description="those that are watched, or those that are no more")] | UnsetType = UNSET


class OfVersions(OfMany, frozen=True, kw_only=True):
    """A question for versions."""

    document: DocumentNumber | UnsetType = UNSET
    service: ServiceId | UnsetType = UNSET


class OfChanges(OfMany, frozen=True, kw_only=True):
    """A question for changes."""

    document: DocumentNumber | UnsetType = UNSET
    service: ServiceId | UnsetType = UNSET
    severity: Severity | UnsetType = UNSET
    kind: ChangeKind | UnsetType = UNSET
    since: Since | UnsetType = UNSET
    until: Until | UnsetType = UNSET


class OfFindings(OfMany, frozen=True, kw_only=True):
    """A question for findings."""

    document: DocumentNumber | UnsetType = UNSET
    service: ServiceId | UnsetType = UNSET
    practice: Practice | UnsetType = UNSET
    direction: Direction | UnsetType = UNSET


class OfStances(OfMany, frozen=True, kw_only=True):
    """A question for what documents state today."""

    service: ServiceId | UnsetType = UNSET


class OfDeadlines(Question, frozen=True, kw_only=True):
    """A question for days ahead."""

    after: AfterDay | UnsetType = UNSET
    limit: Limit = 100
