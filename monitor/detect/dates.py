"""The day a clause takes effect, as its text says: absolute dates in each language's spelling, and spans of days."""

from __future__ import annotations

import datetime as dt
import re

from monitor.detect.vocabulary import Vocabulary

_ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
_NUMERIC = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](20\d\d)\b")
_DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:\.|er|º|°|st|nd|rd|th)?\s+(?:de\s+|of\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(20\d\d)\b"
)
_MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(20\d\d)\b")
_DAYS = re.compile(r"\b(\d{1,3})\s")
REACH = 40
MONTHS = 12


def effective(text: str, words: Vocabulary, seen: dt.date | None = None) -> str | None:
    """The ISO date behind a word such as "effective" or "from"; with `seen`, "30 days after" counts from that day."""
    for cue in words.role("effective").finditer(text):
        stretch = text[cue.end() : cue.end() + REACH]
        if found := _first_date(stretch, words):
            return found.isoformat()
    if seen and (later := words.role("later").search(text)):
        numbers = _DAYS.findall(text[max(0, later.start() - 6) : later.end()])
        if numbers:
            return (seen + dt.timedelta(days=int(numbers[-1]))).isoformat()
    return None


def _first_date(text: str, words: Vocabulary) -> dt.date | None:
    if m := _ISO.search(text):
        return _date(m[1], int(m[2]), m[3])
    if (m := _DAY_FIRST.search(text)) and m[2].lower() in words.months:
        return _date(m[3], words.months[m[2].lower()], m[1])
    if (m := _MONTH_FIRST.search(text)) and m[1].lower() in words.months:
        return _date(m[3], words.months[m[1].lower()], m[2])
    return _numeric(m, words) if (m := _NUMERIC.search(text)) else None


def _numeric(m: re.Match[str], words: Vocabulary) -> dt.date | None:
    """Day and month in the language's order; in English both orders are in use, so only what allows one reading."""
    first, second = int(m[1]), int(m[2])
    if words.language != "en" or first > MONTHS:
        return _date(m[3], second, m[1])
    return _date(m[3], first, m[2]) if second > MONTHS or first == second else None


def _date(year: str, month: int, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), month, int(day))
    except ValueError:
        return None
