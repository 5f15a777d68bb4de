"""Tells choices from denials: "You cannot opt out" gives none, "ask that your posts be left out" is one."""

from __future__ import annotations

from dataclasses import replace

from monitor.detect.words.cues import Cues, Place

BEFORE, BEHIND = 3, 8  # words between a refusal and the words before or behind it that deny it
UNNEEDED_NEAR = 4  # words around a refusal within which it is said that none is needed, or that none was made
WITHDRAWN_NEAR = 2  # words between "unless you withdraw" and the end of "your consent"
LACKED_NEAR = 4  # words between a "without" and the consent that is lacking
ASKED_NEAR = 12  # words between "ask" and what is not to be done
NEGATED_TWICE = 2  # words between the two words of one denial: "ne soient pas"
GOVERNS = 4  # words at the start of a sentence within which a consent is named that all of it needs
REFUSED = "refused"  # the role of the words by which a choice is denied
_MARKS = frozenset(",;:()")
_APART = ("if", "except", "data", "people", "train", "develop", "burden")
_OTHERWISE = ("if", "except", "can")
_CONSENTS = ("optin", "consent", "leave", "except")
_TRAINING = ("train", "ai", "model", "develop", "same_use", "for_training")
_CHOICES = ("optout", "optin", "choice", "rights", "except")


def show_asked(cues: Cues) -> Cues:
    """A sentence with what people may ask not to be done, and without a consent that a use does without."""
    return _hide_lacking(_show_requests(cues))


def _show_requests(cues: Cues) -> Cues:
    """A sentence in which what people may ask not to be done is a refusal of theirs, and nothing that is denied."""
    asked = [span for request in cues.of("request") if (span := _asked(request, cues))]
    if not asked:
        return cues
    roles = {**cues.roles, **{role: _outside(asked, cues.of(role)) for role in ("not", "exclude")}}
    return replace(cues, roles=_found(roles) | {"optout": sorted([*cues.of("optout"), *asked])})


def _asked(request: Place, cues: Cues) -> Place | None:
    """From where to where the words stand by which people ask that something be not done."""
    near = (cues.first(role, request[1], request[1] + ASKED_NEAR) for role in ("not", "exclude"))
    denial = min(filter(None, near), default=None)
    if denial is None or cues.last("we", request[0] - 1, request[0]):
        return None
    again = cues.first("not", denial[1], denial[1] + NEGATED_TWICE) or denial  # "ne … pas"
    return request[0], again[1]


def _outside(spans: list[Place], places: list[Place]) -> list[Place]:
    return [place for place in places if not _is_in(place, spans)]


def hide_refused(cues: Cues) -> Cues:
    """A sentence without the cues of the choices that it denies, which are told by a role of their own."""
    if not cues.of("unable") and not cues.of("unavailable"):
        return cues
    spans = [span for refusal in cues.of("optout") if (span := _denied(refusal, cues))]
    if not spans:
        return cues
    return replace(cues, roles=_without(spans, cues) | {REFUSED: spans})


def show_our_refusal(cues: Cues) -> Cues:
    """A sentence in which the platform has opted out of what its vendor does: that is no choice of people's.

    Nor is what the platform tells its vendors not to do: "We instruct our providers not to …".
    """
    if not cues.of("vendor"):
        return _without_our_denial(cues)
    ours = [out for out in cues.of("opts_out") if _is_ours(out, cues)]
    hidden = ours or [out for out in cues.of("optout") if _is_told_by_us(out, cues)]
    if not hidden:
        return cues
    changed = {"optout": _outside(hidden, cues.of("optout")), "not": sorted([*cues.of("not"), *ours])}
    return replace(cues, roles=_found(cues.roles | changed))


def _without_our_denial(cues: Cues) -> Cues:
    """A sentence without a refusal that is what we did not do: "We did not take part in that training"."""
    denied = (out for out in cues.of("optout") if cues.at("not", out[0]) and not cues.at("exclude", out[0]))
    ours = [out for out in denied if out[1] - out[0] > 1 and cues.last("we", out[0] - 2, out[0])]
    if not ours:
        return cues
    hidden = {role: _outside(ours, cues.of(role)) for role in ("optout", "optin")}
    return replace(cues, roles=_found(cues.roles | hidden))


def _is_told_by_us(out: Place, cues: Cues) -> bool:
    ours = cues.last("we", out[0] - 1, out[0])
    return ours is not None and cues.first("vendor", out[0], out[1]) is not None


def _is_ours(out: Place, cues: Cues) -> bool:
    ours = cues.last("we", 0, out[0])
    if ours is None or cues.begins(("can", "if"), ours[1], out[0]):
        return False
    return all(cues.at("data", user[0]) for user in cues.of("user") if ours[1] <= user[0] < out[0])


def hide_others_consent(cues: Cues) -> Cues:
    """A sentence without the consent that it needs for something else: "…, and never share it without your consent"."""
    given = cues.of("share") or cues.of("third")
    if not given or not (cues.of("train") or cues.of("develop")):
        return cues
    consents = sorted({*cues.of("consent"), *cues.of("optin")})
    spans = [part for consent in consents if (part := _of_another(consent, cues))]
    if not spans:
        return cues
    return replace(cues, roles=_found(cues.roles | {role: _outside(spans, cues.of(role)) for role in _CONSENTS}))


def _hide_lacking(cues: Cues) -> Cues:
    """A sentence without the consent that a use does without: "We may use your posts without your consent".

    Where it goes on "unless you withdraw your consent", people may refuse.
    """
    refusals = cues.of("standing")
    spans = [span for lack in cues.of("lacking") if (span := _lacked(lack, cues))]
    spans += [(start, end + WITHDRAWN_NEAR) for start, end in refusals]
    if not spans:
        return cues
    hidden = {role: _outside(spans, cues.of(role)) for role in (*_CONSENTS, "not", "if")}
    optout = sorted({*cues.of("optout"), *refusals})
    return replace(cues, roles=_found(cues.roles | hidden | {"optout": optout}))


def _lacked(lack: Place, cues: Cues) -> Place | None:
    """From where to where the words stand by which a consent is lacking; None where that is denied: "not without"."""
    consents = (cues.first(role, lack[0], lack[1] + LACKED_NEAR) for role in ("optin", "consent", "leave"))
    end = max((consent[1] for consent in consents if consent), default=None)
    if end is None or not _is_peoples(lack[0], end, cues):
        return None
    return None if lack[1] - lack[0] == 1 and _denies_besides(lack[0], end, cues) else (lack[0], end)


def _is_peoples(start: int, end: int, cues: Cues) -> bool:
    """Whether it is people's consent that is named in a part of a sentence, and no authorisation from anybody else."""
    whose = (at for role in ("people", "user") for at, _ in cues.of(role) if start <= at < end)
    return any(not cues.at("leave", at) for at in whose)


def _denies_besides(start: int, end: int, cues: Cues) -> bool:
    """Whether a sentence denies or forbids something outside a part of it, other than by a "but not" behind it.

    "Without your consent, neither we nor …" governs all that follows.
    """
    nos = (no[0] for role in ("not", "forbid", "exclude") for no in cues.of(role) if not start <= no[0] < end)
    opens = not cues.begins(("train", "use", "data", "develop"), 0, start)
    return any(opens or no < start or not _is_apart_from(no, cues) for no in nos)


def _is_apart_from(no: int, cues: Cues) -> bool:
    """Whether a denial begins behind a comma or a word such as "but"."""
    return cues.tokens[no - 1] in _MARKS or cues.begins(("but", "join"), no - 1, no + 1)


def _of_another(consent: Place, cues: Cues) -> Place | None:
    """The part of a sentence around a consent, where it denies a giving of data and speaks of no training.

    A consent that a sentence begins with is needed for all that follows.
    """
    start, end = _part_around(consent, cues)
    denied = consent[0] >= GOVERNS and all(cues.first(role, start, end) for role in ("not", "share"))
    apart = denied or _gives_by_consent(start, end, cues)
    return (start, end) if apart and not cues.begins(_TRAINING, start, end) else None


def _part_around(words: Place, cues: Cues) -> Place:
    """The part of a sentence between two marks, or words such as "and", around some of its words."""
    marks = (at for at, word in enumerate(cues.tokens) if word in ",;:")
    edges = [0, *marks, *(start for start, _ in cues.of("join")), len(cues.tokens)]
    return max(at for at in edges if at <= words[0]), min(at for at in edges if at >= words[1])


def _gives_by_consent(start: int, end: int, cues: Cues) -> bool:
    """Whether a part before a semicolon says that others get data by consent: "Others see it only if you agree; …"."""
    given = cues.first("only", start, end) and cues.first("third", start, end)
    return bool(given) and cues.tokens[end : end + 1] == [";"]


def only_refused(cues: Cues) -> bool:
    """Whether a sentence denies people a choice and gives none."""
    return bool(cues.of(REFUSED)) and not cues.has(*_CHOICES)


def _without(spans: list[Place], cues: Cues) -> dict[str, list[Place]]:
    """The places of each role that lie outside some spans."""
    return _found({role: _outside(spans, places) for role, places in cues.roles.items()})


def _found(roles: dict[str, list[Place]]) -> dict[str, list[Place]]:
    """The roles that have places."""
    return {role: places for role, places in roles.items() if places}


def _is_in(place: Place, spans: list[Place]) -> bool:
    return any(place[0] < end and place[1] > start for start, end in spans)


def _denied(refusal: Place, cues: Cues) -> Place | None:
    """From where to where the words stand that name a refusal and deny it."""
    start = max((at + 1 for at, mark in enumerate(cues.tokens[: refusal[0]]) if mark in _MARKS), default=0)
    if cues.first("if", start, refusal[0]):
        return None
    for unable in reversed(cues.of("unable")):
        near = start <= unable[1] and unable[0] < refusal[0] <= unable[1] + BEFORE
        if near and not _parted(unable[1], refusal, cues):
            return unable[0], refusal[1]
    return _denied_behind(start, refusal, cues)


def _denied_behind(start: int, refusal: Place, cues: Cues) -> Place | None:
    behind = cues.first("unavailable", refusal[0], refusal[1] + BEHIND)
    if not behind or cues.first("can", start, refusal[0]) or _otherwise(refusal[1], behind[0], cues):
        return None
    return refusal[0], max(refusal[1], behind[1])


def _parted(start: int, refusal: Place, cues: Cues) -> bool:
    """Whether it is another thing that can't be done, or no refusal that is called for."""
    around = (start - UNNEEDED_NEAR, refusal[1] + UNNEEDED_NEAR)
    return bool(cues.first("unneeded", *around)) or cues.begins(_APART, start, refusal[0])


def _otherwise(start: int, end: int, cues: Cues) -> bool:
    """Whether a mark, a condition or a permission stands between two places."""
    marked = not _MARKS.isdisjoint(cues.tokens[start:end])
    return marked or cues.begins(_OTHERWISE, start, end)


def refuses_ai(cues: Cues) -> tuple[Place, ...]:
    """The words by which people may refuse that their data is used for AI, whatever that does with it.

    "You may object to your information being used for AI" has some, "… for our AI features" none.
    """
    out = cues.first("optout")
    if out is None or cues.of(REFUSED) or not (cues.of("use") and cues.has("people", "my")):
        return ()
    aims = (aim for aim in cues.of("for_ai") if not cues.first("system", aim[0], aim[1] + 1))
    aim = next((aim for aim in aims if cues.last("data", 0, aim[0])), None)
    return (out, aim) if aim else ()
