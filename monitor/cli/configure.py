"""`init`: set the program up."""

from __future__ import annotations

from pathlib import Path

import click

from monitor import config
from monitor.cli.output import say
from monitor.errors import ConfigError


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("sources.toml"))
@click.option("--all", "every", is_flag=True, help="Declare all platforms that this release knows.")
def init(path: Path, *, every: bool) -> None:
    """Write a sources.toml of a few platforms, with the settings as comments; an existing file is left alone."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(config.platforms() if every else config.starter())
    except FileExistsError as error:
        raise ConfigError("is there already; it was left as it is", path=str(path)) from error
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path=str(path)) from error
    say(f"wrote {path}; try `terms-monitor check`, then name your alert targets in it")
