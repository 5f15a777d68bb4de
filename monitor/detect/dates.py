"""The day a clause takes effect, as its text says: absolute dates in each language's spelling, and spans of days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.detect.vocabulary import Vocabulary

_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_NUMERIC = re.compile(r"\b(?P<first>\d{1,2})[./-]\s?(?P<second>\d{1,2})[./-]\s?(?P<year>20\d\d)\b")
_DAY_FIRST = re.compile(
    r"\b(?P<day>\d{1,2})(?:\.|er|re|º|°|ª|st|nd|rd|th|e)?\s+(?:de\s+|of\s+)?(?P<name>[^\W\d_]{3,12})\.?,?\s+(?:de\s+|del\s+)?(?P<year>20\d\d)\b"
)
_MONTH_FIRST = re.compile(r"\b(?P<name>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d)\b")
_FORMS = (_ISO, _DAY_FIRST, _MONTH_FIRST, _NUMERIC)
_DAYS = re.compile(r"\b(\d{1,3})\)?\s(?:\w+\s)?$")
_BETWEEN = re.compile(r"^[\s,:(]*(?:[^\W\d_]{1,9}[\s,]+){0,2}$")
_LEADING = re.compile(r"^[\s*_#|(]*$")
REACH, MONTHS, FAR, TOUCHING = 46, 12, 26, 3


@dataclass(frozen=True, slots=True)
class Stated:
    """A date that a text states as the day something takes effect, and the words that state it."""

    day: str
    quote: str


def effective(text: str, words: Vocabulary, seen: dt.date | None = None) -> Stated | None:
    """The day behind a word such as "effective" or "from"; with `seen`, "30 days after" counts from that day."""
    for start, end, day in _dates(text, words):
        before = text[max(0, start - REACH) : start]
        cue = _last(words.pattern("effective"), before)
        other = _last(words.pattern("other_date"), before)
        heads = _LEADING.match(text[:start]) and text[end : end + 1] == ":"  # an entry of a list of changes
        if heads or (cue and _near(before[cue.end() :]) and not (other and other.end() > cue.start() - TOUCHING)):
            begin = start - len(before) + cue.start() if cue else start
            return Stated(day.isoformat(), text[begin:end].strip())
    return _span(text, words, seen) if seen else None


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    hit = None
    for hit in pattern.finditer(text):  # noqa: B007  the last one is wanted
        pass
    return hit


def _near(between: str) -> bool:
    """Whether nothing but an article, a weekday or a comma stands between the word and the date."""
    return len(between) <= FAR and _BETWEEN.match(between) is not None


def _span(text: str, words: Vocabulary, seen: dt.date) -> Stated | None:
    """A span of days counted from the day a text was first seen."""
    later = words.pattern("later").search(text)
    if later is None:
        return None
    number = _DAYS.search(text, max(0, later.start() - 20), later.start())
    if number is None:
        return None
    day = seen + dt.timedelta(days=int(number[1]))
    return Stated(day.isoformat(), text[number.start() : later.end()])


def _dates(text: str, words: Vocabulary) -> Iterator[tuple[int, int, dt.date]]:
    hits = sorted((hit for form in _FORMS for hit in form.finditer(text)), key=re.Match.start)
    return ((hit.start(), hit.end(), day) for hit in hits if (day := _read(hit, words)))


def _read(hit: re.Match[str], words: Vocabulary) -> dt.date | None:
    parts = hit.groupdict()
    if "first" in parts:
        return _numeric(int(parts["first"]), int(parts["second"]), int(parts["year"]), words)
    if "name" in parts:
        month = words.months.get(parts["name"].lower())
        return _date(int(parts["year"]), month, int(parts["day"])) if month else None
    return _date(int(parts["year"]), int(parts["month"]), int(parts["day"]))


def _numeric(first: int, second: int, year: int, words: Vocabulary) -> dt.date | None:
    """Day and month in the language's order; in English both orders are in use, so only what allows one reading."""
    if words.language != "en" or first > MONTHS:
        return _date(year, second, first)
    return _date(year, first, second) if second > MONTHS or first == second else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
