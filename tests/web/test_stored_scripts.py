"""Scripts in whatever is stored do nothing: not on a page, not in a feed, an export or a copy, not in a browser."""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

import httpx
import pytest
from answering import Served, answering
from browsing import needs_browser
from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser
from servers import Reply, Site
from tabs import browsing, tab
from targets import Webhook
from visiting import is_page, linked
from world import POLICY, World

from monitor import web
from monitor.database import connect
from monitor.pipeline import make_searchable
from monitor.records import Service, Severity, Target
from monitor.web import rendering

EVIL = (
    '=HYPERLINK("http://zz9.example")\u202e\'"><img src=x onerror=alert(1)><zz9 onclick="alert(1)"></title></textarea>'
    "<script>alert(1)</script>]]>--><!channel> {{1234*5678}}{% raw %} [zz9](javascript:alert(1)) `zz9` <b>zz9</b>"
)
CLAUSES = (
    f"From 3 November 2025 we use your posts {EVIL} to train our generative AI models.",
    "You can opt out of AI training at javascript:alert(1) until 2 November 2025.",
    'You can opt out of AI training at https://zz9.example/"onmouseover="alert(1)"><script>alert(1)</script>.',
)
ASKED = quote(EVIL, safe="")
ASKING = (
    f"/?q={ASKED}&tag={ASKED}&practice={ASKED}&region={ASKED}&sort={ASKED}&page={ASKED}&lang={ASKED}",
    f"/changes?service={ASKED}&practice={ASKED}&severity={ASKED}&below={ASKED}",
    f"/search?q={ASKED}&service={ASKED}&practice={ASKED}&since={ASKED}&until={ASKED}&after={ASKED}",
    "/search?q=script",
    f"/login?next=javascript:alert(1)&lang={ASKED}",
    f"/services/{ASKED}",
    f"/documents/{ASKED}",
    f"/feeds/tags/{ASKED}.atom",
    "/feeds/all.atom?min_severity=change",
    "/stance.csv",
    "/stance.json",
    "/calendar.ics",
)

SOURCES = (*Path(web.__file__).parent.glob("templates/*.html.j2"), Path(rendering.__file__))
TEMPLATES = "".join(file.read_text(encoding="utf-8") for file in SOURCES)
# What pages are made of: whatever else there is in one came out of what is stored.
ELEMENTS = {"-text", *re.findall(r"<([a-z]\w*)", TEMPLATES)} | {f"h{level}" for level in range(1, 7)}
ATTRIBUTES = set(re.findall(r"[\s}]([a-z][\w-]*)(?==\"|[\s>{])", TEMPLATES))
ADDRESSES = {"href", "src", "action", "formaction", "cite", "data", "poster", "background", "ping", "xlink:href"}
SAFE = re.compile(r"(/(?!/)|#|https?://|mailto:)[^\s\"'<>]*")
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Served]:
    """The pages of a service whose every word is a script."""
    path = tmp_path_factory.mktemp("evil") / "monitor.db"
    shutil.copy(sqlite_template, path)
    database = connect(f"sqlite:///{path}")
    with Site() as site, Webhook() as webhook:
        world = World(database, site, webhook)
        fill(world)
        with answering(world) as served:
            yield served
    database.close()


@pytest.fixture(scope="module")
def answers(served: Served) -> dict[str, httpx.Response]:
    """All that is answered, by the address that was asked for."""
    return linked(served.get, "/", *ASKING, alike=2)


def fill(world: World) -> None:
    """Let what is evil be said wherever something can be said."""
    site = world.site
    world.settings = replace(world.settings, declarations=())
    world.service = Service("larkspur", EVIL, (EVIL, "plain"))
    world.target(Target(EVIL, world.webhook.url, Severity.NONE))
    way = f"/privacy?{ASKED}"
    for path in ("/moved", way):
        world.declare(f"Policy {EVIL}", path, variant=EVIL + path, region=EVIL)
    world.declare(f"Held {EVIL}", "/held", language="de")
    world.declare(f"Failing {EVIL}", "/failing")
    site["/moved"] = Reply(status=301, headers={"Location": way})
    site["/failing"] = Reply("?", headers={"Content-Type": f"application/{html.escape(EVIL, quote=False)[:60]}"})
    for extra in ((), CLAUSES, (*CLAUSES[1:], EVIL)):
        site[way] = site["/held"] = page(*POLICY, *extra)
        world.look()
        world.tell()
        world.pass_time(days=1)
    make_searchable(world.database)


def page(*paragraphs: str) -> Reply:
    text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in paragraphs)
    body = f"<!doctype html><html lang=en><title>{html.escape(EVIL)}</title><h1>{html.escape(EVIL)}</h1>{text}"
    headers = {"ETag": '"<script>alert(1)</script>"', "Server": EVIL.replace("\u202e", ""), "X-Robots-Tag": "<zz9>"}
    return Reply(body, headers=headers)


def harm(markup: str) -> Iterator[str]:
    """What a browser would make of a page that no template of ours says."""
    root = LexborHTMLParser(markup).root
    assert root
    for node in root.traverse():
        if node.tag not in ELEMENTS:
            yield f"<{node.tag}>"
        if node.tag in {"script", "style"} and node.text(deep=True):
            yield node.html or ""
        for name, value in node.attributes.items():
            if name not in ATTRIBUTES:
                yield f"<{node.tag} {name}>"
            if name in ADDRESSES and not SAFE.fullmatch(value or ""):
                yield f"<{node.tag} {name}={value}>"


def test_every_kind_of_answer_is_looked_at(answers: dict[str, httpx.Response]) -> None:
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code >= 500} == {}
    shown = [answer.text for answer in answers.values() if is_page(answer)]
    assert sum("&lt;script&gt;alert(1)&lt;/script&gt;" in text for text in shown) > 8


def test_no_page_has_an_element_an_attribute_or_an_address_out_of_what_is_stored(
    answers: dict[str, httpx.Response],
) -> None:
    found = {address: [*harm(answer.text)] for address, answer in answers.items() if is_page(answer)}
    assert {address: harms for address, harms in found.items() if harms} == {}
    assert not any(str(1234 * 5678) in answer.text for answer in answers.values())


def test_every_answer_says_what_it_is_and_that_nothing_in_it_may_run(answers: dict[str, httpx.Response]) -> None:
    for address, answer in answers.items():
        assert answer.headers["x-content-type-options"] == "nosniff", address
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy, address
        assert "unsafe" not in policy, address


def test_feeds_hold_no_markup_out_of_what_is_stored(answers: dict[str, httpx.Response]) -> None:
    feeds = {address: answer for address, answer in answers.items() if ".atom" in address and answer.is_success}
    assert feeds
    for address, answer in feeds.items():
        for node in ET.fromstring(answer.content).iter():
            assert "zz9" not in node.tag, address
            assert SAFE.fullmatch(node.get("href", "/")), address
            if node.get("type") == "html":
                assert [*harm(node.text or "")] == [], address


def test_exports_hold_no_formula_and_read_back(answers: dict[str, httpx.Response]) -> None:
    rows = [*csv.reader(answers["/stance.csv"].text.splitlines(keepends=True))]
    assert len({len(row) for row in rows}) == 1
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULAS)]
    assert any(EVIL in str(row["service"]) for row in json.loads(answers["/stance.json"].content))
    assert len(Calendar.from_ical(answers["/calendar.ics"].content).events) > 0


def test_a_copy_as_markdown_shows_what_is_stored_and_does_nothing(answers: dict[str, httpx.Response]) -> None:
    copies = [answer.text for address, answer in answers.items() if ".md" in address]
    assert copies
    for copy in copies:
        assert not re.search(r"(?<!\\)<(?!https?:)", copy)
        assert not re.search(r"(?<!\\)\]\((?!https?:)", copy)


@needs_browser
def test_no_script_runs_in_a_browser(served: Served, answers: dict[str, httpx.Response]) -> None:
    pages = [address for address, answer in answers.items() if is_page(answer) and answer.is_success]
    with browsing() as browser, tab(browser, served.address) as page:
        for address in pages:
            page.goto(address)
            for opens in page.locator("button[popovertarget]").all()[:2]:
                opens.click()
                page.keyboard.press("Escape")
