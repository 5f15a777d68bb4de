"""The scope of a clause: whose data, which AI, on what condition — each word of it with the part it plays."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain

from monitor.detect.changes.matters import about_training
from monitor.detect.changes.regions import by_one_name
from monitor.detect.changes.shown import (
    hide_others_choice,
    hide_training_data,
    show_limits,
    show_nors,
    show_speaker,
    without_givers,
    without_makers,
)
from monitor.detect.passages import plain
from monitor.detect.sentences.events import exception_begin, exception_end, exclusions
from monitor.detect.sentences.refused import hide_others_consent, show_asked
from monitor.detect.sentences.verdict import USES
from monitor.detect.words.cues import ANY_DATA_ROLE, MACHINES, NO_NEGATION, PEOPLE, Cues, tokens_of
from monitor.detect.words.lexicon import look
from monitor.detect.words.vocabulary import Vocabulary
from monitor.records import Practice

STEM_CHARACTERS, WORD_CHARACTERS = 6, 5
_YEAR = re.compile(r"20\d\d")
LEAVE_NEAR = 8  # words behind "only" within which those are told who have given leave
CONSENT_BEHIND = 4  # words of an exception within which it names a consent
UNTIL_NEAR = 5  # words between "until" and the year of the day
GROUP_NEAR = 3  # words between a group or region and a further one that is joined to it
ITEM_WORDS, BESIDE = 4, 2  # words of an item that is told by where it stands, and beside which others stand
MOST_TOKENS = 700  # of a clause that are compared
# What a clause reaches to. Others that it names count where data is given to them, or they too are to keep a promise.
PRIVATE = "groups:private messages"  # which are data, and no group of people
_ITEMS = ("data", "model", "ai", "train", "develop", PRIVATE)
_GIVEN = {
    Practice.SHARES: ("data", "third"),
    Practice.DENIES: ("data", "third", "vendor"),
    Practice.RESTRICTS: ("data", "own", "output"),
}
_CHOSEN = ("optout", "optin")
# Roles of words by which a choice or a promise is said, whatever it is about.
_SAID = (*_CHOSEN, "not", "forbid", "can", "use", "if", "anytime", "same_use", "consent", "leave", "user", "we", "only")
_TYING = ("limit", "pseudonym", "feasible", "optin", "optout", "only", "if", "hedge")
CONDITIONS = ("if", "limit", "only", "except", "exclude")
_SPARING = ("outside", "except", "exclude")  # in front of people whom a clause does not hold for
UNWILLING_NEAR = 4  # words between "if" and "you do not want", which is no condition of a choice
_ANY_DATA = "personal data"  # what all words for data of whatever kind are compared as
_WHERE_SET = "data:profile"  # in which people refuse: "unless you have switched it off in your profile"
# Roles whose words say the same: "to train" is "for training", and "AI" is "artificial intelligence".
_ALIKE = {"train": "train", "ai": "ai", "model": "ai"}
GENERAL = frozenset({ANY_DATA_ROLE, "data:content"})
_EXCEPTING = ("except", "exclude", "but")  # roles of the words of an exception itself
_COMMAS = frozenset(",;")
_STOPS, _ENDS = frozenset(".;"), frozenset(".;,")
# Addresses and paths of menu entries say where a choice is made, not what a clause reaches to.
_WHERE = re.compile(r"\S+@\S+|https?://\S+|\bemail protected\b|\w+(?:\s*[>→›»]\s*\w+)+")


@dataclass(frozen=True, slots=True)
class Scope:
    """The words of a clause by the part they play.

    `items` gives for each word that names data, a machine, an act or a recipient its stem, `given` those for data and
    recipients alone, `telling` the stems of all words of some length but names in brackets; `excepted` are the places
    behind an exception, `joins` those of commas and of words such as "and".
    """

    cues: Cues
    words: tuple[str, ...]
    items: dict[int, str]
    given: dict[int, str]
    telling: dict[int, str]
    excepted: frozenset[int]
    joins: frozenset[int]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of data that the clause names."""
        return frozenset(role for role in self.cues.roles if role.startswith("data:"))

    def kinds_in(self, span: range) -> frozenset[str]:
        """The kinds of data that are named in a part of the clause."""
        return frozenset(role for role in self.kinds if self.within(span, role))

    @property
    def by_consent(self) -> bool:
        """Whether the clause hangs on people's consent, and not on their refusal."""
        return self.has("off_default") or (self.has("optin", "asked_leave") and not self.by_refusal)

    def is_told_by(self, other: Scope, common: AbstractSet[str]) -> bool:
        """Whether another clause of the same practice names its choice, and all that it does but `common` words."""
        at_all = all(other.has(role) for role in _CHOSEN if self.has(role))
        said = [at for at, word in enumerate(self.words) if word.isalnum() and word not in common]
        said = [at for at in said if not self.within(range(at, at + 1), *_SAID)]
        told = {self.telling[at] for at in said if at in self.telling}
        known = told <= {*other.telling.values(), *other.items.values()} and bool(told or not said)
        return at_all and known and self.groups <= other.groups

    def ties_as(self, other: Scope) -> bool:
        """Whether both clauses are tied, or neither is: to consent, a condition, anonymous data or an exception."""
        waived = any(each.denies_first and each.excepted for each in (self, other))
        return not waived and all(self.has(role) == other.has(role) for role in _TYING)

    @property
    def waits(self) -> bool:
        """Whether the clause hangs on people's consent, be it one that they may withdraw."""
        return self.by_consent or self._is_of_willing or (self._asks_first and not self.has("on_default"))

    @property
    def _asks_first(self) -> bool:
        """Whether a consent is named before a refusal; "We use …, unless you have ended your consent" is a refusal."""
        agreed, refused = self.cues.first("optin"), self.cues.first("optout")
        if agreed is None or refused is None:
            return agreed is not None
        return agreed[0] < refused[0] and (self.denies_first or agreed[0] not in self.excepted)

    @property
    def _is_of_willing(self) -> bool:
        """Whether the clause holds for those alone who have given leave: "Only members who sign a permission …"."""
        only = self.cues.first("only")
        leave = self.cues.first("leave", only[1], only[1] + LEAVE_NEAR) if only else None
        return leave is not None and self.cues.begins(("train", "develop"), leave[1])

    @property
    def by_refusal(self) -> bool:
        """Whether the clause holds for those who do not refuse."""
        return self.has("optout", "on_default")

    def has(self, *roles: str) -> bool:
        """Whether words of one of some roles stand in the clause."""
        return self.cues.has(*roles)

    def within(self, span: range, *roles: str) -> bool:
        """Whether words of one of some roles stand in a part of the clause."""
        return any(start < span.stop and end > span.start for role in roles for start, end in self.cues.of(role))

    def begins_within(self, span: range, *roles: str) -> bool:
        """Whether words of one of some roles begin in a part of the clause, or in its surroundings."""
        return self.cues.within(span, *roles)

    def gives_example(self, span: range) -> bool:
        """Whether a part of the clause gives an example: "como" does, but not in "bem como"."""
        return any(start in span and not self.cues.at("join", start) for start, _ in self.cues.of("example"))

    def tied(self, span: range) -> bool:
        """Whether a part of the clause sets a condition, or names groups of people or regions."""
        conditions = (role for role in CONDITIONS if role != "if" or not self._is_unwilling(span))
        return bool(self.within(span, *conditions) or self.groups_in(span))

    def bears(self, span: range) -> bool:
        """Whether a part of the clause tells of data, of people or of a condition."""
        return self.within(span, "data", "every", "unbound", *_SPARING, *CONDITIONS) or bool(self.groups_in(span))

    def _is_unwilling(self, span: range) -> bool:
        """Whether a part of the clause has an "if" behind which people do not want or agree."""
        ifs = (start for start, _ in self.cues.of("if") if start in span)
        return any(self.cues.first(NO_NEGATION, start, start + UNWILLING_NEAR) for start in ifs)

    @property
    def groups(self) -> frozenset[str]:
        """The groups of people and the regions that the clause names."""
        return frozenset(role for role in self.cues.whom if role != PRIVATE)

    @property
    def tied_to(self) -> frozenset[str]:
        """The groups of people and the regions for whom alone the clause holds, and words such as "only"."""
        sparing = min((at for role in _SPARING for at, _ in self.cues.of(role)), default=len(self.words))
        only = frozenset({"only"}) if self.has("only") else frozenset()
        return self.groups_in(range(sparing)) | only

    def groups_in(self, span: range) -> frozenset[str]:
        """The groups of people and the regions that are named in a part of the clause."""
        return frozenset(role for role in self.groups if self.within(span, role))

    @property
    def denies_first(self) -> bool:
        """Whether the clause denies something, and only then makes an exception."""
        return self.within(range(min(self.excepted, default=0)), "not")

    def ends_at(self, at: int) -> bool:
        """Whether a word is the end of a sentence or a part of one."""
        return self.words[at] in _STOPS

    @property
    def hedged(self) -> bool:
        """Whether the clause is hedged, and not only a name in brackets: "our vendors (currently Ida)"."""
        return any(self.words[:at].count("(") == self.words[:at].count(")") for at, _ in self.cues.of("hedge"))

    def is_sentence(self, span: range) -> bool:
        """Whether a part of the clause is a sentence, or more than one."""
        return 0 < span.start < span.stop and self.ends_at(span.start - 1) and self.ends_at(span.stop - 1)

    def ends(self, span: range) -> bool:
        """Whether a part of the clause names a last day: a year behind "until"."""
        years = [at for at in span if _YEAR.fullmatch(self.words[at])]
        return any(self.cues.first("until", year - UNTIL_NEAR, year) for year in years)

    def names_more_people(self, span: range) -> bool:
        """Whether a part of the clause names a further group or region right beside another one."""
        beside = (range(max(0, span.start - GROUP_NEAR), span.start), range(span.stop, span.stop + GROUP_NEAR))
        return (
            bool(self.groups_in(span) and any(map(self.groups_in, beside)))
            and not self.within(span, *CONDITIONS)
            and not self.within(range(span.start), *_SPARING)
        )

    @property
    def left_out(self) -> frozenset[str]:
        """The stems of what the clause excepts, and the groups and regions."""
        told = (at for at in self.excepted if at in self.telling and not self.within(range(at, at + 1), *_EXCEPTING))
        people = (role for role in self.groups if any(start in self.excepted for start, _ in self.cues.of(role)))
        return frozenset((*(self.telling[at] for at in told), *people))

    def only_excepts(self, span: range) -> bool:
        """Whether a part of the clause tells nothing but its exceptions."""
        return all(at in self.excepted for at in span if at in self.telling or at in self.items)

    def lists_more(self, span: range) -> bool:
        """Whether a part of the clause is one more item amid others of data, be its name known or not."""
        around = (range(span.start - BESIDE, span.start), range(span.stop, span.stop + BESIDE))
        return len(span) <= ITEM_WORDS and all(self.within(near, "data") for near in around)


def scope_of(practice: Practice, text: str, words: Vocabulary) -> Scope:
    """The scope that a clause's own words give it."""
    cues = _cues_of(tokens_of(_WHERE.sub(" ", plain(text)))[:MOST_TOKENS], words)
    if (renamed := by_one_name(cues, words)) is not None:
        cues = _cues_of(renamed, words)
    if practice is Practice.DENIES:
        cues = hide_others_consent(_of(about_training(cues), cues, words))
        show_nors(cues)
        show_limits(cues)
        show_speaker(cues)
    elif practice in USES:
        cues = _of(_from_use(cues), cues, words)
        hide_others_choice(cues)
        cues = _of(_without_choice(cues), cues, words)
        cues = _of(without_makers(cues), cues, words)
    if practice is not Practice.CONTROL:
        cues = _of(without_givers(cues), cues, words)
    hide_training_data(cues)
    given = _GIVEN.get(practice, ("data",))
    any_data = _of_any_data(cues)
    left_out = frozenset((*_names_aside(cues), *_within_names(cues)))
    commas = (at for at, mark in enumerate(cues.tokens) if mark in _COMMAS)
    return Scope(
        cues=cues,
        words=tuple(map(str.lower, cues.tokens)),
        items=_stems(cues, any_data, *_ITEMS, *given),
        given=_stems(cues, any_data, *given),
        telling={
            at: _ANY_DATA if at in any_data else _stem(word)
            for at, word in enumerate(cues.tokens)
            if len(word) >= WORD_CHARACTERS and word.lower() not in words.idle and at not in left_out
        },
        excepted=frozenset(_excepted(cues)),
        joins=frozenset(commas).union(_places(cues, "join")) - {0},  # at the start they join nothing
    )


def _cues_of(tokens: list[str], words: Vocabulary) -> Cues:
    return show_asked(look(tokens, words.lexicon))


def _of(kept: list[str], cues: Cues, words: Vocabulary) -> Cues:
    """The cues of the words that are kept of a clause; mostly these are all."""
    return cues if len(kept) == len(cues.tokens) else _cues_of(kept, words)


def _names_aside(cues: Cues) -> Iterator[int]:
    """The places of names in brackets: "our AI services (OpenAI and Anthropic)"."""
    if cues.verb_last:
        return  # nouns have capitals in German
    depth = 0
    for at, word in enumerate(cues.tokens):
        depth += (word == "(") - (word == ")")
        if depth > 0 and word[0].isupper():
            yield at


def _from_use(cues: Cues) -> list[str]:
    """The words of a use without what stands before its semicolon and tells nothing of it: "You keep all rights; …"."""
    begins = [at + 1 for at, mark in enumerate(cues.tokens) if mark == ";"]
    for begin in begins:
        if cues.begins((*MACHINES, "optout", "optin", *CONDITIONS), 0, begin):
            return cues.tokens
        if cues.begins(MACHINES, begin):
            return cues.tokens[begin:]
    return cues.tokens


def _without_choice(cues: Cues) -> list[str]:
    """The words of a use without the choice that people have over it, which is told by itself.

    It stands behind a semicolon, or is an exception: "…; you can opt out", "unless you opt out".
    """
    semicolons = (at for at, mark in enumerate(cues.tokens) if mark == ";")
    behind = next((at for at in semicolons if cues.first("can", at) and cues.first("optout", at)), len(cues.tokens))
    refusals = [span for span in (*_exceptions(cues), *_ifs(cues)) if span.stop <= behind and _is_refusal(span, cues)]
    return cues.without([*refusals, range(behind, len(cues.tokens))])


def _ifs(cues: Cues) -> Iterator[range]:
    """The conditions of a clause that deny something, each to its comma: "if you do not opt out"."""
    for start, _ in cues.of("if"):
        end = _part_end(start + 1, _ENDS, cues)
        if cues.begins(("not", NO_NEGATION), start, end):
            yield range(start, end)


def _is_refusal(span: range, cues: Cues) -> bool:
    """Whether an exception is no more than people's refusal, of everything and by everybody."""
    named = (role for role in cues.roles if role.startswith(("data:", *PEOPLE)) and role != _WHERE_SET)
    apart = cues.begins(("optin", "only", "train", *named), span.start, span.stop)
    return cues.first("optout", span.start, span.stop) is not None and not apart


def _stem(word: str) -> str:
    """What a word is compared by, be it one or several: "post" and "posts"."""
    return word[:STEM_CHARACTERS].lower().rstrip("s")


def _stems(cues: Cues, any_data: AbstractSet[int], *roles: str) -> dict[int, str]:
    stems = {at: _ALIKE.get(role) or _stem(cues.tokens[at]) for role in roles for at in _places(cues, role)}
    inner = frozenset(_within_names(cues))
    return {at: _ANY_DATA if at in any_data else stem for at, stem in stems.items() if at not in inner}


def _of_any_data(cues: Cues) -> set[int]:
    """The places of "data", "information" and their like, which say the same; not of "personal" before them."""
    return {end - 1 for _, end in cues.of(ANY_DATA_ROLE)}


def _within_names(cues: Cues) -> Iterator[int]:
    """The places within names of data of any kind, of which the first word and the last tell: "données à …"."""
    return (at for start, end in cues.of(ANY_DATA_ROLE) for at in range(start + 1, end - 1))


def _places(cues: Cues, role: str) -> Iterator[int]:
    return (at for start, end in cues.of(role) for at in range(start, end))


def _excepted(cues: Cues) -> Iterator[int]:
    """The places behind an exception, as far as it goes."""
    return chain.from_iterable((*_exceptions(cues), *_but_not(cues)))


def _but_not(cues: Cues) -> Iterator[range]:
    """What a "but not" leaves out, to its comma: "We use your posts, but not private messages, to …"."""
    for start, end in cues.of("but"):
        stop = _part_end(end, _ENDS | {")"}, cues)
        leaves = cues.first("not", end, end + 1) or cues.last("not", start - 1, start)
        if leaves and not cues.begins(("train", "use", "we"), end, stop):
            yield range(start, stop)


def _part_end(start: int, marks: AbstractSet[str], cues: Cues) -> int:
    """Where the first of some marks stands from a place on, or the sentence ends."""
    return next((at for at in range(start, len(cues.tokens)) if cues.tokens[at] in marks), len(cues.tokens))


def _exceptions(cues: Cues) -> Iterator[range]:
    """The exceptions of a clause, each as far as it goes within its sentence, or to the consent that it names."""
    stops = [-1, *(at for at, mark in enumerate(cues.tokens) if mark in _STOPS), len(cues.tokens)]
    for start, end in (*cues.of("except"), *exclusions(cues)):
        consent = cues.first("optin", start, start + CONSENT_BEHIND)
        if consent and cues.verb_last and not cues.at("join", consent[1]):
            yield range(start, consent[1])
            continue
        behind = bisect(stops, start)
        begin = exception_begin((start, end), cues)
        yield range(begin, exception_end(start, range(stops[behind - 1] + 1, stops[behind]), cues))
