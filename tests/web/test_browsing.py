"""What people do on the pages, in a real browser: a year at six invented services, with JavaScript and without."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import feedparser
import pytest
from answering import Served, answering
from browsing import needs_browser
from entering import PASSWORD
from playwright.sync_api import Browser, Locator, Page, expect
from tabs import browsing, tab
from visiting import is_page, linked
from world import World
from year import told

pytestmark = needs_browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async rules => (await axe.run({runOnly: rules, resultTypes: ["violations"]})).violations.map(
    each => [each.id, ...each.nodes.map(node => node.html)]
)"""
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[World]:
    """The end of the year."""
    path = tmp_path_factory.mktemp("year") / "monitor.db"
    shutil.copy(sqlite_template, path)
    with told(f"sqlite:///{path}") as world:
        yield world


@pytest.fixture(scope="module")
def served(world: World) -> Iterator[Served]:
    """The pages at the end of the year."""
    with answering(world) as served:
        yield served


@pytest.fixture(scope="module")
def locked(world: World) -> Iterator[Served]:
    """The same for those who know the password."""
    with answering(world, password=PASSWORD) as served:
        yield served


@pytest.fixture(scope="module")
def browser(served: Served, locked: Served) -> Iterator[Browser]:  # both before it, as it has an event loop
    with browsing() as browser:
        yield browser


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(browser: Browser, served: Served, request: pytest.FixtureRequest) -> Iterator[Page]:
    with tab(browser, served.address, java_script_enabled=request.param) as page:
        yield page


@pytest.fixture
def plain(browser: Browser, served: Served) -> Iterator[Page]:
    """A page where it makes no difference whether there is JavaScript."""
    with tab(browser, served.address) as page:
        yield page


@pytest.fixture(scope="module")
def addresses(served: Served) -> list[str]:
    """A page of every kind, as links lead to it."""
    found = linked(served.get, "/", "/search?q=train", "/services/marlowick", alike=1)
    assert {answer.status_code for answer in found.values()} == {200}, found
    return [address for address, answer in found.items() if is_page(answer)]


def go(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name).click()


def faults_of(page: Page) -> list[list[str]]:
    """What axe finds on a page as it is, and whether it is too wide."""
    page.evaluate(AXE)
    return page.evaluate(RUN, RULES) + [["wider than the window"]] * (page.evaluate(WIDER) > 0)


def row(page: Page, service: str) -> Locator:
    """What the overview says of a service."""
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=service))


def test_who_trains_on_my_data_is_seen_and_proved(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name=re.compile("^4 train or will train AI on your data")).click()
    services = page.get_by_role("rowheader").get_by_role("link").all_inner_texts()
    assert sorted(services) == ["Ardoisine", "Cairnloft", "Lindenklee", "Marlowick"]
    row(page, "Lindenklee").get_by_role("button", name="Trains").click()
    quote = page.locator("blockquote:visible").first
    expect(quote).to_have_attribute("lang", "de")
    expect(quote).to_contain_text("Ab dem 15. April 2026 verwenden wir öffentliche Beiträge und Fotos")
    page.get_by_role("link", name="Show it in the text").locator("visible=true").first.click()
    passage = page.locator("mark:target")
    expect(passage).to_be_in_viewport()
    expect(passage).to_contain_text("Ab dem 15. April 2026 verwenden wir öffentliche Beiträge und Fotos")


def test_what_a_service_changed_is_seen_word_by_word(page: Page) -> None:
    page.goto("/services/cairnloft")
    page.get_by_role("link", name="Cairnloft now trains AI on your data").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Cairnloft now trains AI on your data")
    expect(page.locator("ins").filter(has_text="to train our code completion models").first).to_be_visible()
    folded = page.get_by_text("Your name, e-mail address and public keys")
    expect(folded.first).to_be_hidden()
    page.locator("summary").first.click()
    expect(folded.first).to_be_visible()
    page.get_by_role("link", name="In one column").click()
    expect(page.locator("ins").filter(has_text="to train our code completion models").first).to_be_visible()


def test_how_to_refuse_stands_beside_who_trains(page: Page) -> None:
    page.goto("/")
    link = row(page, "Cairnloft").get_by_role("link", name="Refuse here")
    expect(link).to_have_attribute("href", "https://cairnloft.example/settings/models")
    expect(row(page, "Marlowick")).to_contain_text("Settings > Data privacy > Data for generative AI")
    expect(row(page, "Marlowick")).to_contain_text("17 days left")


def test_on_a_phone_nothing_that_is_told_of_a_clause_is_out_of_sight(browser: Browser, served: Served) -> None:
    with tab(browser, served.address, width=360) as page:
        page.goto("/services/marlowick")
        page.get_by_role("link", name="Marlowick will train AI on your data").first.click()
        expect(page.locator(".finding .wide q").first).to_be_attached()
        tables = page.locator(".finding .wide").evaluate_all("all => all.map(box => box.scrollWidth - box.clientWidth)")
        assert set(tables) == {0}


def test_a_feed_of_a_service_can_be_subscribed_to(plain: Page, served: Served) -> None:
    plain.goto("/services/marlowick")
    address = plain.locator("link[rel=alternate][type='application/atom+xml']").get_attribute("href")
    assert address
    feed = feedparser.parse(served.get(address).content)
    assert (feed.bozo, feed.version) == (False, "atom10")
    entry = next(entry for entry in feed.entries if "Marlowick will train AI on your data" in entry.title)
    plain.goto(entry.link)
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Marlowick will train AI on your data")


def test_what_a_document_once_said_is_found(page: Page) -> None:
    page.goto("/")
    go(page, "Search")
    page.get_by_role("searchbox").fill('"we do not let anybody else do so"')
    page.get_by_role("button", name="Search").click()
    found = page.get_by_role("article").filter(has_text="Stillbird")
    expect(found).to_contain_text("We do not use your messages to train artificial intelligence models")
    found.get_by_role("link", name=re.compile("[Vv]ersion")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stillbird")
    expect(page.get_by_text("Updated on 9 January 2025").first).to_be_visible()


def test_a_day_ahead_that_somebody_knows_of_is_not_recalled_any_more(page: Page) -> None:
    page.goto("/")
    go(page, "Deadlines")
    day = page.get_by_role("article").filter(has_text="Last day to refuse: 31 January 2027")
    day.get_by_role("button", name="I know of this").click()
    expect(day.get_by_role("button", name="I know of this")).to_have_count(0)
    day.get_by_role("button", name="Remind me again").click()
    expect(day.get_by_role("button", name="I know of this")).to_be_visible()


def test_a_keyboard_gets_past_the_menu_and_opens_a_proof(plain: Page) -> None:
    plain.goto("/")
    plain.keyboard.press("Tab")
    expect(plain.get_by_role("link", name="Skip to the content")).to_be_focused()
    plain.keyboard.press("Enter")
    expect(plain.get_by_role("main")).to_be_focused()
    row(plain, "Pondlet").get_by_role("button", name="Shares").focus()
    plain.keyboard.press("Enter")
    expect(plain.get_by_text("We share public notes, pictures").locator("visible=true")).to_have_count(1)
    plain.keyboard.press("Escape")
    expect(plain.get_by_text("We share public notes, pictures").locator("visible=true")).to_have_count(0)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing_on_any_page_and_none_asks_elsewhere_or_breaks_the_policy(
    browser: Browser, served: Served, addresses: list[str], scheme: str, width: int
) -> None:
    assert {"/", "/changes", "/deadlines", "/unreadable", "/deliveries"} < set(addresses)
    found = {}
    with tab(browser, served.address, width=width, color_scheme=scheme) as page:
        for address in addresses:
            page.goto(address)
            for opens in page.locator("button[popovertarget]").all()[:1]:
                opens.click()
            found[address] = faults_of(page)
    assert {address: faults for address, faults in found.items() if faults} == {}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_the_password_leads_to_the_page_that_was_asked_for_and_axe_finds_nothing_at_the_door(
    browser: Browser, locked: Served, scheme: str, width: int
) -> None:
    with tab(browser, locked.address, width=width, color_scheme=scheme) as page:
        page.goto("/deadlines")
        assert faults_of(page) == []
        page.get_by_label("Password").fill(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/deadlines")
        expect(page.get_by_role("heading", level=1)).to_have_text("Deadlines")
        page.get_by_role("button", name="Log out").click()
        page.wait_for_url("**/login")
