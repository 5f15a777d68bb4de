"""Finds and reads the configuration file, and gives people one to start from."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import Any

import rtoml

from monitor.config import form
from monitor.config.database import database_url
from monitor.config.declarations import declarations, schedule
from monitor.config.fetching import fetch_settings
from monitor.config.fill import fill
from monitor.config.messages import notices, reminders, templates
from monitor.config.place import Place
from monitor.config.storage import storage
from monitor.config.table import read
from monitor.config.targets import targets
from monitor.config.web import web
from monitor.records import Declaration, FetchSettings, Schedule, Settings

FILE_NAME = "sources.toml"


def locate(given: Path | None, cwd: Path) -> Path:
    """The file that was asked for, or `sources.toml` in the working directory; `ConfigError` when there is none."""
    path = cwd / (given or FILE_NAME)
    if not is_there(path):
        raise Place(str(given or path)).error("there is no such file; `terms-monitor init` writes one to start from")
    return path


def is_there(path: Path) -> bool:
    """Whether there is anything of that name."""
    try:
        return path.exists()
    except OSError:  # such as a name that is too long
        return False


def read_text(path: Path) -> str:
    """The text of the file as it stands there, with the mark that some editors begin it with."""
    place = Place(str(path))
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise place.error("there is no such file; `terms-monitor init` writes one to start from") from None
    except OSError as error:  # a folder, no permission, …
        raise place.error(f"it cannot be read: {error.strerror}") from None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise place.error(f"it is not UTF-8 (at line {line})") from None


def load(path: Path, environ: Mapping[str, str]) -> Settings:
    """Read and check the file; the first mistake is a `ConfigError` of one line, which shows no secret."""
    text = read_text(path)
    with _nothing_collected():
        return check(text, path, environ)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Of a great many objects that all stay, a quarter of the time would go into looking for those that do not."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def check(text: str, path: Path, environ: Mapping[str, str]) -> Settings:
    """The settings that a file with this text would give."""
    place = Place(str(path))
    root = read(form.Root, fill(parse(text, place), environ, place), place)
    if not root.services:
        raise place.error('it declares no services; declare one as [services.ID.terms."Privacy Policy"]')
    declared = _declared(root, place)
    answering = web(root.web, place.inside("web"))
    return Settings(
        path=str(path),
        database_url=database_url(environ, path),
        fetch=fetch_settings(root.fetch, place.inside("fetch")),
        targets=tuple(replace(each, pages=answering.url) for each in targets(root.alerts, declared, place)),
        declarations=declared,
        reminders=reminders(root.reminders, path, place.inside("reminders")),
        templates=templates(root.messages, path, place.inside("messages")),
        storage=storage(root.storage, place.inside("storage")),
        web=answering,
        **notices(root.notices, place.inside("notices")),
    )


def how_to_fetch(text: str, path: Path, environ: Mapping[str, str]) -> FetchSettings:
    """How a file with this text has pages asked for, whatever else it says or lacks."""
    place = Place(str(path))
    table = read(form.Root, parse(text, place), place).fetch
    place = place.inside("fetch")
    return fetch_settings(fill(table, environ, place), place)


def check_service(text: str, path: Path, environ: Mapping[str, str], service: str) -> None:
    """Check what a file with this text says of one service; the rest of it may be unfinished."""
    place = Place(str(path))
    whole = parse(text, place)
    part = {"schedule": whole.get("schedule", {}), "services": {service: whole["services"][service]}}
    _declared(read(form.Root, fill(part, environ, place), place), place)


def _declared(root: form.Root, place: Place) -> tuple[Declaration, ...]:
    in_schedule = place.inside("schedule")
    default = schedule(read(form.Schedule, root.schedule, in_schedule), Schedule(), in_schedule)
    return tuple(declarations(root.services, default, place.inside("services")))


def starter() -> str:
    """The commented `sources.toml` that people start from."""
    return resources.files("monitor.config").joinpath("starter.toml").read_text(encoding="utf-8")


def platforms() -> str:
    """The `sources.toml` of this release, which declares the platforms that people ask about most."""
    package = resources.files("monitor")
    shipped = package.joinpath(FILE_NAME)  # a checkout keeps it beside the package
    beside = Path(str(package)).parent / FILE_NAME
    return (shipped if shipped.is_file() else beside).read_text(encoding="utf-8")


def parse(text: str, place: Place) -> dict[str, Any]:
    """The tables of a text; `ConfigError` when it is no TOML."""
    try:
        return rtoml.loads(text)
    except ValueError as error:
        raise place.error(f"it is no valid TOML: {error}") from None
