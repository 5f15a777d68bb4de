"""Endpoints: each an address of the API with the form of its question and of its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec
from msgspec import UNSET
from sqlalchemy import Connection

from monitor.web import answers, questions
from monitor.web.lookups import Lookups

ROOT = "/api/v1"

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What is asked and answered at a path below the root, in a sentence and by their forms."""

    path: str
    summary: str
    question: type[questions.Question]
    answer: Any
    give: Callable[[Connection, Any], Any]


def endpoints(lookups: Lookups) -> tuple[Endpoint, ...]:
    """All that may be asked."""
    return (
        _many("/services", "Services by their ids", questions.OfServices, answers.Service, lookups.services),
        _many("/documents", "Documents", questions.OfDocuments, answers.Document, lookups.documents),
        _one("/documents/{number}", "A document", answers.Document, lookups.document),
        _many("/versions", "Versions, without their texts", questions.OfVersions, answers.Version, lookups.versions),
        _one("/versions/{number}", "A version with its text", answers.WholeVersion, lookups.version),
        _many("/changes", "Changes with their findings", questions.OfChanges, answers.Change, lookups.changes),
        _one("/changes/{number}", "A change with its findings", answers.Change, lookups.change),
        _many("/findings", "Findings", questions.OfFindings, answers.NumberedFinding, lookups.findings),
        _many(
            "/stance",
            "What documents that are watched state today",
            questions.OfStances,
            answers.DocumentStance,
            lookups.stances,
        ),
        _many("/deadlines", "Days ahead, soonest first", questions.OfDeadlines, answers.Deadline, lookups.deadlines),
        Endpoint("/health", "How the daemon fares", questions.Question, answers.Health, lookups.health),
    )


def _one(path: str, summary: str, answer: Any, give: Callable[[Connection, Any], Any]) -> Endpoint:
    return Endpoint(path, summary, questions.OfOne, answer, give)


def _many(
    path: str,
    summary: str,
    question: type[questions.Question],
    item: Any,
    give: Callable[[Connection, Any], Sequence[tuple[object, Any]]],
) -> Endpoint:
    """An endpoint that lists what `give` finds, of which each comes with what those behind it are asked for by."""
    return Endpoint(path, summary, question, answers.Listing[item], partial(_listed, path, give))


def _listed(
    path: str, give: Callable[[Connection, Any], Sequence[tuple[object, _Item]]], db: Connection, asked: Any
) -> answers.Listing[_Item]:
    """One of each found is asked for more than is shown, to know whether there are any behind them."""
    found = give(db, asked)
    shown = found[: asked.limit]
    behind = _next(path, asked, shown[-1][0]) if len(found) > len(shown) else None
    return answers.Listing(tuple(item for _, item in shown), behind)


def _next(path: str, asked: questions.Question, after: object) -> str:
    """The address of what comes behind, asked for in the same way."""
    given: Mapping[str, Any] = {name: getattr(asked, name) for name in asked.__struct_fields__}
    written = msgspec.to_builtins({name: value for name, value in given.items() if value is not UNSET})
    return f"{ROOT}{path}?{urlencode({**written, 'after': after})}"
