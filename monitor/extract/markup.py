"""Names in markup, by what they say of an element, from the data file beside this module."""

from __future__ import annotations

import tomllib
from pathlib import Path

_TABLES = tomllib.loads(Path(__file__).with_name("markup.toml").read_text(encoding="utf-8"))

NAMES: dict[str, dict[str, frozenset[str]]] = {
    table: {key: frozenset(names.split()) for key, names in entries.items()} for table, entries in _TABLES.items()
}
