"""The deadlines: the days ahead on which clauses take effect, or until which people can refuse."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.pipeline import local_day
from monitor.web.site import Site


def routes(site: Site) -> list[Route]:
    """The address of the deadlines."""
    return [Route("/deadlines", Deadlines(site).show)]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Answers with the days ahead."""

    site: Site

    def show(self, request: Request) -> Response:
        """The days ahead, soonest first."""
        today = local_day(self.site.present()[0].reminders, self.site.clock())
        with self.site.database.reading() as db:
            days = self.site.days.of(db, today)
        return self.site.pages.show(request, "deadlines.html.j2", days=days, today=today)
