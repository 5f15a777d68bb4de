"""`check`: one pass over the declared documents, with everything told when it exits."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from monitor.cli.logs import log_to_stderr
from monitor.cli.options import config_option, json_option
from monitor.cli.output import as_json, complain, progress, say, table
from monitor.cli.session import Session, chosen, session, warn_of_idle, warn_of_stranded
from monitor.cli.stopping import stoppable
from monitor.fetch import Fetcher
from monitor.pipeline import Tally, guarded, look, make_searchable, patiently, recall, tell
from monitor.records import Check, Declaration, Outcome
from monitor.store import deliveries, documents
from monitor.work import memory

UNREAD, UNDELIVERED = 3, 4  # exit codes


@dataclass(frozen=True, slots=True)
class _Alerts:
    """How the alerts of a pass went, with what nobody tries to send any more: for no target, or given up."""

    tally: Tally
    stranded: int
    given_up: int

    @property
    def waiting(self) -> int:
        return self.tally.refused + self.tally.left


@click.command()
@config_option
@json_option
@click.argument("named", metavar="[SERVICE]...", nargs=-1)
@click.option("--service", "services", multiple=True, metavar="ID", help="Check this service alone; may be repeated.")
@click.option("--verbose", "-v", is_flag=True, help="Say how each document went, as it goes.")
def check(path: Path | None, named: Sequence[str], services: Sequence[str], *, in_json: bool, verbose: bool) -> None:
    """Check every declared document once and deliver every alert that waits and that no digest or quiet hour holds.

    With services named, as SERVICE or by --service, theirs alone.
    """
    log_to_stderr("info" if verbose else "warning")
    memory.spare()
    with session(path) as current:
        warn_of_idle(current.settings)
        declarations = chosen(current.settings.declarations, (*named, *services))
        with current.database.writing() as db:
            documents.sync(db, current.settings.declarations, datetime.now(UTC))
        with progress("checking", len(declarations), quiet=in_json or verbose) as advance:
            results, tally = asyncio.run(_pass(current, declarations, lambda result: advance(result.key)))
        with guarded("the texts could not be made searchable"):
            make_searchable(current.database)
        stranded = warn_of_stranded(current)
        with current.database.reading() as db:
            never_read = documents.never_read(db)
            alerts = _Alerts(tally, stranded, len(deliveries.given_up(db)))
    if in_json:
        counts = {**asdict(tally), "stranded": alerts.stranded, "given_up": alerts.given_up}
        as_json({"checks": results, "alerts": counts})
    else:
        _print(results)
        _print_alerts(alerts)
        if not current.settings.targets:
            complain("nobody is told of changes: there is no [[alerts]] table; `terms-monitor history` lists them")
    sys.exit(_exit_code(results, alerts, never_read))


async def _pass(
    current: Session, declarations: Sequence[Declaration], done: Callable[[Check], None]
) -> tuple[tuple[Check, ...], Tally]:
    with stoppable():
        async with Fetcher(current.settings.fetch) as fetcher:
            results = await look(current.database, current.settings, fetcher, declarations, done=done)
    await patiently(lambda: recall(current.database, current.settings, wait=True))
    return results, await patiently(lambda: tell(current.database, current.settings, wait=True, everything=True))


def _print(results: Sequence[Check]) -> None:
    news = [r for r in results if r.outcome is not Outcome.UNCHANGED or r.kind]
    table(("document", "outcome", "why"), [(r.key, r.outcome, _why(r)) for r in sorted(news, key=lambda r: r.key)])
    counts = Counter(result.outcome for result in results)
    say(
        f"checked {len(results)}: "
        + ", ".join(f"{counts[outcome]} {outcome}" for outcome in Outcome if counts[outcome])
    )
    if counts[Outcome.FAILED] == len(results) > 1 and len(kinds := {result.kind for result in results}) == 1:
        complain(f"all of them failed alike ({kinds.pop()}): `terms-monitor doctor` looks at the network and the rest")


def _print_alerts(alerts: _Alerts) -> None:
    told = f"alerts: {alerts.tally.taken} delivered, {alerts.waiting} waiting"
    if alerts.tally.later:
        told += f", {alerts.tally.later} for later"
    if alerts.stranded:
        told += f", {alerts.stranded} stranded"
    if alerts.given_up:
        told += f", {alerts.given_up} given up: `terms-monitor deliveries`"
    say(told)
    if alerts.waiting:
        complain("some alerts are still to be delivered: `terms-monitor status` says why; the next check tries again")


def _why(result: Check) -> str:
    return ": ".join(filter(None, (result.kind, result.detail)))


def _exit_code(results: Sequence[Check], alerts: _Alerts, never_read: Collection[str]) -> int:
    """An error page in place of a document that was read before is noted, and no failure of the pass."""
    if alerts.waiting or alerts.stranded or alerts.given_up:
        return UNDELIVERED
    return UNREAD if any(r.outcome is Outcome.FAILED or r.key in never_read for r in results) else 0
