"""Days that a text states: when a clause takes effect, and when the document itself was last updated.

Absolute dates are read in each language's spelling, and spans of days.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.detect.passages import Block, plain, sentences, words_of
from monitor.detect.words.vocabulary import Vocabulary, guess, load

_ISO = re.compile(r"\b(?P<year>20\d\d)(?P<mark>[-/.])(?P<month>\d\d)(?P=mark)(?P<day>\d\d)\b")
_NUMERIC = re.compile(r"\b(?P<first>\d{1,2})[./-]\s?(?P<second>\d{1,2})[./-]\s?(?P<year>20\d\d)\b")
_DAY_FIRST = re.compile(
    r"\b(?P<day>\d{1,2})(?:\.?[º°ª]|\.|er|re|st|nd|rd|th|e)?(?:\s+|-)(?:de\s+|of\s+)?(?P<name>[^\W\d_]{3,12})"
    r"(?:\.?,?\s+|-)(?:de\s+|del\s+)?(?P<year>20\d\d)\b"
)
_MONTH_FIRST = re.compile(r"\b(?P<name>[^\W\d_]{3,12})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d)\b")
_CENTURY = "20"  # in each of them
_FORMS = (_ISO, _DAY_FIRST, _MONTH_FIRST, _NUMERIC)
_DAYS = re.compile(r"(?:\b\w+\s\()?\b(\d{1,3})\)?\s(?:\w+\s)?$")
_PART = re.compile(r"[,;:]|\.\s")
_BETWEEN = re.compile(r"^[\s,:(]*(?:[^\W\d_]{1,9}[\s,]+){0,2}$")
_LEADING = re.compile(r"^[\s*_#|(]*$")
REACH, MONTHS, FAR, TOUCHING = 46, 12, 26, 3
TELLING = 24  # characters behind a day that may tell what happened on it
# A document says its own day among its first or last lines, in a line that begins with words for it or names itself.
TOP, BOTTOM, LINE_CHARACTERS = 20, 12, 1_000
_SELF = 5  # words within which a sentence that states the document's own day must name the document
_LABEL = re.compile(r"[\s:,.|*–—-]*(?:v?\d[\d.]{0,6}[\s,:–—-]+)?(?:[^\W\d_]{1,9}[\s,:]+){0,3}$")
_LABEL_OF = re.compile(r"[^.:;|]{0,80}:\s*$")
_OPENING = re.compile(r"[\W_]*$")
_CLOSING = re.compile(r"[\W_]*(?:\w+[\W_]+){0,3}\w*[\W_]*$")
_ENDS_LINE = re.compile(r"[\W_]*$")
_GLUED = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-ÖØ-Þ][a-zß-ÿ])")


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
        heads = _LEADING.match(text[:start]) and text[end : end + 1] == ":"  # an entry of a list of changes
        if heads or (cue and _near(before[cue.end() :]) and not _of_another(before, cue, text[end:], words)):
            begin = start - len(before) + cue.start() if cue else start
            return Stated(day.isoformat(), text[begin:end].strip())
    return _from_seen(text, words, seen) if seen else None


def deadline(text: str, words: Vocabulary) -> Stated | None:
    """The last day on which something can be done: the one behind a word such as "until", the one before "before"."""
    for start, end, day in _dates(text, words):
        before = text[max(0, start - REACH) : start]
        cue = _last(words.pattern("until"), before)
        if cue and _near(before[cue.end() :]) and not words.pattern("another").search(_clause(before[: cue.start()])):
            is_over = words.pattern("before").fullmatch(cue[0].strip()) is not None
            last = day - dt.timedelta(days=is_over)
            return Stated(last.isoformat(), text[start - len(before) + cue.start() : end].strip())
    return None


def _of_another(before: str, cue: re.Match[str], behind: str, words: Vocabulary) -> bool:
    """Whether a day is that of another matter, which the words in its part of the sentence name."""
    touching = _last(words.pattern("other_date"), before)
    if touching and touching.end() > cue.start() - TOUCHING:
        return True
    part, rest = _clause(before[: cue.end()]), _PART.split(behind[:TELLING])[0]
    happened = words.pattern("happened")
    return any(pattern.search(part) for pattern in (words.pattern("another"), happened)) or bool(happened.search(rest))


def _clause(before: str) -> str:
    """The words of a text behind its last comma."""
    return _PART.split(before)[-1]


def names_day(text: str, day: str, *, language: str | None = None) -> bool:
    """Whether a text names a day, given in ISO, in whatever form; the language is guessed where none is given."""
    return any(named.isoformat() == day for _, _, named in _dates(text, load(language or guess(text))))


def own_date(text: str, *, language: str | None = None) -> Stated | None:
    """The day on which a text says that it was last updated; the language is guessed where none is given."""
    return updated(text, load(language or guess(text)))


def updated(text: str, words: Vocabulary) -> Stated | None:
    """The day on which a document says that it was last updated; where it says none, from when it says to be in force.

    Of several days the first at the top counts, else the latest at the bottom.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    top = [*_pieces(lines[:TOP])]
    bottom = [*_pieces(lines[max(TOP, len(lines) - BOTTOM) :])]
    for role in ("updated", "in_force"):
        if found := next(_own_days(top, role, words), None):
            return found
        if others := list(_own_days(bottom, role, words)):
            return max(others, key=lambda stated: stated.day)
    return None


def is_silent(before: tuple[str, Stated | None], after: tuple[str, Stated | None]) -> bool:
    """Whether of two texts, each with its own day, the words differ and the day does not.

    Words that only moved are the same, and so are numbers: of headings that are counted anew.
    """
    was, now = before[1], after[1]
    if was is None or now is None or was.day != now.day:
        return False
    return _without(before[0], was) != _without(after[0], now)


def _without(text: str, stated: Stated) -> Counter[str]:
    """The words of a text, how often it has each, without its own day and without numbers."""
    rest = words_of(text).replace(words_of(stated.quote), "", 1).split()
    return Counter(word for word in rest if not word.isdigit())


def _own_days(pieces: Sequence[str], role: str, words: Vocabulary) -> Iterator[Stated]:
    """The days that some sentences state as the document's own; a day may stand in the one after its label."""
    for piece, following in pairwise([*pieces, ""]):
        cues = [cue for cue in words.pattern(role).finditer(piece) if _is_own(piece[: cue.start()], words)]
        if cues and _ENDS_LINE.match(piece, cues[-1].end()):
            piece = f"{piece} {following}"  # noqa: PLW2901  the line goes on in the next
        if stated := next(filter(None, (_labelled(piece, cue, role, words) for cue in cues)), None):
            yield stated


def _pieces(lines: Sequence[str]) -> Iterator[str]:
    """The sentences of some lines: of those that may name a year, and of those before one, which may be its label."""
    for line, following in pairwise([*lines, ""]):
        if _CENTURY not in line and _CENTURY not in following:
            continue
        raw = line[:LINE_CHARACTERS]
        for part in sentences(Block(0, raw)):
            yield _GLUED.sub(" ", plain(raw[part.start : part.end]))


def _is_own(before: str, words: Vocabulary) -> bool:
    """Whether a label begins its sentence, or stands in one about the document itself."""
    return bool(_OPENING.match(before) or words.pattern("itself").search(" ".join(before.split()[:_SELF])))


def _labelled(piece: str, cue: re.Match[str], role: str, words: Vocabulary) -> Stated | None:
    """The first day behind a label; one from which a document is in force ends its sentence, or it is a clause's."""
    start, end, day = next((hit for hit in _dates(piece, words) if hit[0] >= cue.end()), (0, 0, None))
    between = piece[cue.end() : start]
    labels = _LABEL.match(between) or (_LABEL_OF.match(between) and words.pattern("itself").search(between))
    if day is None or not labels or (role == "in_force" and not _CLOSING.match(piece[end:])):
        return None
    return Stated(day.isoformat(), piece[cue.start() : end])


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    hit = None
    for hit in pattern.finditer(text):  # noqa: B007  the last one is wanted
        pass
    return hit


def _near(between: str) -> bool:
    """Whether nothing but an article, a weekday or a comma stands between the word and the date."""
    return len(between) <= FAR and _BETWEEN.match(between) is not None


def may_count(text: str, words: Vocabulary) -> bool:
    """Whether a text may state a day that counts from when it was first seen."""
    return any(words.pattern(cue).search(text) for cue in ("at_once", "later"))


def _from_seen(text: str, words: Vocabulary, seen: dt.date) -> Stated | None:
    """What takes effect at once, or after a span of days, counted from the day a text was first seen."""
    if at_once := words.pattern("at_once").search(text):
        return Stated(seen.isoformat(), at_once[0])
    later = words.pattern("later").search(text)
    number = later and _DAYS.search(text, max(0, later.start() - 20), later.start())
    if not later or not number:
        return None
    publication = words.pattern("counted_from").search(text, later.start(), later.end() + FAR)
    if publication is None and not words.pattern("in_force").search(text):
        return None
    day = seen + min(dt.timedelta(days=int(number[1])), dt.date.max - seen)
    return Stated(day.isoformat(), text[number.start() : publication.end() if publication else later.end()])


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
