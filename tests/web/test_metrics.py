from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

from answering import Served
from prometheus_client.parser import text_string_to_metric_families
from servers import Reply
from world import World

from monitor.pipeline.announce import queue_alert
from monitor.records import AlertKind, Target
from monitor.web.metrics import Metrics

KEY = "larkspur/Privacy Policy"


def measured(served: Served) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels, in the order of their names."""
    answer = served.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    families = text_string_to_metric_families(answer.text)
    return {
        (s.name, *(value for _, value in sorted(s.labels.items()))): s.value
        for family in families
        for s in family.samples
    }


def test_documents_are_told_with_the_age_of_their_last_reading(served: Served, world: World) -> None:
    world.declare("Terms of Service", "/terms")
    world.site["/terms"] = Reply("gone", status=410)
    world.pass_time(hours=-2)
    world.look()
    found = measured(served)
    assert found["terms_monitor_documents",] == 2
    assert found["terms_monitor_documents_failing",] == 1
    assert found["terms_monitor_documents_never_read",] == 1
    assert 7200 <= found["terms_monitor_document_last_read_age_seconds", KEY] < 7300
    assert found["terms_monitor_document_last_read_age_seconds", "larkspur/Terms of Service"] == math.inf
    assert found["terms_monitor_document_failures", "larkspur/Terms of Service"] == 1
    assert found["terms_monitor_oldest_read_age_seconds",] == math.inf


def test_beyond_a_number_of_documents_none_has_series_of_its_own(served: Served, world: World) -> None:
    world.look()
    assert ("terms_monitor_document_failures", KEY) in measured(served)
    served.web(document_series=0)
    found = measured(served)
    assert ("terms_monitor_document_failures", KEY) not in found
    assert found["terms_monitor_documents",] == 1


def test_what_waits_was_given_up_or_is_stranded_is_told_by_target(served: Served, world: World) -> None:
    with world.database.writing() as db:
        queue_alert(db, AlertKind.TEST, [Target("desk", ""), Target("gone", "")], world.now - timedelta(hours=1))
    found = measured(served)
    assert found["terms_monitor_deliveries", "waiting", "desk"] == 1
    assert found["terms_monitor_deliveries", "stranded", "desk"] == 0
    assert found["terms_monitor_deliveries", "stranded", "gone"] == 1
    assert found["terms_monitor_deliveries", "waiting", "gone"] == 0
    assert found["terms_monitor_delivery_oldest_age_seconds", "desk"] >= 3600


def test_checks_are_counted_by_outcome_from_the_start_on(quiet: Served, world: World) -> None:
    world.pass_time(hours=-6)
    world.look()
    metrics = Metrics(quiet.database, quiet.present, lambda: world.now)

    def count() -> dict[str, int]:
        with world.database.reading() as db:
            metrics.tallies.count(db, quiet.pulse.started_at, world.now)
        return {outcome: metrics.tallies.of(outcome).count for outcome in ("first", "unchanged", "changed")}

    assert count() == {"first": 0, "unchanged": 0, "changed": 0}
    for _ in range(2):
        world.pass_time(hours=6)
        world.look()
    assert count()["unchanged"] == 1, "what has just ended is left for the next time"
    world.pass_time(minutes=1)
    assert count() == count() == {"first": 0, "unchanged": 2, "changed": 0}
    assert metrics.tallies.of("unchanged").within[-1] == 2


def test_a_histogram_says_how_long_checks_took_and_the_daemon_how_it_fares(served: Served, world: World) -> None:
    served.pulse = replace(served.pulse, started_at=world.now - timedelta(hours=1))
    world.pass_time(minutes=-1)
    world.look()
    found = measured(served)
    assert found["terms_monitor_check_duration_seconds_count", "first"] == 1
    assert found["terms_monitor_check_duration_seconds_bucket", "+Inf", "first"] == 1
    assert found["terms_monitor_checks_total", "first"] == 1
    assert found["terms_monitor_ready",] == 1
    assert found["terms_monitor_configuration_problem",] == 0
    assert 0 <= found["terms_monitor_last_look_age_seconds",] < 60
    assert found["process_resident_memory_bytes",] > 0
