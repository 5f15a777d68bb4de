"""Standing: whether a document still names the days that its changes named, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial, reduce

from sqlalchemy import Connection

from monitor import detect
from monitor.errors import DamagedError
from monitor.pipeline.report import reports_on
from monitor.records import Change, Direction, DueKind, Finding, Moved, Practice, Report, Version
from monitor.store import changes, documents, versions

_FACTS = {DueKind.EFFECT: "date", DueKind.DEADLINE: "deadline"}


@dataclass(frozen=True, slots=True)
class Statement:
    """That a clause of a change names a day."""

    day: date
    kind: DueKind
    change: Change
    finding: Finding


@dataclass(frozen=True, slots=True)
class End:
    """What ended a statement: a later change with what it made of the clause, or a text that came back."""

    change: Change | None = None
    heirs: Sequence[Finding] = ()

    @property
    def is_withdrawal(self) -> bool:
        """Whether the clause itself went."""
        return self.change is not None and all(heir.after is None for heir in self.heirs)


class History:
    """What is known of a document, loaded once for all its days."""

    def __init__(self, db: Connection, key: str) -> None:
        self.state = documents.describe(db, key)
        self.changes = changes.of_documents(db, [key])
        self.sightings = versions.sightings_of(db, documents.identify(db, key))
        self.version = cache(partial(_readable, db))
        self.names_day = cache(self._names_day)

    def _names_day(self, version_id: int, day: date) -> bool:
        version = self.version(version_id)
        return version is not None and detect.names_day(version.text, day.isoformat(), language=version.language)


class Past:
    """A document as it was until the end of a day; for ever, as it is today.

    What changed after its present text first came was undone when that text came back, and counts for nothing.
    """

    def __init__(self, history: History, until: date = date.max) -> None:
        self.history, self.until = history, until
        self.present_id = [each for each in history.sightings if each.first_seen.date() <= until][-1].version_id
        known = [change for change in history.changes if change.seen_with.date() <= until]
        came = max((change.id for change in known if change.after_id == self.present_id), default=None)
        self.changes = [change for change in known if came is None or change.id <= came]
        self.undone = {change.id for change in known} - {change.id for change in self.changes}

    def after(self, change_id: int) -> list[Change]:
        """The changes after another one."""
        return [change for change in self.changes if change.id > change_id]

    def still_says(self, statement: Statement) -> bool:
        """Whether the clause still stands and names its day, be it in other words."""
        return self._end(statement) is None

    def last(self, statement: Statement) -> tuple[Statement, End | None]:
        """What became of a statement at last, through the changes that named another day; and its end, if any."""
        while (end := self._end(statement)) and (heir := _next(statement, end)):
            statement = heir
        return statement, end

    def _end(self, statement: Statement) -> End | None:
        """What ended a statement, if it does not stand."""
        change, finding, fact = statement.change, statement.finding, _FACTS[statement.kind]
        if change.id in self.undone:
            return End()
        for later in self.after(change.id):
            if became := _heirs(finding, later):
                kept = [heir for heir in became if _is_untouched(heir) and fact in heir.facts]
                if not kept:
                    return End(later, became)  # it went, or names no day, or the later change speaks of it
                change, finding = later, kept[0]
        if change.after_id == self.present_id or self._is_named(statement, change, finding):
            return None
        return End()

    def _is_named(self, statement: Statement, change: Change, finding: Finding) -> bool:
        """Whether the present text holds a clause with its day; of one that is damaged nobody can tell that not."""
        present = self.history.version(self.present_id)
        if present is None:
            return True
        # The day may stand beside the clause, which is then kept in its words when the day is moved or left out.
        in_words = str(finding.facts.get(f"{_FACTS[statement.kind]}_quote", ""))  # such as "30 days after"
        is_named = self.history.names_day(self.present_id, statement.day) or detect.stands(in_words, present.text)
        return is_named and detect.stands(self._words(change.after_id, finding), present.text)

    def _words(self, version_id: int, finding: Finding) -> str:
        """The words of a clause as they stood in a version; a finding may quote what it hangs on beside them."""
        quote = finding.after or ""
        place, version = finding.after_at, self.history.version(version_id)
        stood = version.text[place.start : place.end] if place and version else ""
        return stood if stood and detect.stands(stood, quote) else quote


def _readable(db: Connection, version_id: int) -> Version | None:
    """A version, None where its text is damaged: that must end no list of days or changes."""
    with suppress(DamagedError):
        return versions.load(db, version_id)
    return None


def statements_of(change: Change, findings: Iterable[Finding]) -> Iterator[Statement]:
    """The days that findings of a change name."""
    for finding in findings:
        for kind, fact in _FACTS.items() if finding.after is not None else ():
            named = finding.facts.get(fact)
            if isinstance(named, str):
                yield Statement(date.fromisoformat(named), kind, change, finding)


def is_moved(kept: Finding) -> bool:
    """Whether a clause that was kept names another day than before."""
    return not set(kept.facts.get("changed", ())).isdisjoint(_FACTS.values())


def reports_today(db: Connection, found: Sequence[Change]) -> tuple[Report, ...]:
    """What people are told of changes, without their diffs, with the days that their documents name today."""

    @cache
    def past(key: str) -> Past:
        return Past(History(db, key))

    pairs = zip(reports_on(db, found), found, strict=True)
    return tuple(up_to_date(report, change, past(change.key)) if _dated(change) else report for report, change in pairs)


def up_to_date(report: Report, change: Change, past: Past) -> Report:
    """What people are told of a change, with the days that were named at last; those that it named are `moved`."""
    fates = [_moved(stated, past) for stated in _dated(change)]
    standing = {(stated.kind, stated.day) for stated, moved in zip(_dated(change), fates, strict=True) if not moved}
    moved = (each for each in fates if each and (each.kind, each.was) not in standing)
    return replace(
        report,
        findings=tuple(_at_present(change, change.findings, past)),
        kept=tuple(_at_present(change, change.kept, past)),
        moved=tuple(dict.fromkeys(moved)),
    )


def _dated(change: Change) -> list[Statement]:
    """The days that a change is news of, and that were ahead then."""
    return list(_ahead(change, (*change.findings, *filter(is_moved, change.kept))))


def _ahead(change: Change, findings: Iterable[Finding]) -> Iterator[Statement]:
    return (stated for stated in statements_of(change, findings) if stated.day >= change.seen_with.date())


def _at_present(change: Change, findings: Iterable[Finding], past: Past) -> Iterator[Finding]:
    """The findings with the days that were named at last, without the choices that were withdrawn."""
    for finding in findings:
        statements = list(_ahead(change, [finding]))
        ends = (_fate(stated, past)[1] for stated in statements)
        if finding.practice is Practice.CONTROL and any(end and end.is_withdrawal for end in ends):
            continue
        moved = filter(None, (_moved(stated, past) for stated in statements))
        yield reduce(_renamed, moved, finding)


def _moved(stated: Statement, past: Past) -> Moved | None:
    """That a day was replaced, by the change that named the one at last; None of a day that was not."""
    last, end = _fate(stated, past)
    if end:
        return Moved(stated.kind, stated.day, None, end.change.id if end.change else None)
    return None if last.day == stated.day else Moved(stated.kind, stated.day, last.day, last.change.id)


def _fate(stated: Statement, past: Past) -> tuple[Statement, End | None]:
    """What became of a statement until its day: what was said when the day came is what happened."""
    return Past(past.history, min(past.until, stated.day)).last(stated)


def _renamed(finding: Finding, moved: Moved) -> Finding:
    """A finding with the day that is named now, or without any."""
    fact = _FACTS[moved.kind]
    others = {name: said for name, said in finding.facts.items() if name not in {fact, f"{fact}_quote"}}
    return replace(finding, facts={**others, fact: moved.now.isoformat()} if moved.now else others)


def _next(statement: Statement, end: End) -> Statement | None:
    """The statement that takes the place of one: of what its clause became, else of others of its practice."""
    if end.change is None:
        return None
    practice = statement.finding.practice
    others = [each for each in end.change.findings if each.practice is practice]
    heirs = statements_of(end.change, (*end.heirs, *others))
    return next((each for each in heirs if each.kind is statement.kind), None)


def _is_untouched(finding: Finding) -> bool:
    """Whether a clause was kept, with its day."""
    return finding.direction is Direction.KEPT and not is_moved(finding)


def _heirs(finding: Finding, later: Change) -> list[Finding]:
    """What became of the clause of a finding in a later change, if that touched it."""
    return [
        heir
        for heir in (*later.findings, *later.kept)
        if heir.practice is finding.practice and _is_same(heir.before or "", finding.after or "")
    ]


def _is_same(before: str, after: str) -> bool:
    """Whether two quotes are of one clause: either may have what it hangs on beside it."""
    return bool(before and after) and (detect.stands(before, after) or detect.stands(after, before))
