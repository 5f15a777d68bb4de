"""Mistakes: what is wrong with a question to the API, in words that do not ask to know how it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from monitor.web.questions import Question

_PLACE = re.compile(r"`\$\.(\w+)`$")
_STRANGE = re.compile(r"unknown field `(.*)`", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mistake:
    """A parameter, and what is wrong with it."""

    name: str
    wrong: str

    def __str__(self) -> str:
        """The mistake in a sentence."""
        return f"{self.name}: {self.wrong}"


def mistake(question: type[Question], error: str) -> Mistake:
    """What is wrong with a question, by the error of whoever could not read it."""
    fields = {field.name: field for field in msgspec.structs.fields(question)}
    if place := _PLACE.search(error):
        return Mistake(place[1], f"expected {_expected(msgspec.json.schema(fields[place[1]].type))}")
    strange = _STRANGE.search(error)
    known = ", ".join(fields) or "none"
    return Mistake(strange[1] if strange else "address", f"there is no such parameter here; there are: {known}")


def _expected(schema: Mapping[str, Any]) -> str:
    """What a parameter may be, by its description."""
    if named := next(iter(schema.get("$defs", {}).values()), None):
        return f"one of {', '.join(named['enum'])}"
    if schema["type"] == "integer":
        return f"a whole number from {schema['minimum']} to {schema['maximum']}"
    return "true or false" if schema["type"] == "boolean" else f"something such as {schema['examples'][0]}"
