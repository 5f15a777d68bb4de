"""The version page: a text with its clauses marked, where it came from, and whether that is still what it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor import diff
from monitor.errors import NotFoundError
from monitor.records import Clause, Evidence, Mark, Part, Segment
from monitor.store import blobs, clauses, documents, evidence, soundness
from monitor.web import downloads
from monitor.web.details import details
from monitor.web.numbers import NUMBER, permanent
from monitor.web.site import Site

_SIGN = re.compile(r"\s*(?:#{1,6}|[*+•-]|\d{1,3}[.)])\s|\s*\|")
_LOOKS = {"#": "title", "|": "cells", "": ""}  # by the sign that a line begins with; any other is that of an item


def routes(site: Site) -> list[Route]:
    """The addresses of a version: its page, its text, and each page it was read from."""
    pages = VersionPages(site)
    return [
        Route(f"/versions/{NUMBER}", pages.show, name="version"),
        Route(f"/versions/{NUMBER}/text", pages.text),
        Route(f"/versions/{NUMBER}/original/{{part:number}}", pages.original),
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text: how it looks, the sign that says so, and what follows."""

    look: str
    sign: str
    pieces: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class VersionPages:
    """Answers with versions; `?verify=1` has the hashes of what is stored computed again."""

    site: Site

    def show(self, request: Request) -> Response:
        """A version's text and evidence."""
        with self.site.database.reading() as db:
            known = evidence.of_version(db, request.path_params["number"])
            document = documents.describe(db, known.key)
            stated = clauses.of_version(db, known.version_id)
            text = soundness.text_of(db, known.version_id)
            verified = _verified(db, known) if request.query_params.get("verify") else {}
        marks = tuple(_marks(stated))
        return self.site.pages.show(
            request,
            "version.html.j2",
            document=document,
            evidence=known,
            stated=stated,
            marks={mark.name: mark for mark in marks},
            lines=None if text is None else [*map(_line, diff.lined(text, marks))],
            verified=verified,
            address=permanent(request),
            details=details,
        )

    def text(self, request: Request) -> Response:
        """A version's text alone."""
        with self.site.database.reading() as db:
            known = evidence.of_version(db, request.path_params["number"])
            text = blobs.get(db, known.sha256).decode()
        return downloads.text(request, text, f"version-{known.version_id}.txt")

    def original(self, request: Request) -> Response:
        """A page that a version was read from, as it was received."""
        with self.site.database.reading() as db:
            known = evidence.of_version(db, request.path_params["number"])
            kept = {each.part: each for each in known.originals if each.is_kept}
            part = request.path_params["part"]
            if part not in kept:
                raise NotFoundError(f"of version {known.version_id} no page {part} is kept")
            body = blobs.get(db, kept[part].sha256)
        name = f"version-{known.version_id}-{part}{downloads.extension(kept[part].media_type)}"
        return downloads.original(request, body, name)


def _verified(db: Connection, known: Evidence) -> dict[str, bool]:
    """Of each value that is kept, whether it still has its hash."""
    kept = (known.sha256, *(each.sha256 for each in known.originals if each.is_kept))
    return {address: evidence.is_sound(db, address) for address in kept}


def _marks(stated: Iterable[Clause]) -> Iterator[Mark]:
    """The passages of the clauses; clauses that overlap are one passage, under the name of the first."""
    each = (Mark(f"clause-{c.start}", c.start, c.end, ((c.practice, None),)) for c in stated)
    return diff.merged(each)


def _line(pieces: tuple[Part, ...]) -> Line:
    """A line without the sign that it begins with, where that stands outside of what is marked."""
    first, *others = pieces
    run = first.runs[0]
    sign = "" if first.mark or not (found := _SIGN.match(run.text)) else found[0]
    rest = replace(first, runs=(Segment(run.op, run.text[len(sign) :]),))
    return Line(_LOOKS.get(sign.strip()[:1], "item"), sign, (rest, *others))
