"""`init` and `test-alert`: set the program up and try its targets."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from monitor import alert, config
from monitor.cli.options import config_option
from monitor.cli.output import say
from monitor.cli.session import settings_from
from monitor.errors import AlertError, ConfigError
from monitor.records import Alert, AlertKind


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("sources.toml"))
@click.option("--all", "every", is_flag=True, help="Declare all platforms that this release knows.")
def init(path: Path, *, every: bool) -> None:
    """Write a commented sources.toml to start from; an existing file is left alone."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(config.platforms() if every else config.starter())
    except FileExistsError as error:
        raise ConfigError("is there already; it was left as it is", path=str(path)) from error
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path=str(path)) from error
    say(f"wrote {path}; try `terms-monitor check`, then name your alert targets in it")


@click.command("test-alert")
@click.argument("target", required=False)
@config_option
def test_alert(target: str | None, path: Path | None) -> None:
    """Send a trial message to each alert target, or to the one named."""
    settings = settings_from(path)
    names = [t.name for t in settings.targets]
    if not names:
        raise ConfigError("no alert target is declared; add an [[alerts]] table with a url", path=settings.path)
    if target is not None and target not in names:
        raise ConfigError(f"no target is named {target!r}; there are {', '.join(names)}", path=settings.path)
    failed = []
    for each in settings.targets:
        if target in {None, each.name}:
            try:
                alert.send(Alert(AlertKind.TEST, (), datetime.now(UTC)), each, templates=settings.templates)
                say(f"{each.name}: delivered to {alert.display(each.url)}")
            except AlertError as error:
                failed.append(each.name)
                say(f"{each.name}: not delivered: {error.detail}")
    if failed:
        raise AlertError("the trial message was not taken", target=", ".join(failed))
