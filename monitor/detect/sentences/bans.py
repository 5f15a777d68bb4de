"""Tells by signs whether an event is forbidden, and to whom."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.detect.sentences.actors import OWNED_BEFORE, owns_data
from monitor.detect.sentences.events import Context, Event
from monitor.detect.sentences.orders import makes_ours, orders
from monitor.detect.sentences.parts import Part
from monitor.detect.sentences.polarity import bans_others, excepts_our_use, holding, lead_bans, said_above
from monitor.detect.words.cues import Cues, Place

# Reaches in words, chosen on labelled passages.
GIVEN_BY = 6  # words between a leave and the people who give it
LEAVE_NEAR = 6  # words between "without" and the leave that is needed
AGREED_NEAR = 8  # words between a contract and the ban that it holds
RIGHT_TO_USE = 8  # words between "we reserve" and "use"
BAN_REACH = 30  # words between a ban of nobody in particular and what it bans
_OTHERS = ("user", "people", "third", "vendor", "not")
BEGINS = 4  # words of a sentence that begins with a ban: "Sont notamment interdits …"
SPEAKER_REACH, OPENING, NEAR = 3, 2, 3


def ban(event: Event, cues: Cues, context: Context, part: Part) -> list[str]:
    """The signs of a ban: whether the event is forbidden, and to whom."""
    forbids = _forbids(event, cues, part)
    led = lead_bans(context.lead) and said_above("forbid", event, cues, context)
    told = (led or _told_not_to(event, cues, context)) and not context.lead.of("vendor")
    return holding(
        *(_banned(forbids, event, cues, context) if forbids else _banned_behind(event, cues)),
        (told or _is_of_former(event, cues, context), "banned above"),
        (_licensed(event, cues), "licensed"),
        (orders(event, cues, context, part), "bare order"),
    )


def _forbids(event: Event, cues: Cues, part: Part) -> Place | None:
    """The words before an event that forbid it, in its part of an enumeration or in what introduces that."""
    ours = cues.first("we", part.start, event.start)
    for ban in _bans(part.start, event.end, cues):
        if not (_is_far(ban, event, cues) or _is_no_ban(ban, ours, event, cues)):
            return ban
    return cues.first("forbid", 0, part.lead) if part.lead and not ours else None


def _bans(start: int, end: int, cues: Cues) -> Iterator[Place]:
    """The words between two places that forbid something, the last ones first: "You may not, without our leave, …"."""
    for role in ("forbid", "we_ban"):
        yield from reversed([ban for ban in cues.of(role) if start <= ban[0] < end])


def _banned_behind(event: Event, cues: Cues) -> tuple[tuple[object, str], ...]:
    """Whether a ban stands behind the event, and names beside it whom it bans: "… is forbidden to visitors"."""
    bans = (each for each in cues.of("forbid") if each[0] >= event.end and not _is_told_of_data(each, cues))
    ban = next(bans, None)
    told = ban and cues.first("user", ban[0] - 1, ban[1] + 2)
    vendor = ban and not told and cues.first("vendor", ban[0] - 1, ban[1] + 2)
    return (
        (ban, "banned behind"),
        (told, "banned behind to user"),
        (vendor, "banned"),
        (vendor, "banned to vendor"),
    )


def _is_told_of_data(ban: Place, cues: Cues) -> bool:
    """Whether words that may ban something only say what data is: "data that form no part of the archive"."""
    return cues.at("not", ban[0]) and cues.last("relative", ban[0] - NEAR, ban[0]) is not None


def _told_not_to(event: Event, cues: Cues, context: Context) -> bool:
    """Whether people are not to do what stands below a lead or a heading: "Please do not:", "Prohibited uses"."""
    told = context.lead.of("do_not") or (context.item and context.heading.of("forbid"))
    ours = context.lead.of("we") or context.lead.of("ours")
    licensed = context.lead.of("licensed") and not context.lead.of("people")
    return bool(licensed or (told and not ours)) and not cues.first("we", 0, event.start)


def _is_of_former(event: Event, cues: Cues, context: Context) -> bool:
    """Whether what was just forbidden is said to hold for mining: "This also applies to text and data mining"."""
    banned = any(near.of("forbid") for near in context.before[-1:])
    return banned and event.kind == "mine" and cues.first("back", 0, 1) is not None and not cues.of("not")


def _licensed(event: Event, cues: Cues) -> bool:
    """Whether the event needs the written leave of those who own what is used, and not of people for their data."""
    leaves = (leave for leave in cues.of("licensed") if not _is_of_people(leave, cues))
    return any(cues.last("except", leave[0] - LEAVE_NEAR, leave[1]) for leave in leaves) and not makes_ours(event, cues)


def _is_of_people(leave: Place, cues: Cues) -> bool:
    """Whether it is people's leave for their data: "your prior consent", "the consent of the client"."""
    if cues.first("we", leave[0] - GIVEN_BY, leave[0]):  # "unless we have given you permission"
        return False
    after = cues.first("user", leave[1] + 1, leave[1] + GIVEN_BY)
    return cues.first("people", leave[0] - NEAR, leave[0]) is not None or (
        after is not None and _gives_leave(after, cues)
    )


def _is_far(ban: Place, event: Event, cues: Cues) -> bool:
    """Whether a ban is one of something else that was spoken of first: data is used in between, for the event."""
    if ban[0] < BEGINS and not cues.first("we", ban[1], event.start):
        return False
    return event.start - ban[1] > BAN_REACH and cues.first("user", ban[0] - NEAR, ban[1] + NEAR) is None


def _is_no_ban(ban: Place, ours: Place | None, event: Event, cues: Cues) -> bool:
    """Whether words that ban others do not ban the event: they are about what comes before a colon, or allow us."""
    if cues.at("we_ban", ban[0]):
        return False
    if _grants_us_nothing(ban, cues) or _names_itself(ban, event, cues) or excepts_our_use(ban, event, cues):
        return True
    if ours and (":" in cues.tokens[ban[1] : ours[0]] or _permits_us(ours, ban, cues)):
        return True
    return _reserves_use(ban, event, cues) or _tells_our_use(ban, event, cues)


def _grants_us_nothing(ban: Place, cues: Cues) -> bool:
    """Whether it is the platform, by its name, that is not granted something: "This licence does not grant Ida …"."""
    if not cues.within(range(*ban), "bestow") or cues.first("we", ban[0] - NEAR, ban[0]):
        return False
    return cues.is_capital(ban[1]) and not cues.begins(("user", "people", "third"), ban[1], ban[1] + 1)


def _names_itself(ban: Place, event: Event, cues: Cues) -> bool:
    """Whether somebody called by name may not train what is its own, on nothing of ours: "Ida may not train its …"."""
    named = ban[0] == 1 and not cues.verb_last and cues.is_capital(0) and not cues.begins(_OTHERS, 0, 1)
    theirs = cues.first("theirs", event.verb[1], event.verb[1] + 1)
    return (
        bool(named and theirs) and cues.first("data", event.end) is not None and not cues.first("own", 0, event.start)
    )


def _tells_our_use(ban: Place, event: Event, cues: Cues) -> bool:
    """Whether the sentence goes on behind a ban to what the platform does: "As nobody may …, we use …"."""
    ours = cues.last("we", ban[1], event.start)
    if ours is None or "," not in cues.tokens[ours[0] - 1 : ours[0]]:
        return False
    return cues.first("use", ours[1], event.start) is not None


def _permits_us(ours: Place, ban: Place, cues: Cues) -> bool:
    """Whether words that ban others say behind "we" what the platform may do: "wir dürfen sie … nutzen"."""
    return ours[1] == ban[0] and not cues.of("not")


def _reserves_use(ban: Place, event: Event, cues: Cues) -> bool:
    """Whether it is a use of people's data that the platform reserves for itself: "Wir behalten uns vor, …"."""
    reserved = cues.first("reserve", ban[0] - 1, ban[1] + 1)
    if reserved is None or event.kind == "mine":
        return False
    used = cues.first("use", reserved[1], reserved[1] + RIGHT_TO_USE)
    return bool(cues.first("people", reserved[1]) or (used and cues.first("data", used[1], event.start)))


def _banned(ban: Place, event: Event, cues: Cues, context: Context) -> tuple[tuple[object, str], ...]:
    """What a ban before the event is, and to whom: what a vendor may not do is the platform's promise."""
    speaker = cues.last("we", 0, ban[0])
    both = max(ban[0], event.start) + 1
    told = any(_is_told(user, ban, cues) for user in cues.of("user") if _may_be_told(user, both, event, cues))
    ours_banned = _is_of_ours(ban, cues)
    for_others = ours_banned or _denies_people(ban, cues)
    return (
        (True, "banned"),
        (not told and _promises(ban, cues), "promised"),
        (speaker and speaker[1] + SPEAKER_REACH > ban[0] and not for_others, "banned by us for us"),
        (ours_banned, "banned for ours"),
        (bans_others(cues), "banned by us to others"),
        (_bans_vendor(ban, both, cues) or _is_vendor(cues, context), "banned to vendor"),
        (cues.last("third", 0, event.start), "banned to third"),
        (cues.last("agreed", ban[0] - AGREED_NEAR, ban[0]), "banned by contract"),
        (told or cues.at("ungranted", ban[0]) or _bans_anybody(ban, cues), "banned to user"),
    )


def _may_be_told(user: Place, until: int, event: Event, cues: Cues) -> bool:
    """Whether people named before a place are those whom a ban may be told to."""
    return user[0] < until and not _is_theirs(user, event, cues)


def _denies_people(ban: Place, cues: Cues) -> bool:
    """Whether a ban is what we do not grant to people: "We do not grant you the right to train models"."""
    return cues.within(range(*ban), "bestow") and cues.first("user", ban[1], ban[1] + 1) is not None


def _is_theirs(user: Place, event: Event, cues: Cues) -> bool:
    """Whether it is a third party that is not to train its own machine, on nothing of ours: a promise of ours."""
    theirs = cues.at("third", user[0]) and cues.first("theirs", event.start - NEAR, event.end + NEAR)
    return bool(theirs) and not cues.first("own", 0, event.start)


def _promises(ban: Place, cues: Cues) -> bool:
    """Whether somebody undertakes not to do what is forbidden, or tries not to: "Ida endeavours not to use …"."""
    if cues.at("undertake", ban[0]) or cues.first("hedge", 0, ban[0] + 1):
        return True
    and_forbids = not cues.at("not", ban[0])  # "Ida undertakes not to use, and forbids others to use, …"
    return and_forbids and cues.first("undertake", 0, ban[0]) is not None


def _is_told(user: Place, ban: Place, cues: Cues) -> bool:
    """Whether a ban is for a user who is named: not as the owner of data, in a condition or as one not to be let."""
    if _is_let(user, ban, cues) or _is_owner(user, cues) or _gives_leave(user, cues):
        return False
    return not (_on_condition(user, ban, cues) or _is_of_relative(user, ban, cues))


def _is_of_ours(ban: Place, cues: Cues) -> bool:
    """Whether it is us who forbid something, and of what is ours or what only others do: "… the crawling of songs"."""
    ours = (cues.has("ours", "own") and not cues.of("people")) or _bans_taking(ban, cues)
    return cues.at("we_ban", ban[0]) and ours


def _bans_anybody(ban: Place, cues: Cues) -> bool:
    """Whether a ban is one of "no member may …", and not of what may be done with members' data."""
    inside = (ban[0], ban[1])
    return cues.first("people", *inside) is not None and cues.at("not", ban[0]) and not cues.first("data", *inside)


def _bans_vendor(ban: Place, end: int, cues: Cues) -> bool:
    """Whether a vendor is named before what is forbidden, and is not spoken to: "As a provider, you may not …"."""
    return cues.last("vendor", 0, end) is not None and not cues.first("user", ban[0] - 1, ban[1])


def _bans_taking(ban: Place, cues: Cues) -> bool:
    """Whether it is a taking of data that is forbidden: "the automated crawling, scraping and downloading of …"."""
    near = range(ban[1], ban[1] + NEAR)
    return any(at in near and not cues.at("use", at) for at, _ in cues.of("imperative"))


def _is_vendor(cues: Cues, context: Context) -> bool:
    """Whether a sentence begins with a word that means the vendor just named: "They may not use it …"."""
    named = any(former.of("vendor") for former in context.before[-2:])
    return named and cues.first("back", 0, OPENING) is not None


def _is_let(user: Place, ban: Place, cues: Cues) -> bool:
    """Whether others are named behind a ban as those who are not to be let do it: "…, nor permit a third party to"."""
    return user[0] > ban[0] and (cues.at("third", user[0]) or cues.first("third", *user) is not None)


def _on_condition(user: Place, ban: Place, cues: Cues) -> bool:
    """Whether users are named in a condition that ends before a ban: "If customers use the plan, …"."""
    return cues.last("if", 0, user[0]) is not None and "," in cues.tokens[user[1] : ban[0]]


def _gives_leave(user: Place, cues: Cues) -> bool:
    """Whether users are named as those whose leave is asked: "without the written consent of the client, …"."""
    leave = cues.last("leave", user[0] - GIVEN_BY, user[0] - 1)
    if leave is None or cues.first("people", leave[1], user[0]):  # "the consent of their authors" is another's
        return False
    of_them = all(map(str.isalnum, cues.tokens[leave[1] : user[0]]))
    return of_them and cues.first("forbid", user[0], user[1] + 1) is None  # those who may not are somebody else


def _is_of_relative(user: Place, ban: Place, cues: Cues) -> bool:
    """Whether users are named in a relative clause that ends before a ban: "Files, which you send us, may not …"."""
    relative = cues.last("relative", user[0] - NEAR, user[0])
    return relative is not None and "," in cues.tokens[user[1] : ban[0]]


def _is_owner(user: Place, cues: Cues) -> bool:
    """Whether users are named for their data alone, as in "customer data" and "données du client"."""
    named = owns_data(user, cues) or _is_named_for_data(user, cues)
    return named or cues.at("data", user[0]) or cues.at("data", user[1])


def _is_named_for_data(user: Place, cues: Cues) -> bool:
    """Whether data is named close behind users, and nothing that they do: "No user canvas data may be used …"."""
    data = cues.first("data", user[1], user[1] + OWNED_BEFORE)
    if data is None or cues.begins(("use", "can", "forbid"), user[1], data[0]):
        return False
    ban = next((each for each in cues.of("forbid") if each[0] <= user[0] < each[1]), None)
    return ban is None or cues.at("not", ban[0])
