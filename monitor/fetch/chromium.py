"""Chromium, driven by Playwright: a fresh context for each page, its text waited for and written out as HTML."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
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

from monitor.fetch.faults import Fault, Kind
from monitor.fetch.forwarding import Forwarder
from monitor.records import FetchSettings

POLL = 0.25  # seconds between two looks at how long the text is
STEADY = 3  # looks in a row that find the same text
ENOUGH = 500  # characters; a shorter text may still be on its way
PATIENCE = 5.0  # seconds that a short text is waited for
PASSES_WITHIN = 15.0  # seconds that a refusal has to turn into the page: challenges pass by themselves
CLOSES_WITHIN = 5.0

_TEXTLESS = frozenset({"image", "media", "font"})
_SCRIPTS = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
_ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
# What Chromium says of itself with a window; without one it adds a word that many sites refuse.
_AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
_FIRST_ERROR = 400


@dataclass(frozen=True, slots=True)
class Built:
    """A page as it was built: the status and headers of the answer that led to it, its address and HTML."""

    status: int
    headers: tuple[tuple[str, str], ...]
    final_url: str
    html: str


class Chromium:
    """A running Chromium."""

    def __init__(self, playwright: Playwright, browser: Browser, settings: FetchSettings) -> None:
        self._playwright, self._browser, self._settings = playwright, browser, settings

    async def build(
        self, url: str, headers: Mapping[str, str], cookies: Mapping[str, str], forwarder: Forwarder
    ) -> Built:
        """Open a page, wait for its text, and give it; raise Fault, of kind BROWSER where the process is of no use."""
        try:
            context = await self._context(headers, forwarder)
            try:
                await _prepare(context, url, headers, cookies)
                page = await context.new_page()
                return await _Visit(page, self._settings).build(url)
            finally:
                async with asyncio.timeout(CLOSES_WITHIN):
                    await context.close()
        except Error as error:
            raise _fault(error) from error

    async def close(self) -> None:
        """End the process, by force if need be."""
        for end in (self._browser.close, self._playwright.stop):
            await _within(CLOSES_WITHIN, end)

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
    playwright = await async_playwright().start()
    # root may not use the sandbox of Chromium; a container that runs as root is one itself
    arguments = [*_ARGUMENTS, *(["--no-sandbox"] if _is_root() else [])]
    try:
        browser = await playwright.chromium.launch(
            executable_path=program, args=arguments, timeout=settings.timeout * 1000, handle_sigint=False
        )
    except Error as error:
        await playwright.stop()
        raise Fault(Kind.BROWSER, f"Chromium does not start: {error.message.splitlines()[0]}") from error
    return Chromium(playwright, browser, settings)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


async def _prepare(context: BrowserContext, url: str, headers: Mapping[str, str], cookies: Mapping[str, str]) -> None:
    await context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    origin = urlsplit(url)[:2]
    own = {name.lower(): value for name, value in headers.items() if name.lower() != "user-agent"}

    async def pass_on(route: Route, request: Request) -> None:
        if request.resource_type in _TEXTLESS or urlsplit(request.url).scheme not in {"http", "https"}:
            await route.abort()
        elif own and urlsplit(request.url)[:2] == origin:
            await route.continue_(headers={**request.headers, **own})
        else:
            await route.continue_()

    await context.route("**/*", pass_on)


class _Visit:
    """One page while it is being built."""

    def __init__(self, page: Page, settings: FetchSettings) -> None:
        self._page, self._settings = page, settings
        self._answer: Response | None = None
        page.on("response", self._note)
        page.on("popup", lambda popup: asyncio.ensure_future(popup.close()))

    def _note(self, response: Response) -> None:
        with suppress(Error):
            if response.request.is_navigation_request() and response.frame == self._page.main_frame:
                self._answer = response

    async def build(self, url: str) -> Built:
        await self._page.goto(url, wait_until="domcontentloaded", timeout=self._settings.timeout * 1000)
        if self._status >= _FIRST_ERROR:
            await self._outwait_refusal()
        await self._settle()
        await self._page.evaluate(f"{_SCRIPTS}; unfold()")
        await self._settle()
        await self._gather_frames()
        html = await self._page.evaluate(f"{_SCRIPTS}; written()")
        if len(html.encode()) > self._settings.max_bytes:
            raise Fault(Kind.TOO_LARGE, f"more than {self._settings.max_bytes} bytes")
        answer = self._answer
        headers = tuple((await answer.all_headers()).items()) if answer else ()
        return Built(self._status, headers, self._page.url, html)

    @property
    def _status(self) -> int:
        return self._answer.status if self._answer else 200

    async def _outwait_refusal(self) -> None:
        """Wait for a challenge to let us pass; raise Fault when it does not."""
        patience = min(PASSES_WITHIN, self._settings.timeout)
        for _ in range(int(patience / POLL)):
            if self._status < _FIRST_ERROR:
                return
            await asyncio.sleep(POLL)
        raise Fault(Kind.HTTP_STATUS, f"the server answered {self._status}", status=self._status)

    async def _settle(self) -> None:
        """Wait until the text has stopped growing."""
        lengths: list[int] = []
        for looks in range(int(self._settings.timeout / POLL)):
            lengths.append(await self._length())
            steady = len(lengths) >= STEADY and len(set(lengths[-STEADY:])) == 1
            if steady and (lengths[-1] >= ENOUGH or looks * POLL >= PATIENCE):
                return
            await asyncio.sleep(POLL)

    async def _length(self) -> int:
        """How many characters the page shows, frames included; none while it is being replaced by another."""
        total = 0
        for frame in self._page.frames:
            with suppress(Error):
                total += await frame.evaluate(f"{_SCRIPTS}; shown()")
        if self._page.is_closed():
            raise Fault(Kind.BROWSER, "the page crashed")
        return total

    async def _gather_frames(self) -> None:
        """Write the text of frames into the page: of its own site, or of any when the page itself has none."""
        empty = await self._page.evaluate(f"{_SCRIPTS}; shown()") < ENOUGH
        for frame in self._page.frames[1:]:
            if empty or _site(frame.url) in {_site(self._page.url), ""}:
                with suppress(Error):
                    await _write_into_page(frame)


async def _write_into_page(frame: Frame) -> None:
    html = await frame.evaluate(f"{_SCRIPTS}; prose()")
    if html:
        element = await frame.frame_element()
        await element.evaluate(
            "(element, html) => { const part = document.createElement('section'); "
            "part.innerHTML = html; element.replaceWith(part); }",
            html,
        )


def _site(url: str) -> str:
    """The last two labels of a host: near enough to what belongs together."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


async def _within(seconds: float, end: Callable[[], Awaitable[None]]) -> None:
    with suppress(Error, TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(end(), seconds)


def _fault(error: Error) -> Fault:
    said = error.message.splitlines()[0] if error.message else type(error).__name__
    if "Timeout" in type(error).__name__:
        return Fault(Kind.BROWSER, f"the page did not open in time: {said}")
    if "ERR_" in said:
        return Fault(Kind.CONNECT, said)
    return Fault(Kind.BROWSER, said)
