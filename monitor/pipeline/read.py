"""Read: extract the text of a document from its pages as received, the way its declaration says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from monitor import diff, extract
from monitor.records import Declaration, Page, Reading, Snapshot


@dataclass(frozen=True, slots=True)
class Candidate:
    """What was read, before it is believed: each page with its reading, the joined reading, its fingerprint."""

    parts: tuple[tuple[Snapshot, Reading], ...]
    reading: Reading
    fingerprint: str
    method: str

    @property
    def snapshots(self) -> tuple[Snapshot, ...]:
        """The pages as received."""
        return tuple(snapshot for snapshot, _ in self.parts)


def method_of(declaration: Declaration) -> str:
    """The name of the way a document is read: the extractor's version and a hash of what is said of its parts."""
    said = [[page.select, page.remove, page.section, page.filters] for page in declaration.pages]
    return f"{extract.EXTRACTOR}-{sha256(json.dumps(said, default=asdict).encode()).hexdigest()[:16]}"


def read(declaration: Declaration, snapshots: Sequence[Snapshot]) -> Candidate:
    """Extract each page with its selectors and join them; ExtractError when one of them cannot be read."""
    parts = tuple(
        (snapshot, _extract(page, snapshot)) for page, snapshot in zip(declaration.pages, snapshots, strict=True)
    )
    reading = extract.join([part for _, part in parts])
    return Candidate(parts, reading, diff.fingerprint(reading.text), method_of(declaration))


def read_with_links(declaration: Declaration, snapshots: Sequence[Snapshot]) -> str:
    """The text of a document with the addresses of its links, as Markdown writes them; ExtractError."""
    pages = zip(declaration.pages, snapshots, strict=True)
    return extract.join([_extract(page, snapshot, links=True) for page, snapshot in pages]).text


def _extract(page: Page, snapshot: Snapshot, *, links: bool = False) -> Reading:
    return extract.extract(snapshot.body, snapshot.media_type, snapshot.final_url, page, links=links)
