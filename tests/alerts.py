"""Alerts to try things with: a change, a first look, a trial, and text that would like to be more than text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from monitor.records import (
    Alert,
    AlertKind,
    ChangeKind,
    Direction,
    Finding,
    Practice,
    Rendering,
    Report,
    Service,
    Severity,
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
