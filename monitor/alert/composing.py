"""Writes an alert as a title and a body, leaving out whole parts where a target takes only so much."""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.alert import phrases, views
from monitor.alert.forms import Form, line, literal
from monitor.alert.items import Cut, Style
from monitor.alert.quotes import shorten
from monitor.alert.templating import FAULTS, render
from monitor.alert.views import Told
from monitor.alert.voice import Voice
from monitor.records import Alert, AlertKind, Target

_SHORT_QUOTES = (600, 300, 150)
# Room for the note that says how much of the comparisons is left out, in any form, for one report.
_NOTE = 120

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: the title is plain text, the body is in the form that was asked for."""

    title: str
    body: str
    whole: bool = True  # every comparison is in the body as far as the form shows any


def compose(
    alert: Alert,
    target: Target,
    *,
    form: Form,
    now: datetime,
    limit: int | None = None,
    headed: bool = True,
    attached: bool = False,
    templates: str | None = None,
) -> Message:
    """An alert as a target is told of it, its body at most `limit` characters long: comparisons go first.

    A template of the user's that fails is told in the log, and ours is used: no alert is lost by a template.
    """
    style = Style(Voice.to(target, now), form, headed=headed, attached=attached)
    if templates is not None:
        try:
            return write(alert, style, limit=limit, templates=templates)
        except FAULTS:
            log.exception("%s: a template in %s failed, ours is used", target.name, templates)
    return write(alert, style, limit=limit)


def write(alert: Alert, style: Style, *, limit: int | None = None, templates: str | None = None) -> Message:
    """An alert in a style, with as much in it as fits into so many characters."""
    return _Writer(alert, views.gather(alert, style), style, templates).message(limit)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one alert in one style, as long as it may be."""

    alert: Alert
    told: Sequence[Told]
    style: Style
    templates: str | None

    def message(self, limit: int | None) -> Message:
        """The message with as much in it as fits."""
        title = line(phrases.title(self.alert, self.style.voice))
        whole = self.body(Cut())
        if limit is None or len(whole) <= limit:
            return Message(title, whole)
        return Message(title, self._within(limit), whole=not any(each.comparison.parts for each in self.told))

    def body(self, cut: Cut) -> str:
        """The body with what a cut keeps."""
        view = views.message(self.alert, self.told, self.style, cut)
        return render(self.style.form, self.templates, message=view, say=self.style.voice.say)

    def _within(self, limit: int) -> str:
        """The fullest body that is short enough."""
        ladder = [*_ladder(self.alert, self.told)]
        step = bisect_left(ladder, -limit, key=lambda cut: -len(self.body(cut)))  # the first that is short enough
        if step == len(ladder):
            return self._shortest(limit)
        return _with_comparison(self.body, limit) if step == 0 else self.body(ladder[step])

    def _shortest(self, limit: int) -> str:
        """The last resort: the title and the page's address, cut between words."""
        words = line(phrases.title(self.alert, self.style.voice))
        if len(self.alert.reports) == 1:
            words = f"{words} {line(self.alert.reports[0].url)}"
        length = limit = max(0, limit)
        while len(body := literal(shorten(words, length), self.style.form)) > limit:
            length -= len(body) - limit
        return body


def _ladder(alert: Alert, told: Sequence[Told]) -> Iterator[Cut]:
    """Ever smaller messages, each of whole parts; the first is the alert without its comparisons."""
    most = max((len(report.findings) for report in alert.reports), default=0)
    brief = Cut(diff=0, findings=1, quote=_SHORT_QUOTES[-1])
    if alert.kind is not AlertKind.BASELINE:
        yield from (Cut(diff=0, findings=kept) for kept in range(max(1, most), 0, -1))
        yield from (Cut(diff=0, findings=1, quote=length) for length in _SHORT_QUOTES)
        yield from (replace(brief, detailed=kept) for kept in range(len(told) - 1, 0, -1))
        yield replace(brief, detailed=1, findings=0)
    else:
        yield brief
        yield from (replace(brief, quote=0, detailed=kept) for kept in range(len(told), 0, -1))
    yield from (Cut(diff=0, quote=0, findings=0, detailed=0, items=kept) for kept in range(len(told), 0, -1))


def _with_comparison(write: Callable[[Cut], str], limit: int) -> str:
    """The body with as much of the comparisons as the rest leaves room for."""
    room = limit - len(write(Cut(diff=0)))
    while room > 0:
        body = write(Cut(diff=room))
        if len(body) <= limit:
            return body
        room -= max(len(body) - limit, _NOTE)
    return write(Cut(diff=0))
