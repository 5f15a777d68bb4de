"""Tells whether a line may speak of teaching a machine, by the parts of words that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick


class Topics:
    """What makes a line worth reading: a part of a word of training, or one of a machine beside a making or a ban.

    Parts are in small letters and may hold spaces; names in capitals are machines as words of their own.
    """

    def __init__(
        self, *, trains: Iterable[str], machines: Iterable[str], makes: Iterable[str], names: Iterable[str]
    ) -> None:
        trains = [*trains]
        self._trains, self._either, self._makes = (
            AhoCorasick(trains),
            AhoCorasick([*trains, *machines]),
            AhoCorasick(makes),
        )
        self._names = re.compile("|".join(map(_name, sorted(names))) or r"(?!)")

    def in_line(self, line: str) -> bool:
        """Whether a line or sentence is worth reading: most are not, and two searches tell."""
        low = line.lower()
        if not (self._either.find_matches_as_indexes(low) or self._names.search(line)):
            return False
        return bool(self._trains.find_matches_as_indexes(low) or self._makes.find_matches_as_indexes(low))


def _name(name: str) -> str:
    """The expression of a name as a word of its own; with a `*` behind it, of a word that begins with it.

    It begins with letters, to the first of which a search skips.
    """
    letters = re.escape(name.rstrip("*"))
    right = "" if name.endswith("*") else r"(?![^\W\d_])"
    return rf"{letters}(?<![^\W\d_]{letters}){right}"
