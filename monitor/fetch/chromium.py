"""Chromium, driven by Playwright: a fresh context for each page, its text waited for and written out as HTML."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    Error,
    Frame,
    Page,
    Playwright,
    Request,
    Response,
    Route,
    async_playwright,
)

from monitor.fetch.addresses import lane_of
from monitor.fetch.faults import Fault, Kind
from monitor.fetch.forwarding import Forwarder
from monitor.records import FetchSettings

POLL = 0.25  # seconds between two looks at how long the text is
STEADY = 3  # looks in a row that find the same text
ENOUGH = 500  # characters; a shorter text may still be on its way
PATIENCE = 5.0  # seconds that a short text is waited for
PASSES_WITHIN = 15.0  # seconds that a refusal has to turn into the page: challenges pass by themselves
SETTLES_WITHIN = 15.0  # seconds, after which a text that still grows is taken for a clock or a ticker
ANSWERS_WITHIN = 3.0  # seconds for what a page asks for when it is unfolded
UNFOLDS_WITHIN = 20.0
ROUNDS = 25  # of unfolding; each can bring one more part of a page that goes on
TICK = 0.02  # seconds between two looks at what is still to come
CLOSES_WITHIN = 3.0

_TEXTLESS = frozenset({"image", "media", "font"})
_TEXTUAL = frozenset({"document", "script", "xhr", "fetch"})  # what a text can come with, and comes to an end
_SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # as older ones call it
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # our proxy looks names up; a page's hints are none
)
# What Chromium says of itself with a window; without one it adds a word that many sites refuse.
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
_FIRST_ERROR = 400
_OWN_PAGE = "chrome-error:"  # how the address of one begins that the browser shows where it has no other


log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Built:
    """A page as it was built: the status and headers of the answer that led to it, its address and HTML."""

    status: int
    headers: tuple[tuple[str, str], ...]
    final_url: str
    html: str


class Chromium:
    """A running Chromium."""

    def __init__(self, playwright: Playwright, browser: Browser, folder: str, settings: FetchSettings) -> None:
        self._playwright, self._browser, self._folder, self._settings = playwright, browser, folder, settings
        self._ending = False

    async def build(
        self, url: str, headers: Mapping[str, str], cookies: Mapping[str, str], forwarder: Forwarder
    ) -> Built:
        """Open a page, wait for its text, and give it; raise Fault, of kind BROWSER where the process is of no use."""
        try:
            context = await self._context(headers, forwarder)
            try:
                await _prepare(context, url, headers, cookies)
                page = await context.new_page()
                return await _Visit(page, self._settings, forwarder).build(url)
            finally:
                async with asyncio.timeout(CLOSES_WITHIN):
                    await context.close()
        except Error as error:
            raise _fault(error) from error

    @property
    def is_alive(self) -> bool:
        """Whether it can build pages: it has neither died nor been told to end."""
        return self._browser.is_connected() and not self._ending

    async def close(self) -> None:
        """End the process, by force if need be."""
        self._ending = True
        for end in (self._browser.close, self._playwright.stop):
            await _within(CLOSES_WITHIN, end)
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _context(self, headers: Mapping[str, str], forwarder: Forwarder) -> BrowserContext:
        said = {name.lower(): value for name, value in headers.items()}
        agent = said.get("user-agent") or self._settings.user_agent
        language = said.get("accept-language", "en").partition(",")[0].partition(";")[0]
        return await self._browser.new_context(
            user_agent=agent or _AGENT.format(self._browser.version.partition(".")[0]),
            locale=language if language != "*" else "en",
            proxy={
                "server": forwarder.address,
                "bypass": "<-loopback>",  # Chromium would go to loopback by itself
                "username": forwarder.username,
                "password": forwarder.password,
            },
            service_workers="block",
            accept_downloads=False,
            bypass_csp=True,  # so that frames and shadow trees can be written into the page
            viewport={"width": 1280, "height": 1024},
        )


async def start(settings: FetchSettings, program: str | None) -> Chromium:
    """Start Chromium: the program given, or Playwright's own; raise Fault when it does not start."""
    # What a process that is killed leaves behind lies in a folder of its own, which goes with it.
    folder = tempfile.mkdtemp(prefix="tm-", dir=os.environ.get("TMPDIR"))
    with _temporary(folder):
        playwright = await async_playwright().start()
    try:
        browser = await _launch(playwright, settings, program)
    except (Error, asyncio.CancelledError) as error:
        await _within(CLOSES_WITHIN, playwright.stop)
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, asyncio.CancelledError):  # told to stop meanwhile
            raise
        raise Fault(Kind.BROWSER, f"Chromium does not start: {error.message.splitlines()[0]}") from error
    return Chromium(playwright, browser, folder, settings)


async def _launch(playwright: Playwright, settings: FetchSettings, program: str | None) -> Browser:
    """Start the process, in its own sandbox where the system lets it have one; Chromium itself lets root have none."""
    launch = partial(
        playwright.chromium.launch,
        executable_path=program,
        args=_ARGUMENTS,
        timeout=settings.timeout * 1000,
        handle_sigint=False,
    )
    if not _is_root():
        with suppress(Error):  # which does not say whether that was the reason
            return await launch(chromium_sandbox=True)
    browser = await launch(chromium_sandbox=False)
    if not _is_root():
        log.warning("Chromium starts only without its sandbox here: let this user make namespaces (docs/security.md)")
    return browser


@contextmanager
def _temporary(folder: str) -> Iterator[None]:
    """Let the programs that are started meanwhile put what is temporary into a folder."""
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = folder
    try:
        yield
    finally:
        if before is None:
            del os.environ["TMPDIR"]
        else:
            os.environ["TMPDIR"] = before


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


async def _prepare(context: BrowserContext, url: str, headers: Mapping[str, str], cookies: Mapping[str, str]) -> None:
    await context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    origin = urlsplit(url)[:2]
    own = {name.lower(): value for name, value in headers.items() if name.lower() != "user-agent"}

    async def pass_on(route: Route, request: Request) -> None:
        wanted = request.resource_type not in _TEXTLESS and urlsplit(request.url).scheme in {"http", "https"}
        if not wanted or _is_another_window(request, context):
            await route.abort()
        elif own and urlsplit(request.url)[:2] == origin:
            await route.continue_(headers={**request.headers, **own})
        else:
            await route.continue_()

    await context.route("**/*", pass_on)
    await context.add_init_script(_SCRIPT)


def _is_another_window(request: Request, context: BrowserContext) -> bool:
    try:
        return request.frame.page not in context.pages[:1]
    except Error:  # a window that is about to open has no frame yet
        return True


class _Visit:
    """One page while it is being built."""

    def __init__(self, page: Page, settings: FetchSettings, forwarder: Forwarder) -> None:
        self._page, self._settings, self._forwarder = page, settings, forwarder
        self._answer: Response | None = None
        self._led_to = ""  # the address that the page itself was last asked for at
        self._under_way: set[Request] = set()
        self._mute: set[Frame] = set()  # that do not answer
        page.on("popup", lambda popup: asyncio.ensure_future(popup.close()))
        page.on("response", self._note)
        page.on("request", self._await)
        page.on("requestfinished", self._hear)
        page.on("requestfailed", self._hear)

    def _note(self, response: Response) -> None:
        with suppress(Error):
            if response.request.is_navigation_request() and response.frame == self._page.main_frame:
                self._answer = response

    def _await(self, request: Request) -> None:
        with suppress(Error):
            if request.is_navigation_request() and request.frame == self._page.main_frame:
                self._led_to = request.url
        if request.resource_type in _TEXTUAL:
            self._under_way.add(request)

    def _hear(self, request: Request) -> None:
        self._under_way.discard(request)

    async def build(self, url: str) -> Built:
        await self._page.goto(url, wait_until="domcontentloaded", timeout=self._settings.timeout * 1000)
        if self._status >= _FIRST_ERROR:
            await self._outwait_refusal()
        await self._page.route("**/*", self._stay)
        for _ in range(2):  # a short text may be on its way even after that
            await self._settle(PATIENCE, enough=ENOUGH)
            await self._unfold()
            if await self._length() >= ENOUGH:
                break
        self._check_arrival()
        await self._gather_frames()
        html = await self._ask("written")
        if len(html.encode()) > self._settings.max_bytes:
            raise Fault(Kind.TOO_LARGE, f"more than {self._settings.max_bytes} bytes")
        answer = self._answer
        headers = tuple((await answer.all_headers()).items()) if answer else ()
        return Built(self._status, headers, self._page.url, html)

    @property
    def _status(self) -> int:
        return self._answer.status if self._answer else 200

    @property
    def _turned_away(self) -> Fault | None:
        """Why our own gate lets the browser not go to where the page has led it."""
        return self._forwarder.refused.get(lane_of(self._led_to))

    def _check_arrival(self) -> None:
        """Raise Fault where the page, or what it has led to meanwhile, is refused, an error or out of reach."""
        if self._turned_away:
            raise self._turned_away
        if self._status >= _FIRST_ERROR:
            raise Fault(Kind.HTTP_STATUS, f"the server answered {self._status}", status=self._status)
        if self._page.url.startswith(_OWN_PAGE):
            raise Fault(Kind.CONNECT, f"the page leads to {self._led_to}, which cannot be reached")

    async def _outwait_refusal(self) -> None:
        """Wait for a challenge to let us pass; raise Fault when it does not."""
        patience = min(PASSES_WITHIN, self._settings.timeout)
        for _ in range(int(patience / POLL)):
            if self._status < _FIRST_ERROR or self._turned_away:
                break
            await asyncio.sleep(POLL)
        self._check_arrival()

    async def _unfold(self) -> None:
        """Open what is folded and go to where lazy parts wait to be seen, until that brings no more text."""
        ends = _now() + min(UNFOLDS_WITHIN, self._settings.deadline / 3)
        longest = -1
        for _ in range(ROUNDS):
            length = await self._length()
            if length <= longest or length > self._settings.max_bytes or _now() > ends:
                return
            longest = length
            while _now() < ends and await self._ask("press"):
                await self._listen()
            await self._ask("descend")
            await self._settle(ANSWERS_WITHIN)

    async def _stay(self, route: Route, request: Request) -> None:
        """Let no button lead away from the page."""
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            await route.abort("aborted")
        else:
            await route.fallback()

    async def _listen(self) -> None:
        """Wait for what the page has asked for, as long as that is worth it."""
        for _ in range(int(ANSWERS_WITHIN / TICK)):
            if not self._under_way:
                return
            await asyncio.sleep(TICK)
        self._under_way.clear()

    async def _settle(self, patience: float, *, enough: int = 0) -> None:
        """Wait until the text stops growing, and some seconds more for one that is short or has parts still to come."""
        lengths: list[int] = []
        for looks in range(int(min(SETTLES_WITHIN, self._settings.timeout) / POLL)):
            lengths.append(await self._length())
            steady = len(lengths) >= STEADY and len(set(lengths[-STEADY:])) == 1
            whole = lengths[-1] >= enough and not self._under_way
            if steady and (whole or looks * POLL >= patience):
                break
            await asyncio.sleep(POLL)
        self._under_way.clear()  # what has not come by now is waited for no more

    async def _length(self) -> int:
        """How many characters the page shows, frames included; none while it is being replaced by another."""
        total = 0
        for frame in self._page.frames:
            with suppress(Error):
                total += await self._shown_in(frame)
        if self._page.is_closed():
            raise Fault(Kind.BROWSER, "the page crashed")
        return total

    async def _shown_in(self, frame: Frame) -> int:
        """How many characters a frame shows; none of one that does not answer, such as one that holds no page."""
        if frame in self._mute:
            return 0
        try:
            async with asyncio.timeout(None if frame == self._page.main_frame else ANSWERS_WITHIN):
                return int(await frame.evaluate("termsMonitor.shown()"))
        except TimeoutError:
            self._mute.add(frame)
            return 0

    async def _ask(self, what: str) -> Any:
        return await self._page.evaluate(f"termsMonitor.{what}()")

    async def _gather_frames(self) -> None:
        """Write the text of frames into the page: of its own site, or of any when the page itself has none."""
        empty = await self._ask("shown") < ENOUGH
        for frame in self._page.frames[1:]:
            if frame not in self._mute and (empty or _site(frame.url) in {_site(self._page.url), ""}):
                with suppress(Error):
                    await _write_into_page(frame)


async def _write_into_page(frame: Frame) -> None:
    html = await frame.evaluate("termsMonitor.prose()")
    if html:
        element = await frame.frame_element()
        await element.evaluate(
            "(element, html) => { const part = document.createElement('section'); "
            "part.innerHTML = html; element.replaceWith(part); }",
            html,
        )


def _now() -> float:
    return asyncio.get_running_loop().time()


def _site(url: str) -> str:
    """The last two labels of a host: near enough to what belongs together."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


async def _within(seconds: float, end: Callable[[], Awaitable[None]]) -> None:
    with suppress(Error, TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(end(), seconds)


def _fault(error: Error) -> Fault:
    said = error.message.splitlines()[0] if error.message else type(error).__name__
    if "Timeout" in type(error).__name__:
        return Fault(Kind.TIMEOUT, f"the page did not open in time: {said}")
    if "ERR_" in said:
        return Fault(Kind.CONNECT, said)
    return Fault(Kind.BROWSER, said)
