"""Describes a sentence by features that mean the same in every language, for the trained model to weigh.

A feature is a short text with its kind before the first space: `w` a word's first letters, `r` a role that the lexicon
gives a word, `t` three telling roles in order, `s` a sign of an event, `v` what the rules state, `vp` what they stated
before, `cL`, `cH` and `cP` a role in the lead, the heading and the sentence before, `f` the form. Neighbouring words,
pairs of roles and pairs of signs were tried and told nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from functools import lru_cache

from monitor.detect.sentences.events import Context
from monitor.detect.sentences.verdict import Verdict
from monitor.detect.words.cues import Cues
from monitor.records import Practice

STEM = 6  # letters that stay of a word: inflected forms and compounds then fall together
LENGTH_STEP, LONGEST = 12, 5
MOST_KNOWN = 20_000  # words and roles whose features are kept
MOST_WORDS = 300  # of a sentence that are looked at: the rest of a longer one adds nothing
_TELLING = frozenset(
    {
        "train",
        "develop",
        "ai",
        "model",
        "we",
        "user",
        "not",
        "forbid",
        "data",
        "people",
        "third",
        "share",
        "vendor",
        "use",
        "optout",
        "optin",
        "setting",
        "can",
        "ours",
        "mine",
        "for_training",
        "except",
        "theirs",
    }
)
_LEFT_OUT = frozenset(
    {
        "noise",
        "not_noise",
        "join",
        "example",
        "among",
        "or",
        "either",
        "lacking",
        "standing",
        "inquiry",
        "this_part",
        "removed",
        "for_ai",
        "bestow",
        "burden",
        "until",
        "relative",
        "indeed",
        "past",
        "identify",
        "yet",
        "reason",
        "order_not",
        "ungranted",
        "pseudonym",
        "span",
        "age",
        "hedge",
        "feasible",
        "licensed",
        "opts_out",
        "asked_leave",
        "shut",
        "shut_out",
        "agreed",
        "ever",
        "off",
        "on",
        "passive",
        "generates",
        "job",
        "keeps",
        "we_ban",
        "my",
        "anytime",
        "then",
        "by_setting",
        "machine_words",
        "otherwise",
        "do_not",
    }
    | {"answer_yes", "answer_no", "unable", "unavailable", "unneeded", "refused"}
)


def features(cues: Cues, context: Context, verdict: Verdict, about: AbstractSet[Practice]) -> set[str]:
    """What the model sees of a sentence, of what stands around it and of what the rules make of it."""
    found = {*map(_word, cues.tokens[:MOST_WORDS]), *_roles(cues), *_around(context)}
    found.add(f"f len{min(LONGEST, len(cues.tokens) // LENGTH_STEP)}")
    for signs in verdict.signs:
        found.update(["s " + sign for sign in signs])
    found.update(["v " + practice for practice in verdict.practices])
    found.update(["vp " + practice for practice in about])
    found.discard("")
    return found


def wording(feature: str, cues: Cues) -> str:
    """The words of a sentence that a feature stands for; empty when it stands for none of them."""
    kind, _, rest = feature.partition(" ")
    if kind == "w":
        return next((token for token in cues.tokens if token[:STEM].lower() == rest), "")
    if kind in {"r", "t"}:
        return " … ".join(cues.words(place) for role in rest.split(">") if (place := cues.first(role)))
    return ""


@lru_cache(MOST_KNOWN)
def _word(token: str) -> str:
    """The feature of a word; empty for a mark or a number."""
    return "w " + token[:STEM].lower() if token[0].isalpha() else ""


@lru_cache(MOST_KNOWN)
def _role(kind: str, role: str) -> str:
    """The feature of a role; empty for one that tells nothing."""
    return "" if ":" in role or role in _LEFT_OUT else f"{kind} {role}"


def _roles(cues: Cues) -> Iterator[str]:
    telling = []
    for role, places in cues.roles.items():
        yield _role("r", role)
        if role in _TELLING:
            telling += [(place[0], role) for place in places]
    telling.sort()
    order = [role for _, role in telling]
    for one, two, three in zip(order, order[1:], order[2:], strict=False):
        yield f"t {one}>{two}>{three}"


def _around(context: Context) -> Iterator[str]:
    if context.item:
        yield "f item"
    if context.row:
        yield "f row"
    for kind, places in (("cL", (context.lead,)), ("cH", (context.heading,)), ("cP", context.before[-1:])):
        for cues in places:
            yield from [_role(kind, role) for role in cues.roles]
