"""Hands alerts to targets through Apprise; whatever is shown or raised holds no secret of an address."""

from __future__ import annotations

from apprise import Apprise, NotifyType

from monitor.alert import phrases
from monitor.alert.composing import Message, compose
from monitor.alert.forms import Form, defuse, line
from monitor.alert.overhearing import overhear
from monitor.alert.scrubbing import scrub, secrets
from monitor.alert.services import WEBHOOKS, Service, form_of, open_service, problem, public_place, scheme_of
from monitor.alert.views import shorten
from monitor.errors import AlertError
from monitor.records import Alert, Severity, Target

# Plain text is shown as it is here; a chat may call people from it.
_LITERAL = WEBHOOKS | {"mailto", "mailtos"}
# How often a body is written shorter because the service's own markup made it longer.
_FITTINGS = 4
# Some services count the title and what parts it from the body as part of the body.
_SEPARATOR = 4
_DETAIL = 400


def send(alert: Alert, target: Target) -> None:
    """Hand an alert to a target and wait for its answer; AlertError when the target did not take it."""
    service = open_service(target.url)
    if service is None:
        raise AlertError(problem(target.url), target=target.name)
    form = form_of(service)
    message = fitted(alert, service, form)
    apprise = Apprise(service, asset=service.asset)
    with overhear() as heard:
        taken = apprise.notify(
            body=message.body, title=message.title, notify_type=_notify_type(alert), body_format=form
        )
    if not taken:
        reason = scrub(heard.reason(), secrets(target.url, spare=public_place(service)))
        detail = shorten(reason, _DETAIL) or "it gave no answer in time"
        if heard.answer is None:
            raise AlertError(detail, target=target.name)
        asked = heard.answer.headers.get("Retry-After", "")
        raise AlertError(detail, target=target.name, status=heard.answer.status_code, retry_after=asked)


def check_target(url: str) -> str | None:
    """What is wrong with an Apprise address, without its secrets; None when Apprise understands it."""
    return problem(url) if open_service(url) is None else None


def display(url: str) -> str:
    """An address as it may be shown: its scheme, and host and port where they are no secret."""
    service = open_service(url)
    scheme = service.schema if service else scheme_of(url)
    if not scheme:
        return "not an address"
    place = ":".join(public_place(service)) if service else ""
    return f"{scheme}://{place}/…" if place else f"{scheme}://…"


def _notify_type(alert: Alert) -> NotifyType:
    """The colour or sign that a service gives the message."""
    grave = any(report.severity is Severity.ALERT for report in alert.reports)
    return NotifyType.WARNING if grave else NotifyType.INFO


def fitted(alert: Alert, service: Service, form: Form) -> Message:
    """The message as a service takes it; one that has no titles gets none, as each body says what it is about."""
    title = shorten(line(phrases.title(alert)), service.title_maxlen)
    limit = service.body_maxlen - (len(title) + _SEPARATOR if title else 0)
    room = limit
    body = ""
    for _ in range(_FITTINGS):
        body = compose(alert, form=form, limit=room).body
        if form == "text" and service.schema not in _LITERAL:
            body = defuse(body)
        excess = _size(service, body, form) - limit
        if excess <= 0:
            break
        room = max(1, min(room, len(body)) - excess)
    return Message(title=title, body=body)


def _size(service: Service, body: str, form: Form) -> int:
    """The length of a body once it is in the service's own markup, which Apprise 2 translates into."""
    convert = getattr(service, "dialect_convert", None)
    return len(convert(body, form) if convert else body)
