"""Pages for a real browser, and what it makes of them."""

from __future__ import annotations

import os
import shutil

import pytest
from servers import Reply, Site

from monitor.fetch import Fetcher
from monitor.records import Snapshot

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

needs_browser = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("MONITOR_REQUIRE_BROWSER"), reason="no Chromium is installed here"
)

PROSE = "We keep what you write for as long as you want us to keep it, and not one single day longer than that. " * 8


def shell(script: str, body: str = "") -> str:
    """A page that is built by its script."""
    return f"<!doctype html><html><head><title>Terms</title></head><body>{body}<script>{script}</script></body></html>"


async def rendered(fetcher: Fetcher, site: Site, page: str | Reply, **how: object) -> Snapshot:
    """This page as a browser builds it."""
    site["/terms"] = page if isinstance(page, Reply) else Reply(page)
    return await fetcher.render(site.url("/terms"), **how)  # type: ignore[arg-type]  # forwards keywords


def said(snapshot: Snapshot) -> str:
    """What was written of it."""
    return snapshot.body.decode()
