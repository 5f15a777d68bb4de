"""How commands show what they know: tables on a terminal, plain lines elsewhere, JSON when asked for."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

# Characters that could steer a terminal or reorder what is read: text from pages never brings them there. Halves of
# characters (surrogates), from names that are no UTF-8, cannot be written at all.
STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
NEVER = "never"
MOST_LAID_OUT = 1000  # rows
_FLAT = str.maketrans("\n\t", "  ")


def clean(text: str) -> str:
    """Text that is safe to print on a terminal."""
    return STEERING.sub("�", text)


def moment(value: datetime | None) -> str:
    """An instant to the minute in UTC."""
    return NEVER if value is None else value.strftime("%Y-%m-%d %H:%M")


def say(text: str = "") -> None:
    """Print a line of plain text."""
    click.echo(clean(text))


def complain(text: str) -> None:
    """Print a line to standard error."""
    click.echo(clean(text), err=True)


def as_json(value: object) -> None:
    """Print a value as JSON: records as objects, instants in ISO 8601."""
    click.echo(_to_json(value, indent=2))


def json_line(value: object) -> str:
    """A value as JSON in one line."""
    return _to_json(value, indent=None)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on a terminal, lines of tab-separated cells elsewhere; nothing where it has no rows.

    What would fill a terminal many times over is not laid out: that takes longer than anybody waits.
    """
    if not rows:
        return
    if not sys.stdout.isatty() or len(rows) > MOST_LAID_OUT:
        say("\n".join("\t".join(cell.translate(_FLAT) for cell in row) for row in (columns, *rows)))
        return
    grid = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        grid.add_column(column, overflow="fold")  # a name cut short is no name
    for row in rows:
        grid.add_row(*(Text(clean(cell)) for cell in row))
    Console().print(grid)


def progress(label: str, total: int, *, quiet: bool) -> AbstractContextManager[Callable[[str], None]]:
    """A progress bar on a terminal; its context gives a function that takes the name of each thing done."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(lambda _: None)
    return _Bar(label, total)


class _Bar(AbstractContextManager[Callable[[str], None]]):
    def __init__(self, label: str, total: int) -> None:
        columns = (
            TextColumn("{task.fields[label]}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[last]}"),
        )
        self.bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self.task = self.bar.add_task("", total=total, label=label, last="")

    def __enter__(self) -> Callable[[str], None]:
        self.bar.start()
        return self._advance

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def _advance(self, name: str) -> None:
        self.bar.update(self.task, advance=1, last=clean(name).replace("[", r"\["))


def _to_json(value: object, indent: int | None) -> str:
    written = json.dumps(value, default=_plain, ensure_ascii=False, indent=indent)
    return STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", written)


def _plain(value: Any) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
