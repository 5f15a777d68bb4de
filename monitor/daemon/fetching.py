"""Fetching: the fetcher that looks work with, exchanged between two of them when the settings say otherwise."""

from __future__ import annotations

from contextlib import AsyncExitStack

from monitor.fetch import Fetcher
from monitor.records import FetchSettings


class Fetching:
    """Keeps one fetcher open; who asks for another one must be done with the last."""

    def __init__(self) -> None:
        self._open = AsyncExitStack()
        self._fetcher: Fetcher | None = None

    async def fetcher(self, settings: FetchSettings) -> Fetcher:
        """The fetcher that works by these settings."""
        if self._fetcher is None or self._fetcher.settings != settings:
            await self._open.aclose()
            self._fetcher = await self._open.enter_async_context(Fetcher(settings))
        return self._fetcher

    async def aclose(self) -> None:
        """Close the fetcher, with its connections and its browser."""
        await self._open.aclose()
