"""A small world for tests of the whole pipeline: pages on loopback, a webhook, a database, and a clock to turn."""

from __future__ import annotations

import asyncio
import html
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from click.testing import Result
from servers import Reply, Site
from sqlalchemy import update
from targets import Webhook
from visiting import Visitor

from monitor.database import Database, connect
from monitor.database.tables import documents as table
from monitor.fetch import Fetcher, Resolve
from monitor.fetch.network import look_up
from monitor.pipeline import Tally, keep_up, look, remind, tell
from monitor.records import (
    Check,
    Declaration,
    FetchSettings,
    Outcome,
    Page,
    Pulse,
    Schedule,
    Service,
    Settings,
    Severity,
    Target,
)
from monitor.store import documents
from monitor.web import application

Run = Callable[..., Result]  # runs a command of the command line and checks how it exits

# How the pages of tests are fetched: from this machine, without a pause, and through a browser where one is asked for.
FETCH = """
[fetch]
allow_private_networks = true
browser = "declared"
pause = "0s"
"""

POLICY = (
    "This policy tells you which personal data Larkspur collects when you use the community, and what we do with it.",
    "When you open an account we ask for your name, an e-mail address and a password of at least twelve characters.",
    "We show what you write to the readers that you have chosen, and we keep it until you delete it yourself.",
    "Companies that host our servers work for us under contract and may not use your data for anything else.",
    "We keep logs of visits for ninety days so that we can find out who has attacked the site, and then delete them.",
    "You may ask us for a copy of your data, have it corrected or erased, and complain to the authority near you.",
    "We write to you by e-mail at least thirty days before a new version of this policy takes effect.",
)
TRAINING = (
    "From 3 November 2025 we use your posts and your profile to train our generative AI models, on the basis of our "
    "legitimate interest. You can opt out in Settings > Privacy > AI training."
)
FORBIDDEN = "You may not use the content of other members to train artificial intelligence models."


def page(*paragraphs: str, title: str = "Privacy Policy") -> str:
    """A page with a menu and a footer around these paragraphs."""
    body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title></head><body>"
        "<header><nav><a href='/'>Home</a> <a href='/login'>Log in</a></nav></header>"
        f"<main><h1>{title}</h1>{body}</main><footer><a href='/imprint'>Imprint</a></footer></body></html>"
    )


class World:
    """One service with one document at `/privacy`; more can be declared. Time stands still until `pass_time`."""

    def __init__(self, database: Database, site: Site, webhook: Webhook) -> None:
        self.database, self.site, self.webhook = database, site, webhook
        self.resolve: Resolve = look_up
        self.now = datetime(2025, 9, 1, 12, 0, tzinfo=UTC)
        self.service = Service("larkspur", "Larkspur", ("social",))
        self.settings = Settings(
            path="sources.toml",
            database_url="",
            fetch=FetchSettings(pause=0.0, timeout=5.0, browser="declared", allow_private_networks=True),
            targets=(Target("desk", webhook.url, Severity.ALERT),),
            declarations=(),
            nothing_read_after=1e9,  # one document that fails is all there are; whoever tests that says when
        )
        self.declare("Privacy Policy", "/privacy")
        self.serve()

    def declare(self, terms_type: str, *paths: str, host: str = "", **changes: object) -> None:
        """Declare a document read from these paths, of another `host` where its name is resolved."""
        pages = tuple(Page(self.site.url(path, host=host)) for path in paths)
        declaration = Declaration(self.service, terms_type, pages, Schedule(every=6 * 3600.0))
        declaration = replace(declaration, **changes)  # type: ignore[arg-type]  # the caller names fields
        others = tuple(d for d in self.settings.declarations if d.key != declaration.key)
        self.settings = replace(self.settings, declarations=(*others, declaration))

    def target(self, *targets: Target) -> None:
        """Replace the alert targets."""
        self.settings = replace(self.settings, targets=targets)

    def serve(self, *extra: str, path: str = "/privacy", base: Sequence[str] = POLICY) -> None:
        """Serve the policy with some paragraphs more."""
        self.site[path] = Reply(page(*base, *extra))

    def pass_time(self, **amount: float) -> None:
        """Turn the clock."""
        self.now += timedelta(**amount)

    def look(
        self, keys: Sequence[str] = (), *, gather: bool = False, others: timedelta = timedelta(days=1)
    ) -> tuple[Check, ...]:
        """Check the documents and review what has changed, as one pass does.

        The daemon gathers what changes; it has these documents to read now, and `others` so much later.
        """
        return asyncio.run(self._look(keys, gather=gather, others=others))

    def recall(self) -> None:
        """Queue the reminders whose time has come."""
        remind(self.database, self.settings, clock=lambda: self.now)

    def tell(self, *, everything: bool = True) -> Tally:
        """Deliver what is queued."""
        return asyncio.run(
            tell(self.database, self.settings, wait=False, everything=everything, clock=lambda: self.now)
        )

    def outcome(self) -> Outcome:
        """How one check of the one document ends, with everything told afterwards."""
        checked = self.look()
        self.tell()
        return checked[0].outcome

    def visitor(self) -> Visitor:
        """Somebody who looks at the pages."""
        present = lambda: (self.settings, Pulse(self.now, ready=True, looked_at=self.now))  # noqa: E731 -- handed on as it is
        return Visitor(application(self.database, present, clock=lambda: self.now))

    def titles(self) -> list[str]:
        """The titles of the messages that the webhook took."""
        return [post["title"] for post in self.webhook.posts]

    async def _look(self, keys: Sequence[str], *, gather: bool, others: timedelta) -> tuple[Check, ...]:
        with self.database.writing() as db:
            documents.sync(db, self.settings.declarations, self.now)
        clock = lambda: self.now  # noqa: E731 -- handed on as it is
        async with Fetcher(self.settings.fetch, resolve=self.resolve) as fetcher:
            if gather:
                self._let_be_due(keys, others)
                checked: list[Check] = []
                await keep_up(self.database, self.settings, fetcher, done=checked.append, clock=clock)
                return tuple(checked)
            chosen = [d for d in self.settings.declarations if not keys or d.key in keys]
            return await look(self.database, self.settings, fetcher, chosen, clock=clock)

    def _let_be_due(self, keys: Sequence[str], others: timedelta) -> None:
        """Let these documents be due and the others so much later."""
        with self.database.writing() as db:
            db.execute(update(table).values(next_check_at=self.now + others))
            db.execute(update(table).where(table.c.key.in_(keys)).values(next_check_at=self.now))


@contextmanager
def world_on(url: str) -> Iterator[World]:
    """A world on the database of an address, for several tests that only look at it."""
    database = connect(url)
    with Site() as site, Webhook() as webhook:
        yield World(database, site, webhook)
    database.close()
