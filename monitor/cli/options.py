"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from monitor import config
from monitor.errors import ConfigError
from monitor.records import Declaration

LONGEST_SUMMARY = 200  # characters


class Group(click.Group):
    """Commands of which the help shows the first sentence whole."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a paragraph for each command."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, each.get_short_help_str(LONGEST_SUMMARY)) for name, each in commands if each])


class Day(click.ParamType[date]):
    """A day of the calendar."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Give the day; fail with an example of one."""
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day of the calendar, such as 2026-03-31", param, ctx)


def _also_before(ctx: click.Context, _: click.Parameter, value: Path | None) -> Path | None:
    """The file given behind the command, else the one before it."""
    found: Path | None = ctx.find_root().params.get("path") if value is None else value
    return found


config_option = click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path),
    callback=_also_before,
    help="The configuration file; default: sources.toml in the working directory.",
)
json_option = click.option("--json", "in_json", is_flag=True, help="Print JSON.")


def declared(keys: Mapping[str, object], **of: str) -> Declaration:
    """What arguments and options declare; click.UsageError names the first that no configuration may have."""
    try:
        return config.document(keys, config.Place(""), **of)
    except ConfigError as error:
        option = "the address" if error.key == "fetch" else f"--{error.key}"
        raise click.UsageError(f"{option}: {error.problem}") from error
