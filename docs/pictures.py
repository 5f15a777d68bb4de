"""Takes the pictures of the pages that README.md and docs/ show (run by hand): `python docs/pictures.py [NAME …]`.

A year at six invented services is told through the program's own pipeline, as for the tests of the pages, and what a
browser shows of it is written to docs/pictures/. That needs what the tests need, a Chromium, and Pillow.
"""

from __future__ import annotations

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs/pictures"
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from answering import answering  # noqa: E402 -- found by the line above
from tabs import browsing, tab  # noqa: E402 -- as above
from year import told  # noqa: E402 -- as above

# Numbers are given in the order of what happens in that year.
SHOWN = {
    "overview": "/",
    "service": "/services/marlowick",
    "document": "/documents/5",
    "change": "/changes/20",
    "comparison": "/changes/20#comparison",
    "version": "/versions/19#clause-1363",
    "search": "/search?q=train",
    "deadlines": "/deadlines",
}
DESKTOP, PHONE = 1280, 390  # pixels across
SCALE = 1.5
COLOURS = 128
MOST_BYTES = 150_000
# Here all stand at ports of chance: what is watched, and what tells of it.
PORTS = r"""() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const text = texts.currentNode;
        text.data = text.data.replace(/127.0.0.1:\d+/, "127.0.0.1:8765").replace(/example:\d+/, "example");
    }
}"""


def main() -> None:
    """Take all pictures, or those that are named."""
    PICTURES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        told(f"sqlite:///{folder}/year.db") as world,
        answering(world) as served,
        browsing() as browser,
    ):
        for name, address in SHOWN.items():
            if not sys.argv[1:] or name in sys.argv[1:]:
                take(browser, served.address, name, address)


def take(browser: Browser, site: str, name: str, address: str) -> None:
    """Take the pictures of a page: in light and in dark, and on a phone."""
    for scheme, width in (("light", DESKTOP), ("dark", DESKTOP), ("light", PHONE)):
        how = {"color_scheme": scheme, "device_scale_factor": SCALE, "reduced_motion": "reduce"}
        with tab(browser, site, width=width, **how) as page:
            page.goto(address)
            page.evaluate(PORTS)
            picture = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
        file = PICTURES / f"{name}{'-dark' * (scheme == 'dark')}{'-phone' * (width == PHONE)}.png"
        picture.save(file, optimize=True)
        if file.stat().st_size > MOST_BYTES:
            sys.exit(f"{file} has {file.stat().st_size} bytes, which is too much to load with a page")


if __name__ == "__main__":
    main()
