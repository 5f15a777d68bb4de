"""A real PostgreSQL server for tests, started from the binaries that the machine has, on a socket of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

# It lives for minutes on a machine that does not crash; what it has committed is there after a restart all the same.
CARELESS = "-c fsync=off -c full_page_writes=off -c autovacuum=off"


class NoPostgresError(Exception):
    """This machine has no PostgreSQL server."""


def find_binaries() -> Path:
    """The folder that holds initdb and pg_ctl: Debian keeps them off the path."""
    candidates = [Path(found).resolve().parent] if (found := shutil.which("initdb")) else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoPostgresError("no initdb and pg_ctl on the path or under /usr/lib/postgresql")


@contextmanager
def server() -> Iterator[str]:
    """Run a server until the block ends and give the address of its database; root runs it as `postgres`."""
    binaries = find_binaries()
    with tempfile.TemporaryDirectory(prefix="pg-", dir="/tmp") as folder:
        as_user = []
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
            as_user = ["runuser", "-u", "postgres", "--"]
        data = f"{folder}/data"
        port = _free_port()
        settings = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} {CARELESS}"

        def run(*command: str) -> None:
            subprocess.run([*as_user, *command], check=True, capture_output=True, cwd=folder)

        run(f"{binaries}/initdb", "-D", data, "-U", "monitor", "-A", "trust", "-E", "UTF8", "--no-sync")
        run(f"{binaries}/pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", settings, "start")
        try:
            yield f"postgresql+psycopg://monitor@127.0.0.1:{port}/postgres"
        finally:
            run(f"{binaries}/pg_ctl", "-D", data, "-m", "immediate", "stop")


def restart(url: str) -> None:
    """Restart the server that has this address, as after a crash."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        (data,) = connection.execute("SHOW data_directory").fetchone() or ("",)
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [f"{find_binaries()}/pg_ctl", "-D", data, "-w", "-m", "immediate", "-l", f"{data}/../log", "restart"]
    subprocess.run([*as_user, *command], check=True, capture_output=True, cwd=f"{data}/..")


def create(server: str, name: str, *, template: str = "template1") -> None:
    """Create a database, as a copy of the one of this name."""
    plain = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")


def named(server: str, name: str) -> str:
    """Give the address of a database on a server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]
