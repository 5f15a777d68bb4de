"""The application: which address answers what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from monitor.database import Database
from monitor.errors import DamagedError, MonitorError, NotFoundError
from monitor.web import (
    actions,
    api,
    change,
    changes,
    deadlines,
    deliveries,
    documents,
    exports,
    feeds,
    login,
    overview,
    search,
    services,
    static,
    unreadable,
    version,
)
from monitor.web.calendar import CalendarFeed
from monitor.web.days import DaysAhead
from monitor.web.endpoints import ROOT
from monitor.web.guards import Guard
from monitor.web.health import Health
from monitor.web.metrics import Metrics
from monitor.web.present import Present
from monitor.web.rendering import Pages
from monitor.web.site import Site
from monitor.web.visitors import Visitors

SMALL, SPEED = 1024, 4  # bytes that are not worth packing; how hard the others are packed, of 9


def application(
    database: Database,
    present: Present,
    *,
    may_write: bool = True,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> ASGIApp:
    """Everything that is answered, behind its guard; `present` gives the settings in use and the daemon's pulse.

    Where it may not write, there are no actions.
    """
    site = Site(database, present, clock, Pages(clock), DaysAhead())
    health = Health(database, present, clock)
    visitors = Visitors(may_act=may_write)
    routes: list[BaseRoute] = [
        *_for_programs(site, health),
        *api.routes(site, health),
        *static.routes(),
        *login.routes(site, visitors),
        *(actions.routes(site) if may_write else ()),
        *overview.routes(site),
        *services.routes(site),
        *documents.routes(site),
        *changes.routes(site),
        *deadlines.routes(site),
        *unreadable.routes(site),
        *deliveries.routes(site),
        *search.routes(site),
        *change.routes(site),
        *version.routes(site),
        *feeds.routes(site),
        *exports.routes(site),
    ]
    app = Starlette(
        routes=routes,
        middleware=[Middleware(GZipMiddleware, minimum_size=SMALL, compresslevel=SPEED)],
        exception_handlers=_refusals(site),
    )
    app.router.redirect_slashes = False  # an answer would show the name that it was asked by
    return Guard(app, present, visitors)


def _for_programs(site: Site, health: Health) -> list[Route]:
    """Health, figures and the calendar."""
    return [
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", Metrics(site.database, site.present, site.clock).show),
        Route("/calendar.ics", CalendarFeed(site.database, site.present, site.clock).show),
    ]


def _refusals(site: Site) -> dict[Any, Callable[[Request, Exception], Response]]:
    """What is answered where something is wrong, by what that is."""
    return {
        MonitorError: _unavailable,
        DamagedError: _damaged,
        NotFoundError: site.pages.missing,
        404: _missing(site),
    }


def _missing(site: Site) -> Callable[[Request, Exception], Response]:
    """What is not there is told as a page to people, and to programs as they are told everything else."""

    def answer(request: Request, error: Exception) -> Response:
        is_api = request.scope["path"].startswith(ROOT)
        return api.refused(request, error) if is_api else site.pages.missing(request, error)

    return answer


def _unavailable(_: Request, __: Exception) -> PlainTextResponse:
    """What failed is told by /healthz and the log, not to whoever asks."""
    return PlainTextResponse("unavailable: /healthz says why\n", api.UNAVAILABLE)


def _damaged(_: Request, __: Exception) -> PlainTextResponse:
    return PlainTextResponse(f"{api.DAMAGED}\n", api.BROKEN)
