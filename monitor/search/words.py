"""Words as they are compared: without case, accents and what stands between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from monitor.records import Term

LONGEST = 64  # characters of a word that count; PostgreSQL takes 2046 bytes

_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")


def words(text: str) -> list[str]:
    """The words of a text, one after the other."""
    return [folded for found in _WORD.findall(text) if (folded := _fold(found[:LONGEST]))]


def placed(text: str) -> Iterator[tuple[str, int, int]]:
    """The same words, each with its start and end in the text."""
    for found in _WORD.finditer(text):
        if folded := _fold(found[0][:LONGEST]):
            yield folded, found.start(), found.end()


def holds(text: str, terms: Iterable[Term]) -> bool:
    """Whether the words of each term stand in a text one after the other."""
    said = f" {' '.join(words(text))} "
    return all(f" {' '.join(term.words)}{'' if term.is_prefix else ' '}" in said for term in terms)


@lru_cache(maxsize=50_000)
def _fold(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
