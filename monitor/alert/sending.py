"""Hands alerts to targets through Apprise; whatever is shown or raised holds no secret of an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from apprise import Apprise, NotifyType

from monitor.alert.composing import Message
from monitor.alert.fitting import Attachment, attachments, equip, fitted
from monitor.alert.forms import Form
from monitor.alert.overhearing import overhear
from monitor.alert.quotes import shorten
from monitor.alert.scrubbing import scrub, secrets
from monitor.alert.services import form_of, open_service, problem, public_place, scheme_of
from monitor.alert.voice import Voice
from monitor.errors import AlertError
from monitor.records import Alert, Severity, Target, TroubleKind

# The form as Apprise calls it; it does not know Slack's own Markdown, and sends it as it is.
_BODY_FORMATS: Mapping[Form, str | None] = {
    "text": "text",
    "markdown": "markdown",
    "slack": None,
    "html": "html",
    "mail": "html",
}
_DETAIL = 400
_OVER = frozenset({TroubleKind.READABLE, TroubleKind.ONLINE, TroubleKind.SEEING})


def send(alert: Alert, target: Target, *, now: datetime | None = None, templates: str | None = None) -> None:
    """Hand an alert to a target and wait for its answer; AlertError when the target did not take it.

    `templates` is a folder whose templates stand in for ours.
    """
    service = open_service(target.url)
    if service is None:
        raise AlertError(problem(target.url), target=target.name)
    form = form_of(service)
    now = now or datetime.now(UTC)
    message = fitted(alert, target, service, now=now, templates=templates)
    equip(service, alert, form, message.title)
    voice = Voice.to(target, now)
    apprise = Apprise(service, asset=service.asset)
    with overhear() as heard, TemporaryDirectory() as folder:
        files = [] if message.whole else [*_files(attachments(alert, service, form, voice), Path(folder))]
        taken = apprise.notify(
            body=message.body,
            title=message.title,
            notify_type=_notify_type(alert),
            body_format=_BODY_FORMATS[form],
            attach=files or None,
        )
    if not taken:
        reason = scrub(heard.reason(), secrets(target.url, spare=public_place(service)))
        detail = shorten(reason, _DETAIL) or "it gave no answer in time"
        if heard.answer is None:
            raise AlertError(detail, target=target.name)
        asked = heard.answer.headers.get("Retry-After", "")
        raise AlertError(detail, target=target.name, status=heard.answer.status_code, retry_after=asked)


def preview(
    alert: Alert, target: Target, *, now: datetime | None = None, templates: str | None = None
) -> tuple[Message, Form]:
    """What a target would be sent, and in which form; AlertError when Apprise does not understand its address."""
    service = open_service(target.url)
    if service is None:
        raise AlertError(problem(target.url), target=target.name)
    return fitted(alert, target, service, now=now or datetime.now(UTC), templates=templates), form_of(service)


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


def _files(files: Iterable[Attachment], folder: Path) -> Iterator[str]:
    """The comparisons that did not fit, as files: not every release of Apprise mails what is only in memory."""
    for attachment in files:
        file = folder / attachment.name
        file.write_text(attachment.content, encoding="utf-8")
        yield str(file)


def _notify_type(alert: Alert) -> NotifyType:
    """The colour or sign that a service gives the message."""
    troubled = any(trouble.kind not in _OVER for trouble in alert.troubles)
    grave = any(report.severity is Severity.ALERT for report in alert.reports)
    return NotifyType.WARNING if alert.dues or troubled or grave else NotifyType.INFO
