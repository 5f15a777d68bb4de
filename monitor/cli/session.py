"""What every command begins with: the configuration checked whole, then the database opened."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from monitor import alert, config, extract
from monitor.cli.stopping import stoppable
from monitor.database import Database, connect
from monitor.errors import ConfigError, NotFoundError
from monitor.fetch import Fetcher
from monitor.pipeline import Receipt, Receiver
from monitor.records import Declaration, DocumentState, FetchSettings, Settings
from monitor.store import documents


@dataclass(frozen=True, slots=True)
class Session:
    """The settings and the open database that a command works with."""

    settings: Settings
    database: Database


def settings_from(path: Path | None) -> Settings:
    """The checked configuration; ConfigError names the first mistake."""
    settings = config.load(config.locate(path, Path.cwd()), os.environ)
    for target in settings.targets:
        if problem := alert.check_target(target.url):
            raise ConfigError(problem, path=settings.path, table="[alerts]", key=f"url of {target.name}")
    if settings.templates is not None:
        alert.check_templates(settings.templates)
    return settings


def fetch_settings(path: Path | None) -> FetchSettings:
    """How pages are fetched: as the configuration says, if there is one; one that is named must be there."""
    if path is None and not config.is_there(Path(config.FILE_NAME)):
        return FetchSettings()
    file = config.locate(path, Path.cwd())
    return config.how_to_fetch(config.read_text(file), file, os.environ)


async def receive(declaration: Declaration, settings: FetchSettings) -> Receipt:
    """Read a document that need not be declared, through a browser where it takes one; nothing is stored."""
    with stoppable():
        async with Fetcher(settings) as fetcher:
            receiver = Receiver(
                fetcher,
                declaration,
                lambda candidate: extract.judge(candidate.parts, language=declaration.language),
                may_render=settings.browser == "auto",
            )
            return await receiver.receive()


@contextmanager
def session(path: Path | None) -> Iterator[Session]:
    """Open a session; the database is touched only after the whole configuration was found right."""
    settings = settings_from(path)
    database = connect(settings.database_url)
    try:
        yield Session(settings, database)
    finally:
        database.close()


def chosen(declarations: Sequence[Declaration], services: Sequence[str]) -> tuple[Declaration, ...]:
    """The declarations of some services, or all of them when none is named."""
    declared = {declaration.service.id for declaration in declarations}
    for name in services:
        if name not in declared:
            raise NotFoundError(f"no service {name!r} is declared; declared are {', '.join(sorted(declared))}")
    return tuple(d for d in declarations if not services or d.service.id in services)


def documents_named(db: Connection, name: str | None) -> tuple[DocumentState, ...]:
    """The documents that a name means: a key such as `linkedin/Privacy Policy`, or a service's id; None means all."""
    states = documents.states(db)
    if name is None:
        return states
    wanted = name.casefold()
    found = tuple(s for s in states if wanted in {s.key.casefold(), s.service.id, s.service.name.casefold()})
    if not found:
        raise NotFoundError(f"no document or service {name!r}; `terms-monitor status` lists them")
    return found


def document_named(db: Connection, name: str) -> DocumentState:
    """The one document that a name means."""
    found = documents_named(db, name)
    if len(found) > 1:
        keys = ", ".join(f'"{state.key}"' for state in found)
        raise NotFoundError(f"{name!r} has several documents; name one of {keys}")
    return found[0]
