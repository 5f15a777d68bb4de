"""`stance` and `clauses`: what documents say of AI training, in their own words."""

from __future__ import annotations

import asyncio
import mimetypes
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from monitor import detect, extract, work
from monitor.cli.meaning import facts_in
from monitor.cli.options import config_option, declared, json_option
from monitor.cli.output import as_json, moment, say
from monitor.cli.session import documents_named, fetch_settings, recalled, receive
from monitor.errors import ExtractError, NotFoundError
from monitor.pipeline import apart, stance_of
from monitor.records import Clause, DocumentState, Reading, Stance
from monitor.store import documents

SHORT = 1_000  # characters of a text of which the words of a page say little about its language


@click.command()
@config_option
@json_option
@click.argument("service", required=False)
def stance(service: str | None, path: Path | None, *, in_json: bool) -> None:
    """Say what each document states of AI training today, since when, and in which words.

    SERVICE is a service or one of its documents; all of them when none is named.
    """
    with recalled(path) as current, current.database.reading() as db:
        states = documents_named(db, service)
        found = [(state, stance_of(db, documents.identify(db, state.key))) for state in states]
    if in_json:
        as_json([_facts(state, stances) for state, stances in found])
        return
    for state, stances in found:
        say(state.key)
        for line in _lines(state, stances):
            say(f"  {line}")


def _facts(state: DocumentState, stances: Sequence[Stance]) -> dict[str, Any]:
    silence = None if stances else _silence(state)
    return {"key": state.key, "url": state.url, "silence": silence, "stance": stances}


def _lines(state: DocumentState, stances: Iterable[Stance]) -> list[str]:
    lines = []
    for each in stances:
        lines.append(f"{each.practice} {_since(each)}")
        lines += dict.fromkeys(map(_quoted, each.clauses))
    return lines or [_silence(state)]


def _quoted(clause: Clause) -> str:
    quote = f"    “{' '.join(clause.quote.split())}”"
    return f"{quote} in these words since {moment(clause.since)} UTC" if clause.since else quote


def _since(stance: Stance) -> str:
    start, end = moment(stance.seen_without), moment(stance.seen_with)
    if stance.seen_without is None:
        return f"since {end} UTC or earlier"
    return f"since {end} UTC" if start == end else f"since between {start} and {end} UTC"


def _silence(state: DocumentState) -> str:
    """What it means that no clause was found in a document: only of one that we can read that it states none."""
    if not state.versions:
        return "never read; `terms-monitor status` says why"
    if not detect.understands(state.language):
        return f"unknown: its language ({state.language}) is not understood yet"
    return "states nothing on AI training"


@click.command()
@config_option
@json_option
@click.option("--language", type=click.Choice(detect.LANGUAGES), help="Read it in this language, not the one it seems.")
@click.argument("source", metavar="URL-OR-FILE")
def clauses(source: str, path: Path | None, language: str | None, *, in_json: bool) -> None:
    """Print the clauses on AI training of a page or file: each with its practice, its words and what decided.

    A text is read in one language: of one in several, give each part by itself. `-` reads the standard input.
    """
    reading = _reading(source, path)
    if not reading.text.strip():
        raise NotFoundError(f"{source} has no text")
    reading = replace(reading, language=language or _language(reading))
    found = asyncio.run(apart(work.clauses, reading.text, reading.language))
    understood = detect.understands(reading.language)
    if in_json:
        as_json({"language": reading.language, "understood": understood, "clauses": found})
        return
    if not understood:
        say(f"the language ({reading.language}) is not understood yet: that nothing is found says nothing")
    for clause in found:
        _print(clause)
    if not found:
        say("no clause on AI training was found" + (f" in a text in {reading.language}" if reading.language else ""))


def _language(reading: Reading) -> str | None:
    """The language of a text; of a short one that may be read in any, the one whose clauses it seems to hold."""
    open_ = len(reading.text) < SHORT and detect.understands(reading.language)
    return detect.guess(reading.text) if open_ else reading.language


def _print(clause: Clause) -> None:
    say(f"{clause.practice} ({clause.confidence:.0%}): “{' '.join(clause.quote.split())}”")
    if clause.cues:
        say(f"    decided by: {', '.join(clause.cues)}")
    for line in facts_in(clause.facts):
        say(line)


def _reading(source: str, path: Path | None) -> Reading:
    if source.lower().startswith(("http://", "https://")):
        receipt = asyncio.run(receive(declared({"fetch": source}), fetch_settings(path)))
        if receipt.candidate is None:
            raise NotFoundError(f"{source} cannot be read: {receipt.verdict.kind}: {receipt.verdict.reason}")
        return receipt.candidate.reading
    if "://" in source:
        raise click.UsageError(f"{source}: expected an address that begins with https:// or http://, or a file")
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{source}: expected an address or a file that can be read: {error.strerror}") from error
    media_type = mimetypes.guess_type(source)[0] or ("text/html" if b"<html" in raw[:1024].lower() else "text/plain")
    try:
        return asyncio.run(apart(extract.extract, raw, media_type))
    except ExtractError as error:
        raise NotFoundError(f"{source} cannot be read: {error.kind}: {error.detail}") from error
