"""From `[fetch]` to the settings of the fetcher."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from typing import Any

from monitor.config import form, values
from monitor.config.place import Place
from monitor.config.table import read
from monitor.records import FetchSettings

# The least and the most of each duration, as they are written in the file.
_DURATIONS = {"pause": ("0s", "1h"), "timeout": ("1s", "10m"), "deadline": ("1s", "1h")}
_SIZES = ("1 KB", "1 GB")


def fetch_settings(table: Mapping[str, Any], place: Place) -> FetchSettings:
    """What the table says, and the fetcher's defaults for the rest."""
    found = read(form.Fetch, table, place)
    chosen: dict[str, Any] = {key: getattr(found, key) for key in table}
    for key, (least, most) in _DURATIONS.items():
        if key in chosen:
            chosen[key] = values.seconds(chosen[key], place.at(key), least, most)
    if found.max_size is not None:
        chosen["max_bytes"] = values.size(chosen.pop("max_size"), place.at("max_size"), *_SIZES)
    if found.user_agent is not None:
        chosen["user_agent"] = values.printable(found.user_agent, place.at("user_agent"))
    if found.browser_path is not None and shutil.which(found.browser_path) is None:
        raise place.at("browser_path").expected("a program that is there", found.browser_path)
    settings = FetchSettings(**chosen)
    if settings.deadline < settings.timeout:
        raise place.at("deadline").error(f"expected at least the timeout of {settings.timeout:g} seconds")
    return settings
