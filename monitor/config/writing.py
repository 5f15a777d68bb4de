"""Writes what was brought from elsewhere as the text of a `sources.toml`."""

from __future__ import annotations

import re
from typing import Any

import tomlkit
from tomlkit.items import Table

from monitor.config.ota import Document, Imported
from monitor.records import counted

# What TOML allows in no comment, and line breaks, which end one.
_NO_COMMENT = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def write(imported: Imported) -> str:
    """The text of a configuration; comments say beside each document what of it could not be carried over."""
    full, part, left = imported.counts
    file = tomlkit.document()
    _comment(
        file,
        f"From declarations of Open Terms Archive: {counted(full, 'document')} in full, {part} in part, {left} not.",
    )
    if imported.passed_over:
        _comment(file, f"passed over, as past declarations or code: {', '.join(imported.passed_over)}")
    for note in imported.notes:
        _comment(file, f"not carried over: {note}")
    services = tomlkit.table(is_super_table=True)
    for service, name in imported.names.items():
        documents = [document for document in imported.documents if document.service == service]
        if any(document.table for document in documents):
            services.append(service, _service(name, documents))
        else:
            _comments(file, name, documents)
    if services:
        file.append("services", services)
    return tomlkit.dumps(file)


def _service(name: str, documents: list[Document]) -> Table:
    table = tomlkit.table()
    table.append("name", escaped(name))
    _comments(table, name, [document for document in documents if not document.table])
    terms = tomlkit.table(is_super_table=True)
    for document in documents:
        if document.table:
            terms.append(document.terms_type, _document(document))
    table.append("terms", terms)
    return table


def _document(document: Document) -> Table:
    table = tomlkit.table()
    for note in document.notes:
        _comment(table, f"not carried over: {note}")
    for key, value in document.table.items():
        table.append(key, _pages(value) if key == "combine" else _inline(escaped(value)))
    return table


def _pages(found: list[dict[str, Any]]) -> tomlkit.items.Array:
    pages = tomlkit.array().multiline(multiline=True)
    for page in found:
        inline = tomlkit.inline_table()
        inline.update(escaped(page))
        pages.append(inline)
    return pages


def _inline(value: Any) -> tomlkit.items.Item:
    written: tomlkit.items.Item = tomlkit.inline_table() if isinstance(value, dict) else tomlkit.item(value)
    if isinstance(written, tomlkit.items.InlineTable):
        written.update(value)
    return written


def _comments(table: Table | tomlkit.TOMLDocument, name: str, left_out: list[Document]) -> None:
    for document in left_out:
        _comment(table, f"left out: {name}, {document.terms_type}: {'; '.join(document.notes)}")


def _comment(table: Table | tomlkit.TOMLDocument, text: str) -> None:
    table.add(tomlkit.comment(_NO_COMMENT.sub(" ", text)))


def escaped(value: Any) -> Any:
    """A value whose texts the environment does not fill."""
    if isinstance(value, dict):
        return {key: escaped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [escaped(item) for item in value]
    return value.replace("${", "$${") if isinstance(value, str) else value
