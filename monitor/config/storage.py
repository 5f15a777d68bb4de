"""From `[storage]` to settings: how long what is stored is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.config import form, values
from monitor.config.place import Place
from monitor.config.table import read
from monitor.records import Storage


def storage(table: Mapping[str, Any], place: Place) -> Storage:
    """How long the log of checks and the pages as received are kept."""
    found, default = read(form.Storage, table, place), Storage()
    return Storage(
        checks=_seconds(found.keep_checks, place.at("keep_checks")) or default.checks,
        originals=_seconds(found.keep_originals, place.at("keep_originals")),
    )


def _seconds(text: str | None, place: Place) -> float | None:
    return None if text is None else values.seconds(text, place, "4w", "1040w")
