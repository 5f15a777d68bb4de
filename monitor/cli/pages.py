"""`web`: the pages of a database by themselves, without any watching."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from monitor import config
from monitor.cli.logs import FORMATS, LEVELS, log_to_stderr
from monitor.cli.options import config_option
from monitor.cli.output import say
from monitor.cli.session import settings_from
from monitor.daemon import heed_signals
from monitor.database import Database, connect
from monitor.errors import ConfigError
from monitor.records import Pulse, Settings
from monitor.web import check_free, serving


@click.command()
@config_option
@click.option("--listen", metavar="ADDRESS:PORT", help="Answer there, and not where the configuration says.")
@click.option("--hash-password", is_flag=True, help="Ask for a password, print what `[web]` may keep of it, and end.")
@click.option("--log-format", type=click.Choice(FORMATS), help="How to log; default: text on a terminal, else json.")
@click.option("--log-level", type=click.Choice(LEVELS), default="info", show_default=True, help="What to log at least.")
def web(path: Path | None, listen: str | None, log_format: str | None, log_level: str, *, hash_password: bool) -> None:
    """Show what is stored until stopped (SIGTERM or Ctrl-C), without watching: the database is only read.

    `terms-monitor run` shows the same, and has buttons besides.
    """
    if hash_password:
        say(_hashed())
        return
    log_to_stderr(log_level, log_format)
    settings = _listening(settings_from(path), listen)
    check_free(settings.web)
    database = connect(settings.database_url, read_only=True)
    try:
        asyncio.run(_show(database, settings))
    finally:
        database.close()


def _hashed() -> str:
    """What the configuration keeps of a password: typed twice, or a line of standard input."""
    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < config.LEAST_PASSWORD:
        raise click.UsageError(f"a password has at least {config.LEAST_PASSWORD} characters")
    return config.hashed(password)


def _listening(settings: Settings, listen: str | None) -> Settings:
    """The settings by which it answers, there if an address is given."""
    if listen is None:
        return settings
    try:
        return replace(settings, web=config.listening(settings.web, listen, config.Place("")))
    except ConfigError as error:
        raise click.UsageError(f"--listen: {error.problem}") from error


async def _show(database: Database, settings: Settings) -> None:
    stop = asyncio.Event()
    heed_signals(stop, asyncio.Event())
    shown = replace(settings, web=replace(settings.web, enabled=True))
    pulse = Pulse(datetime.now(UTC), ready=True, watches=False)
    async with serving(database, lambda: (shown, pulse), may_write=False):
        await stop.wait()
