"""Reads `sources.toml` and the environment into checked settings; every mistake is one `ConfigError`."""

from __future__ import annotations

from monitor.config.database import database_url
from monitor.config.file import load, locate, platforms, starter
from monitor.config.ota import Imported, convert
from monitor.config.writing import write

__all__ = ["Imported", "convert", "database_url", "load", "locate", "platforms", "starter", "write"]
