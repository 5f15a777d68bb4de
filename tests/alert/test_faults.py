"""Targets behind TLS and a login, and targets that break off: what was not taken for certain is an error."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Literal

import pytest
import trustme
from alerts import trial
from targets import Mailbox, Webhook

from monitor.alert import send
from monitor.errors import AlertError
from monitor.records import Target

AUTHORITY = trustme.CA()
SOMEBODY = trustme.CA()


@pytest.fixture(autouse=True)
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the authority as a user of an own one would: mail reads one variable, the web the other."""
    path = tmp_path / "authority.pem"
    AUTHORITY.cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))


def tls(authority: trustme.CA = AUTHORITY, name: str = "127.0.0.1") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


def refusal(url: str) -> AlertError:
    with pytest.raises(AlertError) as caught:
        send(trial(), Target("desk", url))
    return caught.value


Open = Callable[[ssl.SSLContext], AbstractContextManager[Webhook | Mailbox]]
BEHIND_TLS: dict[str, Open] = {
    "a webhook": Webhook,
    "mail": Mailbox,
    "mail with STARTTLS": lambda context: Mailbox(context, starttls=True),
}


@pytest.fixture(params=BEHIND_TLS)
def behind_tls(request: pytest.FixtureRequest) -> Open:
    return BEHIND_TLS[request.param]


def taken(target: Webhook | Mailbox) -> int:
    return len(target.posts if isinstance(target, Webhook) else target.mails)


def test_a_target_with_a_certificate_that_is_trusted_is_sent_to(behind_tls: Open) -> None:
    with behind_tls(tls()) as target:
        send(trial(), Target("desk", target.url))
        assert taken(target) == 1


@pytest.mark.parametrize("wrong", [(SOMEBODY, "127.0.0.1"), (AUTHORITY, "elsewhere.example")])
def test_a_certificate_of_somebody_else_is_an_error_that_says_so(
    behind_tls: Open, wrong: tuple[trustme.CA, str]
) -> None:
    with behind_tls(tls(*wrong)) as target:
        error = refusal(target.url)
        assert "certificate" in error.detail.lower()
        assert "nest-egg" not in f"{error!r} {error.detail}"
        assert taken(target) == 0


@pytest.mark.parametrize("starttls", [True, False])
def test_a_wrong_password_is_an_error_that_does_not_tell_it(starttls: bool) -> None:  # noqa: FBT001 -- a parameter
    with Mailbox(tls(), starttls=starttls) as mailbox:
        error = refusal(mailbox.url.replace("nest-egg", "cuckoos-egg"))
        assert "Authentication" in error.detail
        assert "cuckoo" not in f"{error!r} {error.detail}"
        assert mailbox.mails == []


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with closing(Mailbox()) as mailbox:
        yield mailbox


@pytest.mark.parametrize(("where", "arrived"), [("before", 0), ("after", 1), ("while answering", 1)])
def test_a_webhook_that_cuts_the_connection_has_not_taken_it_as_far_as_is_known(
    webhook: Webhook, where: Literal["before", "after", "while answering"], arrived: int
) -> None:
    webhook.cut(where)
    assert refusal(webhook.url).detail
    assert len(webhook.posts) == arrived
    send(trial(), Target("desk", webhook.url))
    assert len(webhook.posts) == arrived + 1


@pytest.mark.parametrize(("where", "arrived"), [("before", 0), ("after", 1)])
def test_a_mail_server_that_cuts_the_connection_has_not_taken_it_as_far_as_is_known(
    mailbox: Mailbox, where: Literal["before", "after"], arrived: int
) -> None:
    mailbox.cut(where)
    assert refusal(mailbox.url).detail
    assert len(mailbox.mails) == arrived
    send(trial(), Target("desk", mailbox.url))
    assert len(mailbox.mails) == arrived + 1


def test_a_mail_server_that_dies_once_it_has_said_that_it_took_a_mail_has_taken_it(mailbox: Mailbox) -> None:
    mailbox.cut("when leaving")
    send(trial(), Target("desk", mailbox.url))
    assert len(mailbox.mails) == 1


def test_a_mail_server_that_never_says_a_word_is_an_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        rest = "?smtp=127.0.0.1&mode=insecure&from=monitor@example.org&to=reader@example.org&cto=0.2"
        assert "timed out" in refusal(f"mailto://127.0.0.1:{silent.getsockname()[1]}/{rest}").detail


def test_a_mail_server_that_is_gone_is_an_error() -> None:
    with Mailbox() as mailbox:
        url = mailbox.url
    assert "refused" in refusal(url).detail


@pytest.mark.parametrize(("status", "asked"), [(429, "120"), (503, "Wed, 21 Oct 2026 07:28:00 GMT"), (500, "")])
def test_how_long_a_target_asks_to_be_left_alone_is_told_by_the_error(
    webhook: Webhook, status: int, asked: str
) -> None:
    webhook.fail(1, status, **({"Retry_After": asked} if asked else {}))
    error = refusal(webhook.url)
    assert (error.status, error.retry_after) == (status, asked)


@pytest.mark.parametrize("scheme", ["xml", "form"])
def test_other_services_answers_are_seen_as_well(webhook: Webhook, scheme: str) -> None:
    webhook.fail(1, 429, Retry_After="7")
    error = refusal(webhook.url.replace("json", scheme))
    assert (error.status, error.retry_after) == (429, "7")


def test_a_target_that_gives_no_http_answer_has_no_status(webhook: Webhook) -> None:
    webhook.down()
    assert refusal(webhook.url).status is None
