"""The search page: what documents say and said, by words, service, practice and day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from urllib.parse import quote

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor import search
from monitor.records import Hit, Piece, Place, Practice, Sought
from monitor.store import overview, passages
from monitor.web.asking import strange
from monitor.web.site import Site

SHOWN = 20  # passages on a page
COUNTED = 1000  # passages at most; beyond that, who searches wants other words
FIELDS = ("q", "service", "practice", "since", "until", "present")

_PLACE = re.compile(r"(\d{1,18})-(\d{1,9})")


def routes(site: Site) -> list[Route]:
    """The address of the search."""
    return [Route("/search", Search(site).show)]


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as it is shown: cut down, with where it stands in the version that brought it."""

    hit: Hit
    pieces: tuple[Piece, ...]

    @property
    def address(self) -> str:
        """The version, and for browsers that know of that, the words in it."""
        words = next((piece.text for piece in self.pieces if piece.is_sought), "")
        return f"/versions/{self.hit.first_id}#:~:text={quote(words, safe='').replace('-', '%2D')}"


@dataclass(frozen=True, slots=True)
class Search:
    """Answers with the passages that hold what is sought, those that came last first."""

    site: Site

    def show(self, request: Request) -> Response:
        """The form, and what was found for what stands in it."""
        asked = request.query_params
        sought, behind = _sought(asked), _place(asked.get("after", ""))
        narrowed = {"practice": sought.practice, "since": sought.since, "until": sought.until, "after": behind}
        with self.site.database.reading() as db:
            found = passages.find(db, sought, behind=behind, limit=SHOWN)
            counted = passages.count(db, sought, COUNTED)
            services, is_complete = overview.known_services(db), passages.is_complete(db)
        return self.site.pages.show(
            request,
            "search.html.j2",
            given={name: asked.get(name, "") for name in FIELDS},
            strange=strange(asked, narrowed),
            sought=sought,
            services=services,
            practices=tuple(Practice),
            is_complete=is_complete,
            counted=counted,
            groups=list(_by_document(found.hits, sought)),
            after=found.behind and _address(found.behind),
            is_first=behind is None,
        )


def _by_document(hits: Sequence[Hit], sought: Sought) -> Iterator[tuple[Hit, list[Shown]]]:
    """The passages of a document that come one after the other, with the first of them, which tells its name."""
    for _, some in groupby(hits, attrgetter("document_id")):
        shown = [Shown(hit, search.excerpt(hit.text, sought.terms)) for hit in some]
        yield shown[0].hit, shown


def _sought(asked: QueryParams) -> Sought:
    """What an address asks for; what cannot be understood of it narrows nothing."""
    practice = asked.get("practice", "")
    return Sought(
        search.terms(asked.get("q", "")),
        asked.get("service") or None,
        Practice(practice) if practice in set(Practice) else None,
        _day(asked.get("since", "")),
        _day(asked.get("until", "")),
        present=bool(asked.get("present")),
    )


def _day(given: str) -> date | None:
    try:
        return date.fromisoformat(given)
    except ValueError:
        return None


def _place(given: str) -> Place | None:
    match = _PLACE.fullmatch(given)
    return Place(int(match[1]), int(match[2])) if match else None


def _address(place: Place) -> str:
    return f"{place.version_id}-{place.start}"
