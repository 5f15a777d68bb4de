"""Fits a message to the service that takes it: its lengths, its own markup, its headers, extras and attachments."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import islice
from typing import Any

from monitor.alert import phrases
from monitor.alert.composing import Message, compose
from monitor.alert.event import event
from monitor.alert.forms import Form, clean, defuse, line
from monitor.alert.quotes import shorten
from monitor.alert.services import CARRIERS, MAILS, WEBHOOKS, Service, body_room, form_of, title_room
from monitor.alert.voice import Voice
from monitor.records import Alert, Report, Target

# Plain text is shown as it is here; a chat may call people from it.
_LITERAL = WEBHOOKS | {"mailto", "mailtos"}
# How often a body is written shorter because the service's own markup made it longer.
_FITTINGS = 4
# Some services count the title and what parts it from the body as part of the body.
_SEPARATOR = 4
# Under what name a webhook is given the machine-readable part.
EXTRA = "alert"
# So many names of documents fit the 998 characters that mail servers take of a line; Apprise folds none.
THREADS = 5


@dataclass(frozen=True, slots=True)
class Attachment:
    """A comparison as a file."""

    name: str
    content: str


def fitted(alert: Alert, target: Target, service: Service, *, now: datetime, templates: str | None = None) -> Message:
    """The message as a service takes it; one that has no titles gets none, and the body says what it is about."""
    form = form_of(service)
    room = body_room(service)
    shows_title = title_room(service) > 0
    message = Message("", "")
    limit = room
    for _ in range(_FITTINGS):
        message = compose(
            alert,
            target,
            form=form,
            now=now,
            limit=max(1, limit),
            headed=form == "mail" or not shows_title,
            attached=service.schema in CARRIERS,
            templates=templates,
        )
        title = shorten(message.title, title_room(service))
        # Where the title says all, or a template of the user's nothing: Apprise takes no message without a body.
        body = message.body or title or shorten(message.title, room)
        body = defuse(body) if form == "text" and service.schema not in _LITERAL else body
        message = Message(title, body, whole=message.whole)
        excess = _size(service, body, form) + (len(title) + _SEPARATOR if title else 0) - room
        if excess <= 0:
            break
        limit = min(limit, len(body)) - excess
    return message


def _size(service: Service, body: str, form: Form) -> int:
    """The length of a body once it is in the service's own markup, which Apprise 2 translates into."""
    convert = getattr(service, "dialect_convert", None)
    return len(convert(body, form) if convert and form != "slack" else body)


def equip(service: Service, alert: Alert, form: Form, title: str) -> None:
    """Give a service what goes beside the message; what its address sets already stays."""
    if form == "slack":
        service.use_blocks = True  # in which Slack's Markdown is sent as it is written
        _preview(service, title)
    if service.schema in {"json", "jsons"}:
        service.payload_extras.setdefault(EXTRA, event(alert))
    elif service.schema in WEBHOOKS:
        service.payload_extras.setdefault(EXTRA, json.dumps(event(alert), ensure_ascii=False))
    elif service.schema in MAILS and hasattr(service, "headers"):
        service.headers = {**dict(_headers(alert)), **service.headers}


def _preview(service: Service, title: str) -> None:
    """Have the title beside Slack's blocks: a phone's notification shows it, and of blocks alone it shows nothing."""
    post = service._send  # noqa: SLF001 -- Apprise has no other way to add to what it sends

    def post_with_title(url: str, payload: dict[str, Any], **more: Any) -> Any:
        for attachment in payload.get("attachments", ()):
            attachment.setdefault("fallback", title)
        return post(url, payload, **more)

    service._send = post_with_title  # noqa: SLF001 -- as above


def attachments(alert: Alert, service: Service, form: Form, voice: Voice) -> Iterator[Attachment]:
    """The comparisons as files, for a service that takes them with the message."""
    if service.schema not in CARRIERS:
        return
    for report in phrases.by_gravity(alert.reports):
        if form in {"html", "mail"} and report.diff.html:
            yield Attachment(_file_name(report, "html"), _page(report, voice))
        elif form not in {"html", "mail"} and report.diff.text:
            yield Attachment(_file_name(report, "txt"), clean(voice.unfold(report.diff.text)) + "\n")


def _headers(alert: Alert) -> Iterator[tuple[str, str]]:
    """What mail programs sort and thread by: each service is a list, each document a thread."""
    yield "Auto-Submitted", "auto-generated"
    reports = [*phrases.by_gravity(alert.reports), *(due.report for due in alert.dues)]
    if not reports:
        return
    service = reports[0].service
    if all(report.service.id == service.id for report in reports):
        yield "List-Id", f"<{_slug(service.id)}.terms-monitor.invalid>"
    documents = dict.fromkeys(f"{report.service.id}/{report.terms_type}" for report in reports)
    yield "References", " ".join(f"<{_slug(name)}@terms-monitor.invalid>" for name in islice(documents, THREADS))


def _slug(name: str) -> str:
    """A name as it may stand in a header; a hash tells apart what loses its letters."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return plain if plain == name else f"{plain}-{hashlib.sha256(name.encode()).hexdigest()[:8]}".strip("-")


def _file_name(report: Report, suffix: str) -> str:
    return f"{_slug(report.service.id)}-change-{report.change_id}.{suffix}"


def _page(report: Report, voice: Voice) -> str:
    """A comparison as a page of its own."""
    name = escape(line(phrases.name(report)))
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{name}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>'
        f"<body><h1>{name}</h1>{clean(voice.unfold(report.diff.html))}</body></html>"
    )
