"""Static files: our own style, script and icon, each under an address that changes with its content."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files
from mimetypes import guess_type
from pathlib import PurePath

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = "/static/"
FOR_GOOD = "public, max-age=31536000, immutable"
_FILES = files("monitor.web") / "static"


def routes() -> list[Route]:
    """The addresses of static files."""
    return [Route(FOLDER + "{name}", _show)]


def address(name: str) -> str:
    """Where a file is found, by its content: whoever has it never asks again."""
    return f"{FOLDER}{name}?v={sha256(_contents()[name]).hexdigest()[:12]}"


@cache
def _contents() -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in _FILES.iterdir() if file.is_file()}


def _show(request: Request) -> Response:
    name = request.path_params["name"]
    content = _contents().get(name)
    if content is None:
        raise HTTPException(404)
    media_type = guess_type(PurePath(name).name)[0] or "application/octet-stream"
    return Response(content, media_type=media_type, headers={"Cache-Control": FOR_GOOD})
