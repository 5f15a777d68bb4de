from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor import config
from monitor.errors import ConfigError
from monitor.records import FetchSettings, Page, Schedule, Settings


def test_the_shortest_file_declares_one_document_with_the_defaults(load: Callable[..., Settings], service: str) -> None:
    settings = load(service)
    (declaration,) = settings.declarations
    assert declaration.key == "example/Terms of Service"
    assert declaration.service.name == "example"
    assert declaration.pages == (Page("https://example.org/terms"),)
    assert declaration.schedule == Schedule(every=6 * 3600.0)
    assert settings.fetch == FetchSettings()
    assert settings.targets == ()
    assert settings.path == "sources.toml"


def test_a_file_that_begins_with_a_byte_order_mark_is_read(load: Callable[..., Settings], service: str) -> None:
    assert load("\ufeff" + service).declarations


def test_a_file_with_windows_line_ends_is_read(load: Callable[..., Settings], service: str) -> None:
    assert load(service.replace("\n", "\r\n")).declarations


def test_a_mistake_in_the_syntax_is_told_with_its_line(refusal: Callable[..., str], service: str) -> None:
    message = refusal(service + "pause = = 1\n")
    assert message.startswith("sources.toml: it is no valid TOML: ")
    assert "line 3" in message


def test_a_table_that_is_there_twice_is_told_with_its_line(refusal: Callable[..., str]) -> None:
    assert "duplicate key at line 2" in refusal("[fetch]\n[fetch]\n")


def test_a_file_that_is_not_utf8_is_told_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_bytes(b'[fetch]\nuser_agent = "\xe9"\n')
    with pytest.raises(ConfigError, match=r"it is not UTF-8 \(at line 2\)"):
        config.load(path, {})


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="it cannot be read"):
        config.load(tmp_path, {})


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.touch(mode=0)
    with pytest.raises(ConfigError, match="it cannot be read"):
        config.load(path, {})


def test_a_missing_file_is_refused_with_the_command_that_writes_one(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="terms-monitor init"):
        config.load(tmp_path / "sources.toml", {})


@pytest.mark.parametrize("text", ["", "# nothing but a comment\n", '[fetch]\npause = "2s"\n', "[services]\n"])
def test_a_file_without_services_is_refused(refusal: Callable[..., str], text: str) -> None:
    assert refusal(text).startswith("sources.toml: it declares no services")


def test_an_unknown_table_is_refused_with_what_may_have_been_meant(refusal: Callable[..., str], service: str) -> None:
    assert refusal(service + '[[alert]]\nurl = "json://127.0.0.1"\n') == (
        "sources.toml: alert: there is no such table (did you mean alerts?)"
    )


def test_an_unknown_key_far_from_all_others_is_refused_with_those_there_are(
    refusal: Callable[..., str], service: str
) -> None:
    message = refusal(service + "[schedule]\nqqqq = 1\n")
    assert (
        message == "sources.toml: [schedule]: qqqq: there is no such key (there are: adaptive, cron, every, time_zone)"
    )


def test_a_key_of_several_lines_is_told_on_one(refusal: Callable[..., str], service: str) -> None:
    assert r"[fetch]: a\nb: there is no such key" in refusal(service + '[fetch]\n"a\\nb" = 1\n')


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("fetch = 1", "sources.toml: fetch: expected a table, found 1"),
        ("services = []", "sources.toml: services: expected a table, found an empty list"),
        ('alerts = "x"', "sources.toml: alerts: expected tables headed [[alerts]], found something else (not shown"),
    ],
)
def test_a_table_that_is_none_is_refused(refusal: Callable[..., str], table: str, told: str) -> None:
    assert refusal(table).startswith(told)


def test_single_brackets_around_alerts_are_told_apart_from_double_ones(
    refusal: Callable[..., str], service: str
) -> None:
    assert "expected tables headed [[alerts]]" in refusal(service + '[alerts]\nurl = "json://127.0.0.1"\n')


def test_the_error_carries_where_it_is_as_attributes(load: Callable[..., Settings], service: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(service + "[fetch]\nconcurrency = 0\n")
    assert (caught.value.path, caught.value.table, caught.value.key) == ("sources.toml", "fetch", "concurrency")


def test_without_a_name_the_file_of_the_working_directory_is_located(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").touch()
    assert config.locate(None, tmp_path) == tmp_path / "sources.toml"


def test_a_name_that_was_given_is_taken_from_the_working_directory(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").touch()
    assert config.locate(Path("mine.toml"), tmp_path) == tmp_path / "mine.toml"
    assert config.locate(tmp_path / "mine.toml", Path("elsewhere")) == tmp_path / "mine.toml"


@pytest.mark.parametrize("given", [None, Path("mine.toml")])
def test_when_there_is_no_file_the_command_that_writes_one_is_named(tmp_path: Path, given: Path | None) -> None:
    with pytest.raises(ConfigError, match="terms-monitor init"):
        config.locate(given, tmp_path)


def test_the_starter_loads_and_shows_alerts_only_in_comments(load: Callable[..., Settings]) -> None:
    settings = load(config.starter())
    assert len({declaration.service.id for declaration in settings.declarations}) >= 3
    assert settings.targets == ()
    assert settings.fetch == FetchSettings()


def test_the_settings_that_the_starter_shows_in_comments_are_right_too(
    load: Callable[..., Settings], tmp_path: Path
) -> None:
    (tmp_path / "templates").mkdir()
    text = re.sub(r"^# (?=\w+ = |\[)", "", config.starter(), flags=re.MULTILINE)
    settings = load(text, SLACK_URL="https://127.0.0.1/hook", MAIL_USER="me", MAIL_PASSWORD="pw")
    assert len(settings.targets) == 2
    assert settings.fetch.user_agent
    assert settings.reminders.calendar


@pytest.mark.parametrize("value", ["[" * 9_999 + "]" * 9_999, "9" * 9_999])
def test_a_value_beyond_all_measure_is_a_clear_error(refusal: Callable[..., str], value: str) -> None:
    assert "it is no valid TOML" in refusal(f"a = {value}")
