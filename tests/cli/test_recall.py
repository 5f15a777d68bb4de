import json
import stat
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from servers import Reply, Site
from sqlalchemy import create_engine, select
from targets import Webhook
from world import POLICY, TRAINING, Run, page

from monitor.database.tables import alerts
from monitor.records import AlertKind

KEY = "larkspur/Privacy Policy"


@pytest.fixture
def day(run: Run, sources: Path, site: Site) -> date:
    """A day ahead that the one document states since its second version."""
    day = datetime.now(UTC).date() + timedelta(days=40)
    run("check")
    site["/privacy"] = Reply(page(*POLICY, TRAINING.replace("3 November 2025", f"{day.day} {day:%B %Y}")))
    run("check")
    return day


def rows(run: Run) -> list[list[str]]:
    titles, *found = (line.split("\t") for line in run("ack").stdout.splitlines())
    assert titles[0] == "day"
    return found


def number(run: Run) -> str:
    return rows(run)[0][5]


def test_ack_lists_what_is_ahead_and_how_to_refuse_it(run: Run, day: date) -> None:
    left = (day - datetime.now(UTC).date()).days
    (row,) = rows(run)
    assert row[:3] == [day.isoformat(), str(left), "new terms on AI training take effect"]
    assert row[3:5] == [KEY, "you can opt out: Settings > Privacy > AI training"]
    assert row[5].isdecimal()
    assert row[6] == "no"


def test_a_change_is_acknowledged_by_its_number_and_that_can_be_undone(run: Run, day: date) -> None:
    change = number(run)
    assert run("ack", change).stdout == f"change {change} ({KEY}): no more reminders of {day}\n"
    assert rows(run)[0][6] == "yes"
    assert run("ack", change, "--undo").stdout == f"change {change} ({KEY}): reminders of {day} again\n"
    assert rows(run)[0][6] == "no"


@pytest.mark.parametrize("name", [KEY, KEY.lower(), "larkspur", "Larkspur"])
def test_a_document_or_service_acknowledges_all_its_changes_with_days_ahead(run: Run, day: date, name: str) -> None:
    run("ack", name)
    assert [row[6] for row in rows(run)] == ["yes"]


@pytest.mark.parametrize(
    ("what", "problem"),
    [
        ("999", "no change 999"),
        ("9" * 40, "no change 9999"),
        ("nobody", "no document or service 'nobody'"),
        ("1", "change 1 names no day ahead"),
        ("larkspur/Terms of Service", "larkspur/Terms of Service names no day ahead"),
    ],
)
def test_what_is_unknown_or_has_no_day_ahead_is_said_and_nothing_acknowledged(
    run: Run, day: date, what: str, problem: str
) -> None:
    assert problem in run("ack", number(run), what, exits=2).stderr
    assert rows(run)[0][6] == "no"


def test_undoing_nothing_is_a_mistake(run: Run, sources: Path) -> None:
    assert "name the changes" in run("ack", "--undo", exits=2).stderr


def test_ack_as_json_has_the_quotes_too(run: Run, day: date) -> None:
    (found,) = json.loads(run("ack", "--json").stdout)
    assert found["day"] == day.isoformat()
    assert found["kind"] == "effect"
    assert found["document"] == KEY
    assert found["change_id"] == int(number(run))
    assert found["acknowledged"] is False
    assert any("to train our generative AI models" in quote for quote in found["quotes"])


def test_ack_says_so_where_no_day_is_ahead(run: Run, sources: Path) -> None:
    run("check")
    told = run("ack")
    assert (told.stdout, told.stderr) == ("", "no document names a day ahead\n")
    assert run("ack", "--json").stdout == "[]\n"


def test_the_calendar_is_printed_or_written_for_its_owner_alone(run: Run, day: date, tmp_path: Path) -> None:
    printed = run("calendar").stdout_bytes
    (event,) = Calendar.from_ical(printed).events
    assert event.decoded("dtstart") == day
    file = tmp_path / "days.ics"
    for _ in range(2):
        run("calendar", "--output", str(file))
        assert file.read_bytes() == printed
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_calendar_that_cannot_be_written_is_said_in_a_line(run: Run, day: date, tmp_path: Path) -> None:
    assert "cannot be written" in run("calendar", "--output", str(tmp_path / "gone" / "x.ics"), exits=2).stderr


def test_check_recalls_what_is_due(run: Run, sources: Path, site: Site, webhook: Webhook, tmp_path: Path) -> None:
    run("check")
    day = datetime.now(UTC).date() + timedelta(days=1)
    site["/privacy"] = Reply(page(*POLICY, TRAINING.replace("3 November 2025", f"{day.day} {day:%B %Y}")))
    run("check")
    with create_engine(f"sqlite:///{tmp_path}/monitor.db").begin() as db:
        db.execute(alerts.update().values(created_at=datetime.now(UTC) - timedelta(days=60)))
    webhook.fail(1)
    run("check", exits=4)
    with create_engine(f"sqlite:///{tmp_path}/monitor.db").begin() as db:
        (details,) = db.scalars(select(alerts.c.details).where(alerts.c.kind == AlertKind.REMINDER))
    assert [due["day"] for due in details["dues"]] == [day.isoformat()]
