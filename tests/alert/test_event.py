from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from alerts import OPT_OUT, STILL_REFUSABLE, baseline, change, digest, due, reminder, report, trial, trouble
from targets import Webhook

from monitor.alert import send
from monitor.alert.event import SCHEMA, Event, event
from monitor.records import Alert, ChangeKind, Target

DOCS = Path(__file__).parents[2] / "docs"
TOLD = report(OPT_OUT, kept=(STILL_REFUSABLE,), twins=("Privacy Policy (CH)",), before_id=3, after_id=4)
ALERTS = [
    change(TOLD),
    baseline(report(kind=ChangeKind.FIRST, seen_without=None)),
    reminder(due(3)),
    trouble(),
    digest(TOLD, dues=(due(3),), troubles=trouble().troubles),
    trial(),
]


def documented() -> object:
    page = (DOCS / "alerts.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- event -->\n```json\n(.*?)\n```", page, re.DOTALL)
    assert example is not None
    return json.loads(example[1])


def test_the_documented_example_has_the_form_and_nothing_else() -> None:
    example = documented()
    assert msgspec.to_builtins(msgspec.convert(example, Event, strict=True)) == tuples(example)


def tuples(value: object) -> object:
    """Lists as the tuples that the form has in their place."""
    if isinstance(value, dict):
        return {key: tuples(item) for key, item in value.items()}
    return tuple(map(tuples, value)) if isinstance(value, list) else value


def test_the_schema_beside_the_documents_is_that_of_the_form() -> None:
    schema = (DOCS / "alerts" / f"schema-{SCHEMA}.json").read_text(encoding="utf-8")
    assert json.loads(schema) == msgspec.json.schema(Event)


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.kind)
def test_what_a_webhook_gets_has_the_documented_form(webhook: Webhook, alert: Alert) -> None:
    send(alert, Target("desk", webhook.url))
    given = webhook.posts[0]["alert"]
    assert given["schema"] == 1
    assert msgspec.to_builtins(msgspec.convert(given, Event, strict=True)) == tuples(given) == event(alert)


def test_what_the_documents_show_of_alerts_is_what_the_program_makes() -> None:
    checked = subprocess.run(
        [sys.executable, str(DOCS / "examples.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")
