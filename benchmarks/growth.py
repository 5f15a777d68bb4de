"""What a check costs, and `status`, as a database grows from 1,000 to 100,000 documents.

    python benchmarks/growth.py [SIZES] [--due 1000]        sizes in thousands, default 1,10,100

Of each size, the first documents are read by the pipeline, and the others' rows are copies of theirs. Then as many as
are `--due` are checked, unchanged, by one process as the daemon checks them: the median of three passes. Memory is the
most that this process held. Linux only.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from costs import Cost
from policies import PAGE_BYTES, addresses, served
from programs import Staying, run
from sqlalchemy import Connection, Table, func, insert, select, update

from monitor import config
from monitor.database import Database, connect
from monitor.database.tables import changes, checks, clauses, documents, pages, sightings, snapshots, versions
from monitor.store import documents as stored

PASSES = 3
NUMBERED = (versions, sightings, snapshots, changes, checks)
REFERENCES = {"document_id": documents, "version_id": versions, "sighting_id": sightings, "after_id": versions}


class Checking(Staying):
    """A process that checks what is due."""

    script = "due.py"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="?", default="1,10,100")
    parser.add_argument("--due", type=int, default=1000)
    asked = parser.parse_args()
    print(f"{asked.due} pages of {PAGE_BYTES // 1000} KB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(f"{'documents':>9}{'CPU ms a check':>16}{'wall ms':>9}{'MB':>6}{'status s':>10}{'database MB':>13}")
    with served(asked.due) as (urls, _):
        for size in (int(text) * 1000 for text in asked.sizes.split(",")):
            with tempfile.TemporaryDirectory() as folder:
                print(row(Path(folder), size, urls), flush=True)


def row(folder: Path, size: int, urls: list[str]) -> str:
    """The figures of one size."""
    program = Checking(folder, addresses(size, int(urls[0].rsplit(":", 1)[1].split("/")[0])))
    program.data.mkdir()
    program.file.write_text(program.configured())
    settings = config.load(program.file, program.environment)
    database = connect(settings.database_url)
    with database.writing() as db:
        stored.sync(db, settings.declarations, datetime.now(UTC))
        postpone(db)
    program.begin()
    costs = [*checks_of(program, database, len(urls))]
    status = run([sys.executable, "-m", "monitor", "status", "--config", str(program.file)], program.environment)
    cpu = median(cost.cpu for cost in costs) / len(urls) * 1000
    wall = median(cost.wall for cost in costs) / len(urls) * 1000
    stored_mb = sum(file.stat().st_size for file in program.data.iterdir()) / 1e6
    memory = max(cost.main_mb for cost in costs)
    return f"{size:9,}{cpu:16.2f}{wall:9.2f}{memory:6.0f}{status.wall:10.2f}{stored_mb:13.1f}"


def checks_of(program: Checking, database: Database, due: int) -> Iterator[Cost]:
    """The cost of each pass, after one that reads the first documents and one that warms up."""
    try:
        for number in range(PASSES + 2):
            with database.writing() as db:
                if number == 1:
                    multiply(db, due)
                db.execute(update(documents).where(documents.c.id <= due).values(next_check_at=datetime.now(UTC)))
            cost = program.one_pass()
            if number > 1:
                yield cost
    finally:
        program.stop()


def postpone(db: Connection) -> None:
    """Let nothing be due."""
    db.execute(update(documents).values(next_check_at=datetime.now(UTC) + timedelta(days=30)))


def multiply(db: Connection, count: int) -> None:
    """Give the documents after the first ones the history of these."""
    most = {table: db.scalar(select(func.max(table.c.id))) or 0 for table in NUMBERED}
    copies = (db.scalar(select(func.max(documents.c.id))) or 0) // count - 1
    most[documents] = count
    for number in range(1, copies + 1):
        for table in (*NUMBERED, pages, clauses):
            copy(db, table, number, most)
    here = select(documents.c.url).where(documents.c.id == pages.c.document_id).scalar_subquery()
    db.execute(update(pages).values(url=here))
    db.execute(update(documents).where(documents.c.id > count).values(last_read_at=datetime.now(UTC)))


def copy(db: Connection, table: Table, number: int, most: Mapping[Table, int]) -> None:
    """Copy the first rows of a table, as rows of the documents that are so many times further on."""
    moved = {"id": table} | {name: other for name, other in REFERENCES.items() if name in table.c}
    by = {name: most[other] for name, other in moved.items() if name in table.c}
    columns = [column + number * by[column.name] if column.name in by else column for column in table.c]
    name, last = next(iter(by.items()))
    db.execute(insert(table).from_select([*table.c], select(*columns).where(table.c[name] <= last)))


if __name__ == "__main__":
    main()
