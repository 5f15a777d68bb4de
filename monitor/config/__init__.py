"""Reads `sources.toml` and the environment into checked settings; every mistake is one `ConfigError`."""

from __future__ import annotations

from monitor.config.database import VARIABLE, address, database_url
from monitor.config.declarations import document
from monitor.config.edit import add, declared_as
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
from monitor.config.passwords import LEAST_PASSWORD, hashed
from monitor.config.place import Place
from monitor.config.table import guess
from monitor.config.web import listening
from monitor.config.writing import write

__all__ = [
    "FILE_NAME",
    "LEAST_PASSWORD",
    "VARIABLE",
    "Imported",
    "Place",
    "add",
    "address",
    "check",
    "check_service",
    "convert",
    "database_url",
    "declared_as",
    "document",
    "guess",
    "hashed",
    "how_to_fetch",
    "is_there",
    "listening",
    "load",
    "locate",
    "platforms",
    "read_text",
    "starter",
    "write",
]
