"""`test-alert`: try the targets with a trial message, or see what they would be told of a real change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
from sqlalchemy import Connection

from monitor import alert
from monitor.cli.options import Day, config_option
from monitor.cli.output import moment, say
from monitor.cli.session import documents_named, recalled, session, settings_from, warn_of_idle, warn_of_stranded
from monitor.database import is_there
from monitor.errors import AlertError, ConfigError, NotFoundError, UnknownError
from monitor.pipeline import heard, report_on
from monitor.records import Alert, AlertKind, Change, ChangeKind, Report, Settings, Severity, Target
from monitor.store import changes

GRAVE = {Severity.ALERT, Severity.NOTICE}
MANY = 5  # days on which changes were seen, as an error names them


@click.command("test-alert")
@click.argument("target", required=False)
@config_option
@click.option("--service", metavar="ID", help="Show what targets are told of this service's last alert or notice.")
@click.option(
    "--as",
    "day",
    type=Day(),
    help="Take the change that was seen on that day (UTC).",
)
@click.option("--send", is_flag=True, help="Send what is shown, too.")
def test_alert(target: str | None, path: Path | None, service: str | None, day: date | None, *, send: bool) -> None:
    """Send a trial message to each alert target, or to the one named; or show what they are told of a real change."""
    if service is None and (day is not None or send):
        raise click.UsageError("--as and --send go with --service; without it a trial message is sent")
    settings = settings_from(path)
    targets = _chosen(settings, target)
    warn_of_idle(settings)
    if service is None:
        _send(settings, [(each, Alert(AlertKind.TEST, (), datetime.now(UTC))) for each in targets])
        _warn_if_there_is_a_queue(path, settings)
        return
    with recalled(path) as current:
        warn_of_stranded(current)
        with current.database.reading() as db:
            told = [*_shown(db, settings, targets, _change(db, service, day))]
    if send:
        _send(settings, told)


def _warn_if_there_is_a_queue(path: Path | None, settings: Settings) -> None:
    """Warn of what is stranded in the database; a trial makes none where there is none yet."""
    if is_there(settings.database_url):
        with session(path) as current:
            warn_of_stranded(current)


def _chosen(settings: Settings, name: str | None) -> list[Target]:
    """The targets that are meant: the one named, or all of them."""
    names = [target.name for target in settings.targets]
    if not names:
        raise ConfigError("no alert target is declared; add an [[alerts]] table with a url", path=settings.path)
    if name is not None and name not in names:
        raise UnknownError(f"no target is named {name!r}; there are {', '.join(names)}")
    return [target for target in settings.targets if name in {None, target.name}]


def _send(settings: Settings, messages: Iterable[tuple[Target, Alert]]) -> None:
    failed = []
    for target, message in messages:
        try:
            alert.send(message, target, now=message.created_at, templates=settings.templates)
            say(f"{target.name}: delivered to {alert.display(target.url)}")
        except AlertError as error:
            failed.append(target.name)
            say(f"{target.name}: not delivered: {error.detail}")
    if failed:
        raise AlertError("the trial message was not taken", target=", ".join(failed))


def _change(db: Connection, service: str, day: date | None) -> Change:
    """The last change that raised an alert or a notice, or the last of those that were seen on a day."""
    known = changes.of_documents(db, [state.key for state in documents_named(db, service)])
    telling = [each for each in known if each.kind is not ChangeKind.FIRST and each.severity in GRAVE]
    found = [each for each in telling if day is None or each.seen_with.astimezone(UTC).date() == day]
    if found:
        return found[-1]
    if not telling:
        raise NotFoundError(f"no change of {service!r} has raised an alert or a notice yet")
    days = sorted({f"{each.seen_with.astimezone(UTC):%Y-%m-%d}" for each in telling})
    raise NotFoundError(
        f"no change of {service!r} that raised an alert or a notice was seen on {day:%Y-%m-%d}; "
        f"the last were seen on {', '.join(days[-MANY:])}"
    )


def _shown(
    db: Connection, settings: Settings, targets: Sequence[Target], change: Change
) -> Iterator[tuple[Target, Alert]]:
    """Print the alert that a change is part of as each target gets it, and give it."""
    together = changes.in_alert(db, change.alert_id) if change.alert_id else (change,)
    reports = [report_on(db, each, with_diff=True) for each in together]
    say(f"change {change.id} of {change.key}, seen {moment(change.seen_with)}: {change.severity}")
    for target in targets:
        say()
        if told := heard(db, target, reports):
            message = Alert(AlertKind.CHANGE, told, change.seen_with)
            written, form = alert.preview(message, target, now=message.created_at, templates=settings.templates)
            say(f"── {target.name} ({form})\n{written.title}\n\n{written.body.strip()}")
            yield target, message
        else:
            say(f"── {target.name} would not be told: {_why_not(target, reports)}")


def _why_not(target: Target, reports: Iterable[Report]) -> str:
    """The keys of a target's route that no report fits; where all fit, it knows already."""
    keys = dict.fromkeys(key for report in reports for key in alert.unmet(target, report))
    return f"it does not fit {', '.join(keys)}" if keys else "it was told the same before"
