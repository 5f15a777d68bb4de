"""`doctor`: what is well, what is not, and what to do about it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from monitor.cli import examinations, surroundings
from monitor.cli.examinations import Diagnosis, Level, problem, warning
from monitor.cli.logs import log_to_stderr
from monitor.cli.options import config_option, json_option
from monitor.cli.output import as_json, table
from monitor.cli.session import settings_from
from monitor.database import Database, connect, is_there
from monitor.errors import ConfigError, DatabaseError, MonitorError

FAILED = 1  # exit code
HOSTS = 3  # that are asked for a page unless another number is named

Examination = Callable[[], Iterable[Diagnosis]]


@click.command()
@config_option
@json_option
@click.option("--hosts", type=click.IntRange(0), default=HOSTS, show_default=True, help="Ask so many hosts for a page.")
@click.option("--send", is_flag=True, help="Send each target a trial message.")
def doctor(path: Path | None, hosts: int, *, in_json: bool, send: bool) -> None:
    """Examine everything that the program needs and has to do; exit with 1 when something is wrong."""
    log_to_stderr("warning")
    found = [*_examine(path, hosts, send=send)]
    if in_json:
        as_json([{"part": part, **asdict(each)} for part, each in found])
    else:
        table(
            ("part", "how it is", "found", "what to do"),
            [(part, each.level, each.found, each.advice) for part, each in found],
        )
    sys.exit(FAILED if any(each.level is Level.PROBLEM for _, each in found) else 0)


def _examine(path: Path | None, hosts: int, *, send: bool) -> Iterator[tuple[str, Diagnosis]]:
    """All examinations that are possible: of what is no right configuration there is no other."""
    try:
        settings = settings_from(path)
    except ConfigError as error:
        yield "configuration", problem(str(error), "mend it there")
        return
    parts: dict[str, Examination] = {
        "configuration": partial(examinations.of_configuration, settings),
        "targets": partial(examinations.of_targets, settings, send=send),
        "network": partial(surroundings.of_network, settings, hosts),
    }
    database = _opened(settings.database_url)
    if isinstance(database, Diagnosis):
        parts["database"] = partial(tuple, [database])
    else:
        parts |= {
            "database": partial(examinations.of_database, database),
            "browser": partial(surroundings.of_browser, settings, database),
            "clock": partial(examinations.of_clock, database),
            "daemon": partial(examinations.of_daemon, database),
            "queue": partial(examinations.of_queue, database, settings),
            "documents": partial(examinations.of_documents, database),
        }
    for part, examine in parts.items():
        yield from ((part, each) for each in _safely(examine))
    if isinstance(database, Database):
        database.close()


def _opened(url: str) -> Database | Diagnosis:
    """The database, or why there is none."""
    if not is_there(url):
        return warning("there is none yet", "`terms-monitor check` makes one")
    try:
        return connect(url)
    except DatabaseError as error:
        return problem(str(error), "see MONITOR_DATABASE_URL, and whether the server runs")


def _safely(examine: Examination) -> list[Diagnosis]:
    """What an examination finds; one that fails is a problem itself and hides no other."""
    found: list[Diagnosis] = []
    with ThreadPoolExecutor(1) as thread:
        error = thread.submit(lambda: found.extend(examine())).exception()
    if isinstance(error, MonitorError):
        found.append(problem(str(error)))
    elif error is not None:
        found.append(problem(f"it could not be examined: {type(error).__name__}: {error}", "report this as a bug"))
    return found
