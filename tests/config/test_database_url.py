from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor import config
from monitor.errors import ConfigError
from monitor.records import Settings


def test_without_a_variable_the_database_is_a_file_beside_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = f"sqlite:///{tmp_path.as_posix()}/monitor.db"
    assert config.database_url({}, tmp_path / "sources.toml") == expected
    assert config.database_url({"MONITOR_DATABASE_URL": " "}, tmp_path / "sources.toml") == expected
    monkeypatch.chdir(tmp_path)
    assert config.database_url({}, Path("sources.toml")) == expected


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("sqlite:///monitor.db", "sqlite:///monitor.db"),
        ("sqlite:////var/lib/monitor.db", "sqlite:////var/lib/monitor.db"),
        ("SQLite:///monitor.db\n", "sqlite:///monitor.db"),
        ("postgresql://me:pw@host:5432/db", "postgresql+psycopg://me:pw@host:5432/db"),
        ("postgres://me:pw@host/db?sslmode=require", "postgresql+psycopg://me:pw@host/db?sslmode=require"),
        ("postgresql+psycopg://host/db", "postgresql+psycopg://host/db"),
        ("postgresql:///db", "postgresql+psycopg:///db"),
    ],
)
def test_addresses_of_the_two_databases_are_taken(written: str, read: str) -> None:
    assert config.database_url({"MONITOR_DATABASE_URL": written}, Path("sources.toml")) == read


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("mysql://me:hunter2@host/db", "found an address that begins with mysql://"),
        ("postgresql+asyncpg://me:hunter2@host/db", "begins with postgresql+asyncpg://"),
        ("me:hunter2@host/db", "found no such address"),
        ("monitor.db", "found no such address"),
        ("sqlite://", "expected sqlite:/// and a file"),
        ("sqlite:///", "expected sqlite:/// and a file"),
        ("sqlite://hunter2.db", "expected sqlite:/// and a file"),
        ("sqlite:///:memory:", "expected sqlite:/// and a file"),
        ("sqlite:///file:x?mode=memory&uri=true", "expected sqlite:/// and a file"),
        ("postgresql://me:hunter2@host:port/db", "found a host or port that is none"),
        ("postgresql://me:hunter2@[::1/db", "found a host or port that is none"),
        ("postgresql://me:hunter2@ho st/db", "found a host or port that is none"),
    ],
)
def test_another_address_is_refused_without_its_password(written: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.database_url({"MONITOR_DATABASE_URL": written}, Path("sources.toml"))
    message = str(caught.value)
    assert message.startswith("environment: MONITOR_DATABASE_URL: expected ")
    assert told in message
    assert "hunter2" not in message


def test_the_settings_carry_the_address_of_the_database(
    load: Callable[..., Settings], service: str, tmp_path: Path
) -> None:
    assert load(service).database_url == f"sqlite:///{tmp_path.as_posix()}/monitor.db"
    settings = load(service, MONITOR_DATABASE_URL="postgres://me:hunter2@host/db")
    assert settings.database_url == "postgresql+psycopg://me:hunter2@host/db"
    assert "hunter2" not in repr(settings)
