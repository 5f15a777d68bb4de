"""What pages say: the words of alerts and those of `words/`, in the language that whoever asks understands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from importlib.resources import files

from babel.dates import format_date, format_skeleton
from markupsafe import Markup, escape
from starlette.requests import Request

from monitor.alert.voice import LANGUAGES, Entry, Voice, catalogue, read_catalogue
from monitor.records import Moved

DEFAULT = "en"
TIMELESS = datetime.min.replace(tzinfo=UTC)  # the moment of what is said alike at any time
_WORDS = files("monitor.web") / "words"


@dataclass(frozen=True, slots=True)
class Speech(Voice):
    """A voice that knows the words of pages beside those of alerts."""

    @property
    def sentences(self) -> Mapping[str, Entry]:
        """What can be said, by name."""
        return _sentences(self.language)

    def tell(self, key: str, /, count: int | None = None, **values: object) -> Markup:
        """A sentence as a page has it; one that counts takes the form that its `count` needs."""
        if count is not None:
            values["count"] = self.number(count)
        sentence = _safe(self.language, key, count)
        # Not by Markup's own formatting, which takes ten times as long.
        return Markup(sentence.format_map({name: escape(value) for name, value in values.items()}))  # noqa: S704 - escaped

    def moved(self, moved: Moved) -> str:
        """That a later change replaced a day, and by which."""
        if moved.by is None:
            return self.say("moved.absent", was=self.day(moved.was))
        if moved.now is None:
            return self.say("moved.gone", was=self.day(moved.was), number=moved.by)
        return self.say(f"moved.{moved.kind}", was=self.day(moved.was), now=self.day(moved.now), number=moved.by)

    def short(self, day: date) -> str:
        """A day for a table: `3 Nov 2025`."""
        return format_date(day, "medium", locale=self.locale)

    def mark(self, day: date, *, by_day: bool) -> str:
        """A day on an axis: `3 Nov` or, where only months matter, `Nov 2025`."""
        return format_skeleton("MMMd" if by_day else "yMMM", day, locale=self.locale)


def language_of(request: Request) -> str:
    """The language of an answer: the one that the address asks for, else the one that the browser likes best."""
    asked = request.query_params.get("lang", "")
    return asked if asked in LANGUAGES else _best(request.headers.get("accept-language", ""))


def words(language: str) -> Mapping[str, Entry]:
    """The words that pages have beside those of alerts."""
    return read_catalogue(_WORDS, language)


@cache
def _sentences(language: str) -> Mapping[str, Entry]:
    return {**catalogue(language), **words(language)}


@lru_cache(maxsize=10_000)
def _safe(language: str, key: str, count: int | None) -> str:
    """A sentence with its gaps, safe for a page; in the form that a number needs, where it counts."""
    entry = _sentences(language)[key]
    if count is None:
        assert isinstance(entry, str), "a sentence that counts is told with what it counts"
        return str(escape(entry))
    return str(escape(Speech(language, "UTC", TIMELESS).form(key, count)))


def _best(accepted: str) -> str:
    """The first of the most wanted languages that is one of ours."""
    wanted: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.partition(";")
        language = tag.strip().partition("-")[0].lower()
        if language in LANGUAGES:
            wanted.append((_weight(weight), language))
    return max(wanted, key=lambda pair: pair[0], default=(0.0, DEFAULT))[1]


def _weight(given: str) -> float:
    """How much a language is wanted: `q=0.8`."""
    try:
        return float(given.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0
