"""The login: a password or token for a session, and the end of it."""

from __future__ import annotations

import logging
import math
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from monitor.web.forms import SEE_OTHER, Form, local, posted
from monitor.web.site import Site
from monitor.web.throttle import Throttle
from monitor.web.visitors import Visitors, is_open, knows

WRONG, TOO_OFTEN = 401, 429

log = logging.getLogger(__name__)


def routes(site: Site, visitors: Visitors) -> list[Route]:
    """The page that asks, and what it and the way out post."""
    own = Login(site, visitors)
    return [
        Route("/login", own.ask),
        Route("/login", posted(own.enter), methods=["POST"]),
        Route("/logout", own.offer),
        Route("/logout", posted(own.leave), methods=["POST"]),
    ]


class Login:
    """Lets people in who know the password, and guess nobody."""

    def __init__(self, site: Site, visitors: Visitors) -> None:
        self.site, self.visitors = site, visitors
        self.throttle = Throttle(site.clock)

    def ask(self, request: Request) -> Response:
        """The page that asks for the password; nobody is asked who need not be."""
        ahead = local(request.query_params.get("next", ""), "/")
        if is_open(self.site.present()[0].web) or request.state.visitor.session:
            return RedirectResponse(ahead, SEE_OTHER)
        return self.site.pages.show(request, "login.html.j2", ahead=ahead, is_wrong=False, minutes=0)

    def enter(self, request: Request, form: Form) -> Response:
        """A session for whoever knows the password, on the way to the page that they wanted."""
        web = self.site.present()[0].web
        ahead = local(form.get("next", ""), "/")
        address = request.client.host if request.client else ""
        entered = self.throttle.attempt(address, lambda: knows(form.get("password", ""), web))
        if entered is not True:
            log.warning("%s: a login was refused", address)
        if isinstance(entered, timedelta):
            return self._refused(request, ahead, TOO_OFTEN, entered)
        if not entered:
            return self._refused(request, ahead, WRONG, timedelta())
        response = RedirectResponse(ahead, SEE_OTHER)
        self.visitors.welcome(request, response, web)
        return response

    def offer(self, request: Request) -> Response:
        """The page that has the button alone, for whoever knows the address; nobody leaves by a mere link."""
        if not request.state.visitor.session:
            return RedirectResponse("/login", SEE_OTHER)
        return self.site.pages.show(request, "logout.html.j2")

    def leave(self, request: Request, _: Form) -> Response:
        """The end of the session."""
        response = RedirectResponse("/login", SEE_OTHER)
        self.visitors.dismiss(request, response)
        return response

    def _refused(self, request: Request, ahead: str, status: int, wait: timedelta) -> Response:
        told = {"is_wrong": not wait, "minutes": math.ceil(wait / timedelta(minutes=1))}
        response = self.site.pages.show(request, "login.html.j2", status, ahead=ahead, **told)
        if wait:
            response.headers["Retry-After"] = str(math.ceil(wait.total_seconds()))
        return response
