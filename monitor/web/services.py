"""A service's page: what each of its documents states, how to refuse, what is ahead and what changed."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.errors import NotFoundError
from monitor.pipeline import local_day, reports_on
from monitor.store import changes, overview, states
from monitor.web.site import Site
from monitor.web.statements import row

CHANGES = 20


def routes(site: Site) -> list[Route]:
    """The addresses of services."""
    return [Route("/services/{service}", ServicePage(site).show)]


@dataclass(frozen=True, slots=True)
class ServicePage:
    """Answers with what is known of a service."""

    site: Site

    def show(self, request: Request) -> Response:
        """The documents of a service with what they state, and its changes."""
        service_id = request.path_params["service"]
        today = local_day(self.site.present()[0].reminders, self.site.clock())
        with self.site.database.reading() as db:
            known = states.of_services(db, [service_id])
            if not known:
                raise NotFoundError(f"no service {service_id!r}; `terms-monitor status` lists them")
            stances = overview.stances_of(db, [state.id for state in known])
            declared = [state for state in known if state.declared]
            values = {
                "row": row(known[0].service, declared, stances),
                "states": known,
                "stances": stances,
                "days": [day for day in self.site.days.of(db, today) if day.report.service.id == service_id],
                "reports": reports_on(db, changes.latest(db, CHANGES, services=[service_id])),
                "today": today,
            }
        return self.site.pages.show(request, "service.html.j2", **values)
