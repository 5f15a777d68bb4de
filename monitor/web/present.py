"""What the answers are made from beside the database."""

from __future__ import annotations

from collections.abc import Callable

from monitor.records import Pulse, Settings

Present = Callable[[], tuple[Settings, Pulse]]
"""Gives the settings in use now, which may be exchanged while the daemon runs, and how the daemon fares."""
