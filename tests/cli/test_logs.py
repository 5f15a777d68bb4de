from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from monitor.cli.logs import log_to_stderr

log = logging.getLogger("monitor.somewhere")


@pytest.fixture(autouse=True)
def unchanged() -> Iterator[None]:
    """Logging as it was before, for the tests that follow."""
    root, ours = logging.getLogger(), logging.getLogger("monitor")
    before = root.handlers[:], root.level, ours.level
    yield
    root.handlers[:], level, our_level = before
    root.setLevel(level)
    ours.setLevel(our_level)


def test_without_a_terminal_each_line_is_an_object_with_the_facts_by_their_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log_to_stderr("info", None)
    log.info("%s: changed", "larkspur/Terms", extra={"facts": {"document": "larkspur/Terms", "seconds": 0.5}})
    line = json.loads(capsys.readouterr().err)
    assert list(line) == ["time", "level", "document", "seconds", "message"]
    assert line["level"] == "info"
    assert line["document"] == "larkspur/Terms"
    assert line["message"] == "larkspur/Terms: changed"


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_server_sent_begins_no_line_and_steers_no_terminal(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    log_to_stderr("info", form)
    log.info("it said %s", "no\n2026-11-26 ERROR all is lost\x1b[2J\u202e")
    (line,) = capsys.readouterr().err.splitlines()
    assert "all is lost" in line
    assert "\x1b" not in line
    assert "\u202e" not in line


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_bug_is_logged_with_its_trace_which_looks_like_no_other_line(
    capsys: pytest.CaptureFixture[str], form: str
) -> None:
    log_to_stderr("info", form)
    try:
        raise ValueError("once\n2026-11-26 INFO all is well")  # noqa: TRY301 - a bug is where it is
    except ValueError:
        log.exception("larkspur/Terms: it failed")
    first, *trace = capsys.readouterr().err.splitlines()
    if form == "json":
        assert "ValueError: once" in json.loads(first)["trace"]
        assert trace == []
    else:
        assert first.endswith("ERROR larkspur/Terms: it failed")
        assert all(line.startswith("    ") for line in trace)


def test_only_what_is_grave_enough_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    log_to_stderr("warning", "text")
    log.info("a detail")
    logging.getLogger("httpx").warning("GET https://hooks.example/secret")
    log.warning("a warning")
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("WARNING a warning")
