"""What is said in a target's language: sentences from the catalogues in `words/`, days, times and lists by Babel."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, reduce
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Self
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_decimal

from monitor.records import FOLD, Target

# English days are written as most of the world writes them.
_LOCALES = {"en": "en_GB"}
_CATALOGUES = files("monitor.alert") / "words"
LANGUAGES = tuple(sorted(file.name.removesuffix(".toml") for file in _CATALOGUES.iterdir()))
_FOLD = re.compile(f"{FOLD}(\\d+){FOLD}")

# A sentence, or one for each number (`0`) or grammatical number (`one`, `other`) of what it counts.
Entry = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Voice:
    """A language, a time zone, the moment at which something is said, and the address of pages to lead to, if any."""

    language: str
    time_zone: str
    now: datetime
    pages: str = ""

    @classmethod
    def to(cls, target: Target, now: datetime) -> Self:
        """How a target is told something."""
        return cls(target.language, target.time_zone, now, target.pages)

    @property
    def locale(self) -> Locale:
        """The language as Babel knows it."""
        return _locale(self.language)

    @property
    def sentences(self) -> Mapping[str, Entry]:
        """What can be said, by name."""
        return catalogue(self.language)

    def say(self, key: str, /, **values: object) -> str:
        """A sentence of the catalogue, its gaps filled."""
        entry = self.sentences[key]
        assert isinstance(entry, str)
        return entry.format_map(values)

    def count(self, key: str, number: int, /, **values: object) -> str:
        """A sentence in the form that its number needs; the gap for the number is `{count}`."""
        return self.form(key, number).format_map({"count": self.number(number), **values})

    def form(self, key: str, number: int) -> str:
        """The form of a sentence that a number needs, with its gaps."""
        entry = self.sentences[key]
        assert not isinstance(entry, str)
        return entry.get(str(number)) or entry.get(self.locale.plural_form(number)) or entry["other"]

    def number(self, number: int) -> str:
        """A number with its digits in groups."""
        return format_decimal(number, locale=self.locale)

    def knows(self, key: str) -> bool:
        """Whether the catalogue has a sentence of that name."""
        return key in self.sentences

    def day(self, day: date) -> str:
        """A day: `3 November 2025`."""
        number, _, rest = format_date(day, "long", locale=self.locale).partition(" ")
        return self.count("day.written", day.day, number=number, rest=rest)

    def day_of(self, moment: datetime) -> str:
        """The day of a moment, where the target is."""
        return self.day(self._local(moment).date())

    def by(self, preposition: str, day: date) -> str:
        """A day with a preposition, which some languages join to it: `from 3 November 2025`."""
        return self.count(f"day.{preposition}", day.day, day=self.day(day))

    def moment(self, moment: datetime) -> str:
        """A moment by day and minute, where the target is."""
        return f"{self.day_of(moment)}, {self.clock(moment)}"

    def since(self, moment: datetime) -> str:
        """Since when something is: a moment with the preposition."""
        return f"{self.by('since', self._local(moment).date())}, {self.clock(moment)}"

    def clock(self, moment: datetime) -> str:
        """The time of day of a moment by the minute, with its zone."""
        local = self._local(moment)
        time = format_time(local, "HH:mm", tzinfo=local.tzinfo, locale=self.locale)
        universal = self.time_zone == "UTC"  # which French calls TU
        return f"{time} {'UTC' if universal else get_timezone_name(local, width='short', locale=self.locale)}"

    def days_until(self, day: date) -> int:
        """How many days are left until a day; negative when it has passed."""
        return (day - self._local(self.now).date()).days

    def is_same_day(self, one: datetime, other: datetime) -> bool:
        """Whether two moments lie on one day, where the target is."""
        return self._local(one).date() == self._local(other).date()

    def listed(self, items: Iterable[str]) -> str:
        """Several things as a list: `posts, photos and voice`."""
        return format_list([*items], locale=self.locale)

    def joined(self, sentences: Iterable[str]) -> str:
        """Several sentences as one, parted as the language parts them."""
        return reduce(lambda one, other: self.say("head.and", one=one, other=other), sentences)

    def named(self, language: str) -> str:
        """What a language is called; one without a name is told by its code."""
        return str(self.locale.languages.get(language, language))

    def unfold(self, comparison: str) -> str:
        """A comparison in which it is said how many blocks are left out."""
        return _FOLD.sub(lambda mark: self.count("diff.fold", int(mark[1])), comparison)

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.time_zone))


@cache
def catalogue(language: str) -> Mapping[str, Entry]:
    """The sentences of a language by their names, such as `trains.new`."""
    return read_catalogue(_CATALOGUES, language)


def read_catalogue(folder: Traversable, language: str) -> Mapping[str, Entry]:
    """The sentences of a language in the file that a folder has for it."""
    return dict(_entries(tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8")), ""))


def _entries(table: Mapping[str, object], path: str) -> Iterator[tuple[str, Entry]]:
    for name, value in table.items():
        if isinstance(value, str):
            yield path + name, value
        elif isinstance(value, dict):
            yield from [(path + name, value)] if "other" in value else _entries(value, f"{path}{name}.")


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, language))
