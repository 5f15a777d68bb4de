"""Downloads: stored texts and pages as received, which no browser is ever to show as a page of ours."""

from __future__ import annotations

from hashlib import sha256
from mimetypes import guess_extension

from starlette.requests import Request
from starlette.responses import Response

NOT_MODIFIED = 304
BINARY = "application/octet-stream"


def text(request: Request, content: str, name: str, media_type: str = "text/plain") -> Response:
    """A text, to be read or saved as it is."""
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return _sent(request, content.encode(errors="replace"), f"{media_type}; charset=utf-8", headers)


def original(request: Request, content: bytes, name: str) -> Response:
    """A page as received, to be saved: whatever is in it, it is not shown."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    }
    return _sent(request, content, BINARY, headers)


def extension(media_type: str) -> str:
    """How the name of a file of some type ends."""
    return guess_extension(media_type.partition(";")[0].strip().lower()) or ".bin"


def _sent(request: Request, content: bytes, media_type: str, headers: dict[str, str]) -> Response:
    tag = sha256(content).hexdigest()
    common = {"ETag": f'W/"{tag}"', "Cache-Control": "private, no-cache", "Vary": "Cookie", **headers}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=NOT_MODIFIED, headers=common)
    return Response(content, media_type=media_type, headers=common)
