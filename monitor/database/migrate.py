"""Migrations, applied at start inside one transaction so that a crash leaves the schema whole.

What applies them takes 10 MB of memory and is of use once a release: it has a process of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path

from sqlalchemy import URL, Connection, inspect, text

from monitor.database.trouble import shown
from monitor.errors import DatabaseError, UnwritableError

PACKAGE = Path(__file__).parent.parent
_SHIPPED = PACKAGE / "migrations"
MIGRATIONS = _SHIPPED if _SHIPPED.is_dir() else PACKAGE.parent / "migrations"  # beside the package in a checkout

REFUSED = 1  # exit code: what standard output says, as JSON, is in the way
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from monitor.database.migrating import main; main()"


def upgrade(url: URL) -> None:
    """Bring the schema of a database to the newest revision; DatabaseError where that cannot be."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _PROGRAM, *sys.path],
        input=url.render_as_string(hide_password=False),  # no secret on a command line
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == REFUSED and done.stdout:
        found = json.loads(done.stdout)
        kind = UnwritableError if found["unwritable"] else DatabaseError
        raise kind(found["detail"], url=shown(url), passing=found["passing"])
    if done.returncode:
        raise RuntimeError(f"the migrations failed for a reason that should not be: {done.stderr}")


def revision(connection: Connection) -> str | None:
    """The revision of the schema that is there, None before the first."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


@cache
def newest() -> str:
    """The revision that this release works with: files are named after their revisions, which count up."""
    return max(path.name.partition("_")[0] for path in MIGRATIONS.glob("versions/[0-9]*.py"))
