"""Metrics in the text format of Prometheus: nearly all from the database, so that they hold after a restart."""

from __future__ import annotations

import math
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from monitor import __version__
from monitor.database import Database
from monitor.records import AlertKind, Figures, Outcome, Pulse, Settings
from monitor.store import figures
from monitor.web.present import Present
from monitor.web.tallies import BOUNDS, Tallies

PREFIX = "terms_monitor_"


class Metrics:
    """Answers with everything that is measured."""

    def __init__(self, database: Database, present: Present, clock: Callable[[], datetime]) -> None:
        self.database, self.present, self.clock = database, present, clock
        self.tallies = Tallies()

    def show(self, _: Request) -> Response:
        """All metrics as they are now."""
        settings, pulse = self.present()
        now = self.clock()
        with self.database.reading() as db:
            self.tallies.count(db, pulse.started_at, now)
            measured = [
                *_of_the_daemon(pulse, now),
                *_of_checks(self.tallies),
                *_of_figures(figures.figures(db), {target.name for target in settings.targets}, now),
                *_of_documents(db, settings, now),
            ]
        registry = CollectorRegistry()
        registry.register(_Measured(measured))
        ProcessCollector(registry=registry)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


class _Measured(Collector):
    def __init__(self, measured: Sequence[Metric]) -> None:
        self.measured = measured

    def collect(self) -> Iterable[Metric]:
        """Give what was measured."""
        return self.measured


def _of_the_daemon(pulse: Pulse, now: datetime) -> Iterator[Metric]:
    build = {"version": __version__, "python": platform.python_version()}
    yield InfoMetricFamily(f"{PREFIX}build", "The release that runs", build)
    yield _gauge("ready", "1 once the first look is scheduled", float(pulse.ready))
    yield _gauge("configuration_problem", "1 while the file was changed and is not used", float(bool(pulse.problem)))
    yield _gauge("last_look_age_seconds", "Since the last look at what is due", _age(pulse.looked_at, now))


def _of_checks(tallies: Tallies) -> Iterator[Metric]:
    ended = CounterMetricFamily(
        f"{PREFIX}checks", "Checks that ended since the daemon started, by outcome", labels=["outcome"]
    )
    took = HistogramMetricFamily(f"{PREFIX}check_duration_seconds", "How long these took", labels=["outcome"])
    for outcome in Outcome:
        tally = tallies.of(outcome)
        ended.add_metric([outcome], tally.count)
        bounds = [*map(str, BOUNDS), "+Inf"]
        took.add_metric([outcome], list(zip(bounds, [*tally.within, tally.count], strict=True)), tally.seconds)
    yield from (ended, took)


def _of_figures(found: Figures, declared: set[str], now: datetime) -> Iterator[Metric]:
    yield _gauge("documents", "Declared documents", found.declared)
    yield _gauge("documents_failing", "Declared documents whose last check failed", found.failing)
    yield _gauge("documents_held", "Declared documents with a text that awaits confirmation", found.held)
    yield _gauge("documents_never_read", "Declared documents that were never read", found.never_read)
    yield _gauge("newest_read_age_seconds", "Since any document was last read", _age(found.newest_read_at, now))
    oldest = None if found.never_read else found.oldest_read_at
    yield _gauge("oldest_read_age_seconds", "Since the document least lately read was read", _age(oldest, now))
    late = 0.0 if found.due_at is None else max(0.0, (now - found.due_at).total_seconds())
    yield _gauge("check_delay_seconds", "How long the check longest due has been due", late)
    yield _gauge("changes_to_review", "Changes that wait to be judged", found.to_review)
    yield _gauge("changes_to_announce", "Changes that wait for their alert", found.to_announce)
    alerts = CounterMetricFamily(f"{PREFIX}alerts", "Alerts made, by kind", labels=["kind"])
    for kind in AlertKind:
        if kind not in {AlertKind.DIGEST, AlertKind.TEST}:  # of which nothing is kept
            alerts.add_metric([kind], found.alerts.get(kind, 0))
    yield alerts
    yield from _of_queues(found, declared, now)


def _of_queues(found: Figures, declared: set[str], now: datetime) -> Iterator[Metric]:
    """What each target has not taken, with zeros of those that have taken all; stranded: no target has that name."""
    queued = GaugeMetricFamily(f"{PREFIX}deliveries", "Alerts no target took", labels=["target", "state"])
    oldest = GaugeMetricFamily(
        f"{PREFIX}delivery_oldest_age_seconds", "Since the first alert that waits was queued", labels=["target"]
    )
    for name in sorted(declared | found.queues.keys()):
        queue = found.queues.get(name)
        waiting = queue.waiting if queue else 0
        queued.add_metric([name, "waiting"], waiting if name in declared else 0)
        queued.add_metric([name, "stranded"], 0 if name in declared else waiting)
        queued.add_metric([name, "given_up"], queue.given_up if queue else 0)
        oldest.add_metric([name], _age(queue.oldest, now) if queue and queue.oldest else 0)
    yield from (queued, oldest)


def _of_documents(db: Connection, settings: Settings, now: datetime) -> Iterator[Metric]:
    """Of each document, unless there are more than a server of metrics can be asked to keep."""
    if len(settings.declarations) > settings.web.document_series:
        return
    ages = GaugeMetricFamily(
        f"{PREFIX}document_last_read_age_seconds", "Since the document was last read", labels=["document"]
    )
    failures = GaugeMetricFamily(
        f"{PREFIX}document_failures", "Checks of the document that failed in a row", labels=["document"]
    )
    for key, last_read_at, failed in figures.readings(db):
        ages.add_metric([key], _age(last_read_at, now))
        failures.add_metric([key], failed)
    yield from (ages, failures)


def _gauge(name: str, said: str, value: float) -> Metric:
    return GaugeMetricFamily(PREFIX + name, said, value)


def _age(moment: datetime | None, now: datetime) -> float:
    """Seconds since a moment; infinitely many since one that never was, so that every bound is passed."""
    return math.inf if moment is None else max(0.0, (now - moment).total_seconds())
