"""Tells by signs whether an event is denied."""

from __future__ import annotations

from monitor.detect.passages import BULLETS, NO_MARKS
from monitor.detect.sentences.events import Context, Event, opens, parted
from monitor.detect.sentences.excluding import begins_by_excluding, spares_rest
from monitor.detect.sentences.parts import Part
from monitor.detect.words.cues import Cues, Place

# Reaches in words, chosen on labelled passages.
NEGATION_BEFORE, NEGATION_AFTER, NEGATION_BEHIND, DIRECT_NEGATION, VERB_NEAR = 38, 10, 28, 9, 7
REFUSAL_NEAR, REFUSAL_LAST = 4, 12  # words between "not" and a refusal that it negates, where verbs stand last more
PROMISE = 5  # words of "we promise that", before what is promised
OTHERS_NEAR = 5  # words between a ban of ours and those who are banned
USED_FOR = 10  # words of a sentence that begins with a use, before the training that it is for
BARE_LEAD = 2  # words and marks at the end of a lead-in that ends in a negation
LAST = 3  # words and marks behind the words that exclude something, where these end a sentence
OPENING, NEAR, SHORT = 2, 3, 4
_TELLING = ("use", "share", "train", "data", "people", "we", "user", "vendor", "third")  # of an act, or of somebody
_BEFORE_LINE, _NO = "".join(BULLETS), tuple(NO_MARKS)


def holding(*pairs: tuple[object, str]) -> list[str]:
    """The names of the signs whose conditions hold."""
    return [name for holds, name in pairs if holds]


def negation(event: Event, cues: Cues, context: Context, part: Part) -> list[str]:
    """The signs of a denial: whether the event is negated, and how."""
    nos = [no for no in cues.of("not") if not _of_choice(no, cues)]
    own = [no for no in nos if no[0] >= part.start and _negates(no, event.start, event, cues)]
    behind = _negated_behind(nos, event, cues)
    above = said_above("not", event, cues, context) and not lead_bans(context.lead)
    never = _under_never(event, cues, context)
    later = (_led(nos, event, cues, part), _ruled_out(nos, event, cues), _purpose_denied(nos, event, cues))
    first = begins_by_excluding(event, cues)
    none = cues.first("not", event.verb[1], event.verb[1] + 1) if event.kind == "teach" else None  # "train no models"
    shut = cues.first("shut", 0, event.start) and cues.first("shut_out", len(cues.tokens) - LAST)
    apart = (shut, none, first, bans_others(cues), _is_crossed(cues), _lacks(event, cues))
    return holding(
        (any((own, behind, above, never, *apart, *later)), "denied"),
        (own and (_on_refusal(own[0], cues) or _if_refused(event, cues)), "denied on opt-out"),
        (behind, "denied behind"),
    )


def bans_others(cues: Cues) -> bool:
    """Whether we forbid others to use what is people's: "We do not permit companies to train AI on your letters"."""
    ban = cues.first("we_ban")
    others = (cues.first(role, ban[1], ban[1] + OTHERS_NEAR) for role in ("third", "vendor")) if ban else ()
    found = min(filter(None, others), default=None)
    return found is not None and cues.first("people", found[1]) is not None


def _lacks(event: Event, cues: Cues) -> bool:
    """Whether a sentence begins with what is trained on, and says what that lacks: "Training data does not hold …"."""
    lacks = cues.first("exclude", event.end, event.end + 2) if event.start < NEAR else None
    return lacks is not None and any(lacks[0] <= no[0] < lacks[1] for no in cues.of("not"))


def _is_crossed(cues: Cues) -> bool:
    """Whether a line is crossed out by a mark before it: "✗ Train AI on your letters"."""
    return not cues.of("not") and cues.text.lstrip(_BEFORE_LINE).startswith(_NO)


def _on_refusal(no: Place, cues: Cues) -> bool:
    """Whether a denial holds only for those who refused: "if you have opted out, we will not …"."""
    refused = cues.first("optout", 0, no[0])
    if refused is None or cues.first("except", 0, no[0]):
        return False
    return bool(cues.of("if") or cues.first("goal", refused[1], no[0])) or refused[0] < OPENING


def _if_refused(event: Event, cues: Cues) -> bool:
    """Whether a denial ends with the refusal that it waits for: "…, not used to train our AI if you opt out"."""
    condition = cues.first("if", event.end)
    refused = cues.first("optout", condition[1], condition[1] + REFUSAL_NEAR) if condition else None
    if condition is None or refused is None or cues.at("except", condition[0]) or cues.at("except", refused[0]):
        return False
    return not cues.first("not", condition[0], refused[1]) and "," not in cues.tokens[event.end : condition[0]]


def _under_never(event: Event, cues: Cues, context: Context) -> bool:
    """Whether the lead or the heading says that what stands below is never done: "What we don't do:"."""
    if cues.begins(("we", "user"), 0, event.start):
        return False
    told = any(map(_is_of_never, (context.lead, context.heading)))
    return told or _is_bare_denial(context.heading) or _under_vendors(context.lead)


def _is_bare_denial(heading: Cues) -> bool:
    """Whether a heading says no more than that something is not done: "We do not"."""
    return len(heading.tokens) <= SHORT and bool(heading.of("not") and heading.of("we"))


def _under_vendors(lead: Cues) -> bool:
    """Whether the lead says that what stands below is what vendors may not do: "Our suppliers may not:"."""
    return bool(lead.of("vendor") and lead.of("forbid")) and not lead.of("user")


def _is_of_never(above: Cues) -> bool:
    asked = "?" in above.tokens or above.of("forbid")
    return bool(above.of("not") and above.first("asks", 0, 1) and not asked)


def said_above(role: str, event: Event, cues: Cues, context: Context) -> bool:
    """Whether a lead-in has a role's words, and the sentence itself no "we" before the event.

    What stands under a bare "We do not:" or "Not:" may have one.
    """
    bare = context.lead.first(role, len(context.lead.tokens) - BARE_LEAD)
    return bool(context.lead.of(role)) and bool(bare or not cues.first("we", 0, event.start))


def lead_bans(lead: Cues) -> bool:
    """Whether a lead-in forbids what stands below it, and does not say that we never use people's data so."""
    ban = lead.first("forbid")
    if ban is None:
        return False
    ours = lead.first("we", ban[0] - NEAR, ban[0]) and not lead.at("we_ban", ban[0])
    return not (ours and lead.of("not") and lead.first("people", ban[1]))


def _led(nos: list[Place], event: Event, cues: Cues, part: Part) -> list[Place]:
    """The negations in what introduces an enumeration, where its part has no subject of its own."""
    if cues.begins(("we", "user"), part.start, event.start):
        return []
    return [no for no in nos if no[0] < part.lead and _negates(no, part.lead, event, cues)]


def _negated_behind(nos: list[Place], event: Event, cues: Cues) -> bool:
    if not cues.verb_last:
        return False
    reach = NEGATION_BEHIND if event.start < NEAR else NEGATION_AFTER  # "Ein Training … findet nicht statt"
    near = (no for no in nos if event.end <= no[0] < event.end + reach and not spares_rest(no, event.end, cues))
    return any(not parted(cues, event.end, no[0]) for no in near)


def _ruled_out(nos: list[Place], event: Event, cues: Cues) -> bool:
    """Whether a sentence that begins with a training ends with words that exclude it: "Training … is ruled out"."""
    if event.start - _number(cues) >= (USED_FOR if _begins_with_use(event, cues) else NEAR) or cues.of("we"):
        return False
    last = max(event.end, len(cues.tokens) - LAST - 1)
    nos = [no for no in nos if not spares_rest(no, event.end, cues)]
    outs = (out for out in (*cues.of("exclude"), *nos) if out[0] >= last)
    return any(out[0] < event.end + NEGATION_BEHIND and not parted(cues, event.end, out[0]) for out in outs)


def _begins_with_use(event: Event, cues: Cues) -> bool:
    """Whether a sentence begins with the use of people's data for the event: "The use of posts for training …"."""
    data = cues.first("data", 0, event.start) if cues.first("use", 0, NEAR) else None
    return data is not None and not cues.first("own", 0, event.start)


def _number(cues: Cues) -> int:
    """How many words at the start of a sentence are its number: "9.3. Training …"."""
    return next((at for at, word in enumerate(cues.tokens) if word.isalpha() and len(word) > 1), 0)


def _purpose_denied(nos: list[Place], event: Event, cues: Cues) -> bool:
    """Whether a purpose that a sentence begins with is denied behind it: "To train our AI, we do not use …"."""
    no = next((no for no in nos if event.end <= no[0]), None)
    used = cues.first("use", event.end)
    if no is None or used is None or cues.first("we", 0, event.start):
        return False
    if ":" in cues.tokens[max(event.end, no[0] - NEAR) : no[0]]:
        return True  # "Training of models, advertising: for none of these do we use your letters"
    opens = cues.first("goal", 0, OPENING) or cues.first("for_training", 0, OPENING)
    return bool(opens and cues.first("we", event.end)) and _denies_use(no, used, event, cues)


def _denies_use(no: Place, used: Place, event: Event, cues: Cues) -> bool:
    """Whether it is the use behind a purpose that is denied."""
    last = cues.verb_last and used[0] < no[0] <= used[1] + VERB_NEAR
    return last or (no[0] < event.end + NEGATION_AFTER and used[0] >= no[0] - 1)


def _of_choice(no: Place, cues: Cues) -> bool:
    """Whether a word negates a refusal ("have not opted out"), or is part of one ("ask us not to")."""
    first = 0 if cues.first("if", 0, no[0]) else 1  # "if you choose not to …" begins with it, an order may as well
    if any(start + first <= no[0] < end for start, end in cues.of("optout")):
        return True
    out = cues.first("optout", no[1], no[1] + (REFUSAL_LAST if cues.verb_last else REFUSAL_NEAR))
    if out is None or cues.first("use", no[1], out[0]):
        return False
    return out[0] < no[1] + REFUSAL_NEAR or "," not in cues.tokens[no[1] : out[0]]


def _negates(no: Place, until: int, event: Event, cues: Cues) -> bool:
    """Whether it is the use of data for the event that a word negates, not some other act or an aside."""
    no = _behind_aside(no, cues)
    between = cues.tokens[no[1] : until]
    if not _reaches(no, until, event, cues) or _is_aside(no, between, cues):
        return False
    if len(between) <= DIRECT_NEGATION or _negates_from_afar(no, until, event, cues):
        return True
    end = event.end + NEGATION_AFTER if cues.verb_last else no[1] + DIRECT_NEGATION
    return cues.begins(("use", "share"), no[0] - VERB_NEAR, end)


def _behind_aside(no: Place, cues: Cues) -> Place:
    """A word with the aside that stands right behind it: "does not, other than as told in section 6, use …"."""
    if cues.tokens[no[1] : no[1] + 1] != [","] or "," not in cues.tokens[no[1] + 1 :]:
        return no
    return no[0], cues.tokens.index(",", no[1] + 1) + 1


def _negates_from_afar(no: Place, until: int, event: Event, cues: Cues) -> bool:
    """Whether a word negates an event however far behind it, as one that excludes any use of data for it does."""
    if _begins_denial(no, until, cues) or _acts_for_it(no, event, cues) or _denies_machine(no, event, cues):
        return True
    return cues.at("exclude", no[0]) and cues.first("use", no[1], until) is not None


def _denies_machine(no: Place, event: Event, cues: Cues) -> bool:
    """Whether a sentence begins with a machine that is not taught: "No AI model, ours or another's, is trained …"."""
    machine = event.machine
    named = machine is not None and no[0] < OPENING and no[1] <= machine[0] <= no[1] + 1 and machine[1] <= event.verb[0]
    return named and cues.first("we", no[1], event.start) is None


def _begins_denial(no: Place, until: int, cues: Cues) -> bool:
    """Whether a sentence or a promise begins with a denial of use: "No document is used …", "We promise that no …"."""
    promised = no[0] <= PROMISE and cues.last("relative", no[0] - 1, no[0]) is not None
    begins = no[0] < OPENING or promised or _behind_concession(no, cues)
    return begins and ":" not in cues.tokens[no[1] : until] and cues.first("use", no[1], until + 1) is not None


def _behind_concession(no: Place, cues: Cues) -> bool:
    """Whether only a part that says nothing of us stands before a denial: "Whatever plan you are on, neither we …"."""
    opened = cues.tokens[no[0] - 1 : no[0]] == [","] and cues.tokens.index(",") == no[0] - 1
    return opened and not cues.begins(("we", "use", "data", "train", "not"), 0, no[0])


def _acts_for_it(no: Place, event: Event, cues: Cues) -> bool:
    """Whether what "we do not" do, whatever it is, would be done for the event: "We do not hand … over to train …"."""
    ours = cues.last("we", no[0] - NEAR, no[0])
    goal = cues.first("goal", event.start - 1, event.start) or cues.at("for_training", event.verb[0])
    given = cues.first("share", no[1], no[1] + 1)
    if ours is None or not (goal or given):
        return False
    return not cues.begins(("use", "can", "we"), no[1], event.start)


def _reaches(no: Place, until: int, event: Event, cues: Cues) -> bool:
    """Whether a negation stands near enough before a place, and neither a clause nor what it denies ends between."""
    near = until - NEGATION_BEFORE <= no[0] < max(until, event.end)
    apart = parted(cues, no[1], until) or _explained(no, until, cues)
    return near and not apart and not excepts_our_use(no, event, cues)


def _explained(no: Place, until: int, cues: Cues) -> bool:
    """Whether a colon ends what a word negates, and another use begins: "It is not sold: we use it to …"."""
    colon = next((at for at in range(no[1], until) if cues.tokens[at] == ":"), until)
    return bool(cues.first("use", no[1], colon) and cues.first("use", colon, until))


def excepts_our_use(no: Place, event: Event, cues: Cues) -> bool:
    """Whether the event is what we do with what is excepted: "…, except for drawings, which we may use to …"."""
    exception = cues.first("except", no[1], event.start)
    if exception is None:
        return False
    others = cues.first("third", exception[1], event.start)
    if others and cues.first("relative", others[1], event.start):
        return True  # "…, except with partners who train their models on it"
    ours = cues.first("we", exception[1], event.start)
    if ours and cues.first("use", ours[1], event.start) and cues.first("can", ours[1], event.start):
        return True
    return _lets_use(exception, event, cues)


def _lets_use(exception: Place, event: Event, cues: Cues) -> bool:
    """Whether an exception lets somebody use it, and not people: "save that Ida may use drafts to train its models"."""
    can = cues.first("can", exception[1], event.start)
    if can is None or cues.last("user", can[0] - 1, can[0]):
        return False
    return cues.first("use", can[1], event.start) is not None


def _is_aside(no: Place, between: list[str], cues: Cues) -> bool:
    """Whether a negation ends before the event: "(excluding …)", "but not this,", "which is not that,"."""
    if ")" in between and not ("(" in between and between.index("(") < between.index(")")):
        return True
    if _is_parenthesis(no, between, cues):
        return True
    but = cues.first("but", no[0] - 1, no[0])
    asked = cues.first("asks", no[0] - NEAR, no[0]) and not _names_what_follows(between)
    if "," not in between:
        return _in_relative(no, cues)
    return bool((but and opens(but, cues)) or asked) or _in_relative(no, cues)


def _is_parenthesis(no: Place, between: list[str], cues: Cues) -> bool:
    """Whether commas set a negation apart that tells of no act and nobody: "kept here, not on the open net, and …"."""
    if cues.tokens[no[0] - 1 : no[0]] != [","] or "," not in between[1:]:
        return False
    end = no[1] + between.index(",", 1)
    return not cues.begins(_TELLING, no[1], end)


def _names_what_follows(between: list[str]) -> bool:
    """Whether a colon stands close behind a word, for what it negates: "What we never do: sell your data, …"."""
    return ":" in between[:NEAR]


def _in_relative(no: Place, cues: Cues) -> bool:
    """Whether a word negates what a relative clause behind a comma says: "data, which do not identify you, …".

    What it negates there is no use of data.
    """
    pronoun = cues.last("relative", no[0] - NEAR, no[0])
    if pronoun is None:
        return False
    if "," not in cues.tokens[max(0, pronoun[0] - 1) : pronoun[0]]:
        return _ends_within(no, cues)
    ends = cues.comma(no[0], len(cues.tokens))
    used = cues.begins(("use", "share", "train"), no[0], ends)
    return not used or cues.first("identify", no[0], ends) is not None


def _ends_within(no: Place, cues: Cues) -> bool:
    """Whether a relative clause ends before what is done: "Files that were not recognised are used to train …"."""
    anew = cues.first("indeed", no[1] + 1)
    if anew is None or cues.begins(("use", "we"), no[0], anew[0]):
        return False
    return cues.first("data", 0, no[0]) is not None and cues.first("use", anew[1]) is not None
