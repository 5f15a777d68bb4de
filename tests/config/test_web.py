from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.errors import ConfigError
from monitor.records import Settings, Web

TOKEN = "an-uncommon-token-of-ours"
PASSWORD = "eleven herons by the weir"


def test_without_a_word_of_it_only_this_machine_is_answered(load: Callable[..., Settings], service: str) -> None:
    assert load(service).web == Web(enabled=True, host="127.0.0.1", port=8765, token=None)


def test_everything_that_is_said_of_it_arrives(load: Callable[..., Settings], service: str) -> None:
    table = """
        [web]
        enabled = false
        listen = "[::]:80"
        hosts = ["Watch.example", "192.0.2.1"]
        proxies = ["127.0.0.1", "::1"]
        password = "${PASSWORD}"
        token = "${TOKEN}"
        document_series = 0
        [notices]
        nothing_read_after = "2d"
        heartbeat = "https://beat.example/${TOKEN}"
        """
    settings = load(service + table, TOKEN=TOKEN, PASSWORD=PASSWORD)
    assert settings.web == Web(
        enabled=False,
        host="::",
        port=80,
        hosts=("watch.example", "192.0.2.1"),
        proxies=("127.0.0.1", "::1"),
        password=PASSWORD,
        token=TOKEN,
        document_series=0,
    )
    assert settings.nothing_read_after == 2 * 86400.0
    assert settings.heartbeat == f"https://beat.example/{TOKEN}"
    assert TOKEN not in repr(settings)
    assert PASSWORD not in repr(settings)


def test_alerts_lead_to_the_pages_where_it_is_said_how_people_reach_them(
    load: Callable[..., Settings], service: str
) -> None:
    target = '[[alerts]]\nname = "desk"\nurl = "json://127.0.0.1/"\n'
    assert load(f"{service}{target}").targets[0].pages == ""
    settings = load(f'{service}{target}[web]\nurl = "https://Watch.example/terms/"\nhosts = ["other.example"]')
    assert settings.targets[0].pages == settings.web.url == "https://Watch.example/terms"
    assert settings.web.hosts == ("other.example", "watch.example")


@pytest.mark.parametrize("listen", ["127.0.0.1:1", "127.9.9.9:8765", "[::1]:65535", "localhost:8080"])
def test_this_machine_needs_no_token(load: Callable[..., Settings], service: str, listen: str) -> None:
    assert load(f'{service}[web]\nlisten = "{listen}"').web.token is None


@pytest.mark.parametrize("listen", ["0.0.0.0:8765", "[::]:8765", "192.0.2.1:8765"])
def test_an_address_that_others_can_reach_needs_one(load: Callable[..., Settings], service: str, listen: str) -> None:
    with pytest.raises(ConfigError, match=r"\[web\]: listen: others can reach it: it needs a password"):
        load(f'{service}[web]\nlisten = "{listen}"')
    assert load(f'{service}[web]\nlisten = "{listen}"\ntoken = "{TOKEN}"').web.token == TOKEN
    assert load(f'{service}[web]\nlisten = "{listen}"\npassword = "{PASSWORD}"').web.password == PASSWORD


@pytest.mark.parametrize(
    "listen",
    [
        *("8765", ":8765", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:99999999999999999999"),
        *("::1:8765", "[::1:80", "[::1]", "[fe80::1%1]:80", "example.org:80", "127.0.0.1:٣", "1.2.3:80"),
    ],
)
def test_what_is_no_place_to_listen_at_is_a_mistake(load: Callable[..., Settings], service: str, listen: str) -> None:
    with pytest.raises(ConfigError, match="expected an address and a port"):
        load(f'{service}[web]\nlisten = "{listen}"')


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('token = "too-short"', "expected at least 16 characters without spaces"),
        ('token = "a token with spaces in it"', "expected at least 16 characters without spaces"),
        (
            'password = "too-short"',
            "expected at least 12 characters, or what `terms-monitor web --hash-password` prints",
        ),
        ('password = "scrypt:15:abc:too-short"', "expected at least 12 characters, or what"),
        (f'token = "scrypt:15:{"a" * 32}:{"b" * 64}"', "expected at least 16 characters without spaces"),
        ('proxies = ["proxy.example"]', "expected IP addresses"),
        ('hosts = ["watch.example:80"]', "expected names of hosts without ports"),
        ('url = "watch.example"', "expected an http or https address"),
        ('url = "https://watch.example/?token=1"', "expected an address that a path can follow"),
        ("document_series = -1", "expected a whole number from 0 on"),
    ],
)
def test_a_mistake_there_is_named_without_the_token(
    load: Callable[..., Settings], service: str, line: str, told: str
) -> None:
    with pytest.raises(ConfigError, match=told) as caught:
        load(f"{service}[web]\n{line}")
    assert "too-short" not in str(caught.value)


@pytest.mark.parametrize("address", ["ftp://beat.example/hush-hush", "hush-hush", "https://hush@hush.example/"])
def test_a_heartbeat_is_a_web_address_and_is_never_shown(
    load: Callable[..., Settings], service: str, address: str
) -> None:
    with pytest.raises(ConfigError, match="heartbeat") as caught:
        load(f'{service}[notices]\nheartbeat = "{address}"')
    assert "hush" not in str(caught.value)
