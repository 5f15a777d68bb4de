"""`import ota`: brings declarations from elsewhere into a configuration."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import click

from monitor import config
from monitor.cli.archives import Files, from_bytes, from_folder
from monitor.cli.options import Group, declared
from monitor.cli.output import complain
from monitor.config import Imported
from monitor.errors import ConfigError, NotFoundError
from monitor.fetch import Fetcher
from monitor.records import FetchSettings, Snapshot, counted

INCOMPLETE = 3  # exit code
_SOURCES_BYTES = 100_000_000


@click.group("import", cls=Group)
def bring() -> None:
    """Bring declarations from elsewhere."""


@bring.command("ota")
@click.argument("source", metavar="PATH-OR-URL")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this new file instead of standard output.")
@click.option("--service", "services", multiple=True, metavar="NAME", help="Bring this service alone; may be repeated.")
@click.option("--allow-private-networks", is_flag=True, help="Also take an address in a private network.")
def ota(source: str, output: Path | None, services: Sequence[str], *, allow_private_networks: bool) -> None:
    """Turn Open Terms Archive's declarations into a configuration.

    Takes a folder of declarations (or of a clone), a .zip or .tar.gz archive, or one JSON file, here or at an http(s)
    address. What cannot be carried over is listed and stands in the file as comments. Exit codes: 0 all was carried
    over, 3 something was not.
    """
    files = _files(source, allow_private=allow_private_networks)
    imported = config.convert(files.inside, services)
    notes = [f"{name}: it leads out of the archive" for name in files.outside]
    imported = replace(imported, notes=(*imported.notes, *notes))
    if not imported.documents:
        raise NotFoundError(f"{source}: no declarations found" + (f" of {', '.join(services)}" if services else ""))
    _write(config.write(imported), output)
    sys.exit(_report(imported))


def _files(source: str, *, allow_private: bool) -> Files:
    if source.lower().startswith(("http://", "https://")):
        declared({"fetch": source})
        settings = FetchSettings(max_bytes=_SOURCES_BYTES, allow_private_networks=allow_private)
        return from_bytes(urlsplit(source).path or source, asyncio.run(_fetch(source, settings)).body)
    if not source:
        raise click.UsageError("expected a path or an address, found nothing")
    path = Path(source)
    try:
        return from_folder(path) if path.is_dir() else from_bytes(source, path.read_bytes())
    except OSError as error:
        raise ConfigError(str(error.strerror), path=source) from error


async def _fetch(address: str, settings: FetchSettings) -> Snapshot:
    async with Fetcher(settings) as fetcher:
        found = await fetcher.get(address)
    assert isinstance(found, Snapshot), "asked for without validators"
    return found


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise ConfigError("is there already; it was left as it is", path=str(output)) from error
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path=str(output)) from error


def _report(imported: Imported) -> int:
    """Say what was not carried over; give the exit code."""
    if imported.passed_over:
        complain(f"passed over, as past declarations or code: {', '.join(imported.passed_over)}")
    for note in imported.notes:
        complain(f"not carried over: {note}")
    for document in imported.documents:
        state = "in part" if document.table else "left out"
        for note in document.notes:
            complain(f"{document.service}/{document.terms_type}: {state}: {note}")
    full, part, left = imported.counts
    complain(f"carried over {counted(full, 'document')} in full and {part} in part; {left} left out")
    return INCOMPLETE if part or left or imported.notes else 0
