from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from servers import Reply, Site
from targets import Webhook
from world import FORBIDDEN, POLICY, TRAINING, Run, page


def test_a_trial_message_reaches_each_target(run: Run, sources: Path, webhook: Webhook) -> None:
    assert "desk: delivered to json://" in run("test-alert").output
    assert len(webhook.posts) == 1
    assert not sources.with_name("monitor.db").exists()


def test_a_trial_message_that_is_not_taken_exits_1_and_says_why(run: Run, sources: Path, webhook: Webhook) -> None:
    webhook.fail(1)
    assert "desk: not delivered" in run("test-alert", "desk", exits=1).output


def test_a_target_that_does_not_exist_is_an_error(run: Run, sources: Path) -> None:
    assert "there are desk" in run("test-alert", "roof", exits=2).stderr
    sources.write_text('[services.x.terms."Privacy Policy"]\nfetch = "https://example.org/"\n')
    assert "no alert target is declared" in run("test-alert", exits=2).stderr


def test_a_target_that_no_document_fits_is_named_before_anything_is_done(
    run: Run, sources: Path, webhook: Webhook
) -> None:
    told = f'\n[[alerts]]\nname = "lost"\nurl = "{webhook.url}"\nservices = ["teasel"]\nregions = ["EU"]\n'
    teasel = '[services.teasel.terms.A]\nfetch = "http://127.0.0.1:9/"\nregion = "CH"\n'
    europe = '[services.larkspur.terms.B]\nfetch = "http://127.0.0.1:9/b"\nregion = "EU"\n'
    sources.write_text(sources.read_text() + told + teasel + europe)
    warning = "warning: lost: no declared document fits what it asks for (services, regions); it will be told of none"
    assert warning in run("test-alert", "desk").stderr
    assert warning in run("check", "--service", "larkspur", exits=3).stderr


def test_a_target_that_asks_for_what_is_never_an_alert_is_told_how_it_would_hear_of_it(run: Run, sources: Path) -> None:
    warning = 'desk: what it asks for is a notice at most; min_severity = "notice" would let it hear'
    text = sources.read_text()
    for route, is_named in {
        "": False,
        'practices = ["trains", "restricts"]': False,
        'practices = ["restricts"]': True,
        'practices = ["trains"]\ndirections = ["gone"]': True,
    }.items():
        sources.write_text(text.replace('name = "desk"', f'name = "desk"\n{route}'))
        assert (warning in run("test-alert").stderr) is is_named


TODAY = f"{datetime.now(UTC):%Y-%m-%d}"
TARGETS = """
[[alerts]]
name = "archive"
url = "{url}"
min_severity = "notice"

[[alerts]]
name = "elsewhere"
url = "{url}"
practices = ["denies"]
"""


@pytest.fixture
def changed(run: Run, sources: Path, site: Site, webhook: Webhook) -> Run:
    """A service whose policy gained a clause, and whose terms gained a ban; a target for each, one for another."""
    sources.write_text(sources.read_text() + TARGETS.format(url=webhook.url))
    run("check")
    site["/terms"] = Reply(page(*[f"As agreed: {each}" for each in POLICY], FORBIDDEN, title="Terms of Service"))
    run("check")
    site["/privacy"] = Reply(page(*POLICY, TRAINING))
    run("check")
    webhook.posts.clear()
    return run


def test_the_last_alert_of_a_service_is_shown_as_each_target_gets_it(changed: Run, webhook: Webhook) -> None:
    output = changed("test-alert", "--service", "larkspur").output
    assert "change 4 of larkspur/Privacy Policy, seen " in output
    assert "── desk (text)\nLarkspur now trains AI on your data — on by default · Privacy Policy\n" in output
    assert output.count("train our generative AI models") >= 2
    assert "── elsewhere would not be told: it does not fit practices" in output
    assert webhook.posts == []


def test_one_target_can_be_looked_at_alone(changed: Run) -> None:
    output = changed("test-alert", "archive", "--service", "larkspur").output
    assert "── archive (text)" in output
    assert "── desk" not in output


def test_the_change_of_a_day_or_of_one_document_can_be_taken(changed: Run) -> None:
    assert "change 4 of" in changed("test-alert", "--service", "larkspur", "--as", TODAY).output
    output = changed("test-alert", "--service", "larkspur/Terms of Service").output
    assert "change 3 of larkspur/Terms of Service" in output
    assert "── desk would not be told: it does not fit min_severity" in output


def test_what_is_shown_is_sent_when_it_is_said_so(changed: Run, webhook: Webhook) -> None:
    output = changed("test-alert", "--service", "larkspur", "--send").output
    assert "desk: delivered to json://" in output
    assert "elsewhere: delivered" not in output
    assert len(webhook.posts) == 2


def test_where_there_is_no_such_change_that_is_said_with_the_days_that_there_are(changed: Run) -> None:
    error = changed("test-alert", "--service", "larkspur", "--as", "2001-02-03", exits=1).stderr
    assert f"was seen on 2001-02-03; the last were seen on {TODAY}" in error
    day = changed("test-alert", "--service", "larkspur", "--as", "2001-02-31", exits=2).stderr
    assert "'2001-02-31' is no day of the calendar, such as 2026-03-31" in day
    assert "no document or service 'teasel'" in changed("test-alert", "--service", "teasel", exits=2).stderr


def test_a_first_look_is_no_change_to_show(run: Run, sources: Path) -> None:
    run("check")
    error = run("test-alert", "--service", "larkspur", exits=1).stderr
    assert "no change of 'larkspur' has raised an alert or a notice yet" in error


def test_a_day_without_a_service_is_no_command(run: Run, sources: Path) -> None:
    assert "go with --service" in run("test-alert", "--as", TODAY, exits=2).stderr
    assert "go with --service" in run("test-alert", "--send", exits=2).stderr
