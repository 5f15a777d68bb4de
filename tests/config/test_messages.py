from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path

import pytest

from monitor.records import Reminders, Settings


def test_without_a_word_of_it_people_are_reminded_and_told_of_troubles_as_usual(
    load: Callable[..., Settings], service: str
) -> None:
    settings = load(service)
    assert settings.reminders == Reminders()
    assert settings.templates is None
    assert settings.unreadable_after == 3 * 86400.0


def test_everything_that_is_said_of_messages_reminders_and_notices_arrives(
    load: Callable[..., Settings], service: str, tmp_path: Path
) -> None:
    (tmp_path / "ours").mkdir()
    settings = load(
        service
        + """
        [messages]
        templates = "ours"
        [reminders]
        days = [0, 30, 7]
        at = "07:45"
        time_zone = "Europe/Paris"
        calendar = "ours/days.ics"
        [notices]
        unreadable_after = "36h"
        """
    )
    calendar = str(tmp_path.resolve() / "ours" / "days.ics")
    assert settings.reminders == Reminders((30, 7, 0), time(7, 45), "Europe/Paris", calendar)
    assert settings.templates == str(tmp_path.resolve() / "ours")
    assert settings.unreadable_after == 36 * 3600.0


def test_nobody_is_reminded_where_no_days_are_named(load: Callable[..., Settings], service: str) -> None:
    assert load(service + "[reminders]\ndays = []").reminders.days == ()


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("[reminders]\ndays = [3, 1, 3]", "[reminders]: days: expected each number once"),
        (
            "[reminders]\ndays = [366]",
            "[reminders]: days: expected a list of whole numbers from 0 to 365, found a list with 366",
        ),
        (
            '[reminders]\ndays = [3, "two", -1]',
            '[reminders]: days: expected a list of whole numbers from 0 to 365, found a list with "two"',
        ),
        ("[reminders]\ndays = 3", "[reminders]: days: expected a list of whole numbers from 0 to 365, found 3"),
        ('[reminders]\nat = "24:00"', '[reminders]: at: expected a time of day from "00:00" to "23:59", found "24:00"'),
        ('[reminders]\ntime_zone = "Mars"', '[reminders]: time_zone: expected a time zone such as "Europe/Zurich"'),
        (
            '[reminders]\ncalendar = "no/days.ics"',
            '[reminders]: calendar: expected a file in a folder that is there, found "no/days.ics"',
        ),
        ('[reminders]\ncalendar = "."', '[reminders]: calendar: expected a file in a folder that is there, found "."'),
        (
            '[reminders]\ncalendar = "days\\u0000.ics"',
            '[reminders]: calendar: expected a path that can be looked at, found "days\\u0000.ics"',
        ),
        (
            f'[messages]\ntemplates = "{"x" * 300}"',
            "[messages]: templates: expected a path that can be looked at, found",
        ),
        ('[messages]\ntemplates = "no"', '[messages]: templates: expected a folder that is there, found "no"'),
        ('[messages]\ntemplate = "x"', "[messages]: template: there is no such key (did you mean templates?)"),
        (
            '[notices]\nunreadable_after = "1m"',
            '[notices]: unreadable_after: expected a duration from 1h to 52w, found "1m"',
        ),
    ],
)
def test_a_mistake_there_says_what_was_expected(
    refusal: Callable[..., str], service: str, lines: str, told: str
) -> None:
    assert refusal(service + lines).startswith(f"sources.toml: {told}")
