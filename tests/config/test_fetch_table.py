from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.records import FetchSettings, Settings


def test_every_key_of_fetch_arrives_in_its_unit(load: Callable[..., Settings], service: str) -> None:
    settings = load(
        service
        + """
        [fetch]
        user_agent = "terms monitor (mail@example.org)"
        pause = "1500ms"
        timeout = "10s"
        deadline = "1.5m"
        concurrency = 4
        max_size = "500 KB"
        max_redirects = 0
        allow_private_networks = true
        """
    )
    assert settings.fetch == FetchSettings(
        user_agent="terms monitor (mail@example.org)",
        pause=1.5,
        timeout=10.0,
        deadline=90.0,
        concurrency=4,
        max_bytes=500_000,
        max_redirects=0,
        allow_private_networks=True,
    )


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("0s", 0), ("500ms", 0.5), ("1s", 1), ("5m", 300), ("0.5h", 1800), ("1 h", 3600)],
)
def test_durations_have_units(load: Callable[..., Settings], service: str, written: str, seconds: float) -> None:
    assert load(service + f'[fetch]\npause = "{written}"\n').fetch.pause == seconds


@pytest.mark.parametrize(
    ("written", "size"), [("2000 B", 2000), ("20MB", 20_000_000), ("1.5 MiB", 1_572_864), ("1 GB", 10**9)]
)
def test_sizes_have_units(load: Callable[..., Settings], service: str, written: str, size: int) -> None:
    assert load(service + f'[fetch]\nmax_size = "{written}"\n').fetch.max_bytes == size


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("pause = 1", 'pause: expected a duration such as "500ms"'),
        ('pause = "1"', 'pause: expected a duration such as "500ms"'),
        ('pause = "-1s"', "pause: expected a duration such as"),
        ('pause = "1e3s"', "pause: expected a duration such as"),
        ('pause = "2h"', 'pause: expected a duration from 0s to 1h, found "2h"'),
        ('timeout = "0s"', "timeout: expected a duration from 1s to 10m"),
        ('timeout = "11m"', "timeout: expected a duration from 1s to 10m"),
        ('deadline = "2d"', "deadline: expected a duration from 1s to 1h"),
        ('timeout = "20s"\ndeadline = "10s"', "deadline: expected at least the timeout of 20 seconds"),
        ("concurrency = 0", "concurrency: expected a whole number from 1 to 256, found 0"),
        ("concurrency = 1.5", "concurrency: expected a whole number from 1 to 256, found 1.5"),
        ("concurrency = true", "concurrency: expected a whole number from 1 to 256, found true"),
        ("max_size = 1000", 'max_size: expected a size such as "500 KB" or "20 MB", found 1000'),
        ('max_size = "20 mb"', 'max_size: expected a size such as "500 KB" or "20 MB", found "20 mb"'),
        ('max_size = "10 B"', "max_size: expected a size from 1 KB to 1 GB"),
        ("max_redirects = 21", "max_redirects: expected a whole number from 0 to 20"),
        ('allow_private_networks = "yes"', 'allow_private_networks: expected true or false, found "yes"'),
        ('user_agent = ""', 'user_agent: expected text, found ""'),
        ('user_agent = "a\\nb"', r'user_agent: expected visible ASCII characters on one line, found "a\nb"'),
        ('user_agent = "Überwacher"', "user_agent: expected visible ASCII characters"),
        ('useragent = "x"', "useragent: there is no such key (did you mean user_agent?)"),
    ],
)
def test_a_value_outside_its_bounds_or_of_another_kind_is_refused(
    refusal: Callable[..., str], service: str, line: str, told: str
) -> None:
    assert f"sources.toml: [fetch]: {told}" in refusal(service + f"[fetch]\n{line}\n")


def test_a_long_value_is_cut_in_the_message(refusal: Callable[..., str], service: str) -> None:
    message = refusal(service + f'[fetch]\npause = "{"9" * 500}"\n')
    assert message.endswith('9…"')
    assert len(message) < 300
