"""A document's page: what it states, its versions on a time axis, its changes, and how its reading goes."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.pipeline import local_day, reports_today
from monitor.store import changes, checks, overview, states, versions
from monitor.web.numbers import NUMBER
from monitor.web.site import Site
from monitor.web.statements import Statement, ways
from monitor.web.timeline import timeline

CHANGES, CHECKS, TROUBLES = 20, 20, 2000


def routes(site: Site) -> list[Route]:
    """The addresses of documents."""
    return [Route(f"/documents/{NUMBER}", DocumentPage(site).show)]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Answers with what is known of a document."""

    site: Site

    def show(self, request: Request) -> Response:
        """A document with its history."""
        number, now = request.path_params["number"], self.site.clock()
        today = local_day(self.site.present()[0].reminders, now)
        with self.site.database.reading() as db:
            state = states.numbered(db, number)
            stances = overview.stances_of(db, [number]).get(number, ())
            history = versions.history(db, number)
            values = {
                "state": state,
                "statements": [Statement(state, stance) for stance in stances],
                "ways": ways(stances),
                "timeline": timeline(history, checks.troubles(db, number, TROUBLES), now),
                "reports": reports_today(db, changes.latest(db, CHANGES, document_id=number, with_first=True)),
                "checks": checks.latest(db, state.key, CHECKS),
                "today": today,
            }
        return self.site.pages.show(request, "document.html.j2", **values)
