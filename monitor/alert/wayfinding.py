"""Where to look further: the page, the address at which to refuse, and the commands that show the rest."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from monitor.alert.answers import is_in_advice, where_to_refuse
from monitor.alert.forms import Form, line
from monitor.alert.voice import Voice
from monitor.records import Due, Report, Trouble, TroubleKind

PROGRAM = "terms-monitor"


@dataclass(frozen=True, slots=True)
class Link:
    """A way to more: a web or mail address, or a command."""

    label: str
    url: str = ""
    command: str = ""
    refuses: bool = False  # it leads to where people can refuse


def links(report: Report, voice: Voice, form: Form) -> tuple[Link, ...]:
    """The ways that lead on from a change; in plain text, what to do names the address at which to refuse."""
    ways = [Link(voice.say("link.page"), url=line(report.url))]
    where = where_to_refuse(report)
    if where and not (form == "text" and is_in_advice(where, report)):
        ways.append(Link(voice.say("link.refuse"), url=where, refuses=True))
    if report.before_id is not None:
        key = f"{report.service.id}/{report.terms_type}"
        shown = ("show", key, "--version", str(report.before_id))
        ways += [
            _way(voice, "link.diff", f"/changes/{report.change_id}", "diff", str(report.change_id)),
            _way(voice, "link.before", f"/versions/{report.before_id}", *shown),
        ]
    return tuple(ways)


def links_of_due(due: Due, voice: Voice, form: Form) -> tuple[Link, ...]:
    """The ways that lead on from a day ahead."""
    page, *others = links(due.report, voice, form)
    refuse = [way for way in others if way.refuses]
    number = str(due.report.change_id)
    return (page, *refuse, _way(voice, "link.ack", f"/changes/{number}", "ack", number))


def links_of_trouble(trouble: Trouble, voice: Voice) -> tuple[Link, ...]:
    """The ways that lead on from a trouble."""
    page = (Link(voice.say("link.page"), url=line(trouble.url)),) if trouble.url else ()
    if trouble.kind is TroubleKind.UNDELIVERED:
        return (*page, _way(voice, "trouble.deliveries", "/deliveries", "deliveries"))
    return page


def _way(voice: Voice, label: str, path: str, *command: str) -> Link:
    """A way to a page of ours, or where people have none, the command that shows the same."""
    if voice.pages:
        return Link(voice.say(label), url=f"{voice.pages}{path}")
    return Link(voice.say(label), command=shlex.join([PROGRAM, *map(line, command)]))
