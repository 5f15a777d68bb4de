"""Alerts to try things with: a change, a first look, a trial, and text that would like to be more than text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.alert import Form, Message, compose
from monitor.records import (
    Alert,
    AlertKind,
    ChangeKind,
    Direction,
    Due,
    DueKind,
    Finding,
    Practice,
    Rendering,
    Report,
    Segment,
    Service,
    Severity,
    Target,
    Trouble,
    TroubleKind,
)

BEFORE = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
AFTER = datetime(2031, 5, 5, 9, 30, tzinfo=UTC)
HOSTILE = (
    "We <script>alert(1)</script> may **use** [your posts](javascript:alert(2)) @everyone <!channel> <@U123> "
    "{{ 7*7 }} {% raw %} &lt;b&gt; and `code`"
)
OPT_OUT = Finding(
    Practice.TRAINS,
    Direction.NEW,
    None,
    "From June, posts you make public are used to teach our language models.",
    {
        "date": "2031-06-01",
        "control": "opt-out",
        "control_where": "Settings > Privacy > AI",
        "basis": "legitimate interest",
        "data": ("posts", "photos"),
        "excluded": ("private messages",),
        "regions": ("EU", "UK"),
    },
)
STILL_REFUSABLE = Finding(
    Practice.CONTROL,
    Direction.KEPT,
    "You may say no under Settings > AI.",
    "You may say no under Settings > AI.",
    {"control": "opt-out", "control_where": "Settings > AI"},
)
WIDER = Finding(
    Practice.TRAINS,
    Direction.WIDER,
    "We use public posts to teach models.",
    "We use all posts to teach models.",
    OPT_OUT.facts,
)
WIDER_WORDS = (Segment(0, "We use "), Segment(-1, "public"), Segment(1, "all"), Segment(0, " posts to teach models."))
PROMISE_GONE = Finding(Practice.DENIES, Direction.GONE, "Your letters never teach a machine.", None)


def report(*findings: Finding, **changed: Any) -> Report:
    """A change of the heron's privacy policy, unless told otherwise."""
    facts: dict[str, Any] = {
        "change_id": 7,
        "kind": ChangeKind.NEW,
        "service": Service("heron", "Heron", ("social",)),
        "terms_type": "Privacy Policy",
        "url": "https://heron.example/privacy",
        "severity": Severity.ALERT if findings else Severity.NONE,
        "findings": findings,
        "diff": Rendering("+ one more line", "**one more line**", "<p><ins>one more line</ins></p>"),
        "seen_without": BEFORE,
        "seen_with": AFTER,
    }
    return Report(**(facts | changed))


def change(*reports: Report) -> Alert:
    """An alert about changes."""
    return Alert(AlertKind.CHANGE, reports, AFTER)


def baseline(*reports: Report) -> Alert:
    """An alert about a first look."""
    return Alert(AlertKind.BASELINE, reports, AFTER)


def digest(*reports: Report, dues: tuple[Due, ...] = (), troubles: tuple[Trouble, ...] = ()) -> Alert:
    """What a target is told at once of several alerts."""
    return Alert(AlertKind.DIGEST, reports, AFTER, dues, troubles)


def due(days: int, kind: DueKind = DueKind.EFFECT) -> Due:
    """A day ahead of the heron's new clause."""
    return Due(kind, AFTER.date() + timedelta(days=days), days, report(OPT_OUT, before_id=3))


def reminder(*dues: Due) -> Alert:
    """An alert that recalls days ahead."""
    return Alert(AlertKind.REMINDER, (), AFTER, dues)


def trouble(kind: TroubleKind = TroubleKind.UNREADABLE) -> Alert:
    """An alert about what cannot be read or sent."""
    url = "https://heron.example/privacy"
    return Alert(
        AlertKind.TROUBLE,
        (),
        AFTER,
        troubles=(Trouble(kind, "Heron · Privacy Policy", BEFORE, "no answer in 30 s", url, 3),),
    )


def trial() -> Alert:
    """A trial of a target."""
    return Alert(AlertKind.TEST, (), AFTER)


def long_rendering(passages: int) -> Rendering:
    """A comparison of so many passages, numbered."""
    numbers = range(passages)
    return Rendering(
        text="\n".join(f"+ passage {n} says a little more than it did" for n in numbers),
        markdown="\n\n".join(f"**passage {n} says a little more than it did**" for n in numbers),
        html="<div>" + "".join(f"<p><ins>passage {n} says a little more</ins></p>" for n in numbers) + "</div>",
    )


def written(
    alert: Alert,
    form: Form = "text",
    *,
    language: str = "en",
    time_zone: str = "UTC",
    now: datetime = AFTER,
    pages: str = "",
    **changed: Any,
) -> Message:
    """An alert as a target in UTC is told of it, at the moment of the change unless told otherwise."""
    target = Target("desk", "json://heron.example", language=language, time_zone=time_zone, pages=pages)
    return compose(alert, target, form=form, now=now, **changed)
