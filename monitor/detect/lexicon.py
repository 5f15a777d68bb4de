"""Looks the words of a sentence up: each distinct word once, in one table, whatever the number of phrases.

A sentence becomes a list of words and, for each role, the places of its words and phrases. Hyphens and apostrophes part
words ("opt-out" and "opt out", "l'IA" and "IA" are the same to a phrase), so compounds give each of their parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

Place = tuple[int, int]  # the first word of a cue and the one behind its last

_TOKEN = re.compile(r"\w+(?:\.(?:AI|ai)\b)?|[,;()?!“”«»„\"]|[:.](?!\S)")  # in a plain text, which has no "_"
_FIRST = re.compile(r"(\*?)([^\W_]+|[()])(\*?)")
_ELEMENT = re.compile(r"\*?[^\W_]+\*?|[,;()?!:.](?=\s|$)|[()]")
MOST_WORDS_KNOWN = 60_000  # distinct words kept in the table; a hostile text has no end of them
MOST_FOLLOWERS = 5_000  # distinct next words kept for each word that begins phrases
MOST_HITS = 100  # of one role in one sentence: no sentence that people wrote has as many
GAP = 4  # words that " ... " stands for at most
NAME_FROM = 2  # words into a sentence: the capital at its start tells nothing
MACHINE, OURS = "ai", "ours"
NOISE, NEGATION, NO_NEGATION = "noise", "not", "not_noise"
SPEAKER, OTHERS = "we", "third"
_ENDS = frozenset(".;?!")


class _Phrase(NamedTuple):
    """A phrase of several words and the roles it has.

    The table vouches for its first word, and for its second where it has no gap before that.
    """

    sure: int
    rest: tuple[str | None, ...]  # the words behind those that are sure; None stands for a gap
    roles: tuple[str, ...]
    noise: bool


class _Begun(dict[str, tuple[_Phrase, ...]]):
    """The phrases that a word begins, by the next word that lets them go on: noise first, then the longest.

    They are taken apart when that word is met: most of them never are.
    """

    def __init__(self, seconds: Mapping[str, str | None], roles: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self._roles = roles
        self._whole: dict[str, list[str]] = {}  # by their second word
        self._open: list[tuple[str, str]] = []  # those whose second word may go on, with that word
        gaps: list[str] = []
        for text, second in seconds.items():
            if second is None:
                gaps.append(text)
            elif "*" in second:
                self._open.append((second, text))
            else:
                self._whole.setdefault(second, []).append(text)
        self._gaps = self._ordered(gaps)
        self._begin = tuple({second.partition("*")[0] for second, _ in self._open})

    def __missing__(self, word: str) -> tuple[_Phrase, ...]:
        """Works out what goes on with a word when the two meet for the first time."""
        if len(self) > MOST_FOLLOWERS:
            self.clear()
        low = word.lower()
        found = [*self._whole.get(low, ())]
        if word != low:
            found += self._whole.get(word, ())
        if low.startswith(self._begin):  # as few do
            found += [text for second, text in self._open if _fits(second, word)]
        self[word] = going_on = (*self._ordered(found), *self._gaps) if found else self._gaps
        return going_on

    def _ordered(self, texts: Iterable[str]) -> tuple[_Phrase, ...]:
        phrases = (_phrase(text, self._roles[text]) for text in texts)
        return tuple(sorted(phrases, key=lambda phrase: (not phrase.noise, -phrase.sure - len(phrase.rest))))


class _Entry(NamedTuple):
    """What a word may be: roles of its own, and the first word of phrases."""

    roles: tuple[str, ...]
    begun: _Begun | None


@dataclass(slots=True)
class Cues:
    """The words of a sentence and the places of each role's words in it."""

    tokens: list[str]
    roles: dict[str, list[Place]] = field(default_factory=dict)
    text: str = ""  # that the words are of, where they are to be quoted
    verb_last: bool = False  # whether the language puts a verb behind its object, and "not" behind both
    spans: list[tuple[int, int]] = field(default_factory=list, compare=False)  # of its words, once asked for

    def of(self, role: str) -> list[Place]:
        """All places of a role's words, in order."""
        return self.roles.get(role, [])

    def at(self, role: str, start: int) -> bool:
        """Whether a role's words stand at or around a word."""
        for begin, end in self.roles.get(role, ()):  # noqa: SIM110  half the time of any() over a generator
            if begin <= start < end:
                return True
        return False

    def first(self, role: str, start: int = 0, end: int = 1 << 30) -> Place | None:
        """The first of a role's words that begins between two places."""
        for place in self.roles.get(role, ()):  # half the time of next() over a generator, here and below
            if start <= place[0] < end:
                return place
        return None

    def last(self, role: str, start: int, end: int) -> Place | None:
        """The last of a role's words that begins between two places."""
        for place in reversed(self.roles.get(role, ())):
            if start <= place[0] < end:
                return place
        return None

    def words(self, place: Place) -> str:
        """The words at a place, as they are written."""
        if not self.spans:
            self.spans = [word.span() for word in _TOKEN.finditer(self.text)]
        found = self.spans[slice(*place)]
        return self.text[found[0][0] : found[-1][1]] if found else ""


def tokens_of(text: str) -> list[str]:
    """The words of a plain text, and the marks that part clauses."""
    return _TOKEN.findall(text)


def first_tokens(text: str, most: int) -> list[str]:
    """The first of them."""
    return [word[0] for word in islice(_TOKEN.finditer(text), most)]


class Lexicon(dict[str, _Entry | None]):
    """The table of one language: a word as it is written → its roles and the phrases that it begins.

    Entries are searched for by their first words, and taken apart when a text has these: most of them never are.
    """

    def __init__(self, entries: Mapping[str, Iterable[str]], *, verb_last: bool = False) -> None:
        super().__init__()
        self.verb_last = verb_last
        # Each kept in one line: the garbage collector need not look at thousands of lists of one or two.
        self._roles: dict[str, str] = {}
        for role, texts in entries.items():
            for text in texts:
                self._roles[text] = f"{self._roles[text]}\n{role}" if text in self._roles else role
        begun: dict[str, str] = {}
        for text in self._roles:
            first = _first(text)
            begun[first] = f"{begun[first]}\n{text}" if first in begun else text
        self._begun = [*begun.values()]
        self._capitals = {number for number, first in enumerate(begun) if first.isupper()}
        self._search = AhoCorasick(begun).find_matches_as_indexes
        self._entries: dict[tuple[int, ...], _Entry | None] = {}  # by what begins with a word: its forms share one

    def __missing__(self, word: str) -> _Entry | None:
        """Works a word out when it is met for the first time."""
        if len(self) > MOST_WORDS_KNOWN:
            self.clear()
            self._entries.clear()
        low = word.lower()
        told = {number for number, _, _ in self._search(f" {low} ", overlapping=True)}
        if word != low:
            told |= {number for number, _, _ in self._search(f" {word} ", overlapping=True)} & self._capitals
        self[word] = entry = self._entry(tuple(sorted(told))) if told else None
        return entry

    def _entry(self, told: tuple[int, ...]) -> _Entry | None:
        if told not in self._entries:
            texts = (text for number in told for text in self._begun[number].split("\n"))
            self._entries[told] = _made_of({text: self._roles[text].split("\n") for text in texts})
        return self._entries[told]


def _made_of(named: Mapping[str, Sequence[str]]) -> _Entry | None:
    """What a word may be with which entries begin, each with its roles."""
    own: dict[str, None] = {}
    seconds = {}
    for text, roles in named.items():
        if (second := _second(text)) != "":
            seconds[text] = second
        elif NOISE in roles:
            return None
        else:
            own |= dict.fromkeys(roles)
    return _Entry(tuple(own), _Begun(seconds, named) if seconds else None)


def _second(text: str) -> str | None:
    """The second word of an entry; empty for one of a single word, `None` for a gap."""
    first, _, rest = text.partition(" ")
    second = rest.partition(" ")[0]
    if first.strip("*").isalnum() and (not rest or second.strip("*").isalnum()):  # as most are
        return second if text.isupper() else second.lower()
    words = elements(text)
    return words[1] if len(words) > 1 else ""


def _phrase(text: str, roles: Sequence[str]) -> _Phrase:
    _, *words = elements(text)
    sure = 2 if words[0] else 1
    return _Phrase(sure, tuple(words[sure - 1 :]), tuple(roles), NOISE in roles)


def _first(text: str) -> str:
    """The first word of an entry, with a space on each side on which it may not go on."""
    small = text if text.isupper() else text.lower()
    word = small.partition(" ")[0]
    if word.isalnum():  # as most are
        return f" {word} "
    found = _FIRST.match(small)
    assert found, "each entry begins with a word"
    before, word, behind = found.groups()
    return f"{'' if before else ' '}{word}{'' if behind else ' '}"


def elements(entry: str) -> tuple[str | None, ...]:
    """The words of an entry, `*` kept at their ends, small unless the entry is in capitals; `None` is a gap."""
    text = entry if entry.isupper() else entry.lower()
    if text.replace(" ", "").replace("*", "").isalnum():
        return tuple(text.split())
    found: list[str | None] = []
    for number, part in enumerate(text.rstrip(".").split(" ... ")):
        found += [None] if number else []
        found += _ELEMENT.findall(part)
    return tuple(found)


def _fits(element: str, token: str) -> bool:
    if element == token:
        return True
    low = token.lower()
    if element[-1] == "*":
        key = element.strip("*")
        return key in low if element[0] == "*" else low.startswith(key)
    return low.endswith(element[1:]) if element[0] == "*" else low == element


def _match(rest: tuple[str | None, ...], tokens: list[str], at: int) -> int:
    """Where words end that begin at a place; 0 where they do not stand there."""
    for number, element in enumerate(rest):
        if element is None:
            return _match_behind_gap(rest[number + 1 :], tokens, at)
        if at >= len(tokens) or not _fits(element, tokens[at]):
            return 0
        at += 1
    return at


def _match_behind_gap(rest: tuple[str | None, ...], tokens: list[str], at: int) -> int:
    for start in range(at, min(at + GAP + 1, len(tokens))):
        if end := _match(rest, tokens, start):
            return end
        if tokens[start] in _ENDS:
            return 0
    return 0


def look(tokens: list[str], lexicon: Lexicon, text: str = "") -> Cues:
    """The cues of a sentence; words that a phrase of noise covers have no role."""
    roles = _roles_of(tokens, lexicon)
    _drop_inner(roles, NEGATION, NO_NEGATION)
    _drop_inner(roles, OTHERS, SPEAKER)
    if MACHINE in roles:
        _drop_names(roles, tokens, lexicon)
    return Cues(tokens, roles, text, verb_last=lexicon.verb_last)


def _roles_of(tokens: list[str], lexicon: Lexicon) -> dict[str, list[Place]]:
    roles: dict[str, list[Place]] = {}
    covered = 0
    for at, (entry, following) in enumerate(zip(map(lexicon.__getitem__, tokens), [*tokens[1:], ""], strict=False)):
        if entry is None or at < covered:
            continue
        own, begun = entry
        for sure, rest, names, noise in begun[following] if begun is not None else ():
            if not (end := _match(rest, tokens, at + sure) if rest else at + 2):
                continue
            if noise:
                covered = end
                break
            _note(roles, names, (at, end))
        else:
            if own:
                _note(roles, own, (at, at + 1))
    return roles


def _drop_inner(roles: dict[str, list[Place]], inner: str, outer: str) -> None:
    """Takes away a role's words within phrases of another: the "not" of "not limited to", the company of "we, …"."""
    spans = roles.get(outer)
    if spans and inner in roles:
        roles[inner] = [place for place in roles[inner] if not any(a <= place[0] < place[1] <= b for a, b in spans)]


def _drop_names(roles: dict[str, list[Place]], tokens: list[str], lexicon: Lexicon) -> None:
    """Takes away the "AI" of a company's name: behind a capital word that means nothing here, and is not "our" own."""
    kept = [place for place in roles[MACHINE] if not _is_name(place[0], tokens, lexicon)]
    if kept:
        roles[MACHINE] = kept
    else:
        del roles[MACHINE]


def _is_name(at: int, tokens: list[str], lexicon: Lexicon) -> bool:
    if tokens[at] != "AI" or at < NAME_FROM:
        return False
    name, before = tokens[at - 1], lexicon[tokens[at - 2]]
    is_ours = before is not None and OURS in before.roles
    return name[0].isupper() and not name.isupper() and lexicon[name] is None and not is_ours


def _note(roles: dict[str, list[Place]], names: tuple[str, ...], place: Place) -> None:
    for role in names:
        places = roles.get(role)
        if places is None:
            roles[role] = [place]
        elif places[-1][0] != place[0] and len(places) < MOST_HITS:
            places.append(place)
