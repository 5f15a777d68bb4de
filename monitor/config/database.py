"""Which database is used."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from monitor.config.place import Place

VARIABLE = "MONITOR_DATABASE_URL"
_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")
_POSTGRESQL = {"postgres", "postgresql", "postgresql+psycopg"}
_FORMS = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"


def database_url(environ: Mapping[str, str], config_path: Path) -> str:
    """The database's address for SQLAlchemy; without one in the environment, a file beside the configuration.

    Raises `ConfigError`, without the address, which may hold a password.
    """
    url = environ.get(VARIABLE, "").strip()
    if not url:
        return f"sqlite:///{(config_path.resolve().parent / 'monitor.db').as_posix()}"
    return address(url, Place("environment", key=VARIABLE))


def address(url: str, place: Place) -> str:
    """The address for SQLAlchemy that people write like this; `ConfigError`, without it, when it is none."""
    found = _SCHEME.match(url)
    if found is None:
        raise place.error(f"expected {_FORMS}, found no such address")
    scheme = found["scheme"].lower()
    if scheme == "sqlite":
        return _sqlite(url, place)
    if scheme in _POSTGRESQL:
        return _postgresql(url[found.end() :], place)
    raise place.error(f"expected {_FORMS}, found an address that begins with {scheme}://")


def _sqlite(url: str, place: Place) -> str:
    file = url[len("sqlite:///") :] if url.lower().startswith("sqlite:///") else ""
    if not file or file.startswith((":", "?", "file:")):
        raise place.error("expected sqlite:/// and a file; what is kept in memory would be lost")
    return f"sqlite:///{file}"


def _postgresql(rest: str, place: Place) -> str:
    if not _is_address(rest):
        raise place.error(f"expected {_FORMS}, found a host or port that is none")
    return f"postgresql+psycopg://{rest}"


def _is_address(rest: str) -> bool:
    try:
        parts = urlsplit(f"//{rest}")
        _port = parts.port
    except ValueError:
        return False
    return rest.isprintable() and " " not in rest
