"""Words that change by themselves: "updated three days ago", counts of views and votes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

TABLES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("noise.toml").read_text(encoding="utf-8"))
_TELLING = re.compile("|".join(TABLES.pop("telling").values()))
# In a longer block the phrase belongs to a sentence, and the sentence to the document.
SHORT_BLOCK = 60

# What scripts that wait for fonts write off the screen.
_PROBES = ("mmMwWL", "BESbswy", "giItT1WQy@!-/#", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

_PLACE = re.compile(r"(?<![A-Z])N(?=[ |)(])")
_NUMBER = r"(?:\\d[\\d.,]*)"


def _compiled() -> re.Pattern[str]:
    phrases = (phrase for table in TABLES.values() for phrase in table.values())
    return re.compile("|".join(_PLACE.sub(_NUMBER, phrase) for phrase in phrases), re.IGNORECASE)


_PHRASES = _compiled()

# What nearly all of those phrases hold besides: a number, or "one".
_DIGIT_OR_ONE = re.compile(r"\d|\b(?:an?|one|einem|einer|une?|una?|uma|een|e[nt]t)\b|temu", re.IGNORECASE)


def quieten(text: str) -> str:
    """A block without what changes by itself; empty when it held nothing else, or only measured a font."""
    if _is_probe(text):
        return ""
    if len(text) > SHORT_BLOCK or not (_TELLING.search(text.lower()) and _DIGIT_OR_ONE.search(text)):
        return text
    quiet = _PHRASES.sub("", text)
    return quiet if quiet == text else quiet.strip(" ·•|,–-:()")


def _is_probe(text: str) -> bool:
    """Whether a block is there to measure how wide letters are: the widest and the narrowest, or one word on end."""
    if text.startswith(_PROBES):
        return True
    if len(text) <= SHORT_BLOCK:
        return False
    start = text[:SHORT_BLOCK]
    first = start.split(maxsplit=2)
    if len(first) > 2 and first[0] != first[1]:  # noqa: PLR2004 - two words and the rest: nearly every text
        return False
    words = start.split()[:-1]
    return bool(words) and words.count(words[0]) == len(words)
