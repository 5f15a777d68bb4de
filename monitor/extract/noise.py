"""Words that change by themselves: "updated three days ago", counts of views, what is said of one visit."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from monitor.extract.words import begun

TABLES: dict[str, dict[str, str]] = tomllib.loads(Path(__file__).with_name("noise.toml").read_text(encoding="utf-8"))
_TELLING = TABLES.pop("telling")
# In a longer block the phrase belongs to a sentence, and the sentence to the document …
SHORT_BLOCK = 60
# … unless it is a line of several short parts.
SHORT_LINE = 240
_SEPARATOR = re.compile(r"\s+[·•|]\s+")
_SEPARATES = re.compile("[·•|]")

# What scripts that wait for fonts write off the screen.
_PROBES = ("mmMwWL", "BESbswy", "giItT1WQy@!-/#", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

_PLACE = re.compile(r"(?<![A-Z])N(?=[ |)(\[]|\Z)")
# Whole, in groups of three, or short for thousands; "3.4" is a section.
_NUMBER = r"(?<![\\d.,])(?:\\d{1,3}(?:[.,]\\d{3})+|\\d+(?:[.,]\\d+)?[KkMm](?=\\W)|\\d+)"

# What nearly all phrases of these tables hold besides: a number, or "one".
_NUMBERED = frozenset({"ago", "counters"})
_DIGIT_OR_ONE = re.compile(
    r"\d|\b(?:an?|one|einem|einer|une?|una?|uma|een|e[nt]t?)\b|temu|назад|(?:few|several|einigen|wenigen|quelques"
    r"|algun[oa]s|algumas|alguns|alcun[ie]|enkele|några|nogle) ",
    re.IGNORECASE,
)


def quieten(text: str) -> str:
    """A block without what changes by itself; empty when it held nothing else, or only measured a font."""
    if _is_probe(text):
        return ""
    if len(text) <= SHORT_BLOCK:
        return _quietened(text)
    if len(text) > SHORT_LINE or text.startswith("|") or not _SEPARATES.search(text):
        return text
    parts = _SEPARATOR.split(text)
    quiet = [_quietened(part) if len(part) <= SHORT_BLOCK else part for part in parts]
    return text if quiet == parts else " · ".join(filter(None, quiet))


@cache
def _telling(table: str) -> re.Pattern[str]:
    """What a phrase of a table has; compiled when a page is first read, as most commands read none."""
    return begun(_TELLING[table].split("|"), inner="[a-z]")


@cache
def _phrases(table: str) -> re.Pattern[str]:
    """The phrases of a table."""
    return re.compile("|".join(_PLACE.sub(_NUMBER, phrase) for phrase in TABLES[table].values()), re.IGNORECASE)


def _quietened(text: str) -> str:
    quiet, low = text, text.lower()
    for table in _TELLING:
        if _telling(table).search(low) and (table not in _NUMBERED or _DIGIT_OR_ONE.search(text)):
            quiet = _phrases(table).sub("", quiet)
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
