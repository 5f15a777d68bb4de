"""Migrating: the program of the process that applies the migrations. No other module needs Alembic."""

from __future__ import annotations

import json
import sys
from contextlib import closing

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from monitor.database.connection import connect
from monitor.database.migrate import MIGRATIONS, REFUSED, newest, revision
from monitor.database.serial import serialise
from monitor.database.trouble import shown
from monitor.errors import DatabaseError, UnwritableError


def main() -> None:
    """Bring the database whose address standard input holds up to date, or say what is in the way."""
    try:
        with closing(connect(sys.stdin.read(), migrate=False)) as database, database.writing() as connection:
            apply(connection)
    except DatabaseError as error:
        found = {"detail": error.detail, "passing": error.passing, "unwritable": isinstance(error, UnwritableError)}
        json.dump(found, sys.stdout)
        sys.exit(REFUSED)


def apply(connection: Connection) -> None:
    """Bring the schema to the newest revision within the transaction of `connection`."""
    serialise(connection, "upgrade")
    if revision(connection) == newest():
        return
    try:
        command.upgrade(configuration(connection), "head")
    except CommandError as error:
        problem = f"was written by another release of this program ({error}); install that release or a newer one"
        raise DatabaseError(problem, url=shown(connection.engine.url)) from error


def configuration(connection: Connection) -> Config:
    """Alembic's configuration for this package's migrations, bound to a connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
