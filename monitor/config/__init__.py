"""Reads `sources.toml` and the environment into checked settings; every mistake is one `ConfigError`."""

from __future__ import annotations

from monitor.config.database import database_url
from monitor.config.edit import add
from monitor.config.file import FILE_NAME, check, load, locate, platforms, starter
from monitor.config.ota import Imported, convert
from monitor.config.writing import write

__all__ = [
    "FILE_NAME",
    "Imported",
    "add",
    "check",
    "convert",
    "database_url",
    "load",
    "locate",
    "platforms",
    "starter",
    "write",
]
