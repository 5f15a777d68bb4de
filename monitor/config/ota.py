"""Open Terms Archive's declaration files as tables of `sources.toml`, with a note for whatever could not be carried."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from monitor.config.declarations import declarations
from monitor.config.place import Place
from monitor.config.selectors import selectors
from monitor.errors import ConfigError
from monitor.records import Schedule, Tidying

_PAGE_KEYS = ("fetch", "select", "remove", "filter", "executeClientScripts")
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its table, empty when it was left out, and what of it could not be carried over."""

    service: str
    terms_type: str
    table: Mapping[str, Any]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What files of declarations say: services' names by ID, documents in order, notes on files as a whole.

    `passed_over` are the files that hold no declarations: past ones, and code.
    """

    names: Mapping[str, str]
    documents: tuple[Document, ...]
    notes: tuple[str, ...]
    passed_over: tuple[str, ...]

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many documents were carried over in full, in part, and not."""
        kept = [document for document in self.documents if document.table]
        full = sum(not document.notes for document in kept)
        return full, len(kept) - full, len(self.documents) - len(kept)


@dataclass(slots=True)
class _Work:
    names: dict[str, str] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)


def convert(files: Mapping[str, bytes], services: Iterable[str] = ()) -> Imported:
    """The declarations in files by name; `services` are the names or IDs wanted, none meaning all."""
    work, wanted = _Work(), {name.casefold() for name in services}
    for path in sorted(files):
        name = PurePosixPath(path).name
        if name.endswith(".json") and not name.endswith(".history.json"):
            _file(name, files[path], wanted, work)
        else:
            work.passed_over.append(name)
    return Imported(work.names, tuple(work.documents), tuple(work.notes), tuple(work.passed_over))


def _file(file: str, raw: bytes, wanted: set[str], work: _Work) -> None:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        work.notes.append(f"{file}: it is no JSON")
        return
    terms = (found.get("terms") or found.get("documents")) if isinstance(found, dict) else None
    if not isinstance(terms, dict):
        work.notes.append(f"{file}: it declares no terms")
        return
    name = _name(found.get("name"), file.removesuffix(".json"))
    if wanted and not wanted & {name.casefold(), _slug(name), file.removesuffix(".json").casefold()}:
        return
    service = _unique(_slug(name), work.names)
    work.names[service] = name
    if unknown := found.keys() - {"name", "terms", "documents"}:
        work.notes.append(f"{file}: {_keys(unknown)}")
    _documents(service, terms, work)


def _documents(service: str, terms: Mapping[str, object], work: _Work) -> None:
    kept: dict[str, Any] = {}
    for written, found in terms.items():
        terms_type = _unique(written.replace("/", "-").strip()[:_LONGEST], kept)
        renamed = [] if terms_type == written else [f"its type {written!r} is written {terms_type!r}"]
        table, notes = _document(found if isinstance(found, dict) else {})
        if problem := _problem(service, kept | {terms_type: table}):
            table, notes = {}, [*notes, problem]
        if table:
            kept[terms_type] = table
        work.documents.append(Document(service, terms_type, table, (*renamed, *notes)))


def _problem(service: str, terms: Mapping[str, Any]) -> str | None:
    """Why a configuration with these documents would not load."""
    try:
        list(declarations({service: {"terms": terms}}, Schedule(), Place("")))
    except ConfigError as error:
        return f"{error.key}: {error.problem}".removeprefix(": ")
    return None


def _document(found: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    table, notes = _page(found, "combine")
    if "combine" not in found:
        return table, notes
    pages: list[dict[str, Any]] = []
    for number, item in enumerate(found["combine"] if isinstance(found["combine"], list) else [], 1):
        page, more = _page(item) if isinstance(item, dict) else ({}, ["it is no table"])
        if page in pages:
            more, page = [*more, "it is there twice"], {}
        notes += [f"page {number}: {note}" for note in more]
        pages += [page] if page else []
    return {**table, "combine": pages}, notes


def _page(found: Mapping[str, Any], *more: str) -> tuple[dict[str, Any], list[str]]:
    """The keys that a document and a page of `combine` share, in our names."""
    notes: list[str] = []
    unknown = found.keys() - {*_PAGE_KEYS, *more}
    if unknown:
        notes.append(_keys(unknown))
    table = {
        "fetch": found.get("fetch"),
        "select": _selected(found.get("select"), notes),
        "remove": _removed(found.get("remove"), notes),
        "filter": _filters(found.get("filter"), notes),
        "browser": found.get("executeClientScripts") or None,
    }
    return {key: value for key, value in table.items() if value is not None}, notes


def _selected(found: object, notes: list[str]) -> object:
    """What is selected, or nothing when part of it is not understood: a document with holes is worse than all of it."""
    problems = [problem for item in _listed(found) if (problem := _no_selector(item))]
    notes += [f"select, of which all is left to be found out: {problem}" for problem in problems]
    return None if problems or found == [] else found


def _removed(found: object, notes: list[str]) -> object:
    problems = {at: problem for at, item in enumerate(_listed(found)) if (problem := _no_selector(item))}
    notes += [f"remove: {problem}" for problem in problems.values()]
    return [item for at, item in enumerate(_listed(found)) if at not in problems] or None if problems else found


def _no_selector(item: object) -> str | None:
    if not isinstance(item, str | dict):
        return f"expected a CSS selector or a range, found {item!r}"
    try:
        selectors(item, Place(""))
    except ConfigError as error:
        return error.problem
    return None


def _filters(found: object, notes: list[str]) -> list[Any] | None:
    kept: list[Any] = []
    for item in _listed(found):
        for name, parameters in item.items() if isinstance(item, dict) else [(str(item), None)]:
            texts = _listed(parameters)
            if name not in list(Tidying):
                notes.append(f"filter {name}: it is code")
            elif not all(isinstance(text, str) for text in texts):
                notes.append(f"filter {name}: expected texts, found {parameters!r}")
            else:
                kept.append({name: texts} if texts else name)
    return kept or None


def _listed(found: object) -> list[Any]:
    return found if isinstance(found, list) else [] if found is None else [found]


def _keys(unknown: Iterable[object]) -> str:
    return "unknown keys: " + ", ".join(sorted(map(str, unknown)))


def _name(found: object, otherwise: str) -> str:
    text = " ".join(str(found or otherwise).split())[:_LONGEST].strip()
    return text if text and text.isprintable() else _slug(text)


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _NO_SLUG.sub("-", plain)[: _LONGEST - 4].strip("-") or "service"


def _unique(name: str, taken: Mapping[str, object]) -> str:
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name[: _LONGEST - 4]}-{number}"
    return found
