"""Writes an alert as a title and a body, leaving out whole parts where a target takes only so much."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from monitor.alert import phrases, views
from monitor.alert.forms import Form, line, literal, render
from monitor.alert.views import Cut
from monitor.records import Alert, AlertKind

_SHORT_QUOTES = (600, 300, 150)
# Room for the note that says how much of the comparisons is left out, in any form, for one report.
_NOTE = 120


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: the title is plain text, the body is in the form that was asked for."""

    title: str
    body: str


def compose(alert: Alert, *, form: Form, limit: int | None = None) -> Message:
    """An alert in a form, its body at most `limit` characters long: comparisons go first, then later findings."""
    return Message(title=line(phrases.title(alert)), body=_body(alert, form, limit))


def _body(alert: Alert, form: Form, limit: int | None) -> str:
    """The body with as much in it as fits."""
    write = _writer(alert, form)
    whole = write(Cut())
    if limit is None or len(whole) <= limit:
        return whole
    ladder = [*_ladder(alert)]
    step = bisect_left(ladder, -limit, key=lambda cut: -len(write(cut)))  # the first that is short enough
    if step == len(ladder):
        return _shortest(alert, form, limit)
    spare = step == 0 and alert.kind is AlertKind.CHANGE
    return _with_comparison(write, limit) if spare else write(ladder[step])


def _writer(alert: Alert, form: Form) -> Callable[[Cut], str]:
    """What writes the body with what a cut keeps; comparisons are taken apart once for all cuts."""
    match alert.kind:
        case AlertKind.TEST:
            return lambda _: render("trial", form, product=phrases.PRODUCT, sent=phrases.minute(alert.created_at))
        case AlertKind.BASELINE:
            return lambda cut: render("baseline", form, **views.baseline(alert, cut))
        case AlertKind.CHANGE:
            gathered = views.gather(alert, form)
            return lambda cut: render("changes", form, **views.changes(gathered, form, cut))
        case AlertKind.REMINDER | AlertKind.TROUBLE | AlertKind.DIGEST:
            told = "\n".join(phrases.in_short(alert))
            return lambda _: literal(told, form)


def _ladder(alert: Alert) -> Iterator[Cut]:
    """Ever smaller messages, each of whole parts; the first is the alert without its comparisons."""
    reports = len(alert.reports)
    if alert.kind is AlertKind.CHANGE:
        most = max((len(report.findings) for report in alert.reports), default=0)
        brief = Cut(diff=0, findings=1, quote=_SHORT_QUOTES[-1])
        yield from (Cut(diff=0, findings=kept) for kept in range(max(1, most), 0, -1))
        yield from (Cut(diff=0, findings=1, quote=length) for length in _SHORT_QUOTES)
        yield from (replace(brief, detailed=kept) for kept in range(reports - 1, 0, -1))
        yield replace(brief, detailed=1, findings=0)
    else:
        yield Cut(quote=_SHORT_QUOTES[-1])
    yield from (Cut(diff=0, quote=0, findings=0, detailed=0, reports=kept) for kept in range(reports, 0, -1))


def _with_comparison(write: Callable[[Cut], str], limit: int) -> str:
    """The body with as much of the comparisons as the rest leaves room for."""
    room = limit - len(write(Cut(diff=0)))
    while room > 0:
        body = write(Cut(diff=room))
        if len(body) <= limit:
            return body
        room -= max(len(body) - limit, _NOTE)
    return write(Cut(diff=0))


def _shortest(alert: Alert, form: Form, limit: int) -> str:
    """The last resort: the title and the page's address, cut between words."""
    words = line(phrases.title(alert))
    if len(alert.reports) == 1:
        words = f"{words} {line(alert.reports[0].url)}"
    length = limit = max(0, limit)
    while len(body := literal(views.shorten(words, length), form)) > limit:
        length -= len(body) - limit
    return body
