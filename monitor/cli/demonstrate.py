"""`demo`: a week at an invented platform, served on loopback and read by the real pipeline.

Nothing leaves this machine: the pages lie beside this module, the alerts go to a webhook on loopback whose
messages are printed, and the database is a temporary file.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import click

from monitor import config
from monitor.cli.logs import log_to_stderr
from monitor.cli.output import say
from monitor.database import connect
from monitor.fetch import Fetcher
from monitor.pipeline import look, tell
from monitor.records import Check, Settings
from monitor.store import documents

PAGES = Path(__file__).parent / "demo"
NEWS = "<!-- news -->"

# Each day: what is served at /privacy and /terms (a page, with its news or without), and what happens.
WEEK = (
    ("privacy", "terms", "The first look at Quillpost, an invented platform."),
    ("privacy+", "terms", "Overnight the privacy policy gains a section on AI."),
    ("privacy", "terms", "Another server still has yesterday's text: the page flaps. That is no news."),
    ("privacy+", "terms+", "It flaps back, and the terms forbid scraping: about AI, but nobody's data is taken."),
    ("challenge", "terms+", "A bot wall answers with status 200. That is not the document, and no change."),
)

SOURCES = """
[fetch]
allow_private_networks = true
browser = "declared"
pause = "0s"

[[alerts]]
name = "terminal"
url = "json://127.0.0.1:{port}/"

[services.quillpost]
name = "Quillpost"

[services.quillpost.terms."Privacy Policy"]
fetch = "http://127.0.0.1:{port}/privacy"

[services.quillpost.terms."Terms of Service"]
fetch = "http://127.0.0.1:{port}/terms"
"""


@click.command()
def demo() -> None:
    """Show a week at an invented platform in a few seconds: no network, no account, nothing kept."""
    log_to_stderr("warning")
    with tempfile.TemporaryDirectory() as folder, _platform() as platform:
        path = Path(folder) / "sources.toml"
        path.write_text(SOURCES.format(port=platform.port), encoding="utf-8")
        settings = config.load(path, {})
        for number, (privacy, terms, story) in enumerate(WEEK, 1):
            platform.pages = {"/privacy": _page(privacy), "/terms": _page(terms)}
            platform.messages.clear()
            say(f"── day {number} · {story}")
            for check in asyncio.run(_day(settings)):
                say(f"   {check.key}: {check.outcome}{f' ({check.kind})' if check.kind else ''}")
            for message in platform.messages:
                say(f"\n   ┌ {message['title']}\n" + _framed(message["message"]))
            if not platform.messages:
                say("   no alert")
            say()
    say("That was the whole pipeline. Next: `terms-monitor init`, then `terms-monitor check`.")


async def _day(settings: Settings) -> tuple[Check, ...]:
    database = connect(settings.database_url)
    try:
        with database.writing() as db:
            documents.sync(db, settings.declarations, datetime.now(UTC))
        async with Fetcher(settings.fetch) as fetcher:
            checked = await look(database, settings, fetcher, settings.declarations)
        await tell(database, settings, wait=True, everything=True)
    finally:
        database.close()
    return checked


def _page(name: str) -> bytes:
    """The page of that name; a plus adds its news, with a date two weeks ahead."""
    plain = name.removesuffix("+")
    page = (PAGES / f"{plain}.html").read_text(encoding="utf-8")
    if name != plain:
        ahead = datetime.now(UTC) + timedelta(days=14)
        news = (PAGES / f"{plain}-news.html").read_text(encoding="utf-8")
        page = page.replace(NEWS, news.format(date=f"{ahead:%B} {ahead.day}, {ahead.year}"))
    return page.encode()


def _framed(text: str) -> str:
    return "\n".join(f"   │ {line}".rstrip() for line in text.strip().splitlines())


@dataclass(slots=True)
class _Platform:
    """What the invented platform serves, and the messages its visitor has sent to the webhook beside it."""

    port: int = 0
    pages: dict[str, bytes] = field(default_factory=dict)
    messages: list[dict[str, str]] = field(default_factory=list)


@contextmanager
def _platform() -> Iterator[_Platform]:
    platform = _Platform()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = platform.pages.get(self.path)
            self._answer(200 if body else 404, body or b"no such page")

        def do_POST(self) -> None:
            platform.messages.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._answer(200, b"taken")

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's signature
            """Say nothing: the terminal belongs to the story."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        platform.port = server.server_address[1]
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield platform
        finally:
            server.shutdown()
