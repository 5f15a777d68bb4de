"""Exports: what each document states today, as a table and as JSON; and what robots are told, that all is private."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
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
    "quote",
    "start",
    "effective",
    "deadline",
    "control",
    "control_where",
    "basis",
    "data",
    "excluded",
    "recipients",
    "regions",
    "url",
    "version",
    "last_read_at",
)
# Of the columns that are facts of a clause: by which name the clause has it, and which of them may be many.
_FACTS = {"effective": "date"} | {name: name for name in ("deadline", "control", "control_where", "basis")}
_LISTS = ("data", "excluded", "recipients", "regions")
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
        """A row for each clause of each document; one without a practice for a document that states none."""
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
    blank: dict[str, object] = dict.fromkeys(COLUMNS) | {column: [] for column in _LISTS} | document
    yield from (blank | stated for stance in stances for stated in _stated(stance))
    if not stances:
        yield blank


def _stated(stance: Stance) -> Iterator[dict[str, object]]:
    """The clauses of a stance; that it is one, where its words are not known yet."""
    practice: dict[str, object] = {
        "practice": stance.practice,
        "seen_without": _moment(stance.seen_without),
        "seen_with": _moment(stance.seen_with),
        "version": stance.version_id,
    }
    yield from (practice | _clause(clause) for clause in stance.clauses)
    if not stance.clauses:
        yield practice


def _clause(clause: Clause) -> dict[str, object]:
    single: dict[str, object] = {column: next(iter(said_under(clause, fact)), None) for column, fact in _FACTS.items()}
    several: dict[str, object] = {column: [*said_under(clause, column)] for column in _LISTS}
    return {"quote": " ".join(clause.quote.split()), "start": clause.start, **single, **several}


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _cell(value: object) -> str:
    text = "" if value is None else "; ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _download(request: Request, name: str, media_type: str, content: str) -> Response:
    attached = {"Content-Disposition": f'attachment; filename="{name}"'}
    return fresh(request, content.encode(), media_type, headers=attached)
