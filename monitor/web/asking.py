"""What an address asks for."""

from __future__ import annotations

from starlette.requests import Request

from monitor.errors import NotFoundError

HIGHEST = (1 << 31) - 1  # of a number that a row can have


def number_in(request: Request, name: str = "number") -> int:
    """A number in the address; NotFoundError where no row has one so high."""
    number: int = request.path_params[name]
    if number > HIGHEST:
        raise NotFoundError(f"nothing has the number {number}")
    return number
