"""Migrations, applied at start inside one transaction so that a crash leaves the schema whole."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from monitor.database.serial import serialise
from monitor.database.trouble import shown
from monitor.errors import DatabaseError


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision within the transaction of `connection`."""
    serialise(connection, "upgrade")
    if revision(connection) == newest():
        return
    try:
        command.upgrade(configuration(connection), "head")
    except CommandError as error:
        problem = f"was written by another release of this program ({error}); install that release or a newer one"
        raise DatabaseError(problem, url=shown(connection.engine.url)) from error


def revision(connection: Connection) -> str | None:
    """The revision of the schema that is there, None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def newest() -> str | None:
    """The revision that this release works with."""
    config = Config()
    config.set_main_option("script_location", _location())
    return ScriptDirectory.from_config(config).get_current_head()


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for this package's migrations, bound to a connection."""
    config = Config()
    config.set_main_option("script_location", _location())
    config.attributes["connection"] = connection
    return config


def _location() -> str:
    """Where the migrations lie, as Alembic takes it: inside the installed package, beside it in a checkout."""
    package = Path(__file__).parent.parent
    shipped = package / "migrations"
    found = shipped if shipped.is_dir() else package.parent / "migrations"
    return str(found).replace("%", "%%")
