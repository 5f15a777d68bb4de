"""The change page: what a change means, what it changed word by word, and the evidence of both sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor import work
from monitor.alert import answers, phrases, quotes
from monitor.alert.forms import line as one_line
from monitor.errors import ExtractError
from monitor.pipeline import report_on, reports_today
from monitor.records import Change, Clause, Comparison, DocumentState, Evidence, Finding, Report
from monitor.store import changes, clauses, documents, evidence, soundness
from monitor.web import downloads
from monitor.web.apart import Apart
from monitor.web.details import details
from monitor.web.numbers import NUMBER, permanent
from monitor.web.site import Site
from monitor.web.speech import Speech, language_of
from monitor.web.writing import write


def routes(site: Site) -> list[Route]:
    """The addresses of a change: its page, and the same in Markdown."""
    pages = ChangePages(site)
    return [
        Route(f"/changes/{NUMBER}.md", pages.markdown),
        Route(f"/changes/{NUMBER}", pages.show, name="change"),
    ]


@dataclass(frozen=True, slots=True)
class Side:
    """A version that a change compares: its evidence, its text (None where that is damaged), and what it states."""

    evidence: Evidence
    text: str | None = field(repr=False)
    stated: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A change with all that its page tells of it; nothing is before a first record."""

    change: Change
    report: Report
    today: Report  # the same with the days that the document names at present
    document: DocumentState
    before: Side | None
    after: Side
    stated: tuple[Clause, ...]  # what the document states at present

    @property
    def is_damaged(self) -> bool:
        """Whether the text of a side cannot be read any more."""
        return any(side.text is None for side in (self.before, self.after) if side)

    def stands(self, finding: Finding) -> bool:
        """Whether the document says today what a clause said after the change."""
        said = one_line(finding.after or "")
        return any(one_line(each.quote) in said and each.practice is finding.practice for each in self.stated)


@dataclass(frozen=True, slots=True)
class ChangePages:
    """Answers with changes; `?view=inline` shows both texts in one column, `?unfolded=1` all of them."""

    site: Site
    apart: Apart = field(default_factory=Apart)

    def show(self, request: Request) -> Response:
        """A change for people."""
        found = self._find(request)
        comparison = self._compare(found)
        return self.site.pages.show(
            request,
            "change.html.j2",
            **_told(found, request),
            comparison=comparison,
            marks={mark.name: mark for mark in comparison.marks} if comparison else {},
            view="inline" if request.query_params.get("view") == "inline" else "sides",
            stops=max(comparison.stops, default=0) if comparison else 0,
            unfolded=bool(request.query_params.get("unfolded")),
            sides=quotes.sides,
        )

    def markdown(self, request: Request) -> Response:
        """A change to be copied into another text."""
        found = self._find(request)
        speech = Speech(language_of(request), "UTC", self.site.clock())
        content = write("change.md.j2", speech, comparison=self._written(found), **_told(found, request))
        return downloads.text(request, content, f"change-{found.change.id}.md", "text/markdown")

    def _find(self, request: Request) -> Found:
        with self.site.database.reading() as db:
            change = changes.load(db, request.path_params["number"])
            document = documents.describe(db, change.key)
            (today,) = reports_today(db, [change])
            return Found(
                change,
                report_on(db, change, document=document),
                today,
                document,
                None if change.before_id is None else _side(db, change.before_id),
                _side(db, change.after_id),
                clauses.of_present(db, document.id),
            )

    def _compare(self, found: Found) -> Comparison | None:
        """Both texts laid out; None of a first record, of damaged ones, and where that costs too much."""
        if found.before is None or found.before.text is None or found.after.text is None:
            return None
        told = (*found.change.findings, *found.change.kept)
        stated = (found.before.stated, found.after.stated)
        try:
            return self.apart.do(work.lay_out, found.before.text, found.after.text, told, stated)
        except ExtractError:
            return None

    def _written(self, found: Found) -> str:
        """Both texts compared in Markdown; empty of a first record, of damaged ones, and where that costs too much."""
        if found.before is None or found.before.text is None or found.after.text is None:
            return ""
        try:
            return self.apart.do(work.written, found.before.text, found.after.text)
        except ExtractError:
            return ""


def _told(found: Found, request: Request) -> dict[str, Any]:
    """What both forms are filled with."""
    return {
        "found": found,
        "change": found.change,
        "report": found.report,
        "told": (*found.change.findings, *found.change.kept),
        "address": permanent(request),
        "answers": answers,
        "phrases": phrases,
        "details": details,
        "one_line": one_line,
    }


def _side(db: Connection, version_id: int) -> Side:
    text = soundness.text_of(db, version_id)
    return Side(evidence.of_version(db, version_id), text, clauses.of_version(db, version_id))
