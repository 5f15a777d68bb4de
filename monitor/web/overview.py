"""The overview: who trains on people's data, since when, and how they refuse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.pipeline import local_day, reports_on
from monitor.records import DocumentState, Practice, Severity
from monitor.store import changes, overview, states
from monitor.web.asking import strange
from monitor.web.choosing import CHANGED, NAME, PRACTICES, Choice, Line, chosen, tags
from monitor.web.paging import leaf_of, number_in
from monitor.web.site import Site
from monitor.web.statements import Row, row

ON_A_PAGE = 30  # services
NEWS = (Severity.ALERT, Severity.NOTICE)
LATELY, SOON, AILING = 6, 5, 5  # changes, days and documents beside the table


def routes(site: Site) -> list[Route]:
    """The address of the overview."""
    return [Route("/", Overview(site).show)]


@dataclass(frozen=True, slots=True)
class Overview:
    """Answers with the table of services and practices, and with what is new beside it."""

    site: Site

    def show(self, request: Request) -> Response:
        """The services that are asked for, with what their documents state."""
        choice = Choice.of(request)
        with self.site.database.reading() as db:
            everything = _lines(db, choice)
            found = chosen(everything, choice, overview.quoting(db, choice.q) if choice.q else frozenset())
            leaf = leaf_of(request, len(found), ON_A_PAGE)
            today = local_day(self.site.present()[0].reminders, self.site.clock())
            days = self.site.days.of(db, today)
            values = {
                "choice": choice,
                "strange": strange(
                    request.query_params,
                    {"practice": choice.practice, "sort": choice.sort, "page": number_in(request, "page")},
                ),
                "rows": _rows(db, found[leaf.start : leaf.end], choice.region),
                "found": len(found),
                "leaf": leaf,
                "figures": {each: sum(each in line.states for line in everything) for each in Practice},
                "services": len(everything),
                "practices": tuple(Practice),
                "sorts": (NAME, *Practice, CHANGED),
                "tags": tags(line.service for line in everything),
                "regions": overview.regions(db),
                "today": today,
                "days": days[:SOON],
                "further_days": max(0, len(days) - SOON),
                "reports": reports_on(db, changes.latest(db, LATELY, severities=NEWS)),
                "ailing": states.ailing(db, AILING),
            }
        return self.site.pages.show(request, "overview.html.j2", **values)


def _lines(db: Connection, choice: Choice) -> list[Line]:
    region = choice.region or None
    stating, moments = overview.stating(db, region), _moments(db, choice)
    return [
        Line(service, stating.get(service.id, frozenset()), moments.get(service.id))
        for service in overview.known_services(db, region)
    ]


def _moments(db: Connection, choice: Choice) -> Mapping[str, datetime]:
    """By which moment each service is sorted, where that is asked for."""
    if choice.sort == CHANGED:
        return overview.last_changes(db)
    if choice.sort in PRACTICES:
        return overview.starts(db, Practice(choice.sort), choice.region or None)
    return {}


def _rows(db: Connection, shown: Sequence[Line], region: str) -> list[Row]:
    """The rows of some lines, by what holds in a region where one is asked for."""
    ids = [line.service.id for line in shown]
    own: dict[str, list[DocumentState]] = {}
    for state in states.of_services(db, ids):
        if state.declared and (not region or state.region in {None, region}):
            own.setdefault(state.service.id, []).append(state)
    stances = overview.stances_of(db, [state.id for some in own.values() for state in some])
    changed = overview.last_changes(db, ids)
    return [row(line.service, own[line.service.id], stances, changed.get(line.service.id)) for line in shown]
