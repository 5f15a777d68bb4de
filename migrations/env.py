"""Alembic's entry point: runs the migrations on the connection it is handed."""

from typing import Literal

from alembic import context

from monitor.database.tables import Moment, Words, metadata

PLAIN = {Moment: "sa.DateTime(timezone=True)", Words: "sa.Text()"}


def render_plainly(_kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write our column types as what they are in the database: a migration must not depend on today's code."""
    return PLAIN.get(type(item), False)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite's schema changes are transactional once the driver keeps out of the way
    compare_type=True,
    render_item=render_plainly,
)
context.run_migrations()
