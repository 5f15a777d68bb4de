from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from servers import Reply, Site
from targets import Webhook
from world import POLICY, TRAINING, Run, page

from monitor.database import Database, connect
from monitor.store import deliveries

MORE = "Voice messages that you leave with our staff are used to train the speech models of our research group."


@pytest.fixture
def archive() -> Iterator[Webhook]:
    with Webhook() as archive:
        yield archive


@pytest.fixture
def store(sources: Path) -> Iterator[Database]:
    database = connect(f"sqlite:///{sources.with_name('monitor.db')}")
    yield database
    database.close()


@pytest.fixture
def waiting(run: Run, sources: Path, site: Site, webhook: Webhook) -> None:
    """Two alerts that the desk does not take, the second and third delivery; it took the first."""
    run("check")
    site["/privacy"] = Reply(page(*POLICY, TRAINING))
    webhook.down()
    run("check", exits=4)
    site["/privacy"] = Reply(page(*POLICY, TRAINING, MORE))
    run("check", exits=4)


def give_up(store: Database) -> None:
    """Give up all that waits."""
    with store.writing() as db:
        for each in deliveries.pending(db):
            deliveries.give_up(db, each.target, each.next_attempt_at, queued_before=each.next_attempt_at, attempts=1)


def declare_archive(sources: Path, archive: Webhook) -> None:
    table = f'\n[[alerts]]\nname = "archive"\nurl = "json://127.0.0.1:{archive.port}/"\n'
    sources.write_text(sources.read_text() + table)


def rows(output: str) -> list[list[str]]:
    """The rows of a table, without its titles."""
    return [line.split("\t") for line in output.splitlines()[1:]]


def states(run: Run) -> dict[int, tuple[str, str]]:
    found = json.loads(run("deliveries", "--all", "--json").output)
    return {each["id"]: (each["target"], each["state"]) for each in found}


def test_what_waits_is_listed_with_why_and_what_was_delivered_only_when_asked_for(run: Run, waiting: None) -> None:
    second, third = rows(run("deliveries").output)
    assert (second[:2], third[0]) == (["2", "Larkspur · Privacy Policy"], "3")
    assert second[2:5] == ["desk", "waiting", "2"]
    assert "refused" in second[6].lower()
    assert [row[0] for row in rows(run("deliveries", "--all").output)] == ["3", "2", "1"]
    first = json.loads(run("deliveries", "--all", "--json").output)[-1]
    assert (first["state"], first["alert_id"], first["last_error"]) == ("delivered", 1, None)


def test_no_secret_of_an_address_is_shown(run: Run, sources: Path, webhook: Webhook) -> None:
    sources.write_text(sources.read_text().replace("json://127", "json://keeper:nest-egg@127"))
    webhook.fail(1)
    run("check", exits=4)
    shown = run("deliveries", "--json").output + run("deliveries").output + run("status").output
    assert "nest-egg" not in shown
    assert "keeper" not in shown
    assert b"nest-egg" not in sources.with_name("monitor.db").read_bytes()


def test_what_was_given_up_is_shown_and_waits_anew_when_told_to(
    run: Run, waiting: None, store: Database, webhook: Webhook
) -> None:
    give_up(store)
    assert "delivery 2 (Larkspur · Privacy Policy) was given up for desk" in run("status").output
    assert {state for _, state in states(run).values()} == {"delivered", "given up"}
    told = run("check", exits=4).output
    assert "0 delivered, 0 waiting, 2 given up: `terms-monitor deliveries`" in told
    assert "delivery 2 (Larkspur · Privacy Policy) waits for desk\n" in run("deliveries", "retry").output
    webhook.up()
    assert "2 delivered, 0 waiting" in run("check").output
    assert run("deliveries", "retry").output == "nothing waits, and nothing was given up\n"
    assert run("deliveries", "retry", "--target", "desk").output == "nothing waits for desk, and nothing was given up\n"


def test_one_that_waits_can_be_dropped_and_taken_up_again(run: Run, waiting: None, webhook: Webhook) -> None:
    assert "delivery 2 (Larkspur · Privacy Policy) is not sent to desk" in run("deliveries", "drop", "2").output
    webhook.up()
    assert "1 delivered, 0 waiting" in run("check").output
    assert states(run)[2] == ("desk", "dropped")
    run("deliveries", "retry", "2")
    assert "1 delivered" in run("check").output


def test_the_queue_of_a_target_that_was_renamed_waits_until_it_is_moved(
    run: Run, waiting: None, sources: Path, archive: Webhook
) -> None:
    declare_archive(sources, archive)
    text = sources.read_text()
    sources.write_text(text.replace('name = "desk"', 'name = "bureau"'))
    warning = (
        "warning: 2 alerts wait for desk, which is no target now: "
        "`terms-monitor deliveries retry --target desk --to NAME`, or drop them\n"
    )
    checked = run("check", exits=4)
    assert warning in checked.stderr
    assert "0 waiting, 2 stranded" in checked.output
    assert warning in run("test-alert", "archive").stderr
    assert warning in run("test-alert", "--service", "larkspur").stderr
    assert "waits for desk, tried 2 times (no target has that name now)" in run("status").output
    assert {state for target, state in states(run).values() if target == "desk"} == {"delivered", "stranded"}
    assert "waits for desk, which is no target now" in run("deliveries", "retry", "2").output
    told = run("deliveries", "retry", "--target", "desk", "--to", "archive").output
    assert "delivery 2 (Larkspur · Privacy Policy) waits for archive in place of desk" in told
    assert {row[6] for row in rows(run("deliveries").output)} == {""}  # what kept it from the desk says nothing of it
    archive.posts.clear()
    assert "2 delivered, 0 waiting\n" in run("check").output
    assert len(archive.posts) == 2


def test_nothing_is_moved_to_a_target_that_has_the_alert_already(
    run: Run, sources: Path, site: Site, webhook: Webhook, archive: Webhook
) -> None:
    declare_archive(sources, archive)
    webhook.fail(1)
    run("check", exits=4)
    ((number, _),) = [each for each in states(run).items() if each[1][1] == "waiting"]
    told = run("deliveries", "retry", str(number), "--to", "archive").output
    assert "was queued for archive already; it is left as it is" in told
    assert states(run)[number] == ("desk", "waiting")
    assert len(archive.posts) == 1


def test_what_waits_and_was_not_given_up_is_tried_without_being_told_to(run: Run, waiting: None) -> None:
    assert run("deliveries", "retry").output.startswith("nothing was given up; 2 alerts wait, to be tried again")
    assert {state for _, state in states(run).values()} == {"delivered", "waiting"}


def test_everything_of_a_target_can_be_dropped(run: Run, waiting: None) -> None:
    assert run("deliveries", "drop", "--target", "desk").output.count("is not sent to desk\n") == 2
    assert "nothing to drop" in run("deliveries", "drop", "--target", "desk").output
    assert {state for _, state in states(run).values()} == {"delivered", "dropped"}


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("retry", "77"), "no such delivery: 77"),
        (("retry", "9" * 30), f"no such delivery: {'9' * 30}"),
        (("drop", "2", "78", "77"), "no such delivery: 77, 78"),
        (("retry", "1"), "can be done about it: 1"),
        (("retry", "--target", "nobody"), "no target 'nobody' is declared or has a queue"),
        (("retry", "2", "--to", "nobody"), "no target 'nobody' is declared; declared are desk"),
        (("drop", "2", "--target", "nobody"), "no target 'nobody'"),
    ],
)
def test_a_number_or_name_that_is_not_there_is_an_error_and_nothing_is_done(
    run: Run, waiting: None, arguments: tuple[str, ...], problem: str
) -> None:
    before = states(run)
    assert problem in run("deliveries", *arguments, exits=2).stderr
    assert states(run) == before


def test_drop_wants_to_be_told_what(run: Run, sources: Path) -> None:
    assert "--target" in run("deliveries", "drop", exits=2).stderr


def test_the_configuration_may_be_named_before_or_after_the_subcommand(
    run: Run, waiting: None, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    run("deliveries", "--config", str(sources), "drop", "2")
    run("deliveries", "drop", "3", "--config", str(sources))
    assert run("deliveries", "--config", str(sources)).output.count("dropped") == 2


def test_of_very_many_the_latest_are_listed(waiting: None, store: Database) -> None:
    with store.reading() as db:
        assert [each.id for each in deliveries.latest(db, 2)] == [3, 2]


def test_an_empty_queue_is_said_to_be_one(run: Run, sources: Path) -> None:
    run("check")
    told = run("deliveries")
    assert (told.stdout, told.stderr) == ("", "nothing waits\n")


def test_what_a_digest_or_quiet_hours_hold_is_listed_and_taken_up_with_when_it_goes(
    run: Run, waiting: None, sources: Path, archive: Webhook
) -> None:
    declare_archive(sources, archive)
    now = datetime.now(UTC)
    end = (now + timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
    quiet = f'name = "desk"\nquiet = "{now - timedelta(hours=1):%H:%M}-{end:%H:%M}"'
    digest = f'name = "archive"\ndigest = "daily"\ndigest_at = "{end:%H:%M}"'
    text = sources.read_text()
    sources.write_text(text.replace('name = "desk"', quiet).replace('name = "archive"', digest))
    then = f"{end:%Y-%m-%d %H:%M}"
    assert [row[5] for row in rows(run("deliveries").output)] == [then] * 2
    assert f"next at {then}" in run("status").output
    assert run("deliveries", "retry", "2").output.endswith(f"waits for desk and goes at {then} UTC\n")
    moved = run("deliveries", "retry", "3", "--to", "archive").output
    assert moved.endswith(f"waits for archive in place of desk and goes at {then} UTC\n")
    assert "0 delivered, 0 waiting, 2 for later" in run("check").output
