"""What is told of one thing: a change, a day ahead, a trouble, each in the order in which people ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from monitor.alert import answers, phrases
from monitor.alert.forms import Form, Ready, line, marked, ready
from monitor.alert.quotes import Quote, shorten_quote, sides
from monitor.alert.voice import Voice
from monitor.alert.wayfinding import Link, links, links_of_due, links_of_trouble
from monitor.records import ChangeKind, Due, Finding, Report, Severity, Trouble

_BASELINE_QUOTE = 240


@dataclass(frozen=True, slots=True)
class Cut:
    """What a message keeps; None keeps all.

    `diff` and `quote` are lengths in characters (of all comparisons together, of each quotation), `findings` a number
    a report, `detailed` and `items` numbers of items: told in full, named at all.
    """

    diff: int | None = None
    quote: int | None = None
    findings: int | None = None
    detailed: int | None = None
    items: int | None = None


@dataclass(frozen=True, slots=True)
class ClauseView:
    """A clause before and after, ready in the form, with what that means where the head does not say it."""

    verdict: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One thing that is told; what is empty is not shown.

    `head` says it in a line, `todo` what to do and until when; `facts` are pairs of a label and what it says, `notes`
    sentences; `diff` is ready in the form, and `diff_note` says what of it is left out.
    """

    head: str
    document: str = ""
    grave: bool = False
    also: str = ""
    todo: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    clauses: tuple[ClauseView, ...] = ()
    more: str = ""
    notes: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    seen: str = ""
    sure: str = ""
    diff: str = ""
    diff_note: str = ""


@dataclass(frozen=True, slots=True)
class Style:
    """How a message is told: in which words and form, and whether it has to show the title itself."""

    voice: Voice
    form: Form
    headed: bool = True
    attached: bool = False  # the comparisons that do not fit are sent along


def brief(report: Report, style: Style) -> ItemView:
    """A report in its head, what to do about it, and the page."""
    voice = style.voice
    return ItemView(
        head=line(phrases.titled(report, voice)),
        grave=report.severity is Severity.ALERT,
        todo=_todo(report, style),
        links=_first_links(links(report, voice, style.form)),
    )


def in_full(report: Report, style: Style, cut: Cut, comparison: tuple[str, int]) -> ItemView:
    """One report in full."""
    voice = style.voice
    others = (*phrases.verdicts(report, voice)[1:], *_still(report, voice))
    clauses = _clauses(report, style, cut)
    left = len(report.findings) - len(report.findings[: cut.findings])
    kept, diff_left = comparison
    return ItemView(
        head=line(phrases.headline(report, voice)),
        document=_document(report),
        grave=report.severity is Severity.ALERT,
        also=voice.say("head.also", verdicts=voice.joined(others)) if others else "",
        todo=_todo(report, style),
        facts=tuple(answers.facts(report, voice)),
        clauses=clauses,
        more=voice.count("clause.more", left) if left else "",
        notes=tuple(map(line, answers.notes(report, voice))),
        links=links(report, voice, style.form),
        seen=answers.seen(report, voice),
        sure=answers.surety(report, voice),
        diff=ready(kept, style.form),
        diff_note=_diff_note(diff_left, style),
    )


def _still(report: Report, voice: Voice) -> Iterator[str]:
    """That a use goes on over which there is no choice any more."""
    return iter(dict.fromkeys(phrases.verdict(use, voice) for use in answers.left_without_choice(report)))


def _todo(report: Report, style: Style) -> str:
    """What to do; in plain text it names an address itself, which else is a link."""
    return answers.advice(report, style.voice, linked=style.form != "text")


def _first_links(ways: Sequence[Link]) -> tuple[Link, ...]:
    """The page, and where to refuse."""
    page, *others = ways
    return (page, *(way for way in others if way.refuses))


def _document(report: Report) -> str:
    """The document's name, where the head does not begin with it."""
    return line(phrases.name(report)) if report.kind is ChangeKind.NEW and report.findings else ""


def _diff_note(left: int, style: Style) -> str:
    if left and style.attached:
        return style.voice.say("diff.attached")
    return style.voice.count("diff.left", left) if left else ""


def _clauses(report: Report, style: Style, cut: Cut) -> tuple[ClauseView, ...]:
    """Each clause once, with all that it says unless that stands above: an opt-out also says that data is used."""
    told = report.findings or [kept for kept in report.kept if "changed" in kept.facts]
    edits = report.edits or ((),) * len(told)
    paired = sorted(zip(told, edits, strict=True), key=lambda pair: phrases.gravity(pair[0]))
    verdicts: dict[tuple[Quote, Quote], list[str]] = {}
    for finding, words in paired[: cut.findings]:
        verdicts.setdefault(sides(finding, words), []).append(_meaning(report, finding, style.voice))
    above = [*phrases.verdicts(report, style.voice)[:1]]
    views = []
    for quotes, said in verdicts.items():
        verdict = "" if said == above else _capitalised(style.voice.joined(dict.fromkeys(said)))
        views.append(ClauseView(verdict, *_written(quotes, style, cut)))
        above = said
    return tuple(views)


def _meaning(report: Report, finding: Finding, voice: Voice) -> str:
    """What a clause means; a first look has one side only and says what is, not what became."""
    first = report.kind is ChangeKind.FIRST
    return phrases.state(finding, voice) if first else phrases.verdict(finding, voice)


def _written(quotes: Iterable[Quote], style: Style, cut: Cut) -> tuple[str, str]:
    """A clause before and after; one whose words stayed, as what it rests on changed, stands there once."""
    before, after = (_quoted(shorten_quote(quote, cut.quote), style) for quote in quotes)
    return "" if before == after else before, after


def _quoted(quote: Quote, style: Style) -> str:
    """A quotation in the form; in plain text between the quotation marks of the language."""
    written = marked(quote, style.form)
    return Ready(style.voice.say("clause.quoted", quote=written)) if written and style.form == "text" else written


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def entry(report: Report, style: Style, cut: Cut, *, detailed: bool) -> ItemView:
    """One document of a first look: what it says, how to refuse, and the gravest clause by which data is used."""
    voice = style.voice
    uses = (finding for finding in phrases.gravest_first(report.findings) if finding.practice in phrases.USES)
    use = next(uses, None)
    length = _BASELINE_QUOTE if cut.quote is None else cut.quote
    quotes = sides(use, ()) if use and length else ()
    clauses = (ClauseView("", "", _quoted(shorten_quote(quotes[1], length), style)),) if quotes else ()
    practices = voice.joined(phrases.verdicts(report, voice))
    return ItemView(
        head=line(voice.say("baseline.entry", document=phrases.name(report), practices=practices)),
        todo=_todo(report, style) if detailed else "",
        clauses=clauses,
        links=links(report, voice, style.form)[: None if detailed else 1],
    )


def of_dues(dues: Sequence[Due], style: Style, *, detailed: bool) -> ItemView:
    """The days ahead of one change, with what to do about it."""
    voice = style.voice
    due, *later = dues
    head = line(phrases.recalled(due, voice, phrases.subject(due.report, voice)))
    document = line(phrases.name(due.report)) if due.report.findings else ""
    also = " ".join(phrases.recalled_too(other, voice) for other in later)
    todo = _todo(due.report, style)
    ways = links_of_due(due, voice, style.form)
    if not detailed:
        return ItemView(head=head, document=document, todo=todo, also=also, links=_first_links(ways))
    facts = tuple(answers.facts(due.report, voice))
    return ItemView(head=head, document=document, grave=True, todo=todo, also=also, facts=facts, links=ways)


def of_trouble(trouble: Trouble, style: Style) -> ItemView:
    """What cannot be read or sent, since when, and why."""
    voice = style.voice
    reason = phrases.reason(trouble, voice)
    why = (line(voice.say("trouble.reason", reason=reason)),) if reason else ()
    return ItemView(head=line(phrases.troubled(trouble, voice)), notes=why, links=links_of_trouble(trouble, voice))
