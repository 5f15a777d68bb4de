"""The command `terms-monitor`: its options, its errors and its exit codes.

Exit codes: 0 all is well; 1 something expected failed (the database, a lock, a name that is not there);
2 the configuration or the command line is wrong, or the database takes no writing: nothing was touched; 3 some
documents could not be had, or never yet; 4 some alerts are still to be delivered.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from monitor import __version__
from monitor.cli import (
    bring,
    care,
    check,
    configure,
    deliveries,
    demonstrate,
    doctor,
    inspect,
    pages,
    propose,
    recall,
    stance,
    trial,
    watch,
)
from monitor.cli.options import Group, config_option
from monitor.cli.output import complain
from monitor.errors import ConfigError, MonitorError, UnknownError, UnwritableError

FAILED, MISCONFIGURED = 1, 2


class _Commands(Group):
    """A group whose expected errors are one line, and never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MonitorError as error:
            complain(f"terms-monitor: {error}")
            sys.exit(_exit_code(error, ctx.invoked_subcommand))


def _exit_code(error: MonitorError, command: str | None) -> int:
    """What a service manager is not to start again is misconfigured, and what names something that there is not.

    A disk, though, has room again some day; and of `db`, that it cannot be written to is no fault of the command line.
    """
    if isinstance(error, UnwritableError):
        return FAILED if command in {watch.run.name, care.db.name} else MISCONFIGURED
    return MISCONFIGURED if isinstance(error, (ConfigError, UnknownError)) else FAILED


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="terms-monitor")
@config_option
def main(path: Path | None) -> None:
    """Watch platforms' terms and privacy pages and tell when people's data is to train AI.

    Start with `terms-monitor demo`, then `terms-monitor init` and `terms-monitor check`.

    Exit codes: 0 all is well, 1 something failed, 2 the configuration or command line is wrong or the database
    takes no writing, 3 some documents could not be had, or never yet, 4 some alerts are still to be delivered.
    """


for command in (
    demonstrate.demo,
    propose.try_,
    propose.add,
    configure.init,
    bring.bring,
    check.check,
    watch.run,
    pages.web,
    inspect.status,
    doctor.doctor,
    deliveries.deliveries,
    stance.stance,
    stance.clauses,
    inspect.history,
    inspect.show,
    inspect.diff,
    recall.ack,
    recall.calendar,
    trial.test_alert,
    care.db,
):
    main.add_command(command)
