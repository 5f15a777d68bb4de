"""Decides by its signs what practices an event states: tables of rules, the first that holds decides."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from monitor.records import Practice

_T = TypeVar("_T")

Practices = frozenset[Practice]
_NOTHING: Practices = frozenset()
_TRAINS, _SHARES = frozenset({Practice.TRAINS}), frozenset({Practice.SHARES})
_DENIES, _CONTROL = frozenset({Practice.DENIES}), frozenset({Practice.CONTROL})
_RESTRICTS = frozenset({Practice.RESTRICTS})


@dataclass(frozen=True, slots=True)
class When:
    """A condition on signs: all of some, at least one of some, none of some."""

    all_of: frozenset[str]
    any_of: frozenset[str]
    none_of: frozenset[str]

    def holds(self, signs: AbstractSet[str]) -> bool:
        """Whether signs meet the condition."""
        if not self.all_of <= signs or (self.any_of and self.any_of.isdisjoint(signs)):
            return False
        return self.none_of.isdisjoint(signs)


def _when(*all_of: str, any_of: Iterable[str] = (), none_of: Iterable[str] = ()) -> When:
    return When(frozenset(all_of), frozenset(any_of), frozenset(none_of))


_ABOVE = ("data above", "people above")
_MACHINE = ("named ai", "named model")

# Whether it is a machine that is taught: named, or meant by "for training" where data is spoken of.
_OF_MACHINE = (
    _when(none_of=("named above", "named nowhere")),
    _when("named above", "for training"),
    _when("named above", "data here", "we here"),
    _when("named nowhere", "for training", "data here", any_of=("denied", "for training of ours")),
    _when("named nowhere", "for training", "legitimate_interest named", "by nobody"),
    _when("named nowhere", "for training", "row", "fragment"),
    _when("named nowhere", "data here", "on by default"),
    _when("named nowhere", "fed right behind", "by we", "people after"),
    _when("named nowhere", "of name", "data before", any_of=("by we", "used for it")),
)
# Whether it feeds on data, in the sentence or around it; a purpose in a list needs to name none.
_OF_DATA = (
    _when(any_of=("purpose named", "legitimate_interest named", "controlled", "fed", "public before", "public after")),
    _when(any_of=("data lead", "people lead")),
    _when("teach", any_of=_ABOVE),
    _when("refers back", any_of=_ABOVE),
    _when("row", any_of=_ABOVE),
    _when("row", "for training", "fragment"),
    _when("for training", "teach", any_of=_MACHINE),
    _when("fed with something", "ours taught"),
    _when("at start", "by nobody", "named ai", none_of=_ABOVE),
    _when("item", "teach", any_of=_MACHINE, none_of=_ABOVE),
    _when("item", "as purpose", "by nobody", "named ai", none_of=("created", "user here", "can here")),
    _when("fragment", "teach", any_of=_MACHINE, none_of=_ABOVE),
    _when("fragment", "named ai", none_of=_ABOVE),
)
# Whether it is what this platform does or promises, and no account of how such machines are made.
_OF_PEOPLE = (
    _when("refers back", any_of=_ABOVE),
    _when("denied", any_of=(*_ABOVE, "vendor here", "third here")),
    _when(any_of=("data before", "people before", "people after", "people lead", "public before", "public after")),
    _when(any_of=("ours here", "we here", "item", "fragment", "for training", "theirs of third")),
    _when(any_of=("purpose named", "legitimate_interest named")),
    _when("at start", "by nobody", "named ai"),
    _when("on by default"),
    _when("by name", "can here"),
)
_FOR_USERS = ("banned to user", "own before")
_TO_USERS = (*_FOR_USERS, "own after")
_NOT_LICENSED = ("by we", "ours taught", "banned to vendor")
_LISTED = ("banned above", "item", "fragment", "bare order")
# Whether users or others are told not to; what a vendor may not do is the platform's promise.
_RESTRICTED = (
    (_when("of mine"), False),
    (_when("banned by us to others"), False),
    (_when("feed", "by we", none_of=_TO_USERS), False),
    (_when("feed", "people before", none_of=("banned to user",)), False),
    (_when("feed", "people before", "own after"), False),
    (_when("feed", "people in part", none_of=("banned to user", "own before", "own after")), False),
    (_when("bare order", "denied", "teach", "data before", none_of=("weak verb", "people before", "we here")), True),
    (_when("named nowhere", "for training", "weak verb", none_of=("mine",)), False),
    (_when("named nowhere", none_of=("mine", "for training")), False),
    (_when("rival", any_of=("banned", "banned above", "banned behind", "item", "fragment"), none_of=("by we",)), True),
    (_when("rival", any_of=("output before", "own before", "user here"), none_of=("by we",)), True),
    (_when("mine", "reserved", none_of=("by we",)), True),
    (_when("mine", "people before"), False),
    (_when("mine", "optout before", "can here", none_of=("denied",)), False),
    (_when("mine", any_of=("banned", "banned behind", "banned above", "reserved")), True),
    (_when("mine", "denied", none_of=("we here",)), True),
    (_when("mine", "optout before", none_of=("user here", "people after", "if here", "setting here")), True),
    (_when("mine"), False),
    (_when("reserved", none_of=("by we", "data lead")), True),
    (_when("promised"), False),
    (_when("banned for ours"), True),
    (_when("licensed", any_of=("own before", "own after"), none_of=_NOT_LICENSED), True),
    (_when("licensed", any_of=("banned", "left out"), none_of=(*_NOT_LICENSED, "people before")), True),
    (_when("banned by contract", "people in part", none_of=("own before", "denied")), False),
    (_when("banned by contract", "people before", none_of=("denied", "banned to user")), False),
    (_when("banned by contract", "theirs taught", "data here", none_of=("denied", *_FOR_USERS)), False),
    (_when("banned by contract", "denied", any_of=("data before", "data after"), none_of=("banned to user",)), False),
    (_when("banned", "denied", "theirs taught", "by nobody", none_of=_TO_USERS), False),
    (
        _when("banned", "denied", "banned to third", "theirs taught", "people before", none_of=("banned to user",)),
        False,
    ),
    (_when("banned", "denied", "by we", none_of=("banned to user",)), False),
    (_when("banned", "denied", "people before", none_of=("banned to user", "own before")), False),
    (_when("banned", "denied", "by nobody", "user here", "people after", none_of=(*_FOR_USERS, *_LISTED)), False),
    (_when("banned", any_of=("banned by us for us", "banned to vendor")), False),
    (_when("banned", "banned to third", "theirs here", none_of=("banned to user", "own before")), False),
    (_when("banned", "left out", "data before", none_of=("own before",)), False),
    (_when("banned"), True),
    (_when(any_of=("banned above", "bare order")), True),
    (
        _when("item", "at start", "by nobody", "own after", "except by consent", none_of=("people after", "ours here")),
        True,
    ),
    (_when("banned behind to user", none_of=("people before", "denied", "except here", "by we")), True),
    (_when("banned behind", any_of=("people before", "people after")), False),
    (_when("banned behind", none_of=("denied",)), True),
    (_when("banned behind", any_of=("denied behind", "own after"), none_of=("by we",)), True),
)
# What is no clause, whatever else is said of it.
_IDLE = (
    _when("created", "make", none_of=("fed",)),
    _when("passive", none_of=("fed", "denied", "banned")),
    _when("generates"),
    _when("user trains", none_of=("ours here", "theirs near", "denied", "controlled")),
    _when("asks", "fragment"),
    _when("left out", none_of=("denied", "data before", "people before")),
    _when("choice refused"),
    _when("taught by others", none_of=("data before", "people before")),
    _when("told of others"),
    _when("lesson named", none_of=("we here", "ours here", "people in part", "denied")),
    _when("job named", "user trains", none_of=("data before", "denied")),
    _when("job named", none_of=("data before", "data after", "data lead", "people lead", "data above", "denied")),
    _when("acknowledged", none_of=("we here", "ours here", "people in part")),
    _when("model of user", none_of=("theirs near",)),
    _when("model of user", none_of=("share here",)),
)
_STATED = (
    (_when("of mine", any_of=("denied", "bare order"), none_of=("question",)), "controls"),
    (_when("supposed", any_of=("controlled", "consent here"), none_of=("denied", "banned")), "controls"),
    (_when("supposed", none_of=("denied", "banned")), "nothing"),
    (_when("left out", "optout here", "if here", none_of=("banned",)), "controls"),
    (_when(any_of=("banned", "left out")), "refuses"),
    (_when("how to"), "controls"),
    (_when("stopped by us", "consent before", "user here"), "controls"),
    (_when("consent before", "user allowed", "optin before"), "controls"),
    (_when("denied on opt-out"), "lets refuse"),
    (_when("denied"), "refuses"),
    (_when("except before", "optin before", "not here", none_of=("by we",)), "controls"),
    (_when("choice here"), "controls"),
    (_when("user allowed", none_of=("controlled",)), "nothing"),
    (_when("question"), "nothing"),
)
_ANSWERS = {"controls": _CONTROL, "lets refuse": _CONTROL | _TRAINS, "nothing": _NOTHING}
# Who trains: the platform, others with what it gives them, or both.
_AGENTS = (
    (_when("theirs as well"), _SHARES | _TRAINS),
    (_when("ours taught", any_of=("handed on", "by third"), none_of=("theirs near", "we and others")), _TRAINS),
    (_when("theirs taught", "by vendor", "ours here", none_of=("we here", "ours taught", "third here")), _SHARES),
    (_when("theirs of third", "by us and others", none_of=("share here",)), _SHARES | _TRAINS),
    (_when("theirs of third", "by vendor", none_of=("third here", "share here")), _TRAINS),
    (_when("theirs of third"), _SHARES),
    (_when("theirs near", "people grant", none_of=("third here", "vendor here")), _TRAINS),
    (_when("theirs near", "share here", any_of=("share before", "third here"), none_of=("people share",)), _SHARES),
    (_when("handed on", none_of=("handed on, we after",)), _SHARES),
    (_when(any_of=("we and others", "handed on for the same")), _SHARES | _TRAINS),
    (_when("by third", none_of=("we here", "ours here", "we and others")), _SHARES),
)
# What an exception to a denial adds: a control where it needs consent, training where people must opt out.
_EXCEPTIONS = (
    (_when(any_of=("optin here", "except by consent", "unless agreed above")), _CONTROL),
    (_when("except after", "except by opt-out"), _CONTROL | _TRAINS),
)


def decide(signs: AbstractSet[str]) -> Practices:
    """The practices that an event with these signs states."""
    if signs & {"definition", "legal named", "staff taught"}:
        return _NOTHING
    if _first(_RESTRICTED, signs, default=False):
        return _RESTRICTS
    if _any(_IDLE, signs):
        return _NOTHING
    choice = {"named nowhere", "optout here", "for training", "data here"} <= signs
    if choice and signs.isdisjoint({"denied", "fed right behind"}):
        return _CONTROL
    if signs & {"mine", "feed", "how it is done"} or not all(
        _any(table, signs) for table in (_OF_MACHINE, _OF_DATA, _OF_PEOPLE)
    ):
        return _NOTHING
    return _stated(signs)


def _any(table: Iterable[When], signs: AbstractSet[str]) -> bool:
    for when in table:  # noqa: SIM110  half the time of any() over a generator
        if when.holds(signs):
            return True
    return False


def _first(table: Iterable[tuple[When, _T]], signs: AbstractSet[str], *, default: _T) -> _T:
    """What stands beside the first condition that holds."""
    for when, found in table:
        if when.holds(signs):
            return found
    return default


def _stated(signs: AbstractSet[str]) -> Practices:
    said = _first(_STATED, signs, default="trains")
    if said in _ANSWERS:
        return _ANSWERS[said]
    if said == "refuses":
        return _DENIES | _first(_EXCEPTIONS, signs, default=_NOTHING)
    asked = {"asked for leave", "data here"} <= signs
    agents = _first(_AGENTS, signs, default=_TRAINS)
    return agents | (_CONTROL if asked or "optin as condition above" in signs else _NOTHING)
