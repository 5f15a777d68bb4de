"""Read: the text of a document from its pages as received, the way its declaration says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256

from monitor import extract, work
from monitor.pipeline.apart import apart
from monitor.records import Declaration, Extraction, Reading, Snapshot, Verdict


@dataclass(frozen=True, slots=True)
class Candidate:
    """What was read, before it is believed: the pages as received, and what they say."""

    snapshots: tuple[Snapshot, ...]
    found: Extraction
    method: str

    @property
    def reading(self) -> Reading:
        """What all pages say together."""
        return self.found.reading

    @property
    def fingerprint(self) -> str:
        """What the text is known by."""
        return self.found.fingerprint


async def first_judgement(candidate: Candidate) -> Verdict:
    """The judgement on a document of which nothing is known."""
    return candidate.found.verdict


def method_of(declaration: Declaration) -> str:
    """The name of the way a document is read: the extractor's version and a hash of what is said of its parts."""
    said = [[page.select, page.remove, page.section, page.filters] for page in declaration.pages]
    return f"{extract.EXTRACTOR}-{sha256(json.dumps(said, default=asdict).encode()).hexdigest()[:16]}"


async def read(
    declaration: Declaration, snapshots: tuple[Snapshot, ...], known: Sequence[str | None] = ()
) -> Candidate | None:
    """Extract each page with its selectors and join them; None when each shows the words that are `known`.

    ExtractError when one of them cannot be read.
    """
    found = await apart(work.read, declaration.pages, snapshots, declaration.language, known)
    return None if found is None else Candidate(snapshots, found, method_of(declaration))


async def read_with_links(declaration: Declaration, snapshots: tuple[Snapshot, ...]) -> str:
    """The text of a document with the addresses of its links, as Markdown writes them; ExtractError."""
    return await apart(work.read_with_links, declaration.pages, snapshots)
