"""The cues of a sentence: its words, and for each role the places of the words and phrases that have it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice

Place = tuple[int, int]  # the first word of a cue and the one behind its last

_TOKEN = re.compile(r"\w+(?:\.(?:AI|ai)\b)?|[,;()?!“”«»„\"]|[:.](?!\S)")  # in a plain text, which has no "_"
PEOPLE = ("groups:", "regions:")  # how the roles of words begin that tell of whom a clause holds
CHOICES = ("optout", "optin", "setting", "rights")  # roles of the words by which people refuse or agree
MACHINES = ("train", "ai", "model", "mine")  # roles of the words that tell of a machine or of its training
ANY_DATA_ROLE = "data:personal data"  # of words for data of whatever kind
QUOTES = frozenset("\"'“”„«»")
NO_NEGATION = "not_noise"  # role of phrases whose "not" negates nothing


@dataclass(slots=True)
class Cues:
    """The words of a sentence and the places of each role's words in it."""

    tokens: list[str]
    roles: dict[str, list[Place]] = field(default_factory=dict)
    text: str = ""  # that the words are of, where they are to be quoted
    verb_last: bool = False  # whether the language puts a verb behind its object, and "not" behind both
    spans: list[tuple[int, int]] = field(default_factory=list, compare=False)  # of its words, once asked for

    @property
    def is_question(self) -> bool:
        """Whether the sentence ends in a question mark, be it one in quotes."""
        last = self.tokens[-2:]
        return last[-1:] == ["?"] or (last[:1] == ["?"] and last[-1] in QUOTES)

    @property
    def groups(self) -> list[str]:
        """The roles of the groups of people that are named."""
        return [role for role in self.roles if role.startswith(PEOPLE[0])]

    @property
    def whom(self) -> list[str]:
        """The roles of the groups of people and of the regions that are named."""
        return [role for role in self.roles if role.startswith(PEOPLE)]

    def is_capital(self, at: int) -> bool:
        """Whether a word begins with a capital letter, as names do; no word behind the last one does."""
        return at < len(self.tokens) and self.tokens[at][0].isupper()

    def comma(self, start: int, end: int) -> int:
        """Where the first comma between two places stands, or the second of them."""
        return next((at for at in range(start, end) if self.tokens[at] == ","), end)

    def without(self, parts: Collection[range]) -> list[str]:
        """The words that stand in none of some parts."""
        return [word for at, word in enumerate(self.tokens) if not any(at in part for part in parts)]

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

    def has(self, *roles: str) -> bool:
        """Whether the sentence has words of one of some roles."""
        return not self.roles.keys().isdisjoint(roles)

    def begins(self, roles: Iterable[str], start: int = 0, end: int = 1 << 30) -> bool:
        """Whether words of one of some roles begin between two places."""
        for role in roles:
            for place in self.roles.get(role, ()):
                if start <= place[0] < end:
                    return True
        return False

    def within(self, span: range, *roles: str) -> bool:
        """Whether words of one of some roles begin in a part of the sentence."""
        return self.begins(roles, span.start, span.stop)

    def last(self, role: str, start: int, end: int) -> Place | None:
        """The last of a role's words that begins between two places."""
        for place in reversed(self.roles.get(role, ())):
            if start <= place[0] < end:
                return place
        return None

    def words(self, place: Place) -> str:
        """The words at a place, as they are written."""
        start, end = place
        if end - start == 1:
            return self.tokens[start]
        if not self.spans:
            self.spans = [word.span() for word in _TOKEN.finditer(self.text)]
        found = self.spans[start:end]
        return self.text[found[0][0] : found[-1][1]] if found else ""


def tokens_of(text: str) -> list[str]:
    """The words of a plain text, and the marks that part clauses."""
    return _TOKEN.findall(text)


def first_tokens(text: str, most: int) -> list[str]:
    """The first of them."""
    return [word[0] for word in islice(_TOKEN.finditer(text), most)]


def is_data(role: str) -> bool:
    """Whether a role is that of words that name data, of whatever kind."""
    return role == "data" or role.startswith("data:")


def keep(roles: dict[str, list[Place]], role: str, places: list[Place]) -> None:
    """Leaves a role no other places than these; one that has none is no role of the sentence."""
    if places:
        roles[role] = places
    else:
        roles.pop(role, None)
