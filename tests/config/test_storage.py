from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.records import Settings, Storage


def test_without_a_word_of_it_originals_are_kept_for_good(load: Callable[..., Settings], service: str) -> None:
    assert load(service).storage == Storage(checks=364 * 86400.0, originals=None)


def test_what_is_said_of_storage_arrives(load: Callable[..., Settings], service: str) -> None:
    settings = load(service + '[storage]\nkeep_checks = "10w"\nkeep_originals = "104w"')
    assert settings.storage == Storage(checks=70 * 86400.0, originals=728 * 86400.0)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('keep_checks = "1d"', 'keep_checks: expected a duration from 4w to 1040w, found "1d"'),
        ("keep_originals = true", "keep_originals: expected a duration such as"),
        ('keep_snapshots = "1w"', "keep_snapshots: there is no such key"),
    ],
)
def test_a_mistake_there_says_what_was_expected(
    refusal: Callable[..., str], service: str, lines: str, told: str
) -> None:
    assert refusal(f"{service}[storage]\n{lines}").startswith(f"sources.toml: [storage]: {told}")
