"""Actions: the few things that people have done from a page, each a form that its page posts."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from monitor.pipeline import try_again
from monitor.store import changes, deliveries, documents, reminders
from monitor.web.forms import Form, back, posted
from monitor.web.numbers import NUMBER
from monitor.web.site import Site

NOT_THERE, DONE_ALREADY = 404, 409

log = logging.getLogger(__name__)


def routes(site: Site) -> list[Route]:
    """Where the forms are posted to."""
    own = Actions(site)
    return [
        Route(f"/changes/{NUMBER}/acknowledge", posted(own.acknowledge), methods=["POST"]),
        Route(f"/documents/{NUMBER}/check", posted(own.check), methods=["POST"]),
        Route(f"/deliveries/{NUMBER}/retry", posted(own.retry), methods=["POST"]),
    ]


class Actions:
    """Does what a form asks for, and leads back to the page that it stands on."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def acknowledge(self, request: Request, form: Form) -> Response:
        """Remind nobody of the days of a change any more; or, where the form says so, again."""
        number = request.path_params["number"]
        with self.site.database.writing() as db:
            change = changes.load(db, number)
            reminders.acknowledge(db, [change.id], None if form.get("undo") else self.site.clock())
        log.info("change %d: %s from a page", number, "to be recalled again" if form.get("undo") else "acknowledged")
        return back(form, f"/changes/{number}")

    def check(self, request: Request, form: Form) -> Response:
        """Let a document be read as soon as its host may be asked."""
        number = request.path_params["number"]
        with self.site.database.writing() as db:
            if not documents.want(db, number, self.site.clock()):
                return PlainTextResponse("no such document is watched\n", NOT_THERE)
        log.info("document %d: asked for from a page", number)
        return back(form, f"/documents/{number}")

    def retry(self, request: Request, form: Form) -> Response:
        """Send what a target has not taken after all."""
        settings, _ = self.site.present()
        with self.site.database.writing() as db:
            found = deliveries.numbered(db, [request.path_params["number"]])
            if not found:
                return PlainTextResponse("no such delivery\n", NOT_THERE)
            if found[0].delivered_at:
                return PlainTextResponse("it was delivered already\n", DONE_ALREADY)
            try_again(db, settings.targets, found[0], self.site.clock(), to=found[0].target)
        log.info("delivery %d: to be sent again, from a page", found[0].id)
        return back(form, "/deliveries")
