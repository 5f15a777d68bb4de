"""What clauses state in detail: each fact by a name, in the words of whoever reads, and in the clause's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from monitor.alert.forms import line
from monitor.records import Facts
from monitor.web.speech import Speech

_QUOTE, _BEFORE = "_quote", "_before"
_DAYS = frozenset({"date", "deadline"})
_KINDS = dict.fromkeys(("data", "added", "excluded", "released", "regions"), "kind")
_LISTS = _KINDS | {"recipients": "recipient", "basis": "basis"}


@dataclass(frozen=True, slots=True)
class Detail:
    """A fact: what it is called, what it is, and the words of the document from which it was read."""

    label: str
    said: str
    words: str = ""


def details(facts: Facts, speech: Speech) -> Iterator[Detail]:
    """The facts of a clause; those of the clause before are told as such."""
    for name, value in facts.items():
        kind = name.removesuffix(_BEFORE)
        if name.endswith(_QUOTE) or kind == "changed":
            continue
        values = (value,) if isinstance(value, str) else value
        said = ", ".join(_said(kind, line(each), speech) for each in values)
        told = speech.say("proof.formerly", said=said) if name.endswith(_BEFORE) else said
        quote = facts.get(name + _QUOTE, "")
        yield Detail(_label(kind, speech), told, line(quote) if isinstance(quote, str) else "")


def _label(kind: str, speech: Speech) -> str:
    known = (key for key in (f"fact.{kind}", f"detail.{kind}") if speech.knows(key))
    key = next(known, None)
    return kind if key is None else _capitalised(speech.say(key))


def _said(kind: str, value: str, speech: Speech) -> str:
    if kind in _DAYS:
        return _day(value, speech)
    key = f"todo.{value}" if kind == "control" else f"{_LISTS.get(kind, '')}.{value}"
    key = key.lower() if kind == "recipients" else key
    return speech.say(key) if speech.knows(key) else value


def _day(value: str, speech: Speech) -> str:
    try:
        return speech.day(date.fromisoformat(value))
    except ValueError:
        return value


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
