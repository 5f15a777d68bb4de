"""The deliveries: which alerts wait for a target, were given up or dropped."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.pipeline import outlook, state
from monitor.store import deliveries
from monitor.web.site import Site

MOST = 200  # that are shown, the latest


def routes(site: Site) -> list[Route]:
    """The address of the deliveries."""
    return [Route("/deliveries", Deliveries(site).show)]


@dataclass(frozen=True, slots=True)
class Deliveries:
    """Answers with what no target has taken."""

    site: Site

    def show(self, request: Request) -> Response:
        """The deliveries, the latest first."""
        settings, _ = self.site.present()
        with self.site.database.reading() as db:
            untaken = deliveries.untaken(db)[: -MOST - 1 : -1]
            found = outlook(db, settings.targets, untaken, self.site.clock())
        return self.site.pages.show(request, "deliveries.html.j2", found=[(each, state(each)) for each in found])
