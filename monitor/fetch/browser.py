"""Where there is a browser, and its one process: started when a page needs it, renewed when it is stuck or old."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from monitor.fetch.addresses import host_of, parse
from monitor.fetch.faults import Fault, Kind
from monitor.fetch.forwarding import Forwarder
from monitor.fetch.network import Gate
from monitor.records import FetchSettings

AT_ONCE = 2  # pages; each takes a core and some hundred megabytes
RETIRES_AFTER = 100  # pages; a browser's memory only grows
TRAFFIC = 4  # times the size that a page may have: its scripts and data come on top of it
MISSING = "this page needs a browser: pip install '.[browser]' in the checkout, and Chromium"

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


class Built(Protocol):
    """A page as a browser built it."""

    status: int
    headers: tuple[tuple[str, str], ...]
    final_url: str
    html: str


class Process(Protocol):
    """A running browser."""

    async def build(
        self, url: str, headers: Mapping[str, str], cookies: Mapping[str, str], forwarder: Forwarder
    ) -> Built:
        """Open a page, wait for its text, and give it; raise Fault."""

    @property
    def is_alive(self) -> bool:
        """Whether it can build pages: it has neither died nor been told to end."""

    async def close(self) -> None:
        """End the process, by force if need be."""


class Browser:
    """Builds pages in Chromium, a few at once."""

    def __init__(self, settings: FetchSettings, gate: Gate) -> None:
        self._settings, self._gate = settings, gate
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._starting = asyncio.Lock()
        self._process: Process | None = None
        self._built = 0
        self._pages = 0  # under way

    @property
    def is_there(self) -> bool:
        """Whether pages can be built here."""
        if find_spec("playwright") is None:
            return False
        return self._program() is not None or (not self._settings.browser_path and _has_own())

    async def start(self) -> None:
        """Start the browser, if it does not run yet; raises Fault when there is none, or it does not start."""
        if not self.is_there:
            raise Fault(Kind.NO_BROWSER, MISSING)
        await self._running()

    async def build(self, url: str, headers: Mapping[str, str], cookies: Mapping[str, str], proxy: str | None) -> Built:
        """A page as the browser built it; raises Fault when it cannot be had."""
        if not self.is_there:
            raise Fault(Kind.NO_BROWSER, MISSING)
        async with self._slots:
            try:
                return await self._attempt(url, headers, cookies, proxy)
            except Fault as fault:
                if not fault.passing:
                    raise
            return await self._attempt(url, headers, cookies, proxy)

    async def close(self) -> None:
        """End the browser."""
        if self._process:
            await self._discard(self._process)

    async def _attempt(
        self, url: str, headers: Mapping[str, str], cookies: Mapping[str, str], proxy: str | None
    ) -> Built:
        """Build a page; the Fault is a passing one when the browser died meanwhile, which says nothing of the page."""
        process = await self._running()
        most = TRAFFIC * self._settings.max_bytes
        forwarder = Forwarder(self._gate, proxy, timeout=self._settings.timeout, most=most)
        self._pages += 1
        try:
            async with forwarder, asyncio.timeout(self._settings.deadline):
                return await process.build(url, headers, cookies, forwarder)
        except TimeoutError as error:
            await self._discard(process)
            raise Fault(Kind.TIMEOUT, "the browser did not come to an end with the page") from error
        except Fault as fault:
            fault.passing = not process.is_alive
            if fault.kind in {Kind.BROWSER, Kind.TIMEOUT}:
                await self._discard(process)
            raise forwarder.refused.get(host_of(parse(url)), fault) from fault
        finally:
            self._pages -= 1

    async def _running(self) -> Process:
        async with self._starting:
            if self._process and self._built >= RETIRES_AFTER and not self._pages:
                await self._discard(self._process)
            if self._process is None:
                # the package is optional and takes longer to import than most commands run
                chromium = import_module("monitor.fetch.chromium")
                self._process = await chromium.start(self._settings, self._program())
                self._built = 0
            self._built += 1
            assert self._process is not None
            return self._process

    async def _discard(self, process: Process) -> None:
        if self._process is process:
            self._process = None
        await process.close()

    def _program(self) -> str | None:
        if self._settings.browser_path:
            return shutil.which(self._settings.browser_path)
        return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _has_own() -> bool:
    """Whether Playwright has installed a Chromium of its own."""
    caches = (Path.home() / ".cache", Path.home() / "Library/Caches", Path.home() / "AppData/Local")
    return any(next((cache / "ms-playwright").glob("chromium*"), None) for cache in caches)
