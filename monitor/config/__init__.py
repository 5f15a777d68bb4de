"""Reads `sources.toml` and the environment into checked settings; every mistake is one `ConfigError`."""

from __future__ import annotations

from monitor.config.database import VARIABLE, address, database_url
from monitor.config.declarations import document
from monitor.config.edit import add
from monitor.config.file import (
    FILE_NAME,
    check,
    check_service,
    how_to_fetch,
    is_there,
    load,
    locate,
    platforms,
    read_text,
    starter,
)
from monitor.config.ota import Imported, convert
from monitor.config.place import Place
from monitor.config.writing import write

__all__ = [
    "FILE_NAME",
    "VARIABLE",
    "Imported",
    "Place",
    "add",
    "address",
    "check",
    "check_service",
    "convert",
    "database_url",
    "document",
    "how_to_fetch",
    "is_there",
    "load",
    "locate",
    "platforms",
    "read_text",
    "starter",
    "write",
]
