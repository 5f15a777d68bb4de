"""Reads `sources.toml` and the environment into checked settings; every mistake is one `ConfigError`."""

from __future__ import annotations

from monitor.config.database import database_url
from monitor.config.file import load, locate, platforms, starter

__all__ = ["database_url", "load", "locate", "platforms", "starter"]
