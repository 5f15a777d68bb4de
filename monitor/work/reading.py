"""Reading: pages as received to text, and the judgement on whether that is the document."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import starmap

from monitor import diff, extract
from monitor.errors import ExtractError
from monitor.records import Clause, Extraction, Page, Reading, Snapshot, Standing, Verdict
from monitor.work.judging import clauses


def read(
    pages: Sequence[Page], snapshots: Sequence[Snapshot], language: str | None = None, known: Sequence[str | None] = ()
) -> Extraction | None:
    """What each page says, joined and judged; None when each shows the words that are `known`; ExtractError.

    `language` is the one declared, for the judgement on a first reading.
    """
    if known and all(starmap(_still_shows, zip(snapshots, known, strict=True))):
        return None
    found = [
        extract.extract_shown(snapshot.body, snapshot.media_type, snapshot.final_url, page)
        for page, snapshot in zip(pages, snapshots, strict=True)
    ]
    parts = tuple(part for part, _ in found)
    whole = extract.join(parts)
    return Extraction(
        reading=whole,
        fingerprint=diff.fingerprint(whole.text),
        visible=tuple(words for _, words in found),
        parts=parts,
        verdict=extract.judge(tuple(zip(snapshots, parts, strict=True)), language=language),
    )


def read_again(
    pages: Sequence[Page], snapshots: Sequence[Snapshot], before: Reading
) -> tuple[Extraction, tuple[Clause, ...]] | None:
    """What old snapshots say by the present method, and the clauses in that; None where it is not the document."""
    found = read(pages, snapshots)
    assert found is not None, "nothing is known that it could be the same as"
    if verdict(snapshots, found.parts, before).standing is not Standing.DOCUMENT:
        return None
    return found, clauses(found.reading.text, found.reading.language)


def verdict(snapshots: Sequence[Snapshot], parts: Sequence[Reading], before: Reading) -> Verdict:
    """The judgement on what was read against the text before."""
    return extract.judge(tuple(zip(snapshots, parts, strict=True)), before)


def read_with_links(pages: Sequence[Page], snapshots: Sequence[Snapshot]) -> str:
    """The text of pages with the addresses of their links, as Markdown writes them; ExtractError."""
    parts = [
        extract.extract(snapshot.body, snapshot.media_type, snapshot.final_url, page, links=True)
        for page, snapshot in zip(pages, snapshots, strict=True)
    ]
    return extract.join(parts).text


def look_at(snapshot: Snapshot, page: Page, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The titles of the policies that stand on a page, and the pieces of it that are not in the text read from it."""
    raw, media_type = snapshot.body, snapshot.media_type
    titles: tuple[str, ...] = ()
    with suppress(ExtractError):  # of a page whose selectors find nothing
        titles = () if page.section else extract.sections(raw, media_type, snapshot.final_url, page)
    return titles, extract.left_out(raw, media_type, text)


def _still_shows(snapshot: Snapshot, words: str | None) -> bool:
    return words is not None and extract.visible(snapshot.body, snapshot.media_type) == words
