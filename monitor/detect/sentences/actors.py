"""Tells by signs who acts: the platform, its vendors, others, or the people themselves."""

from __future__ import annotations

from monitor.detect.sentences.events import Context, Event, parted
from monitor.detect.sentences.parts import Part
from monitor.detect.sentences.polarity import holding
from monitor.detect.words.cues import Cues, Place

SUBJECTS = ("we", "user", "vendor", "third")
# Reaches in words, chosen on labelled passages.
GIVEN_TO, GIVEN_FROM, THEIRS_BEFORE, THEIRS_AFTER, BESIDE = 14, 30, 6, 9, 8
NEAR, OURS_NEAR, HOW_REACH, ALLOWED_BEHIND, THOSE_NEAR = 3, 5, 8, 12, 6
BESIDE_GRANT = 2  # words between a verb of granting and those who grant
OWNED_BEFORE, SHORT = 3, 4  # words between data and those who own it, and letters of such words
USER_NEAR = 2  # words between people and what they do
_WHOSE = ("data", "people")


def actor(event: Event, cues: Cues, context: Context, part: Part) -> list[str]:
    """The signs of who acts, and of whose machine is taught."""
    subjects = [(place[0], role) for role in SUBJECTS if (place := _subject(role, event, cues, part))]
    nearest = max(subjects, default=None)
    led = () if nearest or not part.lead else SUBJECTS
    return [
        f"by {nearest[1]}" if nearest else "by nobody",
        *holding(
            *((cues.first(role, 0, part.lead), f"lead by {role}") for role in led),
            *_others(event, cues, context),
            (_and_theirs(cues), "theirs as well"),
            (cues.first("share", 0, event.start), "share before"),
            (_people_share(cues), "people share"),
            (_people_grant(event, cues), "people grant"),
            (_taught_by_others(event, cues), "taught by others"),
            (_told_of_others(event, cues), "told of others"),
            (_allowed(event, cues, context), "user allowed"),
            (_people_train(event, cues), "user trains"),
            (_by_name(event, cues), "by name"),
        ),
    ]


def _subject(role: str, event: Event, cues: Cues, part: Part) -> Place | None:
    """The last words of a role before the event, in its part; none for others who are only given data."""
    place = cues.last(role, part.start, event.start)
    if place and role == "third":
        return None if _goes_on_using(place, event, cues) or owns_data(place, cues) else place
    return place


def owns_data(whose: Place, cues: Cues) -> bool:
    """Whether somebody is named right behind data that is theirs: "données du client", "dados da empresa"."""
    data = cues.last("data", whose[0] - OWNED_BEFORE, whose[0])
    return data is not None and all(len(word) < SHORT for word in cues.tokens[data[1] : whose[0]])


def _others(event: Event, cues: Cues, context: Context) -> list[tuple[object, str]]:
    """Whether others are given data, and whether it is their machines that are taught."""
    found: list[tuple[object, str]] = []
    if given := _handed_on(event, cues):
        later = given[0] > event.end
        found += [
            (not later, "handed on"),
            (later and cues.first("same_use", given[1]), "handed on for the same"),
            (cues.first("we", given[1]), "handed on, we after"),
        ]
    if cues.first("theirs", event.start - THEIRS_BEFORE, event.end + THEIRS_AFTER):
        others = cues.first("third")
        found += [
            (True, "theirs near"),
            (others or any(former.has("third") for former in context.before), "theirs of third"),
            (others and _beside_ours(others, cues), "by us and others"),
        ]
    return found


def _beside_ours(others: Place, cues: Cues) -> bool:
    """Whether others are named beside us or ours: "we and our partners", and not "our partners" alone."""
    ours = cues.first("ours", others[0] - BESIDE, others[0])
    return ours is not None and (ours[1] < others[0] or cues.first("we", ours[0] - BESIDE, ours[0]) is not None)


def _and_theirs(cues: Cues) -> bool:
    """Whether machines of others are named beside a machine: "our models and those of our partners"."""
    return (cues.has("either") and not cues.has("forbid")) or any(
        cues.first("third", those[1], those[1] + THOSE_NEAR)
        and any(cues.last(role, those[0] - THOSE_NEAR, those[0]) for role in ("ai", "model"))
        for those in cues.of("those")
    )


def _people_share(cues: Cues) -> bool:
    """Whether all that a sentence says of sharing is what people do: "content that adults share"."""
    named = ("user", *cues.groups)
    shares = cues.of("share")
    by_people = (cues.within(range(at - 1, at), *named) and not cues.at("third", at - 1) for at, _ in shares)
    return bool(shares) and all(by_people)


def _people_grant(event: Event, cues: Cues) -> bool:
    """Whether people grant somebody something, who is the platform in its own terms: "You grant Ida a licence"."""
    grants = [grant for grant in cues.of("bestow") if grant[0] < event.start and not _is_ours(grant, cues)]
    near = any(cues.within(range(start - BESIDE_GRANT, end + BESIDE_GRANT), "user", "people") for start, end in grants)
    return near or any(_is_subject(cues.last("user", 0, grant[0]), grant, cues) for grant in grants)


def _is_ours(verb: Place, cues: Cues) -> bool:
    """Whether the platform stands right before a verb: "We grant you …", "Nous vous accordons …"."""
    return cues.last("we", verb[0] - NEAR, verb[0]) is not None


def _is_subject(user: Place | None, verb: Place, cues: Cues) -> bool:
    """Whether people, named farther before a verb, are its subject: "customers who take part permit Ida to …"."""
    return user is not None and "," not in cues.tokens[user[1] : verb[0]] and not cues.first("we", user[1], verb[0])


def _taught_by_others(event: Event, cues: Cues) -> bool:
    """Whether a machine is one that others taught: "the model was trained by a provider"."""
    if event.kind != "teach" or event.machine is None or event.machine[0] > event.verb[0]:
        return False
    by = cues.first("agent", event.machine[1], event.verb[1] + NEAR)
    return by is not None and cues.begins(("vendor", "third"), by[0], by[1] + OURS_NEAR)


def _told_of_others(event: Event, cues: Cues) -> bool:
    """Whether a sentence only speaks of the way in which others train: "how third parties train their models"."""
    way = cues.last("asks", event.start - HOW_REACH, event.start)
    if way is None or cues.begins(("people", "ours", "share"), way[1]) or _goes_on(way, cues):
        return False
    return cues.begins(("third", "vendor"), way[1], event.start)


def _goes_on(way: Place, cues: Cues) -> bool:
    """Whether a word that may ask goes on about what was named before it: "…, which the provider may use …"."""
    return cues.at("relative", way[0]) and cues.tokens[way[0] - 1 : way[0]] == [","]


def together(cues: Cues) -> bool:
    """Whether the platform and others act as one: "we and our partners"."""
    for other in cues.of("third"):
        ours = cues.last("ours", other[0] - 2, other[0])
        if ours and cues.last("we", ours[0] - NEAR, ours[0]) and not cues.first("share", ours[0] - NEAR, other[0]):
            return True
    return False


def _handed_on(event: Event, cues: Cues) -> Place | None:
    """The first giving of data to others: the data named around the verb, the others close behind it."""
    for given in cues.of("share"):
        if cues.first("user", given[0] - 1, given[0]) or cues.last("not", given[0] - NEAR, given[0]):
            continue  # "the data that you provide" is what people give
        to = cues.first("third", given[0] + 1, given[1] + GIVEN_TO)
        if to and _goes_on_using(to, event, cues):
            continue
        if to and cues.begins(_WHOSE, given[0] - GIVEN_FROM, to[0] + 1):
            return given
    return None


def _goes_on_using(to: Place, event: Event, cues: Cues) -> bool:
    """Whether the giver goes on to use data for the event: "disclose it to others, and use such data to develop …"."""
    used = cues.last("use", to[1], event.start)
    joined = used is not None and cues.last("join", used[0] - 1, used[0]) is not None
    return used is not None and joined and cues.begins(("data", "back"), used[1], event.start)


def _people_train(event: Event, cues: Cues) -> bool:
    """Whether it is people who train a machine: "a job in which you train models"."""
    user = cues.last("user", event.verb[0] - USER_NEAR, event.verb[0]) or _looked_for(event, cues)
    if user is None or event.kind != "teach" or cues.verb_last:  # which puts people right before a verb of others, too
        return False
    return not cues.begins(("use", "goal"), user[1], event.verb[0])


def _by_name(event: Event, cues: Cues) -> bool:
    """Whether a machine is taught by somebody who is called by name: "Models may be trained by Ida on …"."""
    agent = cues.first("agent", event.verb[1], event.verb[1] + 1)
    if agent is None or event.kind != "teach" or cues.verb_last:  # nouns have capitals in German
        return False
    known = cues.begins(("we", "user", "vendor", "third", "ai", "data"), agent[1], agent[1] + 1)
    return cues.is_capital(agent[1]) and not known


def _looked_for(event: Event, cues: Cues) -> Place | None:
    """The word for those whom a job advert looks for to train a machine: "We are hiring engineers who train …"."""
    who = cues.last("relative", event.verb[0] - USER_NEAR, event.verb[0])
    return who if who and cues.last("job", 0, who[0]) else None


def _allowed(event: Event, cues: Cues, context: Context) -> bool:
    """Whether it is the user who may train."""
    allowance = _allowance(event, cues)
    if allowance is None:
        return bool(context.lead.of("allow")) and not (cues.of("we") or context.lead.has("optout"))
    speaker = cues.last("we", 0, event.start + 1)  # or the verb itself: "trenujemy"
    ours = speaker is not None and (speaker[0] > allowance[0] or _as_well(speaker, allowance, cues))
    return not (ours or _goes_on_to_use(allowance, event, cues))


def _as_well(speaker: Place, allowance: Place, cues: Cues) -> bool:
    """Whether what users are let do is what the platform may do as well: "the Company and its clients may …"."""
    return allowance[0] - speaker[1] < NEAR and cues.first("join", speaker[0], allowance[0]) is not None


def _allowance(event: Event, cues: Cues) -> Place | None:
    """The words that allow users something, before the event or close behind it."""
    before = cues.last("allow", 0, event.start + 1)
    if before and not (cues.at("agent", before[0] - 1) or cues.at("data", before[0]) or _is_passive(before, cues)):
        return before  # "what is written by you may be used …" allows nothing, nor does "information about you to …"
    later = cues.first("allow", event.end, event.end + ALLOWED_BEHIND)
    apart = later is None or parted(cues, event.end, later[0]) or cues.first("we", 0, later[0])
    return None if apart else later


def _is_passive(allowance: Place, cues: Cues) -> bool:
    """Whether it is what was just named that may be used, and nobody who may: "information about you may be used"."""
    return (
        cues.first("indeed", allowance[1] - 1, allowance[1]) is not None
        and cues.last("data", 0, allowance[0]) is not None
    )


def _goes_on_to_use(allowance: Place, event: Event, cues: Cues) -> bool:
    """Whether data is used for the event in a part of its own: "As you can see, photos are used to …"."""
    comma = cues.comma(allowance[1], event.start)
    return all(cues.first(role, comma, event.start) for role in ("data", "use"))
