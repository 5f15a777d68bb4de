"""Fresh: content for programs, and not sent twice to those who say what they have of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response

NOT_MODIFIED = 304


def fresh(
    request: Request,
    content: bytes,
    media_type: str,
    updated: datetime | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The content with what it is known by again, or that it is the one that whoever asks has already."""
    tag = f'W/"{sha256(content).hexdigest()[:32]}"'
    said = {"Cache-Control": "private, no-cache", "ETag": tag, **(headers or {})}
    if updated is not None:
        said["Last-Modified"] = format_datetime(updated.astimezone(UTC), usegmt=True)
    if _is_known(request, tag, updated):
        return Response(status_code=NOT_MODIFIED, headers=said)
    return Response(content, media_type=media_type, headers=said)


def _is_known(request: Request, tag: str, updated: datetime | None) -> bool:
    """Whether whoever asks has it; what is known by its tag is not asked for by its date."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return tag in known
    since = _moment(request.headers.get("if-modified-since", ""))
    return since is not None and updated is not None and updated.replace(microsecond=0) <= since


def _moment(given: str) -> datetime | None:
    try:
        return parsedate_to_datetime(given).astimezone(UTC)
    except ValueError:
        return None
