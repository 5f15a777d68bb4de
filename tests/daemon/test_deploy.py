from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from monitor.cli import main
from monitor.daemon.signals import STOP_WITHIN

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs/deploy"


def unit(name: str) -> dict[str, list[str]]:
    """The keys of a unit file with all their values."""
    values: dict[str, list[str]] = defaultdict(list)
    for line in (DEPLOY / name).read_text().splitlines():
        if line and not line.startswith(("#", "[")):
            key, value = line.split("=", 1)
            values[key].append(value)
    return dict(values)


def check_command(words: list[str]) -> None:
    """That it is a command of ours with options that it has."""
    program, command, *options = words
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert Path(program).name in scripts
    known = {option for parameter in main.commands[command].params for option in parameter.opts}
    assert {word for word in options if word.startswith("--")} <= known


def test_the_unit_starts_a_command_that_there_is() -> None:
    (command,) = unit("terms-monitor.service")["ExecStart"]
    check_command(shlex.split(command))


def test_the_unit_fits_what_the_daemon_does() -> None:
    keys = unit("terms-monitor.service")
    assert keys["Type"] == ["notify"]
    assert keys["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    assert keys["WatchdogSec"] == ["5min"]
    assert keys["RestartPreventExitStatus"] == ["2"]
    assert int(keys["TimeoutStopSec"][0]) > STOP_WITHIN


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("DynamicUser", "yes"),
        ("ProtectSystem", "strict"),
        ("StateDirectory", "terms-monitor"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("MemoryMax", "1G"),
        ("OOMPolicy", "continue"),
        ("UMask", "0077"),
    ],
)
def test_the_unit_takes_from_the_daemon_what_it_does_not_need(key: str, value: str) -> None:
    assert unit("terms-monitor.service")[key] == [value]


def test_what_a_browser_needs_relaxes_what_the_unit_says() -> None:
    relaxed = unit("browser.conf").keys() - {"Environment"}
    assert relaxed <= unit("terms-monitor.service").keys()


def test_the_container_runs_a_command_that_there_is_without_privileges() -> None:
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    lines = dict(re.findall(r"^([A-Z]+) (.*)$", text, re.MULTILINE))
    check_command([*json.loads(lines["ENTRYPOINT"]), *json.loads(lines["CMD"])])
    assert int(lines["USER"]) > 0
    assert lines["STOPSIGNAL"] == "SIGTERM"
    assert "/healthz" in lines["HEALTHCHECK"]
