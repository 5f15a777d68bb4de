from __future__ import annotations

from typing import Any

import pytest
from apprise.manager_plugins import NotificationManager

from monitor.alert import check_target, display
from monitor.alert.services import form_of, open_service

SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#general"
DISCORD = "discord://1234567890123456/abcdefghijklmnopqrstuvwxyz1234567890abcdefghijklmnopqrstuvwxyz1234"
TELEGRAM = "tgram://123456789:abcdefg_hijklmnop/12315544/"
MAIL = "mailto://heron:nest-egg@mail.example"


@pytest.mark.parametrize("url", [SLACK, DISCORD, TELEGRAM, MAIL, "jsons://hook.example/a/b", "ntfy://nest"])
def test_an_address_that_apprise_understands_has_no_problem(url: str) -> None:
    assert check_target(url) is None


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "not an Apprise address"),
        ("s3cr3t/token", "not an Apprise address"),
        ("slak://s3cr3t/token", "no service called slak://"),
        ("slack://s3cr3t", "the slack:// address is incomplete or invalid"),
        ("json://", "the json:// address is incomplete or invalid"),
        ("json://[::1/s3cr3t", "the json:// address is incomplete or invalid"),
        ("https://s3cr3t.example/hook", "a webhook of your own is json:// or jsons://"),
    ],
)
def test_what_is_wrong_with_an_address_is_told_without_its_secrets(url: str, problem: str) -> None:
    said = check_target(url)
    assert said is not None
    assert problem in said
    assert "s3cr3t" not in said


def test_a_service_that_lacks_a_package_says_which() -> None:
    services: Any = NotificationManager()  # type: ignore[no-untyped-call]  # Apprise leaves it untyped
    lacking = next(scheme for scheme in sorted(services.schemas()) if not services[scheme].enabled)
    assert str(check_target(f"{lacking}://s3cr3t.example/s3cr3t")).startswith(f"{lacking}:// needs ")


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("json://heron:nest-egg@hook.example:8080/s3cr3t?+Key=s3cr3t", "json://hook.example:8080/…"),
        ("json://127.0.0.1/s3cr3t", "json://127.0.0.1/…"),
        ("json://localhost/s3cr3t", "json://localhost/…"),
        (MAIL, "mailto://mail.example:25/…"),
        (SLACK, "slack://…"),
        (TELEGRAM, "tgram://…"),
        ("ntfy://s3cr3t", "ntfy://…"),
        ("https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "slack://…"),
        ("slak://s3cr3t", "slak://…"),
        ("s3cr3t", "not an address"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url: str, shown: str) -> None:
    assert display(url) == shown


@pytest.mark.parametrize(
    ("url", "form"),
    [
        (MAIL, "mail"),
        (f"{MAIL}?format=text", "text"),
        (SLACK, "slack"),
        (f"{SLACK}?format=text", "text"),
        ("json://hook.example", "text"),
        ("ntfy://nest", "text"),
        ("ntfy://nest?format=markdown", "markdown"),
        (TELEGRAM, "html"),
    ],
)
def test_each_service_gets_the_form_it_shows_best(url: str, form: str) -> None:
    assert form_of(open_service(url)) == form


def test_an_address_may_not_turn_failures_into_successes() -> None:
    service = open_service("json://hook.example?optional=yes")
    assert service is not None
    assert service.optional is False


def test_waiting_is_bounded_and_an_address_may_bound_it_otherwise() -> None:
    default = open_service("json://hook.example")
    given = open_service("json://hook.example?cto=1&rto=2")
    assert default is not None
    assert given is not None
    assert default.request_timeout == (15.0, 30.0)
    assert given.request_timeout == (1.0, 2.0)


def test_nothing_is_kept_on_disk() -> None:
    service = open_service(MAIL)
    assert service is not None
    assert service.asset.storage_mode == "memory"
    assert not service.asset.storage_path
