"""Where in the configuration a value stands, and how a mistake there is told."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple, Self

from monitor.errors import ConfigError

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LONGEST_SHOWN = 80


class Filled(str):
    """Text that took something from the environment: used as it is, shown as it was `written`."""

    __slots__ = ("written",)
    written: str

    def __new__(cls, text: str, written: str) -> Self:
        """Remember the spelling in the file beside the text it stands for."""
        filled = super().__new__(cls, text)
        filled.written = written
        return filled


class Place(NamedTuple):
    """A file, a table in it by the names that lead there, and a key in that; `secret` values are never shown.

    One is made for every value there is, and told of hardly any.
    """

    path: str
    names: tuple[str | int, ...] = ()
    key: str = ""
    secret: bool = False

    @property
    def table(self) -> str:
        """The table as it is written in the file, with its number where there are several of that name."""
        return "".join(map(_step, self.names)).removeprefix(".")

    def inside(self, name: str, number: int | None = None) -> Place:
        """The table `name` below this one, or the `number`-th (from 1) of the tables of that name."""
        names = (*self.names, name) if number is None else (*self.names, name, number)
        return Place(self.path, names, "", self.secret)

    def at(self, key: str, *, secret: bool = False) -> Place:
        """The key of this table."""
        return Place(self.path, self.names, key, self.secret or secret)

    def error(self, problem: str) -> ConfigError:
        """A mistake here, in words."""
        return ConfigError(problem, path=self.path, table=self.table, key=self.key)

    def expected(self, what: str, found: object, *, misfits: Sequence[object] = ()) -> ConfigError:
        """A value here that is not what was expected; of a list, the first of its `misfits` is named."""
        if self.secret:
            return self.error(f"expected {what}, found something else (not shown, it may hold a secret)")
        within = f" with {show(misfits[0])}" if misfits else ""
        return self.error(f"expected {what}, found {show(found)}{within}")


def _step(name: str | int) -> str:
    if isinstance(name, int):
        return f" #{name}"
    return f".{name if _BARE_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)}"


def show(found: object) -> str:
    """A value as it is written in the file, on one line, cut to a length people can read."""
    if isinstance(found, (dict, list)):
        return "a table" if isinstance(found, dict) else "a list" if found else "an empty list"
    if not isinstance(found, str):
        return str(found).lower() if isinstance(found, bool) else str(found)
    text = found.written if isinstance(found, Filled) else found
    cut = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return json.dumps(cut, ensure_ascii=False)
