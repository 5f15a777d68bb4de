from pathlib import Path

import pytest
from world import Run


@pytest.mark.parametrize("group", [(), ("db",), ("deliveries",), ("import",)])
def test_help_tells_what_each_command_does_to_the_end(run: Run, group: tuple[str, ...]) -> None:
    told = run(*group, "--help").output
    assert "..." not in told.partition("Commands:")[2]
    assert "…" not in told


def test_the_configuration_file_is_named_before_the_command_as_well_as_behind_it(run: Run, tmp_path: Path) -> None:
    first, last = str(tmp_path / "first.toml"), str(tmp_path / "last.toml")
    assert f"{first}: there is no such file" in run("--config", first, "deliveries", exits=2).stderr
    assert f"{last}: there is no such file" in run("--config", first, "check", "--config", last, exits=2).stderr
