"""`try` and `add`: see what would be monitored of an address, and declare it."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import click

from monitor import config, detect, extract, work
from monitor.cli.options import config_option, declared, json_option
from monitor.cli.output import as_json, clean, complain, say
from monitor.cli.session import fetch_settings, receive
from monitor.errors import ConfigError
from monitor.fetch import Kind
from monitor.pipeline import Receipt, apart
from monitor.records import Clause, Declaration, FetchSettings, Page, Reading, Standing, counted

NOT_READ = 3  # exit code
PIECES = 8  # of what was left out are shown
WIDTH = 100

_STARTER = "# What to watch; docs/configuration.md explains every setting.\n"


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What would be declared of an address, and what was read there."""

    page: Page
    receipt: Receipt
    service: str
    name: str
    terms_type: str | None
    clauses: tuple[Clause, ...] = ()
    sections: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def reading(self) -> Reading:
        return self.receipt.candidate.reading if self.receipt.candidate else Reading("")

    @property
    def is_document(self) -> bool:
        return self.receipt.verdict.standing is Standing.DOCUMENT


def _page_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in (
        click.option("--section", help="Of several policies on the page, the one under this heading."),
        click.option("--select", multiple=True, metavar="CSS", help="Only what this matches; may be repeated."),
        click.option("--remove", multiple=True, metavar="CSS", help="Without what this selector matches."),
        click.option("--browser", is_flag=True, help="Read it through a browser, whether it needs one or not."),
        click.option("--language", help="The language to ask for, such as de or de-CH."),
    ):
        command = option(command)
    return command


@click.command("try")
@click.argument("url")
@config_option
@json_option
@_page_options
@click.option("--text", "only_text", is_flag=True, help="Print the text and nothing else.")
def try_(url: str, path: Path | None, *, in_json: bool, only_text: bool, **parts: Any) -> None:
    """Show what would be monitored at an address: nothing is stored, and no configuration is needed."""
    keys = _keys(url, **parts)
    proposal = asyncio.run(_look(declared(keys), fetch_settings(path)))
    if in_json:
        as_json(_facts(proposal))
    elif only_text:
        _print_text(proposal)
    else:
        _show(proposal)
    sys.exit(0 if proposal.is_document else NOT_READ)


@click.command()
@click.argument("url")
@config_option
@_page_options
@click.option("--service", metavar="ID", help="The service it belongs to; default: guessed from the address.")
@click.option("--name", help="The service's name; default: guessed from the page.")
@click.option("--type", "terms_type", metavar="TYPE", help='What it is, such as "Privacy Policy"; default: guessed.')
@click.option("--force", is_flag=True, help="Declare it although it cannot be read now.")
def add(
    url: str,
    path: Path | None,
    *,
    service: str | None,
    name: str | None,
    terms_type: str | None,
    force: bool,
    **parts: Any,
) -> None:
    """Declare an address in sources.toml, which is made where there is none; comments in it are kept."""
    options = {"service": service, "name": name, "terms_type": terms_type}
    given = {option: value for option, value in options.items() if value is not None}
    keys = _keys(url, **parts)
    declaration = declared(keys, **given)
    file = (path or Path(config.FILE_NAME)).resolve()
    text = config.read_text(file) if config.is_there(file) else _STARTER
    if service is None:
        _refuse_known(keys, text, file)
    proposal = asyncio.run(_look(declaration, config.how_to_fetch(text, file, os.environ)))
    kind = given.get("terms_type", proposal.terms_type)
    if not proposal.is_document and not force:
        _decline(proposal, "--force" if kind else "--force with a --type")
    if kind is None:
        raise click.UsageError('what the page is cannot be told; say it, such as --type "Privacy Policy"')
    of = {"service": proposal.service, "name": proposal.name, **given, "terms_type": kind}
    edited = config.add(text, file, keys=keys, **of)
    config.check_service(edited, file, os.environ, of["service"])
    _replace(file, edited)
    say(f"{file.name}: added {of['service']}/{kind}; `terms-monitor check --service {of['service']}` reads it")
    if proposal.sections:
        say(f"all of the page is declared; of the policies on it --section chooses one: {_quoted(proposal.sections)}")


def _refuse_known(keys: dict[str, Any], text: str, file: Path) -> None:
    known = None if "section" in keys else config.declared_as(text, file, keys["fetch"])
    if known:
        raise click.UsageError(f"{file.name} declares that address already, as {known}; say --service for another one")


def _decline(proposal: _Proposal, forced: str) -> NoReturn:
    _show(proposal)
    if proposal.receipt.verdict.kind == Kind.REFUSED_ADDRESS:
        way = f"the {config.FILE_NAME} has to allow that first; `terms-monitor init` writes one where there is none"
    else:
        way = f"it is not a document now; {forced} declares it all the same"
    complain(f"not declared: {way}")
    sys.exit(NOT_READ)


def _keys(
    url: str, *, select: Sequence[str], remove: Sequence[str], browser: bool, **texts: str | None
) -> dict[str, Any]:
    """What a configuration says of the page, in its order."""
    keys = {
        "fetch": url,
        "section": texts["section"],
        "select": list(select) or None,
        "remove": list(remove) or None,
        "browser": browser or None,
        "language": texts["language"],
    }
    return {key: value for key, value in keys.items() if value is not None}


async def _look(declaration: Declaration, settings: FetchSettings) -> _Proposal:
    receipt = await receive(declaration, settings)
    page, candidate = declaration.pages[0], receipt.candidate
    reading = candidate.reading if candidate else Reading("")
    final = candidate.snapshots[0].final_url if candidate else page.url
    service, name = extract.service(reading, final)
    kind = extract.terms_type(Reading("", title=page.section), "") if page.section else None
    proposal = _Proposal(page, receipt, service, name, kind or extract.terms_type(reading, final))
    if candidate is None:
        return proposal
    sections, left_out = await apart(work.look_at, candidate.snapshots[0], page, reading.text)
    clauses = await apart(work.clauses, reading.text, reading.language)
    return replace(proposal, clauses=clauses, sections=sections, left_out=left_out)


def _facts(proposal: _Proposal) -> dict[str, Any]:
    """What is known of a proposal, as JSON gives it."""
    receipt, reading = proposal.receipt, proposal.reading
    snapshot = receipt.candidate.snapshots[0] if receipt.candidate else None
    return {
        "url": proposal.page.url,
        "final_url": snapshot.final_url if snapshot else None,
        "title": reading.title,
        "service": proposal.service,
        "name": proposal.name,
        "terms_type": proposal.terms_type,
        "language": reading.language,
        "understood": reading.language in detect.LANGUAGES,
        "browser": receipt.rendered or proposal.page.browser,
        "standing": receipt.verdict.standing,
        "kind": receipt.verdict.kind,
        "reason": receipt.verdict.reason,
        "words": extract.count(reading.text),
        "sections": proposal.sections,
        "left_out": proposal.left_out,
        "clauses": proposal.clauses,
        "text": reading.text,
    }


def _print_text(proposal: _Proposal) -> None:
    """Print the text and nothing else; on standard error, why it is no document."""
    if not proposal.is_document:
        facts = _facts(proposal)
        complain(f"{facts['url']} is not the document: {facts['kind']}: {facts['reason']}")
    if proposal.receipt.candidate is not None:
        say(proposal.reading.text)


def _show(proposal: _Proposal) -> None:
    """Print what is known of a proposal, and its text through the pager of a terminal."""
    facts = _facts(proposal)
    if proposal.receipt.candidate is None:
        say(f"{facts['url']} cannot be read: {facts['kind']}: {facts['reason']}")
        return
    for label, value in _lines(facts):
        if value:
            say(f"{label:12}{value}")
    if facts["sections"]:
        say("several policies stand on this page: choose one with --section")
    if not proposal.is_document:
        return
    if sys.stdout.isatty():
        click.echo_via_pager(clean(proposal.reading.text))
    else:
        say(f"{'text':12}--text prints it")


def _lines(facts: dict[str, Any]) -> list[tuple[str, str]]:
    stands = "the document" if facts["standing"] is Standing.DOCUMENT else "not the document"
    verdict = ": ".join(filter(None, (stands, facts["kind"], facts["reason"])))
    lines = [
        ("address", facts["final_url"]),
        ("judged", f"{verdict} ({counted(facts['words'], 'word')})"),
        ("read", "through a browser" if facts["browser"] else "plain, without a browser"),
        ("title", facts["title"]),
        ("service", f"{facts['name']} ({facts['service']})"),
        ("terms type", facts["terms_type"] or "not known; `add --type` names it"),
        ("language", _language(facts)),
        ("sections", _quoted(facts["sections"])),
        ("left out", _shown(facts["left_out"])),
    ]
    clauses = [(str(clause.practice), _cut(clause.quote, 300)) for clause in facts["clauses"]]
    return lines + (clauses or [("clauses", "none on AI training")])


def _language(facts: dict[str, Any]) -> str:
    if not facts["language"]:
        return "not known"
    return str(facts["language"]) + ("" if facts["understood"] else ": its clauses are not understood yet")


def _shown(pieces: Sequence[str]) -> str:
    shown = "; ".join(f'"{_cut(piece, 40)}"' for piece in pieces[:PIECES])
    return f"{shown}; and {len(pieces) - PIECES} more" if len(pieces) > PIECES else shown


def _quoted(names: Sequence[str]) -> str:
    return "; ".join(f'"{name}"' for name in names)


def _cut(text: str, width: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= width else plain[: width - 1] + "…"


def _replace(file: Path, text: str) -> None:
    """Write the file anew at once: whoever reads it meanwhile, or a crash, finds the old or the new one."""
    try:
        mode = stat.S_IMODE(file.stat().st_mode) if file.exists() else 0o600
        handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as written:
            written.write(text)
            written.flush()
            os.fsync(written.fileno())
        Path(beside).chmod(mode)
        Path(beside).replace(file)
    except OSError as error:
        raise ConfigError(f"cannot be written: {error.strerror}", path=str(file)) from error
