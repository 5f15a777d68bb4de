from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from monitor.config.form import FORMS, Range, Root
from monitor.records import Settings

REFERENCE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
KEYS = sorted({field.name for form in FORMS if form not in {Root, Range} for field in msgspec.structs.fields(form)})


@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_its_line_in_the_reference(key: str) -> None:
    assert re.search(rf"^\| `{key}` \|", REFERENCE, flags=re.MULTILINE)


def test_the_reference_has_no_line_for_a_key_that_there_is_not() -> None:
    assert set(re.findall(r"^\| `([a-z_]+)` \|", REFERENCE, flags=re.MULTILINE)) == set(KEYS)


@pytest.mark.parametrize("table", [field.name for field in msgspec.structs.fields(Root)])
def test_every_table_has_its_heading(table: str) -> None:
    assert re.search(rf"^## `\[\[?{table}", REFERENCE, flags=re.MULTILINE)


@pytest.mark.parametrize("end", ["startBefore", "startAfter", "endBefore", "endAfter", "MONITOR_DATABASE_URL", "$${"])
def test_ranges_and_the_environment_are_explained(end: str) -> None:
    assert end in REFERENCE


@pytest.mark.parametrize("example", re.findall(r"```toml\n(.*?)```", REFERENCE, flags=re.DOTALL))
def test_the_examples_of_the_reference_load(load: Callable[..., Settings], example: str) -> None:
    assert load(example, SLACK_URL="https://127.0.0.1/hook").declarations
