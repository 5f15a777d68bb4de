"""docs/security.md says what is true; nothing reaches out, starts or evaluates anything but where it is named here."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path

import pytest

import monitor

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs/security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", DOCUMENT)))
LIMITS = re.findall(r"^\|[^|]*\| ([\d,]+) \| `([\w.]+)` \|$", DOCUMENT, re.MULTILINE)

# What can open a connection, and the modules that may do so.
REACHING = {
    "aiohttp": (),
    "apprise": ("monitor.alert.sending", "monitor.alert.services"),  # to the owner's targets
    "ftplib": (),
    "http.client": (),
    "http.server": ("monitor.cli.demonstrate",),  # the demo's pages, on loopback
    "httpcore": ("monitor.fetch.network", "monitor.fetch.forwarding", "monitor.fetch.streams"),
    "httpx": ("monitor.fetch",),
    "playwright": ("monitor.fetch.chromium",),
    "requests": ("monitor.alert.overhearing",),  # looks at answers that Apprise got
    "smtplib": (),
    # The daemon tells its service manager on a local one, and listens; the others ask.
    "socket": ("monitor.daemon.manager", "monitor.fetch.network", "monitor.web.server"),
    "urllib.request": (),
    "urllib3": (),
    "xmlrpc": (),
}
# What can start a program, take data for code or follow what a document of XML names.
STARTING = {
    "ctypes": ("monitor.work.memory",),  # tells the C library a number of ours
    "marshal": (),
    "pickle": ("monitor.pipeline.apart", "monitor.work.worker"),  # between our own processes; answers hold records
    "shelve": (),
    "subprocess": ("monitor.database.migrate", "monitor.pipeline.apart"),  # our own program
    "xml": ("monitor.web.atom",),  # writes it, and reads none
    "yaml": (),
}
CALLS = {"compile", "eval", "exec", "execfile", "popen", "system", "startfile", "__import__"}
CONNECTING = {"create_connection", "open_connection", "create_datagram_endpoint", "open_unix_connection"}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(Path(monitor.__file__).parent.rglob("*.py")):
        name = ".".join(file.relative_to(Path(monitor.__file__).parent.parent).with_suffix("").parts)
        yield name.removesuffix(".__init__"), ast.parse(file.read_text(encoding="utf-8"))


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def called(tree: ast.Module) -> Iterator[str]:
    """The functions that are called by a plain name, and those of modules whatever these are called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr != "compile":
            yield node.func.attr


def is_within(name: str, places: Sequence[str]) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def strays(allowed: dict[str, tuple[str, ...]]) -> set[str]:
    """Who imports what, where that is not allowed."""
    return {
        f"{module} imports {found}"
        for module, tree in modules()
        for found in imported(tree)
        for what, places in allowed.items()
        if is_within(found, [what]) and not is_within(module, places)
    }


@pytest.mark.parametrize(("file", "test"), NAMED, ids=[test for _, test in NAMED])
def test_every_test_that_is_named_is_there(file: str, test: str) -> None:
    assert re.search(rf"^(async )?def {test}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("number", "place"), LIMITS, ids=[place for _, place in LIMITS])
def test_every_limit_is_that_of_the_code(number: str, place: str) -> None:
    owner, _, name = place.rpartition(".")
    assert getattr(owner_of(owner), name) == int(number.replace(",", ""))


def owner_of(path: str) -> object:
    """A module, or a class in one; of settings those that hold where nothing is said."""
    module, _, name = path.rpartition(".")
    if not name[0].isupper():
        return import_module(path)
    found = getattr(import_module(module), name)
    return found() if is_dataclass(found) else found


def test_the_document_names_tests_and_limits() -> None:
    assert len(NAMED) > 40
    assert len(LIMITS) > 20


def test_connections_are_opened_at_the_gate_and_to_the_owners_targets_alone() -> None:
    assert strays(REACHING) == set()
    assert {module for module, tree in modules() if CONNECTING & set(called(tree))} == {"monitor.fetch.network"}


def test_nothing_is_started_evaluated_or_unpickled_but_where_it_is_named() -> None:
    assert strays(STARTING) == set()
    assert {module for module, tree in modules() if CALLS & set(called(tree))} == set()
