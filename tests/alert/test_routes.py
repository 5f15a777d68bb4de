from __future__ import annotations

from dataclasses import replace

import pytest
from alerts import OPT_OUT, STILL_REFUSABLE, report

from monitor.alert import wants
from monitor.records import ChangeKind, Practice, Service, Severity, Target


def target(**wishes: object) -> Target:
    return Target("t", "json://127.0.0.1/", **wishes)  # type: ignore[arg-type]  # each test names what it wishes


@pytest.mark.parametrize(
    ("severity", "least", "heard"),
    [
        (Severity.NONE, Severity.NONE, True),
        (Severity.NONE, Severity.NOTICE, False),
        (Severity.NOTICE, Severity.NOTICE, True),
        (Severity.NOTICE, Severity.ALERT, False),
        (Severity.ALERT, Severity.NOTICE, True),
    ],
)
def test_a_target_hears_of_changes_as_grave_as_it_asked_for(
    severity: Severity,
    least: Severity,
    heard: bool,  # noqa: FBT001 -- a table's column
) -> None:
    assert wants(target(min_severity=least), report(severity=severity)) is heard


def test_a_target_hears_of_the_services_it_named_only() -> None:
    assert wants(target(services=("stork", "heron")), report(OPT_OUT))
    assert not wants(target(services=("stork",)), report(OPT_OUT))


def test_one_common_tag_is_enough() -> None:
    assert wants(target(tags=("news", "social")), report(OPT_OUT))
    assert not wants(target(tags=("news",)), report(OPT_OUT))


def test_services_and_tags_must_both_fit() -> None:
    assert not wants(target(services=("heron",), tags=("news",)), report(OPT_OUT))


def test_a_target_hears_of_the_practices_it_named_only() -> None:
    assert wants(target(practices=(Practice.SHARES, Practice.TRAINS)), report(OPT_OUT))
    assert not wants(target(practices=(Practice.SHARES,)), report(OPT_OUT))


def test_a_clause_that_was_kept_is_no_practice_that_a_change_touched() -> None:
    changed = report(OPT_OUT, kept=(STILL_REFUSABLE,))
    assert not wants(target(practices=(Practice.CONTROL,)), changed)
    assert wants(target(practices=(Practice.TRAINS,)), changed)


def test_a_detail_that_changed_in_a_clause_is_about_its_practice() -> None:
    dated = replace(STILL_REFUSABLE, facts={"changed": ("deadline",)})
    changed = report(kept=(dated,), severity=Severity.NOTICE)
    assert wants(target(practices=(Practice.CONTROL,), min_severity=Severity.NOTICE), changed)
    assert not wants(target(practices=(Practice.TRAINS,), min_severity=Severity.NOTICE), changed)


def test_a_first_look_is_told_whatever_its_severity() -> None:
    first = report(kind=ChangeKind.FIRST, severity=Severity.NONE)
    assert wants(target(min_severity=Severity.ALERT, practices=(Practice.SHARES,)), first)


def test_a_first_look_still_keeps_to_services_and_tags() -> None:
    first = report(kind=ChangeKind.FIRST, service=Service("stork", "Stork"))
    assert not wants(target(services=("heron",)), first)
    assert not wants(target(tags=("social",)), first)
