"""Adds a declaration to the text of a `sources.toml`; all else in it stays as it is, comments too."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile
from pathlib import Path as FilePath
from typing import Any

import tomlkit

from monitor.config.file import parse
from monitor.config.place import Place
from monitor.config.statements import Path, Statement, statements
from monitor.config.writing import escaped

WIDE = 120  # characters; a longer line becomes a table of its own

_Insertion = tuple[int, str]  # where, and what


def add(text: str, path: FilePath, *, service: str, name: str, terms_type: str, keys: Mapping[str, Any]) -> str:
    """The text with one more document; ConfigError when that service has such a document, or reads that address."""
    place = Place(str(path))
    wanted = parse(text, place)
    services = _below(wanted, "services", place)
    is_known = service in services
    found = _below(services, service, place.inside("services"))
    place = place.inside("services").inside(service)
    terms = _below(found, "terms", place)
    _refuse_twice(terms, terms_type, keys, place)
    terms[terms_type] = document = escaped(dict(keys))
    of_service = {} if is_known else {"name": escaped(name)}
    found.update(of_service)
    mark = "\ufeff" * text.startswith("\ufeff")
    old = text.removeprefix(mark)
    # Which place and form are right depends on how the file is written: those count after which it says what is wanted.
    for at, more in _insertions(old, ("services", service, "terms", terms_type), document, of_service):
        edited = old[:at] + more + old[at:]
        if _says(edited, wanted):
            return mark + edited
    raise place.error(f'it is written in a form that cannot be added to; expected [{place.table}.terms."{terms_type}"]')


def declared_as(text: str, path: FilePath, url: str) -> str | None:
    """The key of a document that reads an address, such as `linkedin/Privacy Policy`; None where none does."""
    services = _entries(parse(text, Place(str(path))), "services")
    documents = (
        (f"{service}/{kind}", declared) for service, of in services for kind, declared in _entries(of, "terms")
    )
    return next((key for key, declared in documents if _reads(declared, url)), None)


def _entries(table: object, key: str) -> Iterable[tuple[str, object]]:
    """The entries of a table within another; none where either is no table."""
    found = table.get(key) if isinstance(table, dict) else None
    return found.items() if isinstance(found, dict) else ()


def _reads(declared: object, url: str) -> bool:
    return isinstance(declared, dict) and declared.get("fetch") == url


def _below(table: dict[str, Any], key: str, place: Place) -> dict[str, Any]:
    found = table.setdefault(key, {})
    if not isinstance(found, dict):
        raise place.at(key).expected("a table", found)
    return found


def _refuse_twice(terms: Mapping[str, Any], terms_type: str, keys: Mapping[str, Any], place: Place) -> None:
    if terms_type in terms:
        raise place.error(f'it has a "{terms_type}" already; name another --type, or change that one by hand')
    for other, declared in terms.items():
        if _reads(declared, keys["fetch"]) and "section" not in keys:
            raise place.error(f'its "{other}" reads that address already')


def _says(text: str, wanted: object) -> bool:
    try:
        return tomllib.loads(text) == wanted
    except tomllib.TOMLDecodeError:
        return False


def _insertions(
    text: str, path: Path, document: Mapping[str, Any], of_service: Mapping[str, Any]
) -> Iterator[_Insertion]:
    """The ways to write a document, the most beautiful first: beside its kind, as tables, within an inline table."""
    written = list(statements(text))
    newline = "\r\n" if "\r\n" in text else "\n"
    head, lines = _head(path), list(_lines(document))
    if of_service:
        tables = [_head(path[:2]), *_lines(of_service), "", head, *lines]
        yield _placed(text, len(text), tables, newline)
    else:
        yield from _line(written, path, document, newline)
        yield _placed(text, _end(written, path[:2]), [head, *lines], newline)
        yield _placed(text, len(text), [head, *lines], newline)
    yield from _inline(written, path, document, of_service)


# ── beside its kind ──────────────────────────────────────────────────────────────────────────────────────────────


def _line(written: Sequence[Statement], path: Path, document: Mapping[str, Any], newline: str) -> Iterator[_Insertion]:
    """One line after the service's last document, where that one is a line of its service, too."""
    last = next((each for each in reversed(written) if each.reaches(path[:3])), None)
    if last is None or last.is_head or len(last.table) >= len(path):
        return
    key = _key(path[len(last.table) :])
    only = next(iter(document.items())) if len(document) == 1 else None
    line = f"{key}.{_key(only[:1])} = {_value(only[1])}" if only else f"{key} = {_value(document)}"
    if len(line) <= WIDE:
        started = "" if last.text.endswith("\n") else newline
        yield last.end, f"{started}{last.indent}{line}{newline}"


# ── as tables ────────────────────────────────────────────────────────────────────────────────────────────────────


def _placed(text: str, at: int, lines: Sequence[str], newline: str) -> _Insertion:
    """Lines with an empty one before and after them, where there is something."""
    before, after = text[:at], text[at:]
    missing = 0 if not before or before.endswith(newline * 2) else 1 + (not before.endswith("\n"))
    follows = bool(after) and bool(after.partition("\n")[0].strip())
    return at, newline * missing + newline.join(lines) + newline + newline * follows


def _end(written: Sequence[Statement], path: Path) -> int:
    """Where the last table of a service ends: before the comments that belong to the next one."""
    last = max((number for number, each in enumerate(written) if each.reaches(path)), default=-1) + 1
    comments = list(takewhile(lambda each: not (each.is_blank or each.is_head or each.said), written[last:]))
    following = written[last + len(comments) :]
    last += 0 if following and not following[0].is_blank else len(comments)
    return written[last - 1].end if last else 0


def _head(path: Sequence[str]) -> str:
    return f"[{_key(path)}]"


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    return (f"{_key([key])} = {_value(value)}" for key, value in table.items())


# ── within an inline table ───────────────────────────────────────────────────────────────────────────────────────


def _inline(
    written: Sequence[Statement], path: Path, document: Mapping[str, Any], of_service: Mapping[str, Any]
) -> Iterator[_Insertion]:
    """Before each closing brace of the values that the documents, the service or all services stand in."""
    for depth in (3, 2, 1):
        keys = [f"{_key(path[depth:])} = {_value(document)}"]  # where there are dotted keys within the braces
        value = document
        for key in reversed(path[depth + 1 :]):
            value = {**(of_service if key == "terms" else {}), key: value}
        keys.insert(0, f"{_key(path[depth : depth + 1])} = {_value(value)}")
        for statement in written:
            if statement.reaches(path[:depth]) and not statement.is_head:
                yield from _in_braces(statement, keys)


def _in_braces(statement: Statement, keys: Sequence[str]) -> Iterator[_Insertion]:
    for brace in (at for at, sign in enumerate(statement.text) if sign == "}"):
        before = statement.text[:brace].rstrip()
        comma = " " if before.endswith("{") else ", "
        for key in keys:
            yield statement.start + len(before), comma + key


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _key(path: Sequence[str]) -> str:
    return ".".join(tomlkit.items.SingleKey(key).as_string() for key in path)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_lines(value))} }}"
    return str(tomlkit.item(value).as_string())
