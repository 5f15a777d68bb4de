"""A year at six invented services, told through the real pipeline: pages on loopback, a clock that is turned.

    with told("sqlite:///year.db") as world:
        world.visitor().get("/")        # what was found, on the last day of that year

The pages lie in `invented/`. A block that begins with `@words` stands on a page only while that is so of it.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from servers import Reply, Site
from sqlalchemy import func, select, update
from targets import Webhook
from world import World

from monitor.database import connect
from monitor.database.tables import sightings, snapshots, versions
from monitor.pipeline import make_searchable
from monitor.records import Service, Severity, Target

PAGES = Path(__file__).with_name("invented")
START = datetime(2025, 12, 1, 6, 0, tzinfo=UTC)
END = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
STEP = timedelta(days=28)  # from one look at everything to the next, where nothing happens in between
SHORTLY = timedelta(hours=6)  # from a look to the next that finds something new

MARLOWICK = Service("marlowick", "Marlowick", ("jobs", "social"))
PONDLET = Service("pondlet", "Pondlet", ("social",))
STILLBIRD = Service("stillbird", "Stillbird", ("chat",))
CAIRNLOFT = Service("cairnloft", "Cairnloft", ("code",))
LINDENKLEE = Service("lindenklee", "Lindenklee", ("forum", "photos"))
ARDOISINE = Service("ardoisine", "Ardoisine", ("school",))

# Each document: whose, its type, the page it is made from, its language, its region, and what is so at the start.
DOCUMENTS = (
    (MARLOWICK, "Privacy Policy", "marlowick-privacy", "en", "EU", "before EU"),
    (MARLOWICK, "Privacy Policy", "marlowick-privacy", "en", "UK", "before UK"),
    (MARLOWICK, "Terms of Service", "marlowick-terms", "en", None, ""),
    (PONDLET, "Privacy Policy", "pondlet-privacy", "en", None, "before"),
    (PONDLET, "Terms of Service", "pondlet-terms", "en", None, "plain"),
    (STILLBIRD, "Privacy Policy", "stillbird-privacy", "en", None, "first"),
    (STILLBIRD, "Terms of Service", "stillbird-terms", "en", None, ""),
    (CAIRNLOFT, "Terms of Service", "cairnloft-terms", "en", None, "before"),
    (CAIRNLOFT, "Privacy Policy", "cairnloft-privacy", "en", None, ""),
    (LINDENKLEE, "Privacy Policy", "lindenklee-datenschutz", "de", None, "before"),
    (ARDOISINE, "Privacy Policy", "ardoisine-confidentialite", "fr", None, "before"),
    (ARDOISINE, "Terms of Service", "ardoisine-conditions", "fr", None, ""),
)
MAINTENANCE = "<!doctype html><title>Maintenance</title><h1>Nous revenons bientôt</h1>"

# What happens: on which day which page says what, or cannot be read.
EVENTS = (
    ("2026-02-17", "cairnloft-terms", "rules"),
    ("2026-03-10", "pondlet-privacy", "sharing"),
    ("2026-04-02", "lindenklee-datenschutz", "training"),
    ("2026-05-04", "stillbird-privacy", "reworded"),
    ("2026-06-22", "pondlet-terms", "offer"),
    ("2026-07-01", "pondlet-terms", "plain"),
    ("2026-07-06", "pondlet-terms", "offer"),
    ("2026-07-13", "pondlet-terms", "plain"),
    ("2026-07-17", "pondlet-terms", "offer"),
    ("2026-07-27", "pondlet-terms", "plain"),
    ("2026-08-19", "cairnloft-privacy", "silent"),
    ("2026-10-20", "marlowick-privacy EU", "training EU"),
    ("2026-10-20", "marlowick-privacy UK", "training UK"),
    ("2026-11-18", "ardoisine-confidentialite", "training"),
    ("2026-11-21", "ardoisine-conditions", None),
)


@contextmanager
def told(url: str) -> Iterator[World]:
    """A world at the end of that year, its database at this address."""
    database = connect(url)
    try:
        with Site() as site, Webhook() as webhook:
            world = World(database, site, webhook)
            _tell(world)
            yield world
    finally:
        database.close()


def page(name: str, language: str, words: Sequence[str]) -> str:
    """A page of `invented/` while these words are so of it, with a menu and a footer around it."""
    blocks = (PAGES / f"{name}.txt").read_text(encoding="utf-8").replace("\n@", "\n\n@").split("\n\n")
    shown = [text for block in blocks if (text := _shown(block.strip(), words))]
    title = shown[0].removeprefix("# ")
    return (
        f"<!doctype html><html lang='{language}'><head><title>{title}</title></head><body>"
        "<header><nav><a href='/'>Home</a> <a href='/login'>Log in</a></nav></header>"
        f"<main>{''.join(map(_element, shown))}</main><footer><a href='/imprint'>Imprint</a></footer></body></html>"
    )


def _shown(block: str, words: Sequence[str]) -> str:
    if not block.startswith("@"):
        return block
    word, _, text = block.removeprefix("@").partition(" ")
    return text if word in words else ""


def _element(block: str) -> str:
    marks, _, text = block.partition(" ")
    if marks in {"#", "##"}:
        return f"<h{len(marks)}>{html.escape(text)}</h{len(marks)}>"
    return f"<p>{html.escape(block)}</p>"


def _tell(world: World) -> None:
    world.now, world.resolve = START, _here
    world.settings = replace(world.settings, declarations=())
    world.target(Target("desk", world.webhook.url, Severity.NOTICE))
    for service, terms_type, name, language, region, words in DOCUMENTS:
        world.service = service
        world.declare(
            terms_type,
            _path(name, region),
            host=f"{service.id}.example",
            language=language,
            region=region,
            variant=region,
        )
        world.site[_path(name, region)] = Reply(page(name, language, words.split()))
    world.look()
    for day, events in groupby(EVENTS, key=itemgetter(0)):
        at = datetime.fromisoformat(f"{day}T06:00+00:00")
        _wait(world, at - SHORTLY)
        for _, name, words in events:
            _change(world, name, words)
        world.now = at
        world.look()
        world.tell()
    _wait(world, END)
    world.recall()
    world.tell()
    make_searchable(world.database)
    _date(world)


def _change(world: World, named: str, words: str | None) -> None:
    name, _, region = named.partition(" ")
    language = next(language for _, _, file, language, _, _ in DOCUMENTS if file == name)
    answer = Reply(MAINTENANCE, 503) if words is None else Reply(page(name, language, words.split()))
    world.site[_path(name, region)] = answer


def _wait(world: World, until: datetime) -> None:
    """Look at everything now and then until that moment."""
    while world.now < until:
        world.now = min(world.now + STEP, until)
        world.look()


def _date(world: World) -> None:
    """Have everything been read when it was first seen: what is read is dated by the clock on the wall."""
    seen = select(func.min(sightings.c.first_seen))
    with world.database.writing() as db:
        db.execute(
            update(versions).values(created_at=seen.where(sightings.c.version_id == versions.c.id).scalar_subquery())
        )
        db.execute(
            update(snapshots).values(
                fetched_at=seen.where(sightings.c.version_id == snapshots.c.version_id).scalar_subquery()
            )
        )


def _path(name: str, region: str | None) -> str:
    return f"/legal/{name}-{region.lower()}" if region else f"/legal/{name}"


async def _here(_: str, __: int) -> list[str]:
    return ["127.0.0.1"]
