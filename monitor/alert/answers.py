"""What people ask about a change: what to do and until when, which data, on what ground, seen when, how sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from monitor.alert.forms import clean, line
from monitor.alert.phrases import GROWS, USES, day_in, deadline_in, gravest_first, gravity, name, stands
from monitor.alert.voice import Voice
from monitor.records import ChangeKind, Clause, Direction, Finding, Practice, Report

# How probable a clause is, from 0 to 1, as it is put in words. Of the labelled examples of which it is sure, 98 in a
# hundred are right, of the doubtful ones 70.
_SURE, _FAIRLY_SURE = 0.85, 0.65
_SURETIES = ("sure", "fairly", "doubtful")
_REFUSAL, _SETTING, _CONSENT = ("opt-out",), ("setting",), ("opt-in",)
# People who may refuse what others may not, where a choice names nobody else.
_SOME = {"business customers", "paying users", "free users", "adults"}
# Where names are looked up of what is said under a key; of everything else among the kinds.
_TABLES = {"basis": "basis", "basis_before": "basis", "recipients": "recipient"}
# Of a kind and one that is part of it, the wider says both.
_WIDER = {"private messages": "messages"}
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_MAIL_ADDRESS = re.compile(r"(?:mailto:)?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


def advice(report: Report, voice: Voice, *, linked: bool = False, lasting: bool = False) -> str:
    """What people can do about it, until when, and how many days are left; empty where there is nothing to do.

    A use that begins or grows may be one that people could refuse before: then the clauses that were kept say how.
    Where the place to do it is an address, it is left out if a link tells it. What is to be `lasting` counts no days.
    """
    chosen = _chosen(report)
    if chosen is not None:
        what = _choice(chosen, voice, linked=linked)
        return _timed(what, _standing(report), chosen, voice, lasting=lasting)
    asks = report.kind is ChangeKind.NEW and (_growing(report) or left_without_choice(report))
    return voice.say("todo.unknown") if asks and not report.unread else ""


def left_without_choice(report: Report) -> list[Finding]:
    """The uses that stay where the last choice over them went."""
    choices = _stating([*report.findings, *report.kept], {Practice.CONTROL})
    gone = bool(choices) and not any(map(stands, choices))
    return _stating(report.kept, USES) if gone else []


def where_to_refuse(report: Report) -> str:
    """The web or mail address at which people can refuse, where the text gives one."""
    for finding in (*_standing(report), *_offered(report)):
        for where in said_under(finding, "control_where"):
            if address := address_in(where):
                return address
    return ""


def address_in(where: str) -> str:
    """The web or mail address that the words on where to refuse are or begin with; empty where they are none."""
    if web := _WEB_ADDRESS.match(where):
        return web[0]
    mail = _MAIL_ADDRESS.fullmatch(where)
    return f"mailto:{mail[1]}" if mail else ""


def is_in_advice(address: str, report: Report) -> bool:
    """Whether what people can do names an address in full, where no link tells it."""
    chosen = _chosen(report)
    return chosen is not None and address in {f"{scheme}{_place(chosen)}" for scheme in ("", "mailto:")}


def facts(report: Report, voice: Voice) -> Iterator[tuple[str, str]]:
    """What is covered, what is not, for whom, on what ground and where: pairs of a label and an answer."""
    standing, still = _standing(report), _still(report)
    uses = _stating(standing, USES) or left_without_choice(report)
    promises = _stating([*standing, *still], {Practice.DENIES})
    left_out = [*kinds([*uses, *promises], "excluded", voice), *kinds(promises, "data", voice)]
    answers = {
        "effect": _in_effect(report, standing, voice),
        "data": ", ".join(kinds(uses, "data", voice)),
        "added": ", ".join(kinds(uses, "added", voice)),
        "excluded": ", ".join(dict.fromkeys(left_out)),
        "released": ", ".join(kind for kind in kinds(report.findings, "released", voice) if kind not in left_out),
        "recipients": ", ".join(kinds(uses, "recipients", voice)),
        "basis": _basis(uses, voice),
        "regions": ", ".join(kinds(standing, "regions", voice)),
    }
    return ((voice.say(f"fact.{key}"), answer) for key, answer in answers.items() if answer)


def _basis(uses: Sequence[Finding | Clause], voice: Voice) -> str:
    """The legal basis of some uses, and the one that it took the place of."""
    now, before = (", ".join(kinds(uses, key, voice)) for key in ("basis", "basis_before"))
    return f"{now} ({voice.say('clause.before').lower()}: {before})" if before else now


def notes(report: Report, voice: Voice) -> Iterator[str]:
    """What people should know beside the findings, a sentence each."""
    was, now = report.language_before, report.language
    if was and now and was != now:
        yield voice.say("note.now_in", language=voice.named(now), before=voice.named(was))
    if report.still_dated:
        yield voice.say("note.still_dated", words=report.still_dated)
    if report.twins:
        yield voice.say("note.twins", names=voice.listed(report.twins))
    if report.told_before:
        yield voice.say("note.told_before", day=voice.day_of(report.told_before))
    if report.unread:
        yield _unread(voice.say("note.this_page"), [report.unread], report.read_in, voice)


def unread(reports: Sequence[Report], voice: Voice) -> Iterator[str]:
    """That no clauses are read in the languages of some documents, in a sentence; none where that is so of none."""
    foreign = [report for report in reports if report.unread]
    if foreign:
        languages = sorted({report.unread for report in foreign if report.unread})
        one = len(foreign) == 1
        many = voice.count("note.documents", len(foreign))
        subject = voice.say("note.one_document", document=name(foreign[0])) if one else many
        yield _unread(subject, languages, foreign[0].read_in, voice)


def seen(report: Report, voice: Voice) -> str:
    """Between which two readings of the page the change happened."""
    start, end = report.seen_without, report.seen_with
    if report.kind is ChangeKind.FIRST:
        return voice.say("seen.read", moment=voice.moment(end))
    if start is None:
        return voice.say("seen.by", moment=voice.moment(end))
    if (time := voice.clock(end)) == voice.clock(start) and voice.is_same_day(start, end):
        return voice.say("seen.at", day=voice.day_of(end), time=time)
    if voice.is_same_day(start, end):
        return voice.say("seen.within", day=voice.day_of(end), start=voice.clock(start), end=voice.clock(end))
    return voice.say("seen.between", start=voice.moment(start), end=voice.moment(end))


def surety(report: Report, voice: Voice) -> str:
    """How sure the gravest finding is, in words, and whether others are less so; empty where nothing was found."""
    if not report.findings:
        return ""
    gravest = min(map(gravity, report.findings))
    word = _surety(max(each.confidence for each in report.findings if gravity(each) == gravest))
    rest = {_surety(each.confidence) for each in report.findings if gravity(each) != gravest}
    less_sure = rest & set(_SURETIES[_SURETIES.index(word) + 1 :])
    return voice.say("sure.not_all", said=voice.say(f"sure.{word}")) if less_sure else voice.say(f"sure.{word}")


def _surety(confidence: float) -> str:
    sure, fairly, doubtful = _SURETIES
    return sure if confidence >= _SURE else fairly if confidence >= _FAIRLY_SURE else doubtful


def _chosen(report: Report) -> Finding | None:
    """The gravest clause that gives people a choice, or one that says where that choice is made.

    That there is a setting tells people less than that they can refuse.
    """
    offered = (*_standing(report), *_offered(report), *_moved(report))
    choices = [finding for finding in offered if said_under(finding, "control")]
    named = said_under(choices[0], "control") if choices else ()
    wanted = (_REFUSAL, _SETTING) if named == _SETTING else (named,)
    alike = [each for kind in wanted for each in choices if said_under(each, "control") == kind]
    return next(filter(_place, alike), next(iter(alike), None))


def _moved(report: Report) -> Iterator[Finding]:
    """The choices that stay, but elsewhere or until another day than before, or are told to end somewhere."""
    told = {"control", "control_where", "deadline"}
    choices = _stating(report.findings, {Practice.CONTROL})
    limited = any(each.direction is Direction.NARROWER and each.before is None for each in choices)
    stay = _stating(report.kept, {Practice.CONTROL})
    return (kept for kept in stay if limited or told & {*said_under(kept, "changed")})


def _place(finding: Finding) -> str:
    """Where a choice is made; empty where the clause does not say it."""
    return next(iter(said_under(finding, "control_where")), "")


def _choice(finding: Finding, voice: Voice, *, linked: bool) -> str:
    """What kind of choice there is, and where it is made, unless that is an address that a link tells."""
    control, where = said_under(finding, "control")[0], _place(finding)
    if linked and address_in(where) in {where, f"mailto:{where}"}:
        where = ""
    if not voice.knows(f"todo.{control}"):
        return ", ".join(filter(None, (control, where)))
    what = voice.say(f"todo.{control}_at", where=where) if where else voice.say(f"todo.{control}")
    people = set(said_under(finding, "data"))
    is_of_some = (control,) == _REFUSAL and bool(people) and people <= _SOME
    return voice.say("todo.only_for", what=what, people=kinds([finding], "data", voice)[0]) if is_of_some else what


def _timed(what: str, standing: Iterable[Finding], chosen: Finding, voice: Voice, *, lasting: bool) -> str:
    """What to do with the time there is for it: until the deadline, else before the clause takes effect."""
    if said_under(chosen, "control")[0] == "opt-in":
        return what
    if last := next(filter(None, map(deadline_in, (chosen, *standing))), None):
        left = voice.days_until(last)
        if left < 0:
            return voice.say("todo.passed", what=what, day=voice.day(last))
        return _within(what, voice.by("until", last), left, voice, lasting=lasting)
    begins = next(filter(None, map(day_in, standing)), None)
    if begins is None or (left := voice.days_until(begins)) <= 0:
        return what
    return _within(what, voice.by("before", begins), left, voice, lasting=lasting)


def _within(what: str, when: str, left: int, voice: Voice, *, lasting: bool) -> str:
    """What to do until when; how many days are left is true today alone."""
    if lasting:
        return voice.say("todo.dated", what=what, when=when)
    return voice.say("todo.timed", what=what, when=when, left=voice.count("todo.left", left))


def _in_effect(report: Report, standing: Iterable[Finding], voice: Voice) -> str:
    """From or since when the clauses are in effect, unless the headline tells that."""
    gravest = next(iter(gravest_first(report.findings)), None)
    day = next(filter(None, map(day_in, standing)), None)
    if day is None or gravest is None:
        return ""
    ahead = voice.days_until(day) >= 0
    told = ahead and (report.kind is ChangeKind.FIRST or day_in(gravest) == day)
    return "" if told else voice.by("from" if ahead else "since", day)


def _standing(report: Report) -> list[Finding]:
    return [finding for finding in gravest_first(report.findings) if stands(finding)]


def _still(report: Report) -> Sequence[Finding]:
    """The clauses that were kept, where a use begins or grows."""
    return report.kept if _growing(report) else ()


def _growing(report: Report) -> list[Finding]:
    """The uses that begin or grow."""
    return [finding for finding in report.findings if finding.direction in GROWS and finding.practice in USES]


def _offered(report: Report) -> Iterator[Finding]:
    """The choices that stood in the document before and may be over the uses that grow.

    A consent is asked for one use and says nothing of another, a choice over other data neither, and what people may
    refuse of the platform's own training they may not of what it gives to others.
    """
    growing, still = _growing(report), _still(report)
    if all(finding.practice is Practice.SHARES for finding in growing) and _stating(still, {Practice.TRAINS}):
        return
    data = _data(growing)
    for kept in still:
        of = _data([kept])
        if said_under(kept, "control") != _CONSENT and not (of and data and of.isdisjoint(data)):
            yield kept


def _data(findings: Iterable[Finding]) -> frozenset[str]:
    """The kinds of data that findings name, without people and data in general."""
    named = (said for finding in findings for said in said_under(finding, "data"))
    return frozenset(named) - _SOME - {"personal data"}


def _stating(findings: Iterable[Finding], practices: AbstractSet[Practice]) -> list[Finding]:
    return [finding for finding in findings if finding.practice in practices]


def kinds(stated: Iterable[Finding | Clause], key: str, voice: Voice) -> list[str]:
    """Everything said under a key, each once, by the names that the voice has for it."""
    said = dict.fromkeys(said for each in stated for said in said_under(each, key))
    named = (_named(_TABLES.get(key, "kind"), each, voice) for each in said if _WIDER.get(each) not in said)
    return [*dict.fromkeys(named)]


def _named(table: str, said: str, voice: Voice) -> str:
    """What is said by the name that the voice has for it, else as it stands."""
    key = f"{table}.{said.lower() if table == 'recipient' else said}"
    return voice.say(key) if voice.knows(key) else said


def said_under(stated: Finding | Clause, key: str) -> tuple[str, ...]:
    """What a finding or a clause says under a key, as lines."""
    value = stated.facts.get(key, ())
    values = (value,) if isinstance(value, str) else value
    return tuple(said for said in map(line, map(clean, values)) if said)


def _unread(subject: str, languages: Iterable[str], read_in: Iterable[str], voice: Voice) -> str:
    named = voice.listed(f"{voice.named(code)} ({code})" for code in languages)
    readable = voice.listed(map(voice.named, read_in))
    return voice.say("note.unread", subject=subject, language=named, languages=readable)
