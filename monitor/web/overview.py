"""The overview: who trains on people's data, since when, and how they refuse."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.records import Practice
from monitor.store import overview
from monitor.web.site import Site


def routes(site: Site) -> list[Route]:
    """The address of the overview."""
    return [Route("/", Overview(site).show, name="overview")]


@dataclass(frozen=True, slots=True)
class Overview:
    """Answers with the table of services and practices."""

    site: Site

    def show(self, request: Request) -> Response:
        """The services with what their documents state."""
        with self.site.database.reading() as db:
            services = overview.services(db)
        return self.site.pages.show(request, "overview.html.j2", services=services, practices=tuple(Practice))
