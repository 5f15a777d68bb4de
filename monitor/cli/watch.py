"""`run`: the daemon in the foreground, as a service manager or a terminal starts it."""

from __future__ import annotations

from pathlib import Path

import click

from monitor import daemon
from monitor.cli.logs import to_terminal
from monitor.cli.options import config_option
from monitor.cli.session import session, warn_of_idle, warn_of_stranded


@click.command()
@config_option
def run(path: Path | None) -> None:
    """Watch the declared documents on their schedule until stopped (SIGTERM or Ctrl-C)."""
    to_terminal(verbose=True)
    with session(path) as current:
        warn_of_idle(current.settings)
        warn_of_stranded(current)
        daemon.run(current.database, current.settings)
