"""What every command begins with: the configuration checked whole, then the database opened."""

from __future__ import annotations

import os
import shlex
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection
from sqlalchemy.engine import make_url

from monitor import alert, config, detect
from monitor.cli.output import complain
from monitor.cli.stopping import stoppable
from monitor.database import Database, connect, is_there, shown
from monitor.errors import ConfigError, UnknownError
from monitor.fetch import Fetcher
from monitor.pipeline import Receipt, Receiver
from monitor.records import (
    Change,
    Declaration,
    Direction,
    DocumentState,
    FetchSettings,
    Practice,
    Settings,
    Severity,
    Target,
    counted,
)
from monitor.store import changes, deliveries, documents, states

LONGEST_NUMBER = 9  # digits; no database counts further


@dataclass(frozen=True, slots=True)
class Session:
    """The settings and the open database that a command works with."""

    settings: Settings
    database: Database


def settings_from(path: Path | None) -> Settings:
    """The checked configuration; ConfigError names the first mistake."""
    settings = config.load(config.locate(path, Path.cwd()), os.environ)
    for number, target in enumerate(settings.targets, 1):
        if problem := alert.check_target(target.url):
            raise ConfigError(problem, path=settings.path, table=f"alerts #{number}", key="url")
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
            return await Receiver(fetcher, declaration, may_render=settings.browser == "auto").receive()


def warn(sentence: str) -> None:
    """Print a warning to standard error."""
    complain(f"warning: {sentence}")


def warn_of_idle(settings: Settings, say: Callable[[str], None] = warn) -> None:
    """Say of each target that could never hear of anything that it is so."""
    for sentence in (*alert.idle(settings.targets, settings.declarations), *_too_mild(settings.targets)):
        say(sentence)


def warn_of_stranded(current: Session, say: Callable[[str], None] = warn) -> int:
    """Say of each target that is none any more how many alerts wait for it; give how many these are in all."""
    declared = {target.name for target in current.settings.targets}
    with current.database.reading() as db:
        stranded = Counter(each.target for each in deliveries.pending(db) if each.target not in declared)
    for name, count in sorted(stranded.items()):
        waiting = counted(count, "alert waits", "alerts wait")
        command = f"terms-monitor deliveries retry --target {shlex.quote(name)} --to NAME"
        say(f"{waiting} for {name}, which is no target now: `{command}`, or drop them")
    return stranded.total()


def _too_mild(targets: Iterable[Target]) -> Iterator[str]:
    """A sentence about each target that hears of alerts alone and asks for what is none."""
    for target in targets:
        asked = product(target.practices or Practice, target.directions or Direction)
        if target.min_severity is Severity.ALERT and not any(detect.may_alert(*each) for each in asked):
            yield f'{target.name}: what it asks for is a notice at most; min_severity = "notice" would let it hear'


@contextmanager
def session(path: Path | None) -> Iterator[Session]:
    """Open a session; the database is touched only after the whole configuration was found right."""
    settings = settings_from(path)
    with closing(connect(settings.database_url)) as database:
        yield Session(settings, database)


@contextmanager
def recalled(path: Path | None) -> Iterator[Session]:
    """Open a session of a command that needs what is stored: where there is no database yet, it has an empty one."""
    settings = settings_from(path)
    with ExitStack() as opened:
        url = settings.database_url
        if not is_there(url):
            warn(f"there is no database {shown(make_url(url))} yet: `terms-monitor check` or `run` makes it")
            url = f"sqlite:///{opened.enter_context(TemporaryDirectory())}/empty.db"
        yield Session(settings, opened.enter_context(closing(connect(url))))


def chosen(declarations: Sequence[Declaration], services: Sequence[str]) -> tuple[Declaration, ...]:
    """The declarations of some services, or all of them when none is named."""
    declared = {declaration.service.id for declaration in declarations}
    for name in services:
        if name not in declared:
            raise UnknownError(f"no service {name!r} is declared; declared are {', '.join(sorted(declared))}")
    return tuple(d for d in declarations if not services or d.service.id in services)


def documents_named(db: Connection, name: str | None) -> tuple[DocumentState, ...]:
    """The documents that a name means: a key such as `linkedin/Privacy Policy`, or a service's id; None means all."""
    if name is None:
        return documents.states(db)
    found = states.called(db, name)
    if not found:
        keys = {state.key for state in documents.states(db)}
        meant = config.guess(name, keys if "/" in name else {key.partition("/")[0] for key in keys})
        raise UnknownError(
            f"no document or service {name!r} was read yet{meant}; `terms-monitor status` lists those that were"
        )
    return found


def numbered(db: Connection, number: str) -> Change:
    """The change that has a number, which is decimal digits."""
    if len(number) > LONGEST_NUMBER:
        raise UnknownError(f"no change {number}; `terms-monitor history` lists them")
    return changes.load(db, int(number))


def document_named(db: Connection, name: str) -> DocumentState:
    """The one document that a name means."""
    found = documents_named(db, name)
    if len(found) > 1:
        keys = ", ".join(f'"{state.key}"' for state in found)
        raise UnknownError(f"{name!r} has several documents; name one of {keys}")
    return found[0]
