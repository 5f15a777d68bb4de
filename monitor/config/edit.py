"""Adds a declaration to the text of a `sources.toml`; all else in it stays as it is, comments too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Table

from monitor.config.place import Place


def add(text: str, path: Path, *, service: str, name: str, terms_type: str, keys: Mapping[str, Any]) -> str:
    """The text with one more document; ConfigError when that service has such a document, or reads that address."""
    place = Place(str(path)).inside("services").inside(service)
    file = tomlkit.parse(text)
    services = _below(file, "services")
    known = service in services
    table = _below(services, service, is_super=False)
    if not known:
        _spaced(table).append("name", name)
    terms = _below(table, "terms")
    if terms_type in terms:
        raise place.error(f'it has a "{terms_type}" already; name another --type, or change that one by hand')
    for other, declared in terms.items():
        if isinstance(declared, dict) and declared.get("fetch") == keys["fetch"] and "section" not in keys:
            raise place.error(f'its "{other}" reads that address already')
    document = _spaced(tomlkit.table())
    for key, value in keys.items():
        document.append(key, value.replace("${", "$${") if isinstance(value, str) else value)
    terms.append(terms_type, document)
    return tomlkit.dumps(file)


def _spaced(table: Table) -> Table:
    """A table with an empty line before its head."""
    table.trivia.indent = "\n"
    return table


def _below(table: Any, key: str, *, is_super: bool = True) -> Table:
    if key not in table:
        table.append(key, tomlkit.table(is_super_table=is_super))
    found: Table = table[key]
    return found
