"""Exports: what each document states today, as a table and as JSON; and what robots are told, that all is private."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from monitor.alert.answers import said_under
from monitor.records import Clause, DocumentState, Stance
from monitor.store import documents, overview
from monitor.web.fresh import fresh
from monitor.web.site import Site

AT_ONCE = 1000  # documents in a query
COLUMNS = (
    "service_id",
    "service",
    "terms_type",
    "variant",
    "region",
    "language",
    "practice",
    "seen_without",
    "seen_with",
    "quotes",
    "control",
    "control_where",
    "deadline",
    "url",
    "version",
    "last_read_at",
)
NO_ROBOTS = "User-agent: *\nDisallow: /\n"

# What a spreadsheet would take for a formula: pages say what is in the cells.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def routes(site: Site) -> list[Route]:
    """The addresses of the exports, and of what robots ask for."""
    exports = Exports(site)
    return [
        Route("/stance.csv", exports.as_table),
        Route("/stance.json", exports.as_json),
        Route("/robots.txt", lambda _: PlainTextResponse(NO_ROBOTS)),
    ]


@dataclass(frozen=True, slots=True)
class Exports:
    """Answers with what all declared documents state today."""

    site: Site

    def as_table(self, request: Request) -> Response:
        """A row for each practice of each document; one without a practice for a document that states none."""
        written = io.StringIO()
        table = csv.writer(written)
        table.writerow(COLUMNS)
        for row in self._rows():
            table.writerow([_cell(row.get(column)) for column in COLUMNS])
        return _download(request, "stance.csv", "text/csv; charset=utf-8; header=present", written.getvalue())

    def as_json(self, request: Request) -> Response:
        """The same rows, in a list of objects."""
        content = json.dumps([*self._rows()], ensure_ascii=False, indent=1)
        return _download(request, "stance.json", "application/json", content)

    def _rows(self) -> Iterator[Mapping[str, object]]:
        with self.site.database.reading() as db:
            states = [state for state in documents.states(db) if state.declared]
            for start in range(0, len(states), AT_ONCE):
                some = states[start : start + AT_ONCE]
                stances = overview.stances_of(db, [state.id for state in some])
                for state in some:
                    yield from _rows_of(state, stances.get(state.id, ()))


def _rows_of(state: DocumentState, stances: Sequence[Stance]) -> Iterator[dict[str, object]]:
    document = {
        "service_id": state.service.id,
        "service": state.service.name,
        "terms_type": state.terms_type,
        "variant": state.variant,
        "region": state.region,
        "language": state.language,
        "url": state.url,
        "last_read_at": _moment(state.last_read_at),
    }
    for stance in stances:
        yield document | _stated(stance)
    if not stances:
        yield document | {"practice": None, "quotes": []}


def _stated(stance: Stance) -> dict[str, object]:
    return {
        "practice": stance.practice,
        "seen_without": _moment(stance.seen_without),
        "seen_with": _moment(stance.seen_with),
        "quotes": [*dict.fromkeys(" ".join(clause.quote.split()) for clause in stance.clauses)],
        "control": _said(stance.clauses, "control"),
        "control_where": _said(stance.clauses, "control_where"),
        "deadline": _said(stance.clauses, "deadline"),
        "version": stance.version_id,
    }


def _said(clauses: Iterable[Clause], fact: str) -> list[str]:
    """What clauses say under a name, each once."""
    return [*dict.fromkeys(said for clause in clauses for said in said_under(clause, fact))]


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _cell(value: object) -> str:
    text = "" if value is None else "\n".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _download(request: Request, name: str, media_type: str, content: str) -> Response:
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return fresh(request, content.encode(), media_type, headers=attached)
