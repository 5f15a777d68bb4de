"""How many there are of something, as English says it."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """So many of something: `1 alert`, `2 alerts`; words that end otherwise are given for more than one, too."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
