"""The changes: what was seen lately, the latest first."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.pipeline import reports_today
from monitor.records import Practice, Severity
from monitor.store import changes, overview
from monitor.web.asking import strange
from monitor.web.paging import number_in
from monitor.web.site import Site

ON_A_PAGE = 25


def routes(site: Site) -> list[Route]:
    """The address of the changes."""
    return [Route("/changes", Changes(site).show)]


@dataclass(frozen=True, slots=True)
class Changes:
    """Answers with the changes, so many at a time."""

    site: Site

    def show(self, request: Request) -> Response:
        """The changes that are asked for, from a number down."""
        asked = {name: request.query_params.get(name, "") for name in ("service", "practice", "severity")}
        severity = next((each for each in Severity if each == asked["severity"]), None)
        practice = next((each for each in Practice if each == asked["practice"]), None)
        below = number_in(request, "below")
        with self.site.database.reading() as db:
            found = changes.latest(
                db,
                ON_A_PAGE + 1,
                below=below,
                services=[asked["service"]] if asked["service"] else None,
                practice=practice,
                severities=(severity,) if severity else tuple(Severity),
            )
            values = {
                "strange": strange(request.query_params, {"severity": severity, "practice": practice, "below": below}),
                "asked": {name: value for name, value in asked.items() if value},
                "reports": reports_today(db, found[:ON_A_PAGE]),
                "below": found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else None,
                "from_start": below is None,
                "services": overview.known_services(db),
                "practices": tuple(Practice),
                "severities": tuple(reversed(Severity)),
            }
        return self.site.pages.show(request, "changes.html.j2", **values)
