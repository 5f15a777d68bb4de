"""Tells whether a denial is limited: by words that it gains, by the models of others that it names, by an exception."""

from __future__ import annotations

from monitor.detect.changes.edits import FREE, Edit, fresh, is_joined, of_consent, only_excepts, says_more
from monitor.detect.changes.scope import Scope

PART = ("identify", "raw")  # of what tells that data is meant as far as it is still people's own
# Roles of what may waive a denial besides people's consent: "or that of your administrator".
_BESIDES = ("or", "those", "third", "vendor", "legal", "contract", "legitimate_interest")
_IDLE = ("use", "share", "can", "we", "indeed", "data", "people", "join", "goal")  # no word that limits a denial


def limits(edit: Edit, before: Scope, after: Scope) -> bool:
    """Whether words that come into a denial, of whatever kind, are a limit to it: "letters in your private folder".

    In the place of others they are where those stand elsewhere now.
    """
    if edit.gone and _names_others(edit, before, after):
        return True
    if after.within(edit.come, *PART) and not before.has(*PART):
        return True
    moved = not (before.within(edit.gone, "we") or fresh(edit.gone, before.telling, after.telling))
    if edit.come and moved and _qualifies(edit.come, after, before):
        return True
    return not edit.gone and _narrows(edit.come, before, after)


def asks_alike(edit: Edit, before: Scope, after: Scope) -> bool:
    """Whether an edit only words otherwise the consent that a denial waives before and after it.

    "Without your consent" is "unless you have given your express consent", with nothing else that waives it.
    """
    if not (before.by_consent and after.by_consent and only_excepts(edit, before, after)):
        return False
    further = not edit.gone and after.within(edit.come, "except")
    return not (further or after.within(edit.come, *_BESIDES))


def _narrows(span: range, before: Scope, after: Scope) -> bool:
    """Whether words make a further exception from a denial, or tell which data or machine is meant, and join nothing.

    "Unless the law lets us" is such an exception, and "your encrypted messages" are certain data.
    """
    if after.within(span, "except") and len(after.cues.of("except")) > len(before.cues.of("except")):
        return not of_consent(span, after, before)
    if is_joined(span, after) or after.within(span, *FREE, "not") or not says_more(span, after, before):
        return False
    told = after.items.get(span.stop) in before.items.values() and span.stop not in after.joins
    return (told and span.stop in after.items) or after.within(range(span.start, span.start + 1), "relative")


def excepts_anew(before: Scope, after: Scope) -> bool:
    """Whether a denial makes an exception where there was none, be it one for those who agree."""
    return bool(after.excepted) and not (before.excepted or before.has("optin", "leave", "if", "only"))


def _names_others(edit: Edit, before: Scope, after: Scope) -> bool:
    """Whether a denial comes to speak of the models of others alone: "… to train models of third parties"."""
    named, yours = after.begins_within(edit.come, "theirs"), after.within(edit.come, "people")
    theirs = named and not yours  # "seus" is "your" as well
    others = (theirs or after.within(edit.come, "third")) and not before.has("third", "theirs", "vendor")
    joined = edit.come.start in after.joins or after.within(edit.come, "join", "not", "ours")
    return others and not joined


def _is_apart(span: range, scope: Scope) -> bool:
    """Whether words join something, name "us", deny, free, or end a part of the sentence."""
    us = scope.within(range(span.start - 1, span.stop), "we")
    free = us or scope.within(span, "not", "forbid", *FREE)
    return free or is_joined(span, scope) or any(map(scope.ends_at, span))


def _qualifies(span: range, scope: Scope, other: Scope) -> bool:
    """Whether words that a denial has more than the other may be a limit to it: they join nothing, and name no "us"."""
    if _is_apart(span, scope) or not says_more(span, scope, other):
        return False
    idle = (*_IDLE, *(scope.groups & other.groups))
    known = {at for role in idle for start, end in scope.cues.of(role) for at in range(start, end)}
    return any(at in scope.telling and at not in known for at in span)
