"""Forms of sentences that do not tell what is done: labels of choices, suppositions, definitions, grants."""

from __future__ import annotations

from monitor.detect.sentences.events import Event
from monitor.detect.words.cues import Cues

LABEL_WORDS = 16  # of the label of a choice, at most
ASKED_AT = 3  # words of a box or a setting before the leave that people give by it
EVER_NEAR = 4  # words between "if" and "ever"
TURNED = 3  # words at the start of a sentence that supposes something without an "if": "Should we ever …"
DEFINITION_REACH, BEFORE_TERM = 16, 5
GENERATES_NEAR = 2  # words between a machine and what it does
ASKS_AT, ASKED, COLON_NEAR = 3, 6, 3  # words at the start of "How do we use it: to …", and of the colon behind them
_CONDITIONAL = ("if", "except", "only", "not", "can", "choice", "optout", "setting", "rights", "off_default")
EFFECT_BEGINS, EFFECT_NEAR = 3, 4  # words before a refusal whose effect is told, and between it and its "not"
_PEOPLES = ("user", "if", "order_not", "imperative", "not", "only")  # before a refusal that people are told of
_GRANTS = ("grant", "bestow")
_ENDS = frozenset(".!?:")
_OPENING_QUOTES = frozenset('“«„"”')


def behind_label(cues: Cues, most: int) -> int:
    """Where a sentence begins behind what names it within so many words: "2. Use: the recordings are used to …"."""
    return cues.tokens.index(":") + 1 if ":" in cues.tokens[:most] else 0


def asks_for_leave(cues: Cues) -> bool:
    """Whether a sentence is the text of a box or a setting by which people agree: "Allow your posts to be used …"."""
    leave = cues.first("asked_leave", 0, ASKED_AT)
    return leave is not None and not cues.first("user", 0, leave[0])


def is_of_mine(cues: Cues) -> bool:
    """Whether a sentence is the label of a choice, in the words of who chooses: "Do not use my texts to train AI"."""
    mine = cues.first("my")
    label = len(cues.tokens) <= LABEL_WORDS and cues.tokens[-1] not in _ENDS
    if not mine or not label or cues.of("we") or cues.of("user"):
        return False
    return cues.first("data", mine[0], mine[1] + 1) is not None


def is_supposed(event: Event, cues: Cues) -> bool:
    """Whether the event is only one that may come to pass: "If we ever use your posts to train …, we will ask you"."""
    ever = None if cues.at("we", 0) else cues.first("ever", 0, TURNED)
    turned = ever if ever and (ever[0] or cues.first("we", 0, ever[1])) else None  # not "In future we may …"
    condition = cues.first("if", 0, event.start) or turned
    supposed = condition and cues.first("ever", condition[0], condition[0] + EVER_NEAR)
    return bool(supposed and "," not in cues.tokens[supposed[1] : event.start])


def generates(event: Event, cues: Cues) -> bool:
    """Whether a machine makes something of what it was taught: "Our AI generates text from patterns it learned"."""
    if cues.has("people", "we"):
        return False
    machines = [*cues.of("ai"), *cues.of("model")]
    verbs = (verb for verb in cues.of("generates") if verb[0] <= event.start)
    made = [at for at, end in verbs if not cues.first("use", end, event.start)]
    return any(at - GENERATES_NEAR <= behind <= at for at in made for _, behind in machines)


def is_what_for(event: Event, cues: Cues) -> bool:
    """Whether the event answers in one line what data is used for: "How we use it: to …", "Why we collect it: …"."""
    asks = cues.first("asks", 0, ASKS_AT)
    used = cues.first("use", 0, ASKED) if asks else None
    ours = cues.first("we", 0, ASKED) if used else None
    return used is not None and ours is not None and ":" in cues.tokens[used[1] : min(event.start, ASKED + COLON_NEAR)]


def defines(event: Event, cues: Cues) -> bool:
    """Whether a sentence only says what a term means: “Training” means …; one that tells what we use does more."""
    named = any(token in _OPENING_QUOTES for token in cues.tokens[:BEFORE_TERM])
    means = cues.first("definition", 0, DEFINITION_REACH) if named else None
    if means is None or (cues.at("exclude", means[1] - 1) and event.start < means[0]):
        return False  # “Training data” does not include your letters
    used = cues.first("use", means[1], event.start)
    return not (used and cues.begins(("we", "agent"), means[1], event.start))


def tells_effect(cues: Cues) -> bool:
    """Whether a sentence only tells what a refusal does not do: "Opting out does not affect what was learnt before"."""
    refused = cues.first("optout", 0, EFFECT_BEGINS)
    if refused is None or cues.has("can", "setting", "rights") or cues.begins(_PEOPLES, 0, refused[1]):
        return False
    no = cues.first("not", refused[1], refused[1] + EFFECT_NEAR)
    return no is not None and not cues.begins(("data", "people", "we"), refused[1], no[0])


def grants(cues: Cues) -> bool:
    """Whether people only grant the platform something, and have no choice: "By posting, you allow us to use …"."""
    if cues.has(*_CONDITIONAL):
        return False
    agreed = cues.of("optin")
    return bool(agreed) and all(any(cues.at(role, at) for role in _GRANTS for at in (a, b - 1)) for a, b in agreed)
