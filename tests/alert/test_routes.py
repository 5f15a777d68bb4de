from __future__ import annotations

from dataclasses import replace

import pytest
from alerts import OPT_OUT, PROMISE_GONE, STILL_REFUSABLE, report

from monitor.alert import idle, wants
from monitor.records import ChangeKind, Declaration, Direction, Practice, Service, Severity, Target


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


def test_a_target_hears_only_of_what_it_asked_for_to_become_of_a_practice() -> None:
    assert wants(target(directions=(Direction.NEW, Direction.WIDER)), report(OPT_OUT))
    assert not wants(target(directions=(Direction.GONE,)), report(OPT_OUT))


def test_practice_and_direction_must_fit_one_and_the_same_clause() -> None:
    changed = report(OPT_OUT, PROMISE_GONE)
    assert wants(target(practices=(Practice.TRAINS,), directions=(Direction.NEW,)), changed)
    assert not wants(target(practices=(Practice.TRAINS,), directions=(Direction.GONE,)), changed)


def test_a_detail_that_changed_has_the_direction_kept() -> None:
    dated = replace(STILL_REFUSABLE, facts={"changed": ("deadline",)})
    changed = report(kept=(dated, replace(OPT_OUT, direction=Direction.KEPT)), severity=Severity.ALERT)
    assert wants(target(practices=(Practice.CONTROL,), directions=(Direction.KEPT,)), changed)
    assert not wants(target(practices=(Practice.TRAINS,), directions=(Direction.KEPT,)), changed)


@pytest.mark.parametrize(
    ("languages", "language", "heard"),
    [
        ((), "fr", True),
        (("de", "fr"), "fr", True),
        (("de",), "fr", False),
        (("de",), "de-CH", True),
        (("de",), None, True),
    ],
)
def test_a_target_hears_of_documents_in_its_languages_and_of_those_in_none_that_is_known(
    languages: tuple[str, ...],
    language: str | None,
    heard: bool,  # noqa: FBT001 -- a table's column
) -> None:
    assert wants(target(languages=languages), report(OPT_OUT, language=language)) is heard


@pytest.mark.parametrize(
    ("regions", "region", "heard"),
    [((), "EU", True), (("CH", "EU"), "EU", True), (("CH",), "EU", False), (("CH",), None, True)],
)
def test_a_target_hears_of_documents_for_its_regions_and_of_those_for_all(
    regions: tuple[str, ...],
    region: str | None,
    heard: bool,  # noqa: FBT001 -- a table's column
) -> None:
    assert wants(target(regions=regions), report(OPT_OUT, region=region)) is heard


def test_a_first_look_keeps_to_languages_and_regions_too() -> None:
    first = report(kind=ChangeKind.FIRST, language="fr", region="EU")
    assert not wants(target(languages=("de",)), first)
    assert not wants(target(regions=("CH",)), first)


def declared(service: str, *tags: str, **facts: str) -> Declaration:
    return Declaration(Service(service, service.title(), tags), "Privacy Policy", (), **facts)


DECLARED = (declared("heron", "social"), declared("stork", "news", region="EU", language="de-CH"))


def test_a_target_that_no_declared_document_fits_is_told_of_with_its_words() -> None:
    lost = target(services=("heron",), tags=("news",))
    assert [*idle([target(), lost, target(tags=("news",))], DECLARED)] == [
        "t: no declared document fits what it asks for (services, tags); it will be told of none"
    ]


def test_a_document_whose_region_or_language_is_not_declared_may_fit_any() -> None:
    assert not [*idle([target(regions=("US",), languages=("fr",))], DECLARED)]
    (lost,) = idle([target(services=("stork",), languages=("fr",), regions=("EU",))], DECLARED)
    assert "(services, languages, regions)" in lost
