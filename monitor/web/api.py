"""The API: what pages show, for programs, at addresses and in forms that stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from monitor.errors import DamagedError, MonitorError, NotFoundError
from monitor.web.answers import Problem
from monitor.web.endpoints import ROOT, Endpoint, endpoints
from monitor.web.fresh import fresh
from monitor.web.health import Health
from monitor.web.lookups import Lookups
from monitor.web.mistakes import mistake
from monitor.web.openapi import JSON, description
from monitor.web.site import Site

WRONG, NOT_FOUND, BROKEN, UNAVAILABLE = 400, 404, 500, 503
DAMAGED = "what is stored of it is damaged: `terms-monitor db check` names it"


def routes(site: Site, health: Health) -> list[Mount]:
    """The addresses of the API."""
    known = endpoints(Lookups(site, health))
    described = msgspec.json.encode(description(known))
    api = Starlette(
        routes=[
            Route("/openapi.json", lambda request: fresh(request, described, JSON)),
            *(Route(endpoint.path, _answering(site, endpoint)) for endpoint in known),
        ],
        exception_handlers={
            HTTPException: refused,
            NotFoundError: lambda _, error: _problem(NOT_FOUND, str(error)),
            DamagedError: lambda _, __: _problem(BROKEN, DAMAGED),
            MonitorError: lambda _, __: _problem(UNAVAILABLE, "unavailable: /healthz says why"),
        },
    )
    api.router.redirect_slashes = False
    return [Mount(ROOT, app=api)]


def _answering(site: Site, endpoint: Endpoint) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        given = request.query_params.multi_items()
        if len(dict(given)) < len(given):
            return _problem(WRONG, "a parameter is given twice")
        try:
            asked = msgspec.convert({**dict(given), **request.path_params}, endpoint.question, strict=False)
        except msgspec.ValidationError as error:
            wrong = mistake(endpoint.question, str(error))
            return _problem(NOT_FOUND if wrong.name in request.path_params else WRONG, str(wrong))
        with site.database.reading() as db:
            found = endpoint.give(db, asked)
        return fresh(request, msgspec.json.encode(found), JSON)

    return answer


def refused(_: Request, error: Exception) -> Response:
    """What cannot be asked, or not so."""
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, error.detail, error.headers)


def _problem(status: int, problem: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(Problem(status, problem)), status, headers, JSON)
