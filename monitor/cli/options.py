"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

config_option = click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path),
    help="The configuration file; default: sources.toml in the working directory.",
)
json_option = click.option("--json", "in_json", is_flag=True, help="Print JSON.")
