"""What the care of a database finds and does, and what is kept as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Damage:
    """Something in the database that cannot be right, where, and what to do about it."""

    place: str
    problem: str
    advice: str


@dataclass(frozen=True, slots=True)
class Original:
    """A page as it was received, without its bytes; of those that were let go, hash and size are left."""

    part: int
    url: str
    final_url: str
    status: int
    media_type: str
    headers: tuple[tuple[str, str], ...]
    fetched_at: datetime
    rendered: bool
    sha256: str
    size: int  # bytes
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a version came from: its document, the hash of its text, when it was seen, the pages it was read from.

    `seen` are the first and last time of each sighting.
    """

    version_id: int
    document_id: int
    key: str
    title: str | None
    language: str | None
    method: str
    created_at: datetime
    sha256: str
    size: int  # bytes
    seen: tuple[tuple[datetime, datetime], ...]
    originals: tuple[Original, ...]
    came_with: tuple[int, ...] = ()  # the changes that it is the version after of
    went_with: tuple[int, ...] = ()  # … and the version before
