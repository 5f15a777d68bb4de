"""Paging: which leaf of a long table is asked for."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Leaf:
    """One leaf of a table: its number from 1 on, of how many, and which rows it has."""

    number: int
    count: int
    start: int
    end: int


def leaf_of(request: Request, rows: int, size: int) -> Leaf:
    """The leaf that the address asks for, or the nearest one that there is."""
    count = max(1, -(-rows // size))
    number = min(max(1, number_in(request, "page") or 1), count)
    return Leaf(number, count, (number - 1) * size, number * size)


def number_in(request: Request, name: str) -> int | None:
    """The number that a parameter of the address gives; None where it gives none."""
    given = request.query_params.get(name, "")
    return int(given) if given.isdecimal() and given.isascii() and len(given) <= 9 else None  # noqa: PLR2004 - what a number of a row may be
