"""What cannot be read: which documents, since when and why."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.store import states
from monitor.web.site import Site


def routes(site: Site) -> list[Route]:
    """The address of what cannot be read."""
    return [Route("/unreadable", Unreadable(site).show)]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Answers with the documents that cannot be read at present, and those whose text is held back."""

    site: Site

    def show(self, request: Request) -> Response:
        """The documents, those that began to fail last first."""
        with self.site.database.reading() as db:
            ailing = states.ailing(db)
        failing = [state for state in ailing if state.failing_since is not None]
        held = [state for state in ailing if state.failing_since is None]
        return self.site.pages.show(request, "unreadable.html.j2", failing=failing, held=held)
