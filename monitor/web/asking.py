"""Asking: what an address asks for that a page does not understand, so that whoever typed it is told."""

from __future__ import annotations

from collections.abc import Mapping

MOST = 60  # signs of a parameter that are told


def strange(given: Mapping[str, str], understood: Mapping[str, object]) -> tuple[str, ...]:
    """The parameters of an address of which nothing was understood."""
    return tuple(
        f"{name}={value}"[:MOST]
        for name, meaning in understood.items()
        if (value := given.get(name, "")) and meaning in (None, "")
    )
