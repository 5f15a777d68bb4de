"""From `[messages]`, `[reminders]` and `[notices]` to settings: how people are told, and of what else than changes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monitor.config import form, values
from monitor.config.place import Place
from monitor.config.table import read
from monitor.records import Reminders


def templates(table: Mapping[str, Any], path: Path, place: Place) -> str | None:
    """The folder of templates of one's own, beside the file if it is not said where."""
    found = read(form.Messages, table, place).templates
    if found is None:
        return None
    folder = _beside(path, found, place.at("templates"))
    if not folder.is_dir():
        raise place.at("templates").expected("a folder that is there", found)
    return str(folder)


def reminders(table: Mapping[str, Any], path: Path, place: Place) -> Reminders:
    """When people are reminded of a day ahead, and where the calendar of all these is kept."""
    found = read(form.Reminders, table, place)
    if len(set(found.days)) < len(found.days):
        raise place.at("days").error("expected each number once")
    return Reminders(
        days=tuple(sorted(found.days, reverse=True)),
        at=values.time_of_day(found.at, place.at("at")),
        time_zone=values.time_zone(found.time_zone, place.at("time_zone")),
        calendar=_calendar(found.calendar, path, place.at("calendar")) if found.calendar else None,
    )


def notices(table: Mapping[str, Any], place: Place) -> Mapping[str, Any]:
    """After how long people are told that documents cannot be read, in seconds, and where to ask while they are."""
    found = read(form.Notices, table, place)
    heartbeat = place.at("heartbeat", secret=True)
    return {
        "unreadable_after": values.seconds(found.unreadable_after, place.at("unreadable_after"), "1h", "52w"),
        "nothing_read_after": values.seconds(found.nothing_read_after, place.at("nothing_read_after"), "1h", "52w"),
        "heartbeat": values.web_address(found.heartbeat, heartbeat) if found.heartbeat else None,
    }


def _calendar(text: str, path: Path, place: Place) -> str:
    file = _beside(path, text, place)
    if file.is_dir() or not file.parent.is_dir():
        raise place.expected("a file in a folder that is there", text)
    return str(file)


def _beside(path: Path, text: str, place: Place) -> Path:
    """A path as it is meant in a file: from the folder of that file on."""
    found = path.resolve().parent / text
    try:
        found.lstat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except (OSError, ValueError):  # too long, without permission, or with a NUL character
        raise place.expected("a path that can be looked at", text) from None
    return found
