"""The API: what pages show, for programs, at addresses and in forms that stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from monitor.errors import MonitorError, NotFoundError
from monitor.web.answers import Problem
from monitor.web.endpoints import ROOT, Endpoint, endpoints
from monitor.web.health import Health
from monitor.web.lookups import Lookups
from monitor.web.openapi import JSON, description
from monitor.web.site import Site

NOT_MODIFIED, WRONG, NOT_FOUND, UNAVAILABLE = 304, 400, 404, 503


def routes(site: Site, health: Health) -> list[Mount]:
    """The addresses of the API."""
    known = endpoints(Lookups(site, health))
    described = msgspec.json.encode(description(known))
    api = Starlette(
        routes=[
            Route("/openapi.json", lambda request: _answer(request, described)),
            *(Route(endpoint.path, _answering(site, endpoint)) for endpoint in known),
        ],
        exception_handlers={
            HTTPException: _refused,
            msgspec.ValidationError: lambda _, error: _problem(WRONG, str(error)),
            NotFoundError: lambda _, error: _problem(NOT_FOUND, str(error)),
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
        asked = msgspec.convert({**dict(given), **request.path_params}, endpoint.question, strict=False)
        with site.database.reading() as db:
            found = endpoint.give(db, asked)
        return _answer(request, msgspec.json.encode(found))

    return answer


def _answer(request: Request, content: bytes) -> Response:
    """What was found, or that it is what whoever asks has already."""
    headers = {"ETag": f'W/"{sha256(content).hexdigest()[:32]}"', "Cache-Control": "private, no-cache"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=NOT_MODIFIED, headers=headers)
    return Response(content, media_type=JSON, headers=headers)


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, error.detail, error.headers)


def _problem(status: int, problem: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(Problem(status, problem)), status, headers, JSON)
