"""The application: which address answers what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from monitor.database import Database
from monitor.errors import MonitorError
from monitor.web.calendar import CalendarFeed
from monitor.web.guards import Guard
from monitor.web.health import Health
from monitor.web.metrics import Metrics
from monitor.web.present import Present

UNAVAILABLE = 503


def application(
    database: Database, present: Present, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> ASGIApp:
    """Everything that is answered, behind its guard; `present` gives the settings in use and the daemon's pulse."""
    health = Health(database, present, clock)
    routes = [
        Route("/healthz", health.alive),
        Route("/readyz", health.ready),
        Route("/metrics", Metrics(database, present, clock).show),
        Route("/calendar.ics", CalendarFeed(database, present, clock).show),
    ]
    app = Starlette(routes=routes, exception_handlers={MonitorError: _unavailable})
    app.router.redirect_slashes = False  # an answer would show the name that it was asked by
    return Guard(app, present)


def _unavailable(_: Request, __: Exception) -> PlainTextResponse:
    """What failed is told by /healthz and the log, not to whoever asks."""
    return PlainTextResponse("unavailable: /healthz says why\n", UNAVAILABLE)
