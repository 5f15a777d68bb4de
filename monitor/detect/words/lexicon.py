"""Looks the words of a sentence up: each distinct word once, in one table, whatever the number of phrases.

A sentence becomes a list of words and, for each role, the places of its words and phrases. Hyphens and apostrophes part
words ("opt-out" and "opt out", "l'IA" and "IA" are the same to a phrase), so compounds give each of their parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import compress
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from monitor.detect.words.cues import NO_NEGATION, Cues, Place, is_data, keep

_FIRST = re.compile(r"(\*?)([^\W_]+|[()])(\*?)")
_ELEMENT = re.compile(r"\*?[^\W_]+\*?|[,;()?!:.](?=\s|$)|[()]")
_PRODUCT = re.compile(r"[^\W\d_]+[a-zß-ÿ][A-ZÀ-ÖØ-Þ]\w*")
MOST_WORDS_KNOWN = 60_000  # distinct words kept in the table; a hostile text has no end of them
MOST_FOLLOWERS = 5_000  # distinct next words kept for each word that begins phrases
MOST_HITS = 100  # of one role in one sentence: no sentence that people wrote has as many
GAP = 4  # words that " ... " stands for at most
NAME_FROM = 2  # words into a sentence: the capital at its start tells nothing
CONTENTS_NEAR = 3  # words behind "the content of" within which data is named
MACHINE, OURS = "ai", "ours"
FORBID, AGREED = "forbid", "optin"
CONTENTS, CONTENT, DATA = "contents", "data:content", "data"
NOISE, NEGATION = "noise", "not"
SPEAKER, USER, OTHERS, THEIRS, STAFF = "we", "user", "third", "theirs", "staff"
_USING = ("use", "input")
_NAMING = frozenset({OURS, "train", "develop"})  # roles of words behind which a name is that of a machine
_ENDS = frozenset(".;?!")


class _Phrase(NamedTuple):
    """A phrase whose words stand there up to its first gap: how many these are, and what it wants behind that."""

    words: int
    rest: tuple[str | None, ...]
    roles: tuple[str, ...]
    noise: bool


class _Begun(dict[str, "_Led"]):
    """The phrases that some words begin, by the next word: what it leads to is worked out when they first meet it."""

    __slots__ = ("_always", "_begin", "_depth", "_open", "_roles", "_whole")

    def __init__(self, nexts: Mapping[str, str], depth: int, always: tuple[_Phrase, ...], roles: _Roles) -> None:
        super().__init__()
        self._depth, self._always, self._roles = depth, always, roles
        self._whole: dict[str, str] = {}  # by their next word, one a line
        self._open: dict[str, str] = {}  # those whose next word may go on, with that word
        for text, word in nexts.items():
            if "*" in word:
                self._open[text] = word
            else:
                self._whole[word] = f"{self._whole[word]}\n{text}" if word in self._whole else text
        self._begin = tuple({word.partition("*")[0] for word in self._open.values()})

    def __missing__(self, word: str) -> _Led:
        if len(self) > MOST_FOLLOWERS:
            self.clear()
        low = word.lower()
        found = self._whole[low].split("\n") if low in self._whole else []
        if word != low and word in self._whole:
            found += self._whole[word].split("\n")
        if low.startswith(self._begin):  # as few do
            found += [text for text, next_word in self._open.items() if _fits(next_word, word)]
        self[word] = led = _led(found, self._depth + 1, self._always, self._roles) if found else self._always
        return led


_Roles = Mapping[str, str]  # of each entry, one a line
_Led = _Begun | tuple[_Phrase, ...]  # what waits for a further word, or the phrases that stand there: noise first


def _led(texts: Iterable[str], depth: int, always: tuple[_Phrase, ...], roles: _Roles) -> _Led:
    """What so many words of some entries lead to, beside the phrases that fewer words lead to."""
    whole: list[str] = []
    nexts: dict[str, str] = {}
    for text in texts:
        words = elements(text)
        if len(words) > depth and (word := words[depth]):
            nexts[text] = word
        else:
            whole.append(text)
    if whole:
        always = _joined(whole, depth, always, roles)
    return _Begun(nexts, depth, always, roles) if nexts else always


def _joined(texts: Iterable[str], depth: int, always: tuple[_Phrase, ...], roles: _Roles) -> tuple[_Phrase, ...]:
    """Phrases with those that entries are whose words stand there: noise first, then the longest.

    Those that have a gap behind their first word come last.
    """
    phrases = [*always]
    for text in texts:
        names = tuple(roles[text].split("\n"))
        phrases.append(_Phrase(depth, elements(text)[depth:], names, NOISE in names))
    return tuple(sorted(phrases, key=lambda each: (each.words == 1, not each.noise, -each.words - len(each.rest))))


class _Meaning(NamedTuple):
    """What a word may be: roles of its own, and the first word of phrases."""

    roles: tuple[str, ...]
    led: _Led


class Lexicon(dict[str, _Meaning | None]):
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
        self._begun = begun
        self._open = [first for first in begun if "*" in first]
        self._search = AhoCorasick([*map(_spaced, self._open)]).find_matches_as_indexes
        self._meanings: dict[tuple[str, ...], _Meaning | None] = {}  # by what begins with a word: its forms share one

    def __missing__(self, word: str) -> _Meaning | None:
        """Works a word out when it is met for the first time."""
        if len(self) > MOST_WORDS_KNOWN:
            self.clear()
            self._meanings.clear()
        low = word.lower()
        told = [low] if low in self._begun else []
        if word != low and word in self._begun:
            told.append(word)
        forms = f" {low} " if word[1:] == low[1:] else f" {low} {word} "  # "LLM" has two capitals, as names have
        told += [self._open[number] for number, _, _ in self._search(forms, overlapping=True)]
        self[word] = meaning = self._meaning(tuple(told)) if told else None
        return meaning

    def _meaning(self, told: tuple[str, ...]) -> _Meaning | None:
        if told not in self._meanings:
            self._meanings[told] = self._made_of(text for first in told for text in self._begun[first].split("\n"))
        return self._meanings[told]

    def _made_of(self, texts: Iterable[str]) -> _Meaning | None:
        """What a word may be with which entries begin."""
        own: list[str] = []
        nexts: dict[str, str] = {}
        gaps: list[str] = []
        for text in texts:
            if " " not in text and len(elements(text)) == 1:
                names = self._roles[text].split("\n")
                if NOISE in names:
                    return None
                own += names
            elif (second := _second(text)) is None:
                gaps.append(text)
            else:
                nexts[text] = second
        always = _joined(gaps, 1, (), self._roles) if gaps else ()
        led = _Begun(nexts, 1, always, self._roles) if nexts else always
        return _Meaning(tuple(dict.fromkeys(own)), led)


def _second(text: str) -> str | None:
    """The second word of a phrase; `None` for a gap."""
    first, _, rest = text.partition(" ")
    second = rest.partition(" ")[0]
    if second.strip("*").isalnum() and first.strip("*").isalnum():  # as most are
        return second if text.isupper() else second.lower()
    return elements(text)[1]


def _first(text: str) -> str:
    """The first word of an entry, with a `*` on each side on which it may go on."""
    word = text.partition(" ")[0]
    if word.islower() and word.isalnum():  # as most are
        return word
    found = _FIRST.match(text if text.isupper() else text.lower())
    assert found, "each entry begins with a word"
    return found[0]


def _spaced(word: str) -> str:
    """A word with a space on each side on which it may not go on."""
    return f" {word} ".replace(" *", "").replace("* ", "")


@cache
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
    first, others = rest[0] or "", rest[1:]
    for start in range(at, min(at + GAP + 1, len(tokens))):
        if _fits(first, tokens[start]) and (end := _match(others, tokens, start + 1)):
            return end
        if tokens[start] in _ENDS:
            return 0
    return 0


def look(tokens: list[str], lexicon: Lexicon, text: str = "") -> Cues:
    """The cues of a sentence; words that a phrase of noise covers have no role."""
    roles = _roles_of(tokens, lexicon)
    if len(tokens) > MOST_HITS:
        roles = {role: places[:MOST_HITS] for role, places in roles.items()}
    _drop_inner(roles, NEGATION, NO_NEGATION)
    _drop_inner(roles, OTHERS, SPEAKER)
    _drop_inner(roles, STAFF, MACHINE)
    _drop_inner(roles, FORBID, AGREED)
    _drop_denied(roles)
    _drop_behind(roles, THEIRS, OURS)
    for role in _USING:
        _drop_same(roles, role, USER)
    if CONTENTS in roles and CONTENT in roles:
        _drop_contents(roles, tokens)
    if DATA in roles:
        _drop_products(roles, tokens)
    if MACHINE in roles:
        _drop_names(roles, tokens, lexicon)
    return Cues(tokens, roles, text, verb_last=lexicon.verb_last)


def _roles_of(tokens: list[str], lexicon: Lexicon) -> dict[str, list[Place]]:
    roles: dict[str, list[Place]] = {}
    covered = 0
    ended = [*tokens, ""]
    meanings = [*map(lexicon.__getitem__, tokens)]
    for at in compress(range(len(tokens)), meanings):  # past the many words that mean nothing
        if at < covered or (meaning := meanings[at]) is None:
            continue
        (own, led), behind = meaning, at
        while isinstance(led, _Begun):
            behind += 1
            led = led[ended[behind]]
        for words, rest, names, noise in led:
            end = at + words
            if rest and not (end := _match_behind_gap(rest[1:], tokens, end)):
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
    """Takes away a role's words within phrases of another: the "not" of "not limited to", the agents of "AI agents"."""
    _drop_within(roles, inner, roles.get(outer, []))


def _drop_denied(roles: dict[str, list[Place]]) -> None:
    """Takes away the leave within a ban that begins with a "not": the "zezwala" of "nie zezwala"."""
    denials = {start for start, _ in roles.get(NEGATION, ())}
    _drop_within(roles, AGREED, [(start + 1, end) for start, end in roles.get(FORBID, ()) if start in denials])


def _drop_within(roles: dict[str, list[Place]], role: str, spans: Sequence[Place]) -> None:
    if spans and role in roles:
        kept = [place for place in roles[role] if not any(a <= place[0] < place[1] <= b for a, b in spans)]
        keep(roles, role, kept)


def _drop_behind(roles: dict[str, list[Place]], role: str, former: str) -> None:
    """Takes away a role's words right behind those of another: the "own models" of "our own models"."""
    spans = roles.get(former)
    if spans and role in roles:
        keep(roles, role, [place for place in roles[role] if not any(end == place[0] for _, end in spans)])


def _drop_contents(roles: dict[str, list[Place]], tokens: list[str]) -> None:
    """Takes away the "content" of "the content of your letters", which are no more than your letters."""
    others = {place[0] for role, places in roles.items() if role.startswith("data:") for place in places}

    def is_of_data(begin: int) -> bool:
        end = next((end for start, end in roles[CONTENTS] if start == begin), None)
        named = range(end, end + CONTENTS_NEAR) if end else range(0)
        data = next((at for at in named if at in others), None)
        return data is not None and "," not in tokens[begin:data]

    for role in (CONTENT, DATA):
        keep(roles, role, [place for place in roles[role] if not is_of_data(place[0])])


def _drop_products(roles: dict[str, list[Place]], tokens: list[str]) -> None:
    """Takes away the data that a name in two capitals only seems to name: "VoiceLab" is a product, and no voice."""
    products = {at for at, _ in roles[DATA] if not tokens[at].islower() and _PRODUCT.fullmatch(tokens[at])}
    for role in [*filter(is_data, roles)] if products else ():
        keep(roles, role, [place for place in roles[role] if place[0] not in products])


def _drop_same(roles: dict[str, list[Place]], role: str, other: str) -> None:
    """Takes away a role's words that have another, too: the use of "utilisateur", who is no use."""
    if other in roles and role in roles:
        keep(roles, role, [place for place in roles[role] if place not in roles[other]])


def _drop_names(roles: dict[str, list[Place]], tokens: list[str], lexicon: Lexicon) -> None:
    """Takes away the "AI" of a company's name: behind a capital word that means nothing here, and is none we make."""
    keep(roles, MACHINE, [place for place in roles[MACHINE] if not _is_name(place[0], tokens, lexicon)])


def _is_name(at: int, tokens: list[str], lexicon: Lexicon) -> bool:
    if tokens[at] != "AI" or at < NAME_FROM:
        return False
    name, before = tokens[at - 1], lexicon[tokens[at - 2]]
    is_thing = before is not None and not _NAMING.isdisjoint(before.roles)
    return name[0].isupper() and not name.isupper() and lexicon[name] is None and not is_thing


def _note(roles: dict[str, list[Place]], names: tuple[str, ...], place: Place) -> None:
    """Notes a place of some roles, of which the longest words that begin there count."""
    for role in names:
        places = roles.get(role)
        if places is None:
            roles[role] = [place]
        elif places[-1][0] != place[0]:
            places.append(place)
