"""Pages that are made to cost much are refused, or read within the limits, and keep no other from being read."""

from __future__ import annotations

import time
import zlib
from datetime import UTC, datetime

import pytest
from pages import SENTENCE
from servers import Reply
from world import World

from monitor import work
from monitor.errors import ExtractError
from monitor.pipeline import apart
from monitor.records import Outcome, Page, Snapshot

PAGE = Page("https://club.example/privacy")
SECONDS = 20  # of computing, for what is a small part of what the limits allow
ENDS = {"read", "too large", "too deep", "wrong media type"}


def bomb(block: int, times: int) -> bytes:
    """A zlib stream of so many blocks of blanks, made without making them."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(b" " * block) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + once * times + packer.flush()


def stream(packed: bytes, of: bytes = b"") -> bytes:
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), of, packed)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, of which the first is the catalogue."""
    out, places = b"%PDF-1.5\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (len(objects) + 1, table, start)


def of_one_page(content: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << %s >> >>" % resources
    return pdf(CATALOGUE, pages, page, content, *more)


CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R >>"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
PDFS = {
    "a bomb": of_one_page(stream(bomb(10_000_000, 150))),
    "a circle of pages": pdf(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000 >>"),
    "a deep tree of pages": pdf(
        CATALOGUE, *(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 3) for number in range(3_000))
    ),
    "a form that draws itself": of_one_page(
        stream(zlib.compress(b"/X Do")),
        b"/XObject << /X 5 0 R >>",
        stream(zlib.compress(b"/X Do"), FORM),
    ),
    "arrays inside arrays": of_one_page(b"[" * 200_000),
    "states without end": of_one_page(stream(zlib.compress(b"q " * 200_000))),
}
PAGES = {
    "cells": "<table><tr>" + "<td>your data" * 8_000,
    "a cell that spans all": "<table><tr>" + "<td colspan=99999 rowspan=65534>your data" * 500,
    "items": "<ul>" + "<li>your data" * 20_000,
    "one paragraph": "<p>" + SENTENCE * 5_000,
    "one word": "<p>" + "x" * 60_000,
    "brackets": "<p>" + "[(" * 20_000,
    "blanks": "<p>a" + " \t" * 500_000 + "b",
    "numbers": "<p>" + "1." * 50_000,
    "attributes": "<p " + " ".join(f"a{number}=1" for number in range(5_000)) + f">{SENTENCE}",
    "names": f"<p class='{'aB' * 500_000}'>{SENTENCE}",
    "elements inside each other": "<div>" * 4_900 + SENTENCE,
    "comments": "<!--" * 20_000 + SENTENCE,
    "data inside data": "<script type=application/ld+json>" + '{"a":' * 20_000 + "1" + "}" * 20_000 + "</script>",
    "parts to unfold": f"<details><summary>Privacy Policy</summary><p>{SENTENCE}</details>" * 3_000,
    "no text but NUL": "<p>" + "\0" * 500_000,
}


async def is_within_the_limits(body: bytes, media_type: str) -> str:
    """Read a page as a check does; what becomes of it, as a kind."""
    snapshot = Snapshot(PAGE.url, PAGE.url, 200, media_type, (), body, datetime(2026, 1, 2, tzinfo=UTC))
    before = await apart(time.process_time)
    try:
        found = await apart(work.read, (PAGE,), (snapshot,))
    except ExtractError as error:
        return error.kind
    assert found is not None
    await apart(work.clauses, found.reading.text, found.reading.language)
    assert await apart(time.process_time) - before < SECONDS
    return "read"


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES.keys())
async def test_what_is_as_large_as_it_may_be_is_read_or_refused_within_the_limits(body: str) -> None:
    assert await is_within_the_limits(body.encode(), "text/html") in ENDS


@pytest.mark.parametrize("body", PDFS.values(), ids=PDFS.keys())
async def test_a_hostile_pdf_is_refused_or_read_within_the_limits(body: bytes) -> None:
    assert await is_within_the_limits(body, "application/pdf") in {"scanned PDF", "damaged PDF", "too costly"}


def test_a_page_that_costs_too_much_is_a_failed_check_and_the_others_are_read(world: World) -> None:
    world.site["/bomb"] = Reply(PDFS["a bomb"], headers={"Content-Type": "application/pdf"})
    world.declare("Terms of Service", "/bomb")
    checked = {result.key: (result.outcome, result.kind) for result in world.look()}
    assert checked == {
        "larkspur/Privacy Policy": (Outcome.FIRST, ""),
        "larkspur/Terms of Service": (Outcome.FAILED, "too costly"),
    }
