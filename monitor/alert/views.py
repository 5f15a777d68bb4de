"""What the templates are given: an alert as groups of items, cut to what there is room for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from monitor.alert import answers, blocks, items, phrases
from monitor.alert.blocks import Blocks
from monitor.alert.forms import WRITTEN, line, mark_edits
from monitor.alert.items import Cut, ItemView, Style
from monitor.alert.voice import Voice
from monitor.records import Alert, AlertKind, Due, Report, Trouble

_NOTHING = Blocks(())


@dataclass(frozen=True, slots=True)
class GroupView:
    """Items under a heading, which is empty where there is but one group."""

    heading: str
    items: tuple[ItemView, ...]


@dataclass(frozen=True, slots=True)
class MessageView:
    """A whole message; `intro` and `notes` are sentences, `more` says how many items are left out.

    `headed` is False where the target shows the title, which then is the head of the only item; the preheader is
    what a list of mails shows beside the title.
    """

    title: str
    preheader: str
    headed: bool
    language: str
    intro: tuple[str, ...]
    groups: tuple[GroupView, ...]
    more: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to tell, with the comparison that belongs to it, taken apart; in which group of a digest it stands."""

    about: Report | tuple[Due, ...] | Trouble
    heading: str
    comparison: Blocks = _NOTHING


def gather(alert: Alert, style: Style) -> tuple[Told, ...]:
    """What an alert tells, in the order in which it is told: of a digest, by service."""
    voice = style.voice
    reports = phrases.by_gravity(phrases.one_by_one(alert))
    if alert.kind is AlertKind.BASELINE:
        return tuple(Told(report, "") for report in reports if report.findings)
    if alert.kind is AlertKind.DIGEST:
        order = [*dict.fromkeys(report.service.id for report in reports)]
        reports = sorted(reports, key=lambda report: order.index(report.service.id))
    return (
        *(Told(report, report.service.name, _comparison(alert, report, style)) for report in reports),
        *(Told(dues, voice.say("group.dues")) for dues in phrases.by_change(alert.dues)),
        *(Told(trouble, voice.say("group.troubles")) for trouble in alert.troubles),
    )


def message(alert: Alert, told: Sequence[Told], style: Style, cut: Cut) -> MessageView:
    """What the template is filled with."""
    voice = style.voice
    shown = told[: cut.items]
    left = len(told) - len(shown)
    more = "note.more_changed" if alert.kind is AlertKind.CHANGE else "note.more"
    first_look = alert.kind is AlertKind.BASELINE
    groups = tuple(_groups(alert, shown, style, cut))
    return MessageView(
        title=line(phrases.title(alert, voice)),
        preheader=next((item.todo for group in groups for item in group.items if item.todo), ""),
        headed=style.headed or len(told) != 1 or first_look,
        language=voice.language,
        intro=tuple(map(line, _intro(alert, style))),
        groups=groups,
        more=voice.count(more, left) if left else "",
        notes=tuple(map(line, _notes(alert, voice))),
    )


def _notes(alert: Alert, voice: Voice) -> Iterator[str]:
    """What a message ends with: which first looks say nothing, which documents no clauses are read in."""
    silent = phrases.silent_looks(alert)
    if understood := sum(not report.unread for report in silent):
        yield voice.count("note.silent", understood)
    yield from answers.unread(alert.reports if alert.kind is AlertKind.BASELINE else silent, voice)


def _intro(alert: Alert, style: Style) -> Iterator[str]:
    """What a message begins with, where it is not one of changes; what its title says is not said again."""
    voice = style.voice
    if alert.kind is AlertKind.TEST:
        yield voice.say("trial.sent", product=phrases.PRODUCT, moment=voice.moment(alert.created_at))
        yield voice.say("trial.here")
    if alert.kind is AlertKind.BASELINE:
        titled = style.form == "mail" or not style.headed
        leads = titled and any(report.findings for report in alert.reports)
        yield voice.say("baseline.intro" if leads else "baseline.counted", count=phrases.count(alert, voice))


def _groups(alert: Alert, shown: Sequence[Told], style: Style, cut: Cut) -> Iterator[GroupView]:
    shown_items = [*_items(alert, shown, style, cut)]
    headings = [told.heading if alert.kind is AlertKind.DIGEST else "" for told in shown]
    alone = len({*headings}) == 1
    for heading, group in groupby(zip(headings, shown_items, strict=True), key=itemgetter(0)):
        yield GroupView("" if alone else line(heading), tuple(item for _, item in group))


def _items(alert: Alert, shown: Sequence[Told], style: Style, cut: Cut) -> Iterator[ItemView]:
    """Each thing in words; the room for comparisons goes to those that come first."""
    room = cut.diff
    for place, told in enumerate(shown):
        detailed = cut.detailed is None or place < cut.detailed
        match told.about:
            case Report() as report if alert.kind is AlertKind.BASELINE:
                yield items.entry(report, style, cut, detailed=detailed)
            case Report() as report if not detailed:
                yield items.brief(report, style)
            case Report() as report:
                kept, left = blocks.head(told.comparison, room)
                room = None if room is None else room - len(kept)
                yield items.in_full(report, style, cut, (kept, left))
            case tuple() as dues:
                yield items.of_dues(dues, style, detailed=detailed)
            case Trouble() as trouble:
                yield items.of_trouble(trouble, style)


def _comparison(alert: Alert, report: Report, style: Style) -> Blocks:
    """A report's comparison in a form, taken apart.

    In a chat or digest, clauses that are quoted before and after tell the change, and the comparison would bury them.
    """
    form = style.form
    if report.findings and (form not in {"text", "mail"} or alert.kind is AlertKind.DIGEST):
        return _NOTHING
    whole = style.voice.unfold(getattr(report.diff, WRITTEN[form]))
    return blocks.split(mark_edits(whole) if form == "mail" else whole, form)
