"""Takes the pictures of the pages that README.md and docs/ show (run by hand): `python docs/pictures.py [NAME …]`.

A year at six invented services is told through the program's own pipeline, as for the tests of the pages, and what a
browser shows of it is written to docs/pictures/. That needs what the tests need, a Chromium, and Pillow.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs/pictures"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from answering import answering  # noqa: E402 -- found by the line above
from browsing import CHROMIUM  # noqa: E402 -- as above
from year import told  # noqa: E402 -- as above

DESKTOP, PHONE = (1280, 860), (390, 844)  # pixels
SCALE = 1.5
COLOURS = 64
MOST_BYTES = 150_000


def main() -> None:
    """Take all pictures, or those that are named."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        told(f"sqlite:///{folder}/year.db") as world,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM)
        with answering(world) as served:
            for name, address in shown(world).items():
                if not sys.argv[1:] or name in sys.argv[1:]:
                    for scheme in ("light", "dark"):
                        shoot(browser, served.address + address, name, scheme, DESKTOP)
                    shoot(browser, served.address + address, f"{name}-phone", "light", PHONE)
        browser.close()


def shown(world: Any) -> Mapping[str, str]:
    """The address of each page that is shown."""
    documents, changes = world.numbers("documents"), world.numbers("changes")
    change = changes["marlowick/Privacy Policy (EU)"]
    return {
        "overview": "/",
        "service": "/services/marlowick",
        "document": f"/documents/{documents['pondlet/Terms of Service']}",
        "change": f"/changes/{change}",
        "version": f"/versions/{change}",
        "search": "/search?q=train",
        "deadlines": "/deadlines",
    }


def shoot(browser: Browser, address: str, name: str, scheme: Any, size: tuple[int, int]) -> None:
    """Write a picture of what one sees at first."""
    width, height = size
    page = browser.new_page(
        viewport={"width": width, "height": height}, device_scale_factor=SCALE, color_scheme=scheme, locale="en"
    )
    page.goto(address)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    file = PICTURES / f"{name}{'-dark' * (scheme == 'dark')}.png"
    picture.save(file, optimize=True)
    assert file.stat().st_size <= MOST_BYTES, file
    page.close()


if __name__ == "__main__":
    main()
