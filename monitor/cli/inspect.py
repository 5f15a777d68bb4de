"""`status`, `history`, `show` and `diff`: what the database knows."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Connection

from monitor import detect
from monitor import diff as differ
from monitor.cli.deliveries import as_object
from monitor.cli.meaning import facts_in, lines_of
from monitor.cli.options import config_option, json_option
from monitor.cli.output import as_json, complain, moment, say, table
from monitor.cli.session import document_named, documents_named, numbered, recalled
from monitor.errors import NotFoundError, UnknownError
from monitor.pipeline import Outlook, outlook, read_with_links, whereabouts_of
from monitor.records import Change, DocumentState, Outline, Rendering, Settings, Version, counted
from monitor.store import changes, checks, deliveries, documents, states, versions


@click.command()
@config_option
@json_option
@click.argument("document", required=False)
def status(document: str | None, path: Path | None, *, in_json: bool) -> None:
    """Say what is known of each document: when it was last read, what ails it, what it says of AI training."""
    if in_json:
        as_json(_status(path, document))
    else:
        _print_status(path, document)


def _status(path: Path | None, document: str | None) -> dict[str, object]:
    """All that is known of the documents that are meant."""
    with recalled(path) as current, current.database.reading() as db:
        meant = documents_named(db, document)
        queue = _queue(db, current.settings, () if document is None else meant)
        noted = checks.noted(db, _keys(meant, document))
    return {"documents": meant, "deliveries": [as_object(each) for each in queue], "noted": noted}


def _print_status(path: Path | None, document: str | None) -> None:
    """Print a line for each document that is meant; what was noted of all documents would be much, and no news."""
    with recalled(path) as current, current.database.reading() as db:
        named = () if document is None else documents_named(db, document)
        keys = _keys(named, document)
        lines = [_line(each) for each in states.outlines(db, keys)]
        queue = _queue(db, current.settings, named)
        gathered = changes.gathered(db)
        noted = checks.noted(db, [state.key for state in named])
    if not lines:
        complain("nothing was read yet; `terms-monitor check` reads every document that is declared")
    table(("document", "state", "last read (UTC)", "text since", "versions", "says of AI training"), lines)
    for each in noted:
        say(f"{each.key}: noted {moment(each.at)}, not alerted: {each.kind}: {each.detail}")
    for change in gathered:
        if keys is None or change.key in keys:
            say(
                f"{change.key}: change {change.id} waits to be told; what a service changes within an hour is one alert"
            )
    _print_queue(queue)


def _keys(meant: Sequence[DocumentState], document: str | None) -> list[str] | None:
    """The keys of the documents that were named, None where all are meant: a query takes only so many."""
    return None if document is None else [state.key for state in meant]


def _queue(db: Connection, settings: Settings, of: Sequence[DocumentState]) -> tuple[Outlook, ...]:
    """What no target has taken: all of it, or what concerns some documents."""
    untaken = (*deliveries.pending(db), *deliveries.given_up(db))
    queue = outlook(db, settings.targets, untaken, datetime.now(UTC))
    names = {f"{state.service.name} · {state.name}" for state in of}
    return tuple(each for each in queue if not names or not names.isdisjoint(each.subjects))


def _line(of: Outline) -> tuple[str, ...]:
    return of.key, _state(of), moment(of.last_read_at), moment(of.since), str(of.versions), _stance(of)


def _stance(of: Outline) -> str:
    """What a document says of AI training; of a language that we do not read, silence would be a false comfort."""
    if not of.versions:
        return ""
    if not detect.understands(of.language):
        return f"unknown: its language ({of.language}) is not understood yet"
    return ", ".join(of.practices or ()) or "nothing"


def _state(of: Outline) -> str:
    if not of.declared:
        return "no longer declared"
    if of.failing_since is not None:
        return f"unreadable since {moment(of.failing_since)}: {of.failing_kind}: {of.failing_detail}"
    if of.held_since is not None:
        return f"held since {moment(of.held_since)}: {of.held_kind}: {of.held_reason}"
    if of.last_read_at is None:
        return "not read yet"
    return "ok" if of.browser_until is None else "ok, through a browser"


def _print_queue(queue: Sequence[Outlook]) -> None:
    for each in queue:
        say(_fate(each))


def _fate(each: Outlook) -> str:
    """What became of a delivery that no target took."""
    delivery = each.delivery
    waits, upcoming = "waits", f", next at {moment(each.goes_at)}"
    if delivery.given_up_at:
        waits = "was given up"
        upcoming = f", given up at {moment(delivery.given_up_at)}; `terms-monitor deliveries retry` tries again"
    elif each.goes_at is None:
        upcoming = " (no target has that name now)"
    trouble = f": {delivery.last_error}" if delivery.last_error else ""
    tried = f"tried {counted(delivery.attempts, 'time')}"
    return f"delivery {delivery.id} ({each.about}) {waits} for {delivery.target}, {tried}{upcoming}{trouble}"


@click.command()
@config_option
@json_option
@click.argument("document", required=False)
def history(document: str | None, path: Path | None, *, in_json: bool) -> None:
    """List the changes of all documents, of a service or of one document, oldest first."""
    with recalled(path) as current, current.database.reading() as db:
        named = () if document is None else documents_named(db, document)
        found = changes.of_documents(db, _keys(named, document))
    if in_json:
        as_json(found)
        return
    table(("change", "seen (UTC)", "document", "kind", "severity", "findings"), [_history_row(c) for c in found])


def _history_row(change: Change) -> tuple[str, ...]:
    findings = ", ".join(f"{f.practice} {f.direction}" for f in change.findings)
    severity = change.severity or "to be reviewed"
    return (str(change.id), moment(change.seen_with), change.key, change.kind, severity, findings)


@click.command()
@config_option
@json_option
@click.argument("document")
@click.option(
    "--version",
    "number",
    type=int,
    help="A version's number, counted over all documents; default: what the document says now.",
)
@click.option("--clauses", is_flag=True, help="Only the clauses on AI training, with practice and facts.")
@click.option("--links", is_flag=True, help="The text with the addresses of its links, as Markdown.")
def show(document: str, path: Path | None, number: int | None, *, clauses: bool, links: bool, in_json: bool) -> None:
    """Print the text of a document, or its clauses on AI training."""
    if links and (clauses or in_json):
        raise click.UsageError("--links prints a text: leave out --clauses and --json")
    with recalled(path) as current, current.database.reading() as db:
        state = document_named(db, document)
        version = _version(db, state, number)
        if links:
            say(_with_links(db, current.settings, state, version))
            return
    found = detect.find(version.text, language=version.language)
    own = detect.own_date(version.text, language=version.language)
    if in_json:
        as_json({"version": version, "own_date": own, "clauses": found})
    elif clauses:
        if own:
            say(f"the document's own date: {own.day}, “{own.quote}”\n")
        for clause in found:
            say("\n".join([f"{clause.practice}: {clause.quote}", *facts_in(clause.facts), ""]))
        if not found:
            say("no clause on AI training was found")
    else:
        say(version.text)


def _with_links(db: Connection, settings: Settings, state: DocumentState, version: Version) -> str:
    """A version's text read once more from the pages as received: the text that is kept has no addresses."""
    declaration = settings.declared.get(state.key)
    received = versions.snapshots_of(db, version.id)
    if not received:
        raise NotFoundError(f"the pages of version {version.id} as received are kept no more: its links cannot be had")
    if declaration is None or len(declaration.pages) != len(received):
        raise NotFoundError(f"{state.key} is not declared as it was read: its links cannot be found again")
    return asyncio.run(read_with_links(declaration, received))


def _version(db: Connection, state: DocumentState, number: int | None) -> Version:
    document_id = documents.identify(db, state.key)
    present = versions.present(db, document_id)
    if present is None:
        raise NotFoundError(f"{state.key} was never read; `terms-monitor status` says why")
    known = [sighting.version_id for sighting in versions.sightings_of(db, document_id)]
    if number is not None and number not in known:
        listed = ", ".join(map(str, sorted(set(known))))
        raise UnknownError(
            f"{state.key} has no version {number}; versions are numbered over all documents, its own are {listed}"
        )
    return versions.load(db, present.version_id if number is None else number)


@click.command()
@config_option
@click.argument("what")
@click.argument("numbers", type=int, nargs=-1, metavar="[BEFORE AFTER]")
@click.option("--form", type=click.Choice(["text", "markdown", "html"]), default="text", show_default=True)
@click.option("--context", type=click.IntRange(0), default=1, show_default=True, help="Unchanged blocks around.")
def diff(what: str, numbers: Sequence[int], path: Path | None, form: str, context: int) -> None:
    """Print what a change changed, by its number in `history`; or two versions of a document against each other.

    WHAT is a change's number, or a document (its last change, or the versions BEFORE and AFTER). Below a change's text
    stand its findings, and where their clauses stand today.
    """
    if len(numbers) not in {0, 2}:
        raise click.UsageError("name two versions, BEFORE and AFTER, or none")
    with recalled(path) as current, current.database.reading() as db:
        change = None if numbers else _change(db, what)
        before, after = _sides_of(db, change) if change else _sides(db, what, numbers)
        meaning = [*lines_of(change, whereabouts_of(db, change))] if change and form == "text" else []
    rendering: Rendering = differ.render(differ.compare(before.text, after.text), context=context)
    say({"text": rendering.text, "markdown": rendering.markdown, "html": rendering.html}[form])
    for line in meaning:
        say(line)


def _sides(db: Connection, document: str, numbers: Sequence[int]) -> tuple[Version, Version]:
    state = document_named(db, document)
    return _version(db, state, numbers[0]), _version(db, state, numbers[1])


def _sides_of(db: Connection, change: Change) -> tuple[Version, Version]:
    if change.before_id is None:
        raise NotFoundError(f"change {change.id} is the first record of {change.key}: there is nothing before it")
    return versions.load(db, change.before_id), versions.load(db, change.after_id)


def _change(db: Connection, what: str) -> Change:
    return numbered(db, what) if what.isdecimal() else _last_change(db, document_named(db, what))


def _last_change(db: Connection, state: DocumentState) -> Change:
    found = changes.of_documents(db, [state.key])
    if not found:
        raise NotFoundError(f"{state.key} was never read; `terms-monitor status` says why")
    return found[-1]
