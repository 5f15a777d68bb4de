"""What the care of a database finds and does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Damage:
    """Something in the database that cannot be right, where, and what to do about it."""

    place: str
    problem: str
    advice: str
