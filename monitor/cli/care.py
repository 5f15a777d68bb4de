"""`db`: the care of the database, beside a daemon or without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import click

from monitor import config
from monitor.cli.options import Group, config_option
from monitor.cli.output import complain, progress, say
from monitor.cli.session import session, warn
from monitor.database import Database, compact, connect, hold, is_there, newest, revision, shown, size, upgrade
from monitor.errors import ConfigError, DatabaseError, LockedError
from monitor.pipeline import back_up, copy_all, damages, tidy
from monitor.records import Damage, counted
from monitor.store import copying, soundness

DAMAGED = 1  # exit code


@click.group(cls=Group)
@config_option
@click.pass_context
def db(context: click.Context, path: Path | None) -> None:
    """Care for the database: bring it up to date, back it up, check, tidy and move it.

    Exit codes: 1 the work failed, or something is damaged; 2 an address or file is not what the command can use.
    """
    context.obj = path


@db.command("upgrade")
@config_option
@click.pass_obj
def upgrade_(inherited: Path | None, path: Path | None) -> None:
    """Bring the tables up to this release, as every other command that uses them does at its start.

    That is one transaction: where it fails, the database is what it was.
    """
    with _opened(_address(path or inherited)) as database:
        with database.reading() as connection:
            before = revision(connection)
        if before == newest():
            say(f"{shown(database.url)} is up to date, at revision {before}")
            return
        upgrade(database.url)
    say(f"{shown(database.url)} was brought from revision {before or 'none'} to {newest()}")


@db.command()
@config_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace FILE if it is there.")
@click.pass_obj
def backup(inherited: Path | None, file: Path, path: Path | None, *, force: bool) -> None:
    """Copy the database as it is now into FILE, an SQLite database, while work on it goes on.

    Of a PostgreSQL database, too: `db copy` takes it back. FILE is verified before it gets its name, and can be read by
    its owner alone.
    """
    with _existing(_address(path or inherited)) as database, _tables("backing up") as done:
        back_up(database, file, replace=force, done=done)
    say(f"{shown(database.url)} is in {file}, {_megabytes(file.stat().st_size)}")


@db.command()
@config_option
@click.pass_obj
def check(inherited: Path | None, path: Path | None) -> None:
    """Look at everything that the database holds, and say what of it cannot be right; nothing is written.

    Exit code 1 when something is damaged.
    """
    with _existing(_address(path or inherited)) as database, database.beholding() as connection:
        if revision(connection) != newest():
            raise DatabaseError("is of another release; `terms-monitor db upgrade` first", url=shown(database.url))
        total = soundness.count(connection)
        with progress("checking", total, quiet=False) as done:
            found = sum(_told(damage) for damage in damages(connection, done))
    if found:
        complain(f"{shown(database.url)}: {counted(found, 'damage')}")
        sys.exit(DAMAGED)
    say(f"{shown(database.url)} is sound: {total:,} values, texts and changes were looked at")


@db.command()
@config_option
@click.pass_obj
def vacuum(inherited: Path | None, path: Path | None) -> None:
    """Remove what need not be kept ([storage]) and values that nothing refers to, and give back the room.

    A daemon may run; an SQLite file is written anew only when none does.
    """
    with session(path or inherited) as current:
        database = current.database
        before = size(database)
        tidied = tidy(database, current.settings.storage)
        pages, values = counted(tidied.originals, "page"), counted(tidied.values, "unused value")
        say(f"removed: {counted(tidied.checks, 'check')}, {pages} as received, {values}")
        try:
            _compact(database)
        except LockedError:
            warn("the file keeps its size, and uses the room again: a daemon runs on it, or another `db vacuum`")
        say(f"{shown(database.url)}: {_megabytes(before)} before, {_megabytes(size(database))} now")


@db.command()
@config_option
@click.argument("addresses", nargs=-1, metavar="[FROM TO]")
@click.option("--to", "other", metavar="TO", help="Copy the database that is configured to this address.")
@click.pass_obj
def copy(inherited: Path | None, addresses: Sequence[str], path: Path | None, other: str | None) -> None:
    """Copy a database into an empty one, such as from SQLite to PostgreSQL or back, and verify that all arrived.

    Addresses are as MONITOR_DATABASE_URL takes them. Stop the daemon first: what it writes meanwhile is not copied.
    """
    origin, target = _ends(path or inherited, addresses, other)
    with _existing(origin) as database, _tables("copying") as done:
        rows = copy_all(database, target, done=done)
    say(f"{counted(rows, 'row was', 'rows were')} copied, and read again: the same")


def _ends(path: Path | None, addresses: Sequence[str], other: str | None) -> tuple[str, str]:
    """From where to where is copied."""
    if other is not None and not addresses:
        return _address(path), config.address(other, config.Place("command line", key="--to"))
    if other is not None or len(addresses) != len(("FROM", "TO")):
        raise click.UsageError("name two addresses, FROM and TO, or one with --to")
    origin, target = (config.address(each, config.Place("command line", key="FROM or TO")) for each in addresses)
    return origin, target


def _address(path: Path | None) -> str:
    """The configured database; without a file of configuration that is there, the environment names it."""
    if path is None and os.environ.get(config.VARIABLE, "").strip():
        return config.database_url(os.environ, Path())
    return config.database_url(os.environ, config.locate(path, Path.cwd()))


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    """Open a database as it is, of whichever release."""
    database = connect(url, migrate=False)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _existing(url: str) -> Iterator[Database]:
    if not is_there(url):
        raise ConfigError("there is no such database", path=url.removeprefix("sqlite:///"))
    with _opened(url) as database:
        yield database


def _compact(database: Database) -> None:
    """Give back the room; LockedError where an SQLite file cannot be written anew since a daemon runs on it."""
    with nullcontext() if database.is_shared else hold(database, "daemon"):
        compact(database)


def _told(damage: Damage) -> int:
    say(f"{damage.place}: {damage.problem}; {damage.advice}")
    return 1


def _tables(label: str) -> AbstractContextManager[Callable[[str], None]]:
    return progress(label, len(copying.TABLES), quiet=False)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
