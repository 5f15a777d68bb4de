"""Names in markup, by what they say of an element, from the data file beside this module."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

_TABLES = tomllib.loads(Path(__file__).with_name("markup.toml").read_text(encoding="utf-8"))

NAMES: dict[str, dict[str, frozenset[str]]] = {
    table: {key: frozenset(names.split()) for key, names in entries.items()} for table, entries in _TABLES.items()
}

_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@lru_cache(maxsize=4_096)  # a page calls many elements by the same names
def words_in(names: str) -> frozenset[str]:
    """The words that class names are made of; names with `:` or `[` are utilities that say nothing."""
    parts = (name for name in names.split() if ":" not in name and "[" not in name)
    return frozenset(word.lower() for part in parts for word in _NAME_PART.findall(part))
