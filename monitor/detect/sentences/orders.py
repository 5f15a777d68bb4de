"""Tells whether a sentence orders people to do or not to do something, with no word of a ban."""

from __future__ import annotations

from monitor.detect.sentences.events import Context, Event
from monitor.detect.sentences.parts import Part
from monitor.detect.words.cues import Cues, Place

START, SHORT = 4, 4  # words before an order, and letters of those that may stand there
# What no order begins with: "to perform the contract, and to train …", "Ida may use …".
_NO_ORDER = ("if", "goal", "data", "people", "can")


def orders(event: Event, cues: Cues, context: Context, part: Part) -> bool:
    """Whether a list item begins with what users shall not do ("use the outputs to …"), its lead-in out of sight."""
    begin = 0 if part.lead else part.start
    first = _first_word(cues.tokens, begin)
    if _tells_not_to(first, event, cues, context):
        return True
    if not context.alone or cues.of("we") or context.lead.of("we") or makes_ours(event, cues):
        return False
    order = cues.first("imperative", first, first + START) or _training(first, event, cues, context)
    return order is not None and order[0] <= event.start and _is_bare(order, begin, event, cues)


def _training(first: int, event: Event, cues: Cues, context: Context) -> Place | None:
    """The training that an item without a lead begins with, on what is ours: "train AI on data of the API"."""
    begins = event.verb[0] == first and not context.lead.tokens
    return event.verb if begins and cues.first("own", event.end) else None


def _is_bare(order: Place, begin: int, event: Event, cues: Cues) -> bool:
    """Whether nothing stands before an order that makes it a purpose, and nothing behind it that is people's own."""
    bare = all(len(token) <= SHORT for token in cues.tokens[begin : order[0]])
    led = cues.begins(_NO_ORDER, begin, order[0])
    explains = cues.first("reason", order[1], event.start)  # "Enter no secrets, as chats are …"
    end = event.end if begin else len(cues.tokens)
    return bare and not led and not explains and not cues.first("people", order[1], end)


def _tells_not_to(first: int, event: Event, cues: Cues, context: Context) -> bool:
    """Whether a sentence begins by telling people what not to do, and not with their data: "Do not keep …"."""
    begin = _behind_condition(first, cues)
    told = cues.first("order_not", begin, min(begin + 1, event.start))
    if told is None or cues.begins(("we", "people", "ours"), begin, event.end):
        return False
    return not context.lead.has("we", "ours")


def _behind_condition(first: int, cues: Cues) -> int:
    """Where a sentence goes on behind the condition that opens it: "Unless we told you otherwise, do not …"."""
    opened = cues.begins(("if", "except"), first, first + 1) and "," in cues.tokens
    return cues.tokens.index(",") + 1 if opened else first


def _first_word(tokens: list[str], begin: int) -> int:
    """Where the words of a sentence or its part begin behind their number: "4.1 (3) use …"."""
    words = (at for at in range(begin, len(tokens)) if tokens[at].isalpha() and not _is_numbered(at, tokens))
    return next(words, begin)


def _is_numbered(at: int, tokens: list[str]) -> bool:
    """Whether a letter is the number of a part, and no word as "I" is."""
    return len(tokens[at]) == 1 and not all(token.isalnum() for token in tokens[at + 1 : at + 2])


def makes_ours(event: Event, cues: Cues) -> bool:
    """Whether it is our own machine that is made: nobody is told not to make that better."""
    return event.machine is not None and cues.last("ours", event.verb[0], event.machine[0] + 1) is not None
