"""Whole pages, judged as they come: those in refusals/ stand in for a document, those in ordinary/ are documents."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pages import SENTENCE, snapshot

from monitor.extract import extract, judge
from monitor.records import Reading, Snapshot, Standing, Verdict

HERE = Path(__file__).parent
FILLED_IN = {
    "@prose@": "".join(f"<p>{SENTENCE} Number {number} of the rules says so.</p>" for number in range(5)),
    "@script@": "".join(f"function part{number}(a){{return a+{number}}};" for number in range(600)),
}
HELD_BUT_READ = {"lost text", "language changed", "other document"}


def load(folder: str) -> list[Any]:
    return [
        pytest.param(entry, id=f"{path.stem}: {entry['name']}")
        for path in sorted((HERE / folder).glob("*.toml"))
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["page"]
    ]


def receive(entry: dict[str, Any], html: str) -> tuple[Snapshot, Reading]:
    for mark, text in FILLED_IN.items():
        html = html.replace(mark, text)
    where = {key: entry[key] for key in ("url", "final_url", "status") if key in entry}
    media_type = entry.get("media_type", "text/html; charset=utf-8")
    page = replace(snapshot(html.encode(), **where), media_type=media_type, rendered=entry.get("rendered", False))
    return page, extract(page.body, page.media_type, page.final_url)


def verdict_on(entry: dict[str, Any]) -> Verdict:
    before = receive({}, entry["before"])[1] if "before" in entry else None
    return judge([receive(entry, entry["html"])], before)


@pytest.mark.parametrize("entry", load("refusals"))
def test_what_stands_in_for_a_document_is_told_by_its_kind(entry: dict[str, Any]) -> None:
    verdict = verdict_on(entry)
    expected = Standing.SUSPICIOUS if entry["kind"] in HELD_BUT_READ else Standing.REFUSED
    assert (verdict.standing, verdict.kind) == (expected, entry["kind"]), verdict.reason


@pytest.mark.parametrize("entry", load("ordinary"))
def test_a_short_or_odd_document_is_a_document(entry: dict[str, Any]) -> None:
    verdict = verdict_on(entry)
    assert verdict.standing is Standing.DOCUMENT, f"{verdict.kind}: {verdict.reason}"
