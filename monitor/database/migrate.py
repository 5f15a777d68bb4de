"""Migrations, applied at start inside one transaction so that a crash leaves the schema whole."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from monitor.database.serial import serialise
from monitor.errors import DatabaseError


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision within the transaction of `connection`."""
    serialise(connection, "upgrade")
    config = configuration(connection)
    script = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_revision()
    if current == script.get_current_head():
        return
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        problem = f"was written by another release of this program ({error}); install that release or a newer one"
        raise DatabaseError(problem, url=connection.engine.url.set(query={}).render_as_string()) from error


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for this package's migrations, bound to a connection."""
    config = Config()
    config.set_main_option("script_location", str(_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _folder() -> Path:
    """Where the migrations lie: inside the installed package, beside it in a checkout."""
    package = Path(__file__).parent.parent
    shipped = package / "migrations"
    return shipped if shipped.is_dir() else package.parent / "migrations"
