"""`deliveries`: what waits for which target, was given up or dropped, and what is to be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Connection

from monitor.cli.options import config_option, json_option
from monitor.cli.output import as_json, moment, say, table
from monitor.cli.session import LONGEST_NUMBER, Session, session
from monitor.errors import NotFoundError
from monitor.records import Delivery
from monitor.store import deliveries as queue

LATEST = 200  # deliveries that `--all` lists

ids_argument = click.argument("ids", nargs=-1, type=int)
target_option = click.option("--target", metavar="NAME", help="Those of this target, which need not be declared now.")


def state(delivery: Delivery) -> str:
    """What became of a delivery, in a word or two."""
    if delivery.delivered_at:
        return "delivered"
    if delivery.dropped_at:
        return "dropped"
    return "given up" if delivery.given_up_at else "waiting"


@click.group(invoke_without_command=True)
@config_option
@json_option
@click.option("--all", "every", is_flag=True, help=f"The latest {LATEST}, those that were delivered too.")
@click.pass_context
def deliveries(context: click.Context, path: Path | None, *, in_json: bool, every: bool) -> None:
    """List the alerts that wait for a target, were given up or dropped; or have some tried again, or dropped."""
    context.obj = path
    if context.invoked_subcommand is not None:
        return
    with session(path) as current, current.database.reading() as db:
        found = queue.latest(db, LATEST) if every else queue.untaken(db)
    if in_json:
        as_json([_as_object(each) for each in found])
        return
    columns = ("delivery", "alert", "target", "state", "attempts", "next attempt (UTC)", "last error")
    table(columns, [_row(each) for each in found])


@deliveries.command()
@config_option
@ids_argument
@target_option
@click.option("--to", "other", metavar="NAME", help="Send them to this declared target instead.")
@click.pass_obj
def retry(inherited: Path | None, ids: Sequence[int], path: Path | None, target: str | None, other: str | None) -> None:
    """Have alerts tried again at once: those named, those of a target, or all that were given up."""
    with session(path or inherited) as current, current.database.writing() as db:
        if other is not None and other not in _declared(current):
            raise NotFoundError(f"no target {other!r} is declared; declared are {_listed(_declared(current))}")
        chosen = _chosen(db, current, ids, target) if ids or target is not None else queue.given_up(db)
        now = datetime.now(UTC)
        for delivery in chosen:
            say(_renewed(db, delivery, other or delivery.target, now))
    if not chosen:
        say("there is nothing to try again")


@deliveries.command()
@config_option
@ids_argument
@target_option
@click.pass_obj
def drop(inherited: Path | None, ids: Sequence[int], path: Path | None, target: str | None) -> None:
    """Have alerts sent no more: those named, or those that a target has not taken. They stay in the database."""
    if not ids and target is None:
        raise click.UsageError("name deliveries by their numbers, or a target with --target")
    with session(path or inherited) as current, current.database.writing() as db:
        chosen = _chosen(db, current, ids, target)
        queue.drop(db, chosen, datetime.now(UTC))
    for delivery in chosen:
        say(f"delivery {delivery.id}: alert {delivery.alert_id} is not sent to {delivery.target}")
    if not chosen:
        say("there is nothing to drop")


def _renewed(db: Connection, delivery: Delivery, target: str, now: datetime) -> str:
    """Let one delivery wait anew, and say so; no target is given an alert that was queued for it already."""
    said = f"delivery {delivery.id}: alert {delivery.alert_id}"
    if target != delivery.target and queue.has(db, delivery.alert_id, target):
        return f"{said} was queued for {target} already; it is left as it is"
    queue.renew(db, delivery, now, target=target)
    moved = "" if target == delivery.target else f" in place of {delivery.target}"
    return f"{said} waits for {target}{moved}"


def _chosen(db: Connection, current: Session, ids: Sequence[int], target: str | None) -> tuple[Delivery, ...]:
    """The deliveries with these numbers, of which none may have been delivered; or what waits or was given up."""
    known = queue.targets(db) | _declared(current)
    if target is not None and target not in known:
        raise NotFoundError(f"no target {target!r} is declared or has a queue; known are {_listed(known)}")
    possible = [each for each in ids if each < 10**LONGEST_NUMBER]
    found = queue.numbered(db, possible) if ids else (*queue.pending(db), *queue.given_up(db))
    if missing := set(ids) - {each.id for each in found}:
        raise NotFoundError(f"no delivery {_listed(missing)}; `terms-monitor deliveries --all` lists them")
    if taken := [each.id for each in found if each.delivered_at]:
        raise NotFoundError(f"delivery {_listed(taken)} was delivered, and nothing can be done about it")
    return tuple(each for each in found if target in {None, each.target})


def _declared(current: Session) -> frozenset[str]:
    return frozenset(target.name for target in current.settings.targets)


def _listed(names: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, names))) or "none"


def _row(delivery: Delivery) -> tuple[str, ...]:
    upcoming = moment(delivery.next_attempt_at) if state(delivery) == "waiting" else ""
    return (
        str(delivery.id),
        str(delivery.alert_id),
        delivery.target,
        state(delivery),
        str(delivery.attempts),
        upcoming,
        delivery.last_error or "",
    )


def _as_object(delivery: Delivery) -> dict[str, object]:
    return {**asdict(delivery), "state": state(delivery)}
