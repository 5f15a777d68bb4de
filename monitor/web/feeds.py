"""Feeds: the changes of all services, of one, of those with a tag, or those of a practice, as Atom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.alert.voice import LANGUAGES
from monitor.errors import NotFoundError
from monitor.pipeline import reports_on
from monitor.records import Practice, Report, Severity
from monitor.store import changes, overview, states, versions
from monitor.web.atom import Feed, newest, render
from monitor.web.fresh import fresh
from monitor.web.site import Site
from monitor.web.speech import DEFAULT, Speech

ENTRIES = 50
MEDIA_TYPE = "application/atom+xml; charset=utf-8"
SEVERITIES = {
    "alert": (Severity.ALERT,),
    "notice": (Severity.ALERT, Severity.NOTICE),
    "change": tuple(Severity),
}  # by what `min_severity` says, as that of targets does
_NEVER = datetime(2020, 1, 1, tzinfo=UTC)  # when a feed was updated of which nothing was ever seen


def routes(site: Site) -> list[Route]:
    """The addresses of the feeds."""
    feeds = Feeds(site)
    return [
        Route("/feeds/all.atom", feeds.of_all),
        Route("/feeds/services/{service}.atom", feeds.of_service),
        Route("/feeds/tags/{tag:path}.atom", feeds.of_tag),
        Route("/feeds/practices/{practice}.atom", feeds.of_practice),
    ]


@dataclass(frozen=True, slots=True)
class Feeds:
    """Answers with the newest changes; in English unless the address asks for another language."""

    site: Site

    def of_all(self, request: Request) -> Response:
        """The changes of all services."""
        with self.site.database.reading() as db:
            return self._answer(db, request, "", "/changes", _reports(db, request))

    def of_service(self, request: Request) -> Response:
        """The changes of a service."""
        service = request.path_params["service"]
        with self.site.database.reading() as db:
            found = states.of_services(db, [service])
            if not found:
                raise NotFoundError(f"no service {service!r}")
            reports = _reports(db, request, services=[service])
            return self._answer(db, request, found[0].service.name, f"/services/{service}", reports)

    def of_tag(self, request: Request) -> Response:
        """The changes of all services that have a tag."""
        tag = request.path_params["tag"]
        with self.site.database.reading() as db:
            services = [service.id for service in overview.known_services(db) if tag in service.tags]
            if not services:
                raise NotFoundError(f"no service has the tag {tag!r}")
            return self._answer(db, request, tag, "/changes", _reports(db, request, services=services))

    def of_practice(self, request: Request) -> Response:
        """The changes that touch a practice."""
        practice = next((each for each in Practice if each == request.path_params["practice"]), None)
        if practice is None:
            raise NotFoundError("no such practice")
        name = _speech(request).tell(f"practice.{practice}")
        with self.site.database.reading() as db:
            reports = _reports(db, request, practice=practice)
            return self._answer(db, request, name, f"/changes?practice={practice}", reports)

    def _answer(self, db: Connection, request: Request, title: str, page: str, reports: tuple[Report, ...]) -> Response:
        born, speech = versions.first_reading(db) or _NEVER, _speech(request)
        feed = Feed(
            title=" · ".join(filter(None, (title, speech.tell("site.name")))),
            site=str(request.base_url).rstrip("/"),
            path=_address(request),
            page=page,
            language=speech.language,
            born=born,
            updated=newest(reports, born),
        )
        return fresh(request, render(feed, reports), MEDIA_TYPE, feed.updated)


def _reports(
    db: Connection, request: Request, *, services: Collection[str] | None = None, practice: Practice | None = None
) -> tuple[Report, ...]:
    severities = SEVERITIES.get(request.query_params.get("min_severity", ""), SEVERITIES["notice"])
    found = changes.latest(db, ENTRIES, services=services, practice=practice, severities=severities)
    return reports_on(db, found)


def _address(request: Request) -> str:
    """What was asked for, without the token."""
    asked = {name: value for name in ("min_severity", "lang") if (value := request.query_params.get(name))}
    path = quote(request.url.path)
    return f"{path}?{urlencode(asked)}" if asked else path


def _speech(request: Request) -> Speech:
    """By the address alone: a reader shows one feed to many."""
    asked = request.query_params.get("lang", "")
    return Speech(asked if asked in LANGUAGES else DEFAULT, "UTC", _NEVER)
