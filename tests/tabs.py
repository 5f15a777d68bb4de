"""Tabs of a real browser that look at our own pages, and note whatever these do that they should not.

While the browser runs, its thread counts as one with an event loop: do what needs another one before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from browsing import CHROMIUM
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    Response,
    sync_playwright,
)

# Names are looked up by nobody: a page that asks elsewhere is heard of, and nothing leaves this machine.
_ARGUMENTS = ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-gpu", "--no-first-run")
_REPORT = "document.addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
_NOTED = {"error", "warning", "assert"}  # what the console says of a page that has gone wrong
_FIRST_ERROR = 400


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser that reaches this machine and nothing else."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser, address: str, *, width: int = 1280, **how: Any) -> Iterator[Page]:
    """A new tab for the pages at an address; it fails in the end where one of them did what it should not."""
    context = browser.new_context(
        base_url=address, viewport={"width": width, "height": 860}, locale=how.pop("locale", "en-GB"), **how
    )
    faults = _listened(context, address)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()
    assert not faults, "\n".join(faults)


def _listened(context: BrowserContext, address: str) -> list[str]:
    """What is wrong with what the tabs of a context do, as it happens."""
    faults: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith(f"{address}/"):
            faults.append(f"{request.url} was asked for")

    def answered(response: Response) -> None:
        if response.status >= _FIRST_ERROR:
            faults.append(f"{response.url} gave {response.status}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before it had come
            faults.append(f"{request.url}: {request.failure}")

    def said(message: ConsoleMessage) -> None:
        if message.type in _NOTED:
            faults.append(f"{message.location.get('url')}: {message.text}")

    def spoke(dialog: Dialog) -> None:
        faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    context.add_init_script(_REPORT)
    context.on("request", asked)
    context.on("response", answered)
    context.on("requestfailed", failed)
    context.on("console", said)
    context.on("dialog", spoke)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    return faults
