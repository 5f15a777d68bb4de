"""Replaces `${NAME}` in the file's texts by what the environment says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from monitor.config.place import Filled, Place

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MARK = re.compile(r"(?P<literal>\$\$\{)|\$\{(?P<name>[^{}]*)(?P<end>\}?)")


def fill(value: Any, environ: Mapping[str, str], place: Place) -> Any:
    """The same table with its texts filled; `$${` stands for a literal `${`.

    A variable that is unset or empty raises `ConfigError`.
    """
    if isinstance(value, dict):
        return {key: _below(item, environ, place, key) for key, item in value.items()}
    if isinstance(value, list):
        return [fill(item, environ, place) for item in value]
    return _text(value, environ, place) if isinstance(value, str) and "${" in value else value


def _below(item: Any, environ: Mapping[str, str], place: Place, key: str) -> Any:
    if isinstance(item, dict):
        return fill(item, environ, place.inside(key))
    if isinstance(item, list) and all(isinstance(table, dict) for table in item):
        return [fill(table, environ, place.inside(key, number)) for number, table in enumerate(item, 1)]
    return fill(item, environ, place.at(key))


def _text(text: str, environ: Mapping[str, str], place: Place) -> str:
    def replacement(mark: re.Match[str]) -> str:
        if mark["literal"]:
            return "${"
        if not mark["end"] or not _NAME.fullmatch(mark["name"]):
            raise place.error("expected ${NAME}, the name of an environment variable; write $${ for a literal ${")
        if found := environ.get(mark["name"]):
            return found
        state = "empty" if mark["name"] in environ else "not set"
        raise place.error(f"the environment variable {mark['name']} is {state}")

    return Filled(_MARK.sub(replacement, text), text)
