from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from monitor import config
from monitor.errors import ConfigError
from monitor.records import Settings

SERVICE = '[services.example]\nterms."Terms of Service".fetch = "https://example.org/terms"\n'


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    """Reads the given text as `sources.toml` of the working directory, with the keywords as the environment."""
    monkeypatch.chdir(tmp_path)

    def loaded(text: str, **environ: str) -> Settings:
        path = Path("sources.toml")
        path.write_text(text, encoding="utf-8")
        return config.load(path, environ)

    return loaded


@pytest.fixture
def refusal(load: Callable[..., Settings]) -> Callable[..., str]:
    """The message with which a text is refused."""

    def refused(text: str, **environ: str) -> str:
        with pytest.raises(ConfigError) as caught:
            load(text, **environ)
        message = str(caught.value)
        assert len(message.splitlines()) == 1
        return message

    return refused


@pytest.fixture
def service() -> str:
    """The shortest valid file."""
    return SERVICE
