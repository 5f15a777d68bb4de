import pytest
from world import Run


@pytest.mark.parametrize("group", [(), ("db",), ("deliveries",), ("import",)])
def test_help_tells_what_each_command_does_to_the_end(run: Run, group: tuple[str, ...]) -> None:
    told = run(*group, "--help").output
    assert "..." not in told.partition("Commands:")[2]
    assert "…" not in told
