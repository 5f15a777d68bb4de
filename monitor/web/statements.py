"""Statements: what documents say of a practice, as a cell of the table and its note show it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from monitor.alert.answers import address_in, kinds, said_under
from monitor.alert.voice import Voice
from monitor.records import Clause, DocumentState, Practice, Service, Stance

# What is told of a clause of each practice, and under which label; what a promise covers is what is not used.
USES = {"data": "data", "excluded": "excluded", "recipients": "recipients", "basis": "basis", "regions": "regions"}
FACTS = {
    Practice.TRAINS: USES,
    Practice.SHARES: USES,
    Practice.DENIES: {"data": "excluded", "regions": "regions"},
    Practice.CONTROL: {"regions": "regions"},
    Practice.RESTRICTS: {},
}
CONTROLS = ("opt-out", "setting", "opt-in")  # as useful as they are to whoever wants to refuse
QUOTED = 3  # clauses of a document, before the others are only counted


@dataclass(frozen=True, slots=True)
class Statement:
    """What a document says of a practice."""

    document: DocumentState
    stance: Stance

    @property
    def quotes(self) -> tuple[Clause, ...]:
        """The first of its clauses, the same words once."""
        return self._distinct[:QUOTED]

    @property
    def more(self) -> int:
        """How many of its clauses are not quoted."""
        return len(self._distinct) - len(self.quotes)

    @property
    def _distinct(self) -> tuple[Clause, ...]:
        found: dict[str, Clause] = {}
        for clause in self.stance.clauses:
            found.setdefault(" ".join(clause.quote.split()), clause)
        return tuple(found.values())

    @property
    def begins(self) -> date | None:
        """The first day on which one of its clauses takes effect; a choice is there unless each of them names one."""
        days = [min(said_under(clause, "date"), default="") for clause in self.stance.clauses]
        if self.stance.practice is Practice.CONTROL and "" in days:
            return None
        return min(map(date.fromisoformat, filter(None, days)), default=None)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a service says of a practice; `regions` are those in which it does, where it does not in all."""

    practice: Practice
    statements: tuple[Statement, ...]
    regions: tuple[str, ...] = ()

    @property
    def first(self) -> Stance:
        """The stance of the document that has said so the longest."""
        return min((statement.stance for statement in self.statements), key=lambda stance: stance.seen_with)

    def ahead(self, today: date) -> date | None:
        """The next day from which something of it takes effect."""
        begins = (statement.begins for statement in self.statements)
        return min((day for day in begins if day is not None and day > today), default=None)

    def holds(self, today: date) -> bool:
        """Whether any of it is in effect already."""
        return any(begins is None or begins <= today for begins in (each.begins for each in self.statements))


@dataclass(frozen=True, slots=True)
class Way:
    """A way to refuse: which kind of choice it is, where it is made, and the address of that place if it has one."""

    control: str
    where: str
    address: str
    last: date | None
    stance: Stance
    start: int  # where the clause that tells it stands in the text


@dataclass(frozen=True, slots=True)
class Row:
    """A service with what its documents say of each practice, how to refuse, and when one of them last changed."""

    service: Service
    documents: tuple[DocumentState, ...]
    cells: tuple[Cell | None, ...]
    ways: tuple[Way, ...]
    changed: datetime | None

    @property
    def unread(self) -> int:
        """How many of its documents cannot be read at present: nobody knows what these say."""
        return sum(document.ails for document in self.documents)


def row(
    service: Service,
    states: Sequence[DocumentState],
    stances: Mapping[int, Sequence[Stance]],
    changed: datetime | None = None,
) -> Row:
    """The row of a service."""
    found = [Statement(state, stance) for state in states for stance in stances.get(state.id, ())]
    cells = (_cell(practice, found, states) for practice in Practice)
    return Row(service, tuple(states), tuple(cells), ways(statement.stance for statement in found), changed)


def ways(stances: Iterable[Stance]) -> tuple[Way, ...]:
    """The ways to refuse that some stances tell, each once; those that lead somewhere come first.

    That there is a choice says nothing more where another clause says where it is made.
    """
    found = {(way.control, way.where): way for stance in stances for way in _ways(stance)}
    placed = {control for control, where in found if where}
    told = [way for way in found.values() if way.where or way.control not in placed]
    return tuple(sorted(told, key=lambda way: (not way.address, not way.where, CONTROLS.index(way.control))))


def facts(stance: Stance, voice: Voice) -> list[tuple[str, str]]:
    """What clauses cover and what not, to whom and on what ground: pairs of a label and an answer."""
    answers = ((label, ", ".join(kinds(stance.clauses, name, voice))) for name, label in FACTS[stance.practice].items())
    return [(voice.say(f"fact.{label}"), answer) for label, answer in answers if answer]


def _ways(stance: Stance) -> Iterator[Way]:
    for clause in stance.clauses:
        control = next(iter(said_under(clause, "control")), "")
        if control in CONTROLS:
            where = next(iter(said_under(clause, "control_where")), "")
            last = next(map(date.fromisoformat, said_under(clause, "deadline")), None)
            yield Way(control, where, address_in(where), last, stance, clause.start)


def _cell(practice: Practice, found: Iterable[Statement], states: Sequence[DocumentState]) -> Cell | None:
    stating = tuple(statement for statement in found if statement.stance.practice is practice)
    if not stating:
        return None
    return Cell(practice, stating, _regions({statement.document.id for statement in stating}, states))


def _regions(stating: set[int], states: Iterable[DocumentState]) -> tuple[str, ...]:
    """The regions of the variants that state something, where others of the same type do not."""
    named: dict[str, None] = {}
    by_type = sorted(states, key=lambda state: state.terms_type)
    for _, variants in groupby(by_type, key=lambda state: state.terms_type):
        together = [*variants]
        if {state.id for state in together} <= stating:
            continue
        named |= dict.fromkeys(place(state) for state in together if state.id in stating and place(state))
    return tuple(named)


def place(state: DocumentState) -> str:
    """For which region a document holds, or how its variant is called; empty of the only one."""
    return state.region or state.variant or ""
