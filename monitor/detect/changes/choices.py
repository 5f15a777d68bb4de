"""Whether a choice reaches further than the one it replaces, or less far, and what sentences tell of a choice alone."""

from __future__ import annotations

from rapidfuzz.distance import Indel

from monitor.detect.changes.edits import Edit, direction_of, numbers, only_asks, only_refuses, summed
from monitor.detect.changes.scope import Scope
from monitor.detect.words.cues import CHOICES, Cues, Place
from monitor.records import Direction

KIN = 0.5  # likeness (of words, 0 to 1) below which the words of two choices are not compared one by one
REFUSED = 4  # words between an "unless" and the refusal that it speaks of
WITHIN = 8  # words within which a sentence that tells how to refuse names the refusal
START = 3  # words of a sentence within which it says what people can do
CHOICE_NEAR = 16  # words between a choice and a condition it is tied to


def compare_choices(before: Scope, after: Scope) -> Direction | None:
    """A choice reaches less far that only remains as a refusal, or that is tied to more than before."""
    if _ask_alike(before, after):
        was, now = numbers(before, after)
        if was != now and after.has("span"):  # in which people may refuse
            return direction_of(now - was)
        if Indel.normalized_similarity(before.words, after.words) < KIN:
            return _of_other_choice(before, after)
        return summed(before, after, lambda edit: _loosened(edit, before, after))
    if before.by_consent and after.by_refusal:
        return Direction.NARROWER
    return Direction.WIDER if before.by_refusal and after.by_consent else None


def _ask_alike(before: Scope, after: Scope) -> bool:
    """Whether both choices are consents, be they such as may be taken back, or neither is."""
    return before.by_consent == after.by_consent or (before.waits and after.waits)


def _of_other_choice(before: Scope, after: Scope) -> Direction | None:
    """Of choices in other words: whether one alone is a burden, or is given to some people only."""
    burden = 0 if before.by_consent else after.has("burden") - before.has("burden")
    tied = bool(after.groups) - bool(before.groups) or burden or after.has("only") - before.has("only")
    return direction_of(-tied)


def _loosened(edit: Edit, before: Scope, after: Scope) -> int:
    """How an edit moves a choice: whether it is tied to less than before (1), or to more (-1)."""
    if only_asks(edit, before, after) or only_refuses(edit, before, after):
        return 0
    if before.within(edit.gone, "anytime") and after.within(edit.come, "until") and not after.has("anytime"):
        return -1
    freed = _opened(edit.come, after) - _opened(edit.gone, before)
    return _tied(edit.gone, before) - _tied(edit.come, after) or freed


def _opened(span: range, scope: Scope) -> bool:
    """Whether a part of the clause tells that a choice is everybody's, or one over everything: no "any user who …"."""
    return scope.within(span, "every") and not (scope.within(span, "anytime") or scope.within(span, "relative"))


def _tied(span: range, scope: Scope) -> int:
    """Whether a part of a clause ties the choice that people have to a condition, or makes it a burden."""
    if span.start in scope.excepted and (span.start in scope.joins or scope.denies_first):
        return 0  # "unless you have opted out or …" names a further exception beside the choice
    near = range(span.start - CHOICE_NEAR, span.stop + CHOICE_NEAR)
    if not span or not scope.begins_within(near, *CHOICES):
        return 0
    return int(scope.ends(span) or (_conditions(span, scope) and not scope.within(span, *CHOICES)))


def _conditions(span: range, scope: Scope) -> bool:
    """Whether a part of a clause sets a condition or a burden.

    That data is anonymous is none of a choice, nor is that it is left out of a use that waits for consent, nor an
    "unless" before the refusal itself.
    """
    refuses = not (scope.within(span, "only") or scope.groups_in(span)) and _leads_to_refusal(span, scope)
    free = refuses or scope.within(span, "limit") or (scope.by_consent and scope.within(span, "exclude"))
    return _burdens(span, scope) or (scope.tied(span) and not free and not scope.names_more_people(span))


def _burdens(span: range, scope: Scope) -> bool:
    """Whether a part of a clause makes a choice a burden, or less of one: "; we will still use your clips"."""
    return scope.within(span, "burden") or (scope.within(span, "still") and scope.begins_within(span, "use", "train"))


def _leads_to_refusal(span: range, scope: Scope) -> bool:
    """Whether an "unless" or an "if" stands before the refusal itself: "unless you object", "if you wish to object"."""
    places = (start for role in ("except", "if") for start, _ in scope.cues.of(role) if start in span)
    first = min(places, default=None)
    out = scope.cues.first("optout", first, span.stop + REFUSED) if first is not None else None
    return out is not None and "," not in scope.words[first : out[0]]


def tells_choice(cues: Cues) -> bool:
    """Whether a sentence tells of a refusal alone, and of nothing that we do or that excepts those who refuse."""
    return bool(cues.of("optout")) and not cues.has("we", "except", "optin", "on_default")


def gives_choice(cues: Cues) -> bool:
    """Whether a sentence tells what people can do about a use: "You can opt out of the use of …", "To opt out, …"."""
    if cues.of("we") and cues.of("use") and not _opens_by_refusing(cues):
        return False
    told = cues.within(range(1), "goal", "howto") or _begins_with_if(cues)
    if told and cues.first("optout", 0, WITHIN):
        return True
    return _may_refuse(cues) or (cues.has("setting") and tells_choice(cues))  # "Your settings let you exclude …"


def _may_refuse(cues: Cues) -> bool:
    """Whether a sentence says that people may refuse."""
    can = _may(cues)
    return bool(can and cues.first("optout", can[0]) and ";" not in cues.tokens[: can[0]])


def _opens_by_refusing(cues: Cues) -> bool:
    """Whether people's refusal stands before what the platform does: "You may object to it that we use …"."""
    out, ours = cues.first("optout"), cues.first("we")
    return out is not None and ours is not None and out[1] <= ours[0]


def _begins_with_if(cues: Cues) -> bool:
    """Whether a condition opens a sentence that says nothing of what we do: "If you do not want …, tell us"."""
    if cues.first("if", 0, 1) is None:
        return False
    silent = "," in cues.tokens and cues.first("use", cues.tokens.index(",")) is None
    return silent or not cues.of("data")


def _may(cues: Cues) -> Place | None:
    """Where a sentence says what people can do, have a right to, or object to."""
    can = next((each for each in cues.of("can") if _is_peoples(each, cues)), None)
    return can or next((place for role in ("rights", "objects") for place in cues.of(role)), None)


def _is_peoples(can: Place, cues: Cues) -> bool:
    """Whether it is people who can: they are named beside it, or the sentence begins so, or with them."""
    begins = (can[0] < START or cues.first("user", 0, START)) and not cues.first("data", 0, can[0])
    return bool(begins) or cues.first("user", can[0] - 1, can[1] + 1) is not None
