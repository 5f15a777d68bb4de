"""The facts of a clause: date, control and where, basis, data, exclusions, regions, recipients; with their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from monitor.detect.clauses.dates import Stated, deadline
from monitor.detect.clauses.listed import ANSWERED, BETWEEN_ITEMS
from monitor.detect.clauses.places import PLACE_CHARACTERS, names_place, place_of
from monitor.detect.sentences.events import OPENING, exception_begin, exception_end, exclusions
from monitor.detect.sentences.following import gives_away
from monitor.detect.sentences.rules import affirmed
from monitor.detect.sentences.verdict import USES
from monitor.detect.words.cues import ANY_DATA_ROLE, CHOICES, Cues, Place, is_data, keep, tokens_of
from monitor.detect.words.vocabulary import Vocabulary
from monitor.records import Facts, Practice

CONSENT, INTEREST = "consent", "legitimate interest"
_BASES = {"legitimate_interest": INTEREST, "contract": "contract", "consent": CONSENT}  # gravest first
_BETWEEN = r"[\W_]{1,3}"  # two words of a phrase
_DENIALS = ({Practice.DENIES}, {Practice.DENIES, Practice.CONTROL})
CONTROL_ABOVE = 3  # sentences before a clause that may hold the choice it hangs on
SETTING, OPT_OUT, OPT_IN = "setting", "opt-out", "opt-in"
ANY_DATA = ANY_DATA_ROLE.removeprefix("data:")
# People and data that exceptions are made for.
_SPARED = ("minors", "business customers", "paying users", "private messages")
_NO_DATA_USED = ("not", "exclude", "except", "optout")  # roles in a cell whose data is none that is used
NOT_NEAR = 2  # words behind "but" within which it goes on with "not"
OUTSIDE_REACH = 16  # words behind "outside" within which regions are named
GROUP_NEAR = 6  # words between data and the people whose it is


class Around(NamedTuple):
    """What a clause's facts are read from: its raw and plain text, its cues, and its block's, nearest first."""

    raw: str
    text: str
    cues: Cues
    near: Iterable[Cues]  # read as far as they are asked for; but for the cells of a row once
    before: Iterable[Cues]
    row: bool  # of a table, whose cells speak of one another
    told_how: bool  # whether the heading above, the last of those before, asks how to refuse
    date: Stated | None
    dates: Iterable[Stated | None]


def facts_of(around: Around, practices: frozenset[Practice], words: Vocabulary) -> Facts:
    """The facts a sentence states, with the legal basis and date of its block where it gives none itself."""
    facts: dict[str, str | tuple[str, ...]] = {}
    if Practice.CONTROL in practices:
        facts |= _control(around, practices, words)
    if practices != {Practice.RESTRICTS}:  # consent to what users would do is no legal basis
        facts |= _basis(around, words) or _leave(facts, around.cues, practices)
    if stated := around.date or next(filter(None, around.dates), None):
        facts |= {"date": stated.day, "date_quote": stated.quote}
    if Practice.SHARES in practices and (recipients := _recipients(around, words)):
        facts["recipients"] = recipients
    cues = _without_place(around.cues, str(facts.get("control_where", "")))
    return facts | _beside(around, practices) | _scope(cues, practices)


def of_choice(facts: Facts, listed: Cues | None, words: Vocabulary, *, own_day: bool) -> Facts:
    """The facts of a clause as those of the choice it gives: a day on which the use begins is none of them.

    So is one that its block names (`own_day` is false), or that comes after the last day to choose. What answers in a
    table or list tell of a choice, "On by default", is one of them, and where it is made: "Opt-out – Settings > AI".
    """
    if listed and "control" not in facts:
        name, place = _choice(listed, denied=False) or (SETTING, (0, len(listed.tokens)))
        facts = {**facts, "control": name, "control_quote": listed.words(place), **_answered(listed, words)}
    if own_day and str(facts["date"]) < str(facts.get("deadline", "9")):
        return facts
    return {name: fact for name, fact in facts.items() if not name.startswith("date")}


def _answered(listed: Cues, words: Vocabulary) -> dict[str, str]:
    """Where a choice is made that the cells of a table tell of, and until when."""
    cells = [item.partition(ANSWERED)[2] for item in listed.text.split(BETWEEN_ITEMS)]
    where = next(filter(names_place, cells), "")
    place = {"control_where": place_of(where, where, words)} if where else {}
    last = next(filter(None, (deadline(cell, words) for cell in cells if "20" in cell)), None)
    return {**place, "deadline": last.day, "deadline_quote": last.quote} if last else place


def of_list(facts: Facts, practice: Practice, listed: Cues) -> Facts:
    """The facts of a clause with what it lists: data and people that are used, or left out where it denies a use."""
    kinds = [kind for kind in _kinds_left_out(listed, frozenset(range(len(listed.tokens)))) if kind != ANY_DATA]
    names = (*kinds, *named(listed, "groups:"), *named(listed, "regions:"))
    name = "excluded" if practice is Practice.DENIES else "data"
    told = facts.get(name, ())
    return {**facts, name: tuple(dict.fromkeys((*told, *names)))} if names and isinstance(told, tuple) else facts


def _basis(around: Around, words: Vocabulary) -> dict[str, str]:
    """The legal basis of the nearest sentence that names one; of a row that names several, the gravest."""
    near = (cues for cues in around.near if cues is around.cues or not gives_away(cues))
    named_bases = (found for cues in near if (found := _basis_in(cues, words, row=around.row)))
    if around.row:
        return min(named_bases, key=lambda found: [*_BASES.values()].index(found["basis"]), default={})
    return next(named_bases, {})


def _basis_in(cues: Cues, words: Vocabulary, *, row: bool) -> dict[str, str]:
    """The gravest legal basis that a sentence names; a cell may say no more than "Contract"."""
    for role, name in _BASES.items():
        if place := cues.first(role):
            return {"basis": name, "basis_quote": cues.words(place)}
    if row and (cell := words.pattern("contract_cell").fullmatch(cues.words((0, len(cues.tokens))))):
        return {"basis": "contract", "basis_quote": cell[0]}
    return {}


def _leave(facts: Facts, cues: Cues, practices: frozenset[Practice]) -> dict[str, str]:
    """The basis of what is denied unless people agree, in whatever words: their consent."""
    waits = Practice.DENIES in practices and facts.get("control") == OPT_IN and cues.of("except")
    return {"basis": CONSENT, "basis_quote": str(facts["control_quote"])} if waits else {}


def _without_place(cues: Cues, where: str) -> Cues:
    """The cues of a sentence without the data that the name of the place of a choice holds: "Account > Data"."""
    name = tokens_of(where)
    begin = next((at for at in range(len(cues.tokens)) if cues.tokens[at : at + len(name)] == name), None)
    if not name or begin is None or not cues.of("data"):
        return cues
    named = range(begin, begin + len(name))
    roles = dict(cues.roles)
    for role in filter(is_data, cues.roles):
        keep(roles, role, [place for place in cues.of(role) if place[0] not in named])
    return replace(cues, roles=roles)


def _beside(around: Around, practices: AbstractSet[Practice]) -> dict[str, tuple[str, ...]]:
    """The kinds of data that the nearest other cell of a row names, for a use."""
    cells = around.near if around.row and practices & USES else ()
    told = (cues for cues in cells if cues is not around.cues and not cues.has(*_NO_DATA_USED))
    kinds = (tuple(sorted(set(_kinds(cues, frozenset())) - {ANY_DATA})) for cues in told)
    return {"data": found} if (found := next(filter(None, kinds), ())) else {}


def _scope(cues: Cues, practices: frozenset[Practice]) -> dict[str, str | tuple[str, ...]]:
    """Whose data, whose not and where, as far as the sentence names it.

    What a denial names is left out, be it data, people or a region.
    """
    out = frozenset(range(len(cues.tokens)) if practices in _DENIALS else (*_excepted(cues), *_denied(cues, practices)))
    regions, groups = _apart(cues, "regions:", out | _outside(cues)), _apart(cues, "groups:", out)
    facts = {
        "data": tuple(sorted(set(_kinds(cues, out)))) + groups[0],
        "excluded": _telling(_kinds_left_out(cues, out) + groups[1] + regions[1], chosen=_is_of_choice(cues, out)),
        "regions": regions[0],
    }
    return {name: found for name, found in facts.items() if found}


def _denied(cues: Cues, practices: AbstractSet[Practice]) -> range:
    """The places of the part of a sentence that denies a use where another states it: "…, but not on photos"."""
    taught = cues.first("train")
    if Practice.DENIES in practices and taught and (turn := affirmed(cues, taught[1])):
        return range(turn)
    buts = (but for but in cues.of("but") if cues.first("not", but[1], but[1] + NOT_NEAR))
    but = next(buts, None) if Practice.TRAINS in practices else None
    return range(but[0], len(cues.tokens)) if but else range(0)


def _apart(cues: Cues, sort: str, out: AbstractSet[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The groups of people or regions that a sentence names: those that it holds for, and those that it leaves out.

    Those that are mostly spared are left out wherever they stand beside an exception: "…, while minors are excluded".
    """
    names = named(cues, sort)
    spared = {name for name in names if any(place[0] in out for place in cues.of(f"{sort}{name}"))}
    mostly = _SPARED if out and cues.of("exclude") else ()
    left_out = tuple(name for name in names if name in spared or name in mostly)
    return tuple(name for name in names if name not in left_out), left_out


def _outside(cues: Cues) -> frozenset[int]:
    """The places behind "outside", as far as regions are named: "members outside the EU, the UK and Japan"."""
    return frozenset(at for _, behind in cues.of("outside") for at in range(behind, behind + OUTSIDE_REACH))


def _recipients(around: Around, words: Vocabulary) -> tuple[str, ...]:
    """Who receives the data, as written: of names that lie one in the other the longer."""
    text, cues = around.text, around.cues
    forms = (re.compile(_BETWEEN.join(map(re.escape, cues.tokens[start:end]))) for start, end in cues.of("third"))
    hits = [*words.pattern("recipient").finditer(text), *filter(None, (form.search(text) for form in forms))]
    found: dict[str, str] = {}
    behind = 0
    for start, end in sorted((hit.span() for hit in hits), key=lambda span: (span[0], -span[1])):
        if start >= behind:
            found.setdefault(text[start:end].lower(), text[start:end])
            behind = end
    return tuple(found.values())


def _kinds(cues: Cues, out: AbstractSet[int]) -> Iterator[str]:
    """The kinds of data named but where some are left out; the "data" of "location data" is no further one."""
    machines = [*cues.of("ai"), *cues.of("model")]
    kinds = {role: _not_in(machines, cues.of(role)) for role in cues.roles if role.startswith("data:")}
    others = [place for role, places in kinds.items() if role != ANY_DATA_ROLE for place in places]
    for role, places in kinds.items():
        held = (place for place in places if place[0] not in out)
        if any(role != ANY_DATA_ROLE or not _is_part(place, others) for place in held):
            yield role.removeprefix("data:")


def _not_in(machines: list[Place], places: list[Place]) -> list[Place]:
    """The places that are no part of a machine's name: an "image recognition" is no image."""
    return [place for place in places if not any(start <= place[0] < end for start, end in machines)]


def _is_part(place: Place, others: Iterable[Place]) -> bool:
    """Whether words lie in others, or right behind them."""
    return any(start <= place[0] <= end for start, end in others)


def _telling(names: tuple[str, ...], *, chosen: bool) -> tuple[str, ...]:
    """Names without "personal data" where others tell whose or which, or what is left out is what people refuse."""
    told = tuple(name for name in names if name != ANY_DATA)
    return told if chosen else told or names


def _is_of_choice(cues: Cues, out: AbstractSet[int]) -> bool:
    """Whether it is by a choice that something is left out: "unless you switch it off in Settings > Data"."""
    return "except" in cues.roles and any(place[0] in out for role in CHOICES for place in cues.of(role))


def _excepted(cues: Cues) -> Iterator[int]:
    """The places of the words in a sentence's exceptions: in one that ends before the use, and in the first behind."""
    exceptions = [place for place in cues.of("except") if not cues.at("only", place[0])]  # "only if" leaves nothing out
    places = exceptions or exclusions(cues)
    whole = range(len(cues.tokens))
    if ours := _ours_behind(places, cues):
        yield from range(places[0][0], ours)
        return
    if places and (end := exception_end(places[0][0], whole, cues)) < whole.stop:
        (begin, _), *places = places
        yield from range(begin, end)
    if places:
        yield from range(exception_begin(places[0], cues), whole.stop)


def _ours_behind(places: list[Place], cues: Cues) -> int | None:
    """Where we begin to act behind exceptions that open a sentence: "Except in the EEA and for …, we use"."""
    ours = cues.first("we", places[-1][1]) if places and places[0][0] < OPENING else None
    return ours[0] if ours and cues.tokens[ours[0] - 1] == "," else None


def _kinds_left_out(cues: Cues, out: AbstractSet[int]) -> tuple[str, ...]:
    """The kinds of data that are left out, without those that a group of people or of messages is told of."""
    groups = [place for role in cues.groups for place in cues.of(role)]
    kinds = (role for role in cues.roles if role.startswith("data:"))
    found = (
        role.removeprefix("data:")
        for role in kinds
        if any(place[0] in out and not _of_a_group(place, groups, cues) for place in cues.of(role))
    )
    return tuple(sorted(found))


def _of_a_group(place: Place, groups: Iterable[Place], cues: Cues) -> bool:
    """Whether data stands inside or right before a group: "private messages", "posts of members under 18"."""
    near = (group for group in groups if place[0] < group[1] and group[0] - place[1] <= GROUP_NEAR)
    between = ((place[1], group[0]) for group in near)
    return any("," not in cues.tokens[start:end] and not cues.first("join", start, end) for start, end in between)


def named(cues: Cues, section: str) -> tuple[str, ...]:
    """The groups of people or regions that a sentence names."""
    return tuple(sorted(role.removeprefix(section) for role in cues.roles if role.startswith(section)))


def _control(around: Around, practices: frozenset[Practice], words: Vocabulary) -> dict[str, str]:
    """The choice people have, and where: in the sentence, or in one just before it on which it hangs.

    A setting tells where a choice is made: what it is, refusing or agreeing, may stand before it.
    """
    choices = _choices(around, denied=Practice.DENIES in practices)
    if (first := next(choices, None)) is None:
        return {}
    said = first
    if first[1] == SETTING and first[0] is around.cues:
        said = next((each for each in choices if each[1] != SETTING), first)
    cues, name, place = said
    facts = {"control": name, "control_quote": cues.words(place)}
    return facts | _how(around, words) if around.told_how or first[0] is around.cues else facts


def _choices(around: Around, *, denied: bool) -> Iterator[tuple[Cues, str, Place]]:
    """The choices that a sentence and those before it give, nearest first, but none over something else."""
    for cues in (around.cues, *around.before):
        if (choice := _choice(cues, denied=denied)) and (cues is around.cues or not cues.of("elsewhere")):
            yield cues, *choice


def _how(around: Around, words: Vocabulary) -> dict[str, str]:
    """Where a choice is made, and until when."""
    facts = {}
    if where := place_of(around.raw, around.text, words):
        facts["control_where"] = where[:PLACE_CHARACTERS]
    if "20" in around.text and (stated := deadline(around.text, words)):
        facts |= {"deadline": stated.day, "deadline_quote": stated.quote}
    return facts


def _choice(cues: Cues, *, denied: bool) -> tuple[str, Place] | None:
    """The choice a sentence gives: the first word of refusing or agreeing, else a setting."""
    out, agreed = cues.first("optout"), _agreed(cues)
    setting = next(filter(None, map(cues.first, ("setting", "on_default"))), None)
    if denied and agreed and _protects(cues, agreed):
        return SETTING, agreed
    if agreed and (out is None or agreed[0] < out[0] or _waits(cues, denied=denied)):
        return OPT_IN, agreed
    if out:
        return OPT_OUT, out
    return (SETTING, setting) if setting else None


def _agreed(cues: Cues) -> Place | None:
    """The first word of agreeing; what is "activated by default" waits for nobody.

    Nor does what people grant and may refuse: "You grant us permission to …, unless you tell us otherwise".
    """
    if cues.of("on_default") and not cues.of("off_default"):
        return None
    agreed = cues.first("optin")
    return None if agreed and cues.of("optout") and cues.at("bestow", agreed[0]) else agreed


def _waits(cues: Cues, *, denied: bool) -> bool:
    """Whether what is denied "without your consent" waits for it, whatever else is said.

    So does what is denied "unless you choose to share it", though "unless you choose" alone is a refusal.
    """
    excepted = cues.first("except") if denied else None
    return excepted is not None and not cues.first("optout", excepted[0] + 1)


def _protects(cues: Cues, agreed: Place) -> bool:
    """Whether people turn on what keeps a use from being made: "If you enable this mode, we never …"."""
    opens = agreed[0] < OPENING or cues.first("if", 0, OPENING)
    return bool(opens and not cues.of("except") and cues.first("not", agreed[1]))
