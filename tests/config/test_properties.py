"""Whatever a file says, it gives settings or one error that names its place."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import config
from monitor.errors import ConfigError

SOME = settings(max_examples=120, deadline=None)
WHOLE = """
unreadable_after = "3d"
[fetch]
pause = "1s"
[schedule]
every = "6h"
[[alerts]]
url = "json://127.0.0.1/"
services = ["heron"]
[services.heron]
name = "Heron"
[services.heron.terms."Privacy Policy"]
fetch = "https://heron.example/privacy"
select = ["main"]
"""
LINES = WHOLE.strip().splitlines()
VALUES = st.sampled_from(
    [
        *('""', "0", "-1", "1e400", "true", "[]", "{}", "[[]]", '"${NOT_SET}"', '"\\u0000"', "'a\\b'", "2026-11-26"),
        *(
            "nan",
            '"https://[::1"',
            '"file:///etc/passwd"',
            '"9999999999d"',
            '"0 0 31 2 *"',
            '"::not-css("',
            '["main", 1]',
        ),
    ]
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file that is right but for some lines."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        key = lines[at].partition("=")[0]
        changed = draw(st.sampled_from([f"{key} = ", "[", "[[", "", f"{key}x = "]))
        lines[at : at + draw(st.integers(0, 1))] = [changed + draw(VALUES | st.text(max_size=8))]
    return "\n".join(lines)


def is_told(text: bytes, path: Path) -> None:
    """Whether a file loads, or is refused in one line that begins with its name."""
    path.write_bytes(text)
    with suppress(ConfigError):
        config.load(path, {})
        return
    with pytest.raises(ConfigError) as caught:
        config.load(path, {})
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that all examples write anew."""
    return tmp_path_factory.mktemp("any") / "sources.toml"


@SOME
@given(text=files())
def test_a_file_with_mistakes_is_settings_or_a_named_mistake(path: Path, text: str) -> None:
    is_told(text.encode("utf-8", "surrogatepass"), path)


@SOME
@given(text=st.binary(max_size=60))
def test_any_bytes_are_settings_or_a_named_mistake(path: Path, text: bytes) -> None:
    is_told(text, path)
