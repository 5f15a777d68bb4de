from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from monitor.pipeline.lines import log_check
from monitor.pipeline.receive import Receipt
from monitor.records import Check, Outcome, Standing, Verdict

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def facts(caplog: pytest.LogCaptureFixture) -> object:
    (record,) = caplog.records
    return vars(record)["facts"]


def test_a_check_is_one_line_with_the_key_first_and_its_facts(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "monitor")
    receipt = Receipt(None, Verdict(Standing.DOCUMENT), size=2000)
    log_check(Check("a/Terms", NOON, 0.4321, Outcome.UNCHANGED), receipt, NOON)
    assert caplog.messages == ["a/Terms: unchanged (0.43 s, 2,000 bytes; next 2026-11-26 12:00 UTC)"]
    assert facts(caplog) == {
        "document": "a/Terms",
        "outcome": "unchanged",
        "seconds": 0.432,
        "bytes": 2000,
        "next_check": "2026-11-26T12:00:00+00:00",
    }


def test_a_failure_says_of_what_kind_it_is_and_what_the_server_answered(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "monitor")
    receipt = Receipt(None, Verdict(Standing.REFUSED, "http status", "503"), status=503)
    log_check(Check("a/Terms", NOON, 1.0, Outcome.FAILED, "http status", "503"), receipt, NOON)
    assert caplog.messages == ["a/Terms: failed: http status: 503 (1.00 s; next 2026-11-26 12:00 UTC)"]
    found = facts(caplog)
    assert isinstance(found, dict)
    assert (found["kind"], found["detail"], found["status"]) == ("http status", "503", 503)
