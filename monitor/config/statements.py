"""The statements of a TOML text one by one, each with its place in it, so that more can be written between them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A table's head, a key with its value, or lines that say nothing: comments and blank ones.

    `start` and `end` are its place in the text, `table` is the table that it opens or stands in, `said` what it says
    there.
    """

    text: str
    start: int
    end: int
    table: Path
    said: Mapping[str, Any]

    @property
    def is_head(self) -> bool:
        """Whether it opens a table."""
        return self.text.lstrip().startswith("[")

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there, not even a comment."""
        return not self.text.strip()

    @property
    def indent(self) -> str:
        """The space that it begins with."""
        return self.text[: len(self.text) - len(self.text.lstrip(" \t"))]

    def reaches(self, path: Path) -> bool:
        """Whether it says something of the table or key with this path."""
        if not self.is_head and not self.said:
            return False
        inside = min(len(self.table), len(path))
        found: Any = self.said
        for key in path[inside:]:
            if not isinstance(found, dict) or key not in found:
                return False
            found = found[key]
        return self.table[:inside] == path[:inside]


def statements(text: str) -> Iterator[Statement]:
    """The statements of a valid text in their order; put together, their texts are the text."""
    table: Path = ()
    start = at = 0
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        at += len(line)
        said = _parsed(text[start:at])
        if said is None:
            continue  # its value goes on in the next line
        if text[start:at].lstrip().startswith("["):
            table, said = _opened(said), {}
        yield Statement(text[start:at], start, at, table, said)
        start = at


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _opened(said: Mapping[str, Any]) -> Path:
    path: Path = ()
    found: Any = said
    while found:
        if isinstance(found, list):  # [[tables]]
            found = found[0]
            continue
        ((key, found),) = found.items()
        path = (*path, key)
    return path
