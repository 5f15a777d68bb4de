"""`run`: the daemon in the foreground, as a service manager or a terminal starts it."""

from __future__ import annotations

import logging
from pathlib import Path

import click

from monitor import daemon
from monitor.cli.logs import FORMATS, LEVELS, log_to_stderr
from monitor.cli.options import config_option
from monitor.cli.session import session, settings_from, warn_of_idle, warn_of_stranded
from monitor.records import Settings

log = logging.getLogger(__name__)


@click.command()
@config_option
@click.option("--log-format", type=click.Choice(FORMATS), help="How to log; default: text on a terminal, else json.")
@click.option("--log-level", type=click.Choice(LEVELS), default="info", show_default=True, help="What to log at least.")
def run(path: Path | None, log_format: str | None, log_level: str) -> None:
    """Watch the declared documents on their schedule until stopped (SIGTERM or Ctrl-C).

    A configuration that has changed is read again by itself, or at once on SIGHUP; one with a mistake is not used.
    """
    log_to_stderr(log_level, log_format)
    with session(path) as current:
        warn_of_stranded(current, log.warning)
        daemon.run(current.database, current.settings, lambda: settings_from(path), _warn)


def _warn(settings: Settings) -> None:
    warn_of_idle(settings, log.warning)
