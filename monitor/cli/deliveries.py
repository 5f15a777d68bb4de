"""`deliveries`: what waits for which target, was given up or dropped, and what is to be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Connection

from monitor.cli.options import Group, config_option, json_option
from monitor.cli.output import as_json, complain, moment, say, table
from monitor.cli.session import LONGEST_NUMBER, Session, recalled
from monitor.errors import UnknownError
from monitor.pipeline import Outlook, outlook, state, try_again
from monitor.records import Delivery, counted
from monitor.store import deliveries as queue

LATEST = 200  # deliveries that `--all` lists

ids_argument = click.argument("ids", nargs=-1, type=int)
target_option = click.option("--target", metavar="NAME", help="Those of this target, which need not be declared now.")


def as_object(each: Outlook) -> dict[str, object]:
    """A delivery as an object for JSON, with what became of it."""
    return {**asdict(each.delivery), "state": state(each), "about": each.about, "goes_at": each.goes_at}


@click.group(cls=Group, invoke_without_command=True)
@config_option
@json_option
@click.option("--all", "every", is_flag=True, help=f"The latest {LATEST}, those that were delivered too.")
@click.pass_context
def deliveries(context: click.Context, path: Path | None, *, in_json: bool, every: bool) -> None:
    """List the alerts that wait for a target, were given up or dropped; or have some tried again, or dropped."""
    context.obj = path
    if context.invoked_subcommand is not None:
        return
    with recalled(path) as current, current.database.reading() as db:
        listed = queue.latest(db, LATEST) if every else queue.untaken(db)
        found = outlook(db, current.settings.targets, listed, datetime.now(UTC))
    if in_json:
        as_json([as_object(each) for each in found])
        return
    if not found:
        complain("nothing waits")
    columns = ("delivery", "about", "target", "state", "attempts", "next attempt (UTC)", "last error")
    table(columns, [_row(each) for each in found])


@deliveries.command()
@config_option
@ids_argument
@target_option
@click.option("--to", "other", metavar="NAME", help="Send them to this declared target instead.")
@click.pass_obj
def retry(inherited: Path | None, ids: Sequence[int], path: Path | None, target: str | None, other: str | None) -> None:
    """Have alerts tried again: those named, those of a target, or all that were given up.

    They go at once, or as soon as the target's digest or quiet hours let them.
    """
    with recalled(path or inherited) as current, current.database.writing() as db:
        if other is not None and other not in _declared(current):
            raise UnknownError(f"no target {other!r} is declared; declared are {_listed(_declared(current))}")
        chosen = _chosen(db, current, ids, target) if ids or target is not None else queue.given_up(db)
        waiting = len(queue.pending(db))
        now = datetime.now(UTC)
        for delivery in chosen:
            say(_renewed(db, current, delivery, other or delivery.target, now))
    if not chosen:
        say(_nothing(target, waiting))


@deliveries.command()
@config_option
@ids_argument
@target_option
@click.pass_obj
def drop(inherited: Path | None, ids: Sequence[int], path: Path | None, target: str | None) -> None:
    """Have alerts sent no more: those named, or those that a target has not taken. They stay in the database."""
    if not ids and target is None:
        raise click.UsageError("name deliveries by their numbers, or a target with --target")
    with recalled(path or inherited) as current, current.database.writing() as db:
        chosen = _chosen(db, current, ids, target)
        now = datetime.now(UTC)
        queue.drop(db, chosen, now)
        for each in outlook(db, current.settings.targets, chosen, now):
            say(f"delivery {each.delivery.id} ({each.about}) is not sent to {each.delivery.target}")
    if not chosen:
        say("there is nothing to drop")


def _nothing(target: str | None, waiting: int) -> str:
    """That there is nothing to try again, and what is tried anyhow."""
    if target is not None:
        return f"nothing waits for {target}, and nothing was given up"
    if not waiting:
        return "nothing waits, and nothing was given up"
    wait = counted(waiting, "alert waits", "alerts wait")
    return f"nothing was given up; {wait}, to be tried again without this; the number of one has it tried at once"


def _renewed(db: Connection, current: Session, delivery: Delivery, target: str, now: datetime) -> str:
    """Let one delivery wait anew, and say so; no target is given an alert that was queued for it already."""
    targets = current.settings.targets
    if target != delivery.target and queue.has(db, delivery.alert_id, target):
        return f"delivery {delivery.id} was queued for {target} already; it is left as it is"
    try_again(db, targets, delivery, now, to=target)
    moved = "" if target == delivery.target else f" in place of {delivery.target}"
    (renewed,) = outlook(db, targets, queue.numbered(db, [delivery.id]), now)
    return f"delivery {delivery.id} ({renewed.about}) waits for {target}{moved}{_when(renewed, now)}"


def _when(renewed: Outlook, now: datetime) -> str:
    if renewed.goes_at is None:
        return ", which is no target now"
    return f" and goes at {moment(renewed.goes_at)} UTC" if renewed.goes_at > now else ""


def _chosen(db: Connection, current: Session, ids: Sequence[int], target: str | None) -> tuple[Delivery, ...]:
    """The deliveries with these numbers, of which none may have been delivered; or what waits or was given up."""
    known = queue.targets(db) | _declared(current)
    if target is not None and target not in known:
        raise UnknownError(f"no target {target!r} is declared or has a queue; known are {_listed(known)}")
    possible = [each for each in ids if each < 10**LONGEST_NUMBER]
    found = queue.numbered(db, possible) if ids else (*queue.pending(db), *queue.given_up(db))
    if missing := set(ids) - {each.id for each in found}:
        raise UnknownError(f"no such delivery: {_listed(missing)}; `terms-monitor deliveries --all` lists them")
    if taken := [each.id for each in found if each.delivered_at]:
        raise UnknownError(f"delivered already, so that nothing can be done about it: {_listed(taken)}")
    return tuple(each for each in found if target in {None, each.target})


def _declared(current: Session) -> frozenset[str]:
    return frozenset(target.name for target in current.settings.targets)


def _listed(names: Iterable[object]) -> str:
    return ", ".join(sorted(map(str, names))) or "none"


def _row(each: Outlook) -> tuple[str, ...]:
    delivery = each.delivery
    return (
        str(delivery.id),
        each.about,
        delivery.target,
        state(each),
        str(delivery.attempts),
        moment(each.goes_at) if each.goes_at else "",
        delivery.last_error or "",
    )
