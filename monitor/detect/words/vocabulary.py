"""The words of each language that the detection goes by, read from the data files beside this module.

An entry is a phrase: a space stands for any white space or hyphen, `*` for the rest of a word, ` ... ` for up to four
words, and a phrase written with capital letters only (AI) is told from its small spelling.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from struct import Struct
from unicodedata import normalize

import rtoml

from monitor.detect.words.lexicon import Lexicon
from monitor.detect.words.topics import Topics

LANGUAGES = ("en", "fr", "de", "it", "es", "pt", "nl", "pl")
SAMPLE_CHARACTERS = 1_000  # twice as many told the language of no document any better
_SHORT = 4  # letters: "AI" is looked for as it is written, longer words in small letters
POINT = 840  # that a word gives to its language; it is shared among those that have the word, up to eight
MARGIN = 7 * POINT // 10  # by which a language must lead English: "AI", "a" and "as" are words of several
FEW_CHARACTERS, SURE = 300, 3 * POINT  # a start that tells the language by so much tells it as the whole sample does
SECTIONS = ("roles", "data", "groups", "regions")
_RUNNING = ("facts", "dates", "own_date")  # sections of words that are looked for in running text alone
_IN_BOTH = ("until", "anytime")  # roles of sentences that are looked for in running text as well
_NOTHING = re.compile(r"(?!)")
_LANE = 32  # bits for the points of one language
_LANES = Struct(f"<{len(LANGUAGES)}I")


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """One language's table of words, the topics that a text must touch to be read at all, and its month names.

    `common` are its function words, `idle` those and others that tell nothing of what a clause reaches to.
    """

    language: str
    lexicon: Lexicon
    topics: Topics
    months: Mapping[str, int]
    common: frozenset[str]
    idle: frozenset[str]
    phrases: Mapping[str, tuple[str, ...]]

    def pattern(self, role: str) -> re.Pattern[str]:
        """The regular expression of a role that is looked for in running text; without words it matches nothing."""
        return _compile(self.phrases.get(role, ()))


def pattern(entry: str) -> str:
    """The regular expression of one entry."""
    body = re.escape(entry.replace(" ... ", "\0").replace(" ", "\1").replace("*", "\2"))
    body = body.replace("\0", r"(?:\s+[^\s.;]+){0,4}?\s+").replace("\1", r"\s+").replace("\2", r"[\w-]*")
    left = r"(?<![\w-])" if entry.startswith("*") else r"\b" if entry[0].isalnum() else ""
    right = "" if entry.endswith("*") or not entry[-1].isalnum() else r"\b"
    return f"{left}{body}{right}" if not entry.isupper() else rf"(?-i:{left}{body}{right})"


@cache
def _compile(entries: tuple[str, ...]) -> re.Pattern[str]:
    ordered = sorted(set(entries), key=len, reverse=True)
    return re.compile("|".join(map(pattern, ordered)), re.IGNORECASE) if ordered else _NOTHING


def _needles(phrases: Iterable[str]) -> set[str]:
    """What to search for to find any of some phrases: each up to its first gap, with the space there if it is short."""
    needles = set()
    for phrase in phrases:
        whole, gap, _ = phrase.lower().partition(" ... ")
        part, open_, _ = whole.lstrip("*").partition("*")
        needles.add(part if len(part) > _SHORT else f" {part} " if gap and not open_ else f" {part}")
    return needles


def _months(names: Mapping[str, list[str]]) -> dict[str, int]:
    return {name.lower(): int(number) for number, spellings in names.items() for name in spellings}


@cache
def entries(language: str) -> dict[str, dict[str, list[str]]]:
    """The entries of one file (`shared` holds what every language uses): section → role → phrases."""
    return rtoml.loads(_source(language))


def _source(language: str) -> str:
    return Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8")


def _table(own: Mapping[str, Mapping[str, list[str]]], roles: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Every role with its phrases; the kinds of data are roles of their own, and data all together."""
    table = dict(roles)
    for section in ("data", "groups", "regions"):
        table |= {f"{section}:{name}": phrases for name, phrases in own[section].items()}
    table["data"] = [phrase for phrases in own["data"].values() for phrase in phrases] + roles.get("data", [])
    return table


def understands(language: str | None) -> bool:
    """Whether clauses are found in a language; in a text whose language nothing tells, they are looked for."""
    return not language or language in LANGUAGES


@cache
def load(language: str) -> Vocabulary:
    """The vocabulary of a language (ISO 639-1, with or without a region); English where there is none for it."""
    code = language[:2].lower()
    if code not in LANGUAGES:
        return load("en")
    own, shared = entries(code), entries("shared")
    roles = {r: own["roles"].get(r, []) + shared["roles"].get(r, []) for r in own["roles"].keys() | shared["roles"]}
    lexicon = Lexicon(_table(own, roles), verb_last=bool(own["language"].get("verb_last", False)))
    return Vocabulary(
        language=code,
        lexicon=lexicon,
        topics=Topics(
            trains=own["language"]["trains"],
            machines=own["language"]["machines"],
            makes=_needles(chain(roles["develop"], roles["forbid"], roles["optout"])),
            names={name for name in roles["ai"] + roles["mine"] if name.isupper() and len(name) <= _SHORT},
        ),
        months=_months(own["months"]),
        common=frozenset(own["language"]["common"]),
        idle=frozenset(own["language"]["common"] + own["language"]["idle"]),
        phrases={name: tuple(roles[name]) for name in _IN_BOTH}
        | {role: tuple(phrases) for section in _RUNNING for role, phrases in own[section].items()},
    )


@cache
def _common() -> tuple[dict[str, int], dict[str, int]]:
    """The function words of all languages, and their letters with marks, each with the points that it gives them.

    The points of all languages stand in one number, so that those of a text are added at once.
    """
    words: dict[str, list[int]] = {}
    letters: dict[str, list[int]] = {}
    for number, code in enumerate(LANGUAGES):
        head, _, _ = _source(code).partition("\n[roles]")  # the rest of a file is only read when its language is
        language = rtoml.loads(head)["language"]
        for told, found in ((words, language["common"]), (letters, language["letters"])):
            for word in found:
                told.setdefault(word, []).append(number)
    return _points(words), _points(letters)


def _points(told: Mapping[str, Sequence[int]]) -> dict[str, int]:
    return {word: sum(POINT // len(of) << _LANE * number for number in of) for word, of in told.items()}


def guess(text: str) -> str:
    """The language whose function words are the most frequent at the start of the text; English when none are.

    A word that several languages share ("de", "no") speaks for each of them the less, the more they are.
    """
    for most in (FEW_CHARACTERS, SAMPLE_CHARACTERS):
        points = _points_of(text[:most])
        best, second = sorted(points)[:-3:-1]
        if best - second > SURE or len(text) <= most:
            break
    return LANGUAGES[points.index(best)] if best > points[0] + MARGIN else "en"


def _points_of(sample: str) -> tuple[int, ...]:
    """The points of each language in a text."""
    words, letters = _common()
    small = normalize("NFC", sample).lower()
    total = sum(filter(None, map(words.get, small.replace("'", " ").replace("’", " ").split())))
    if not small.isascii():
        total += sum(points for letter, points in letters.items() if letter in small)
    return _LANES.unpack(total.to_bytes(_LANES.size, "little"))
