"""What fetch and extract give: pages as received, their policy text, and whether it is the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Validators:
    """What makes the next request for a page conditional."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What is remembered of a page last accepted: the SHA-256 of its bytes and of its visible words, its validators."""

    sha256: str
    visible: str | None = None
    validators: Validators = Validators()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One page exactly as received, decompressed; `media_type` is the Content-Type header with its parameters.

    One that was `rendered` is the page as a browser had built it, in UTF-8. `sha256` is that of the body.
    """

    url: str
    final_url: str
    status: int
    media_type: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
    fetched_at: datetime
    validators: Validators = Validators()
    rendered: bool = False
    sha256: str = field(init=False)  # taken once: of a large page it costs as much as to store it

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", sha256(self.body).hexdigest())


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server's word that a page is what the validators say."""

    url: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """The policy text of a page as Markdown, its language (ISO 639-1, None when unknown) and title.

    It is `embedded` where it stood in data that the page builds itself from, and not in what the page shows.
    """

    text: str = field(repr=False)
    language: str | None = None
    title: str | None = None
    embedded: bool = False


class Standing(StrEnum):
    """Whether what was read is the document: it is, it is not, or it had better be looked at again."""

    DOCUMENT = "document"
    REFUSED = "refused"
    SUSPICIOUS = "suspicious"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement on what was read; `kind` is a short stable word ("challenge", "login wall", "lost text", …)."""

    standing: Standing
    kind: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the pages of a document say, before it is believed: joined and each by itself, and the first judgement.

    `visible` is for each page the SHA-256 of the words that it shows, None where they say nothing of its text.
    """

    reading: Reading
    fingerprint: str
    visible: tuple[str | None, ...]
    parts: tuple[Reading, ...]
    verdict: Verdict
