"""What a sentence says of what was just stated or asked: an answer, a choice, an exception, a default."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from monitor.detect.sentences.decisions import When
from monitor.detect.sentences.forms import grants
from monitor.detect.sentences.verdict import STATED, USES, Verdict
from monitor.detect.words.cues import CHOICES, Cues, Place
from monitor.records import Practice

# How many sentences after a practice an exception from it, or a control over it, may still be stated.
EXCLUSION_REACH = 2
SAME_USE = 7  # words between "not" and the use that it negates, on either side
ANSWERED_FOR = 8  # words at the start of an answer that tell for whom it is given, at most
ANSWER_WORDS = 5  # of an answer such as "We do not."
DENIAL_WITHIN = 3  # words at the start of an answer within which it denies
BARE_WORDS = 16  # of a sentence that denies a use and names no purpose: it means the one just stated
CHOICE_WITHIN = 6  # words of a sentence within which it names the choice that it is about
NOT_NEAR = 4  # words between a choice and what it is not
BACK_WITHIN = 3  # words of a sentence within which it points back to a training
SETTING_NEAR = 3  # words between "by" and the setting by which something is not affected
GIVEN_NEAR = 2  # words between words that leave something out and a giving that they deny
DEFAULT_REACH = 2  # sentences between a use or a choice and the one that tells whether it is on by default
CONTROL_REACH = {"optout": 4, "optin": 1, "setting": 1}
_SWITCHED = ("back", "can", "setting")  # of a sentence by which people may turn on what is off
_NAMED_CHOICE = ("setting", "choice")
_UNFED = When(
    frozenset({"teach", "by we"}),
    frozenset(),
    frozenset(
        {"denied", "banned", "banned above", "data here", "question", "staff taught", "user allowed", "definition"}
    ),
)
_PARTS = frozenset({".", ",", ";", ":"})
_MAY_END = ([","], ["."], [";"])  # what stands behind "we may"
_CHOICE = frozenset({Practice.CONTROL})
_DENIES = frozenset({Practice.DENIES})
GOES_ON = max(EXCLUSION_REACH, *CONTROL_REACH.values())


def answer(cues: Cues) -> Verdict | None:
    """What the answer to a question of training states: "Yes, …", "No, …", or no more than "We do"."""
    begins = _begins(cues)
    answers = (
        (cues.first("answer_no", 0, begins) or _is_short("not", cues) or _says_no_more(cues), _DENIES),
        (_says_only_if(cues), _CHOICE | {Practice.TRAINS}),
        (
            cues.first("answer_yes", 0, begins) or _is_short("indeed", cues) or _says_we_may(cues),
            frozenset({Practice.TRAINS}),
        ),
        (cues.of("on_default") and not cues.of("off_default"), _CHOICE | {Practice.TRAINS}),
    )
    found = next((practices for holds, practices in answers if holds), None)
    return answering(cues, *found, *_choice_in(cues, found)) if found else None


def answering(cues: Cues, *practices: Practice) -> Verdict:
    """What a sentence states by what was asked or said before it, told by its first word."""
    return Verdict(frozenset(practices), (cues.tokens[0],), answers=True)


def _is_short(role: str, cues: Cues) -> bool:
    """Whether an answer is no more than that we do, or do not."""
    return len(cues.tokens) <= ANSWER_WORDS and bool(cues.of("we") and cues.of(role))


def asks_choice(cues: Cues) -> bool:
    """Whether a sentence asks if people may refuse: "Can I opt out of AI training?"; the answer tells."""
    return cues.is_question and cues.first("can", 0, 1) is not None and cues.has("optout", "setting")


def may_choose(cues: Cues) -> Verdict | None:
    """What the answer to that states: a choice, or nothing where it says "no"."""
    if cues.first("answer_no", 0, 1):
        return Verdict()
    return answering(cues, Practice.CONTROL) if cues.first("answer_yes", 0, 1) else None


def trains_unfed(verdict: Verdict) -> bool:
    """Whether a sentence says that we train a machine, and not with what."""
    return not verdict.practices and any(map(_UNFED.holds, verdict.signs))


def feeds(cues: Cues) -> bool:
    """Whether a sentence says with what, pointing back: "For this we use your letters and the answers to them"."""
    back = cues.first("same_use", 0, BACK_WITHIN) or cues.first("back", 0, BACK_WITHIN)
    told = back is not None and cues.of("we") and cues.of("use") and cues.of("data")
    return bool(told) and not cues.has("not", "exclude", "forbid", "elsewhere")


def _choice_in(cues: Cues, found: frozenset[Practice]) -> frozenset[Practice]:
    """The choice that an answer gives over the use that it states or denies: "Yes, unless you opt out in Settings"."""
    ways = ("optin", "optout") if Practice.TRAINS in found else ("optin",)
    return _CHOICE if cues.has(*ways) and not grants(cues) else frozenset()


def answers_for_some(cues: Cues) -> bool:
    """Whether a sentence says "yes" or "no" of those whom it names first: "Members: no." or "For members, yes, …"."""
    return _begins(cues) > 1


def _begins(cues: Cues) -> int:
    """The words among which an answer says "yes" or "no": the first, or the one behind a mark such as "A:".

    Behind a comma it says no more than that: "For members, no."
    """
    if cues.tokens[1:2] == [":"]:
        return 3
    first = next((at for at, word in enumerate(cues.tokens[:ANSWERED_FOR]) if word in {":", ","}), None)
    said = first is not None and any(cues.first(f"answer_{which}", first + 1, first + 2) for which in ("yes", "no"))
    if not said or first is None:
        return 1
    ends = cues.tokens[first] == ":" or _PARTS.issuperset(cues.tokens[first + 2 : first + 3])
    return first + 2 if ends else 1


def _says_only_if(cues: Cues) -> bool:
    """Whether an answer says no more than that people are to agree: "Only with your consent"."""
    only = cues.first("only", 0, _begins(cues)) is not None and len(cues.tokens) <= BARE_WORDS
    return only and bool(cues.of("optin") or cues.of("leave"))


def _says_we_may(cues: Cues) -> bool:
    """Whether an answer says no more of what was asked than that we may: "If you are on Free, we may, unless …"."""
    ours = (
        cues.last("we", can[0] - 1, can[0]) for can in cues.of("can") if cues.tokens[can[1] : can[1] + 1] in _MAY_END
    )
    return any(ours) and not cues.of("not")


def _says_no_more(cues: Cues) -> bool:
    """Whether an answer denies what was asked and speaks of nothing else: "Non lo facciamo, né intendiamo farlo"."""
    bare = len(cues.tokens) <= BARE_WORDS and cues.first("not", 0, DENIAL_WITHIN)
    return bool(bare) and not cues.has("data", "train", "ai", "can", "third", *CHOICES)


def ends_choice(cues: Cues) -> bool:
    """Whether a sentence tells where a choice that people have ends: what it does not reach to, or who has none.

    "If you opt out, we will still use …", "An opt-out applies to new posts only", "This setting does not apply to
    reviews", "The opt-out is not available in Japan" and "Your choice is valid for a year" do.
    """
    out = cues.first("optout", 0, CHOICE_WITHIN)
    if out and cues.begins(("if", "still"), 0, out[0]):
        used = cues.begins(("use", "train"), out[1])
        return bool(cues.of("still")) and used and not cues.has("not", "exclude", "stop")
    if cues.has("already", "if", "rights"):
        return False
    choice = _choice_named(cues)
    ends = choice is not None and (_is_only(choice, cues) or _does_not_reach(choice, cues))
    return ends or _is_curbed(cues) or _is_refused_to_some(cues)


def tells_stop(cues: Cues) -> bool:
    """Whether a sentence only tells that a refusal is heeded: "Once you opt out, new posts will not be used"."""
    out = cues.first("optout", 0, CHOICE_WITHIN)
    if out is None or not cues.first("if", 0, out[0]) or cues.first("except", 0, out[0]):
        return False
    return cues.begins(("not", "exclude", "stop", "removed"), out[1])


def leaves_choice(cues: Cues) -> bool:
    """Whether a sentence only tells what a choice does not undo: "Your choice does not affect what was learnt"."""
    choice = _choice_named(cues) or (cues.first("back", 0, CHOICE_WITHIN) if cues.of("already") else None)
    no = choice and cues.first("not", choice[1], choice[1] + NOT_NEAR)
    if choice is None or no is None or cues.has("can", "if"):
        return False
    return bool(cues.of("already")) or not (cues.at("back", choice[0]) or cues.at("use", no[1]))


def _choice_named(cues: Cues) -> Place | None:
    """The choice that a sentence begins to tell of, as a thing, or a word that points back to it."""
    if cues.begins(("we", "user", "order_not"), 0, CHOICE_WITHIN):
        return None
    named = (cues.first(role, 0, CHOICE_WITHIN) for role in ("optout", *_NAMED_CHOICE))
    return next(filter(None, named), None) or cues.first("back", 0, 1)


def _is_only(choice: Place, cues: Cues) -> bool:
    """Whether it is said behind a choice what alone it reaches to."""
    return not cues.of("can") and cues.first("only", choice[1]) is not None


def _is_curbed(cues: Cues) -> bool:
    """Whether a choice ends on a day or may be turned down, or people have to say why they make it."""
    curbs = cues.first("curbs")
    if curbs is None or cues.begins(("not", "order_not"), 0, curbs[1]):
        return False
    named = chain.from_iterable(cues.of(role) for role in ("optout", "back", *_NAMED_CHOICE))
    return any(start != curbs[0] and end != curbs[1] for start, end in named)  # "may refuse" by itself is none


def _is_refused_to_some(cues: Cues) -> bool:
    """Whether a choice is one that some people or data do not have: "Members on the free plan cannot use it"."""
    if cues.of("refused"):
        return cues.has("data", "third", "vendor", *cues.whom)
    unable = cues.first("unable") if cues.whom else None
    return unable is not None and cues.first("setting", unable[1], unable[1] + NOT_NEAR) is not None


def _does_not_reach(choice: Place, cues: Cues) -> bool:
    """Whether it is said behind a choice, and not of a word that points back, what it does not reach to."""
    if cues.at("back", choice[0]) or cues.of("can"):
        return False  # "This does not apply to letters" may be told of the use
    places = (cues.first(role, choice[1], choice[1] + NOT_NEAR) for role in ("exclude", "unavailable"))
    ends = next(filter(None, places), None)
    return ends is not None and cues.begins(("data", "third", "vendor", *cues.whom), ends[0])


def follow_up(cues: Cues, about: frozenset[Practice], distance: int) -> Verdict:
    """What a sentence adds to what the block has just stated."""
    return _by_default(cues, about, distance) or _limited(cues, about, distance)


def _limited(cues: Cues, about: frozenset[Practice], distance: int) -> Verdict:
    """A control over, or an exclusion from, the training that the block has just stated."""
    stated = about & STATED
    if not stated:
        return Verdict()
    if stated == _DENIES and (sole := _sole_exception(cues, distance)):
        return Verdict(frozenset({Practice.TRAINS}), (cues.words(sole),), answers=True)
    used = bool(about & (USES | _CHOICE)) or (cues.has("except", "on_default") and _is_of_it(cues))
    found = dict.fromkeys(_choices(cues, distance, used=used), Practice.CONTROL)
    if besides := _besides(cues, stated, distance):
        found[cues.words(besides[0])] = besides[1]
    return Verdict(frozenset(found.values()), tuple(found))


def _besides(cues: Cues, stated: frozenset[Practice], distance: int) -> tuple[Place, Practice] | None:
    """What a sentence leaves out of a use, or uses though the rest is denied, and the words that say so."""
    if Practice.TRAINS in stated and (place := _left_out(cues, distance)):
        return place, Practice.DENIES
    if stated == _DENIES and (place := _used_instead(cues, distance)):
        return place, Practice.TRAINS
    return None


def _is_of_it(cues: Cues) -> bool:
    """Whether a sentence is of the use that was just denied, and of no other data: "Invoices are sent unless …"."""
    return not cues.of("data") or cues.has("same_use", "train", "ai", "back", "optin")


def _used_instead(cues: Cues, distance: int) -> Place | None:
    """The words by which other data is used for what was just denied: "Public posts, however, are used for that"."""
    if distance > 0 or cues.has("not", "exclude", "optout", "optin", "forbid", "if"):
        return None
    if any(cues.last("user", can[0] - 1, can[0]) for can in cues.of("can")):
        return None  # it is people who may
    same = None if cues.of("elsewhere") else cues.first("same_use")
    used = cues.first("use") if same and cues.of("data") else None
    return same if used else None


def _sole_exception(cues: Cues, distance: int) -> Place | None:
    """The words by which data is excepted from what was just denied: "The only exceptions are letters you report"."""
    if distance or not cues.of("data") or cues.has("optin", "optout", "setting"):
        return None  # "… is what you choose to submit to the archive"
    return cues.first("sole_exception", 0, BACK_WITHIN)


def _choices(cues: Cues, distance: int, *, used: bool) -> Iterator[str]:
    """The words of a sentence that give people a choice over what the block has just stated."""
    apart = cues.of("elsewhere") or cues.first("order_not", 0, 1) or grants(cues)  # "Do not send … without consent"
    for role, reach in CONTROL_REACH.items() if not apart else ():
        place = None if role == "optin" and gives_away(cues) else cues.first(role)
        if place and distance <= reach and _refers_back(role, cues, distance, used=used):
            yield cues.words(place)


def gives_away(cues: Cues) -> bool:
    """Whether it is for another use that people are asked: "With your permission, we may disclose it to an expert"."""
    ours = next(filter(None, (cues.last("we", given - GIVEN_NEAR, given) for given, _ in cues.of("share"))), None)
    return ours is not None and not cues.has("train", "ai") and cues.first("same_use", ours[1]) is None


def _by_default(cues: Cues, about: frozenset[Practice], distance: int) -> Verdict | None:
    """What a sentence states that tells whether the use or choice just spoken of is on unless people choose."""
    if distance > DEFAULT_REACH or cues.of("elsewhere") or not about & {*STATED, Practice.CONTROL}:
        return None
    most = ANSWER_WORDS if cues.of("off_default") else BARE_WORDS  # "Web search is off by default" is another matter
    if len(cues.tokens) > most and not cues.has("back", "setting", "ai", "train"):
        return None
    for role, practices in (("off_default", _CHOICE), ("on_default", _CHOICE | {Practice.TRAINS})):
        if place := cues.first(role):
            return Verdict(practices, (cues.words(place),), answers=True)
    return None


def _left_out(cues: Cues, distance: int) -> Place | None:
    """The words that leave data out of the training just stated: no duty or law that does not apply, and no choice."""
    if _is_of_another(cues):
        return None
    exclusion = next((out for out in cues.of("exclude") if _is_of_use(out, cues)), None)
    reach = EXCLUSION_REACH if cues.of("data") or cues.of("people") else 0
    if exclusion and distance <= reach and not _is_of_matter(exclusion, cues):
        return exclusion
    return cues.of("not")[0] if distance <= EXCLUSION_REACH and _denies_the_same(cues) else None


def _is_of_matter(exclusion: Place, cues: Cues) -> bool:
    """Whether it is a law or the like that does not apply, or a choice, and not the clause itself: "This clause …"."""
    matters = (matter for matter in cues.of("matter") if not cues.at("this_part", matter[0]))
    refused = cues.first("optout", 0, exclusion[0]) is not None or _is_of_choice(exclusion, cues)
    return refused or any(matter[0] < exclusion[0] for matter in matters)


def _is_of_choice(exclusion: Place, cues: Cues) -> bool:
    """Whether it is a choice that does not reach to something: "Voice chats are not affected by this setting"."""
    agent = cues.first("agent", exclusion[1] - 1, exclusion[1] + 1)
    return agent is not None and cues.begins(("setting", "optout", "choice"), agent[1], agent[1] + SETTING_NEAR)


def _is_of_another(cues: Cues) -> bool:
    """Whether a sentence leaves nobody out ("… do not allow you to be identified"), or out of another matter."""
    return bool(cues.of("identify") or (cues.of("elsewhere") and not cues.of("same_use")))


def _is_of_use(out: Place, cues: Cues) -> bool:
    """Whether words of leaving out are of no choice, no giving ("… are never passed on"), and tell not what data is."""
    if cues.at("optout", out[0]) or cues.first("share", out[1], out[1] + GIVEN_NEAR) or _is_taken_out(out, cues):
        return False
    named = cues.last("data", 0, out[0])
    return not (named and named[1] >= out[0] - 1 and cues.at("definition", out[0]))


def _is_taken_out(out: Place, cues: Cues) -> bool:
    """Whether what is left out is taken out of the data first: "Names are removed beforehand"."""
    removed = cues.at("removed", out[0]) or cues.at("removed", out[1] - 1)
    return removed and not cues.has("train", "ai", "same_use")


def _denies_the_same(cues: Cues) -> bool:
    """Whether other data is not used in the way just stated."""
    no = _promise(cues)
    if no is None or cues.of("optout") or not cues.has("data", "people"):
        return False
    if _says_no_more_than_not(no, cues):
        return True
    if not _denies_use(no, cues):
        return False
    bare = len(cues.tokens) <= BARE_WORDS and not cues.of("goal")  # "Photos of minors are not used."
    made = cues.first("develop", no[1])
    return bool(bare or cues.of("same_use") or (made and not cues.at("creates", made[0])))


def _says_no_more_than_not(no: Place, cues: Cues) -> bool:
    """Whether a sentence ends in "we do not": "If you are under 18, we do not."."""
    ends = no[1] >= len(cues.tokens) - 1 and cues.tokens[-1:] == ["."]
    return ends and cues.first("we", 0, no[1]) is not None and cues.first("if", 0, no[0]) is not None


def _denies_use(no: Place, cues: Cues) -> bool:
    """Whether a word denies a use near it, and says not what data is: "Usage data does not include your files."."""
    near = range(no[0] - 1 - SAME_USE * cues.verb_last, no[1] + SAME_USE)
    used = next((use for use in cues.of("use") if use[0] in near and not _is_no_use(use, cues)), None)
    return used is not None and not cues.at("definition", used[0])


def _is_no_use(use: Place, cues: Cues) -> bool:
    """Whether words of a use are those of a permission, or only keep data: "No names are stored"."""
    return cues.at("leave", use[0]) or cues.at("keeps", use[0])


def _promise(cues: Cues) -> Place | None:
    """The first word that denies something; None where it tells what people must not do, which is no promise."""
    no = cues.first("not")
    bans = no and cues.at("forbid", no[0]) and not cues.first("we", 0, no[0])
    return None if bans else no


def _refers_back(role: str, cues: Cues, distance: int, *, used: bool) -> bool:
    """Whether a control is one over the training just stated; one that is denied leaves nothing to refuse."""
    if role == "setting" and not _lets_choose(cues):
        return False
    if role == "optout" and used and (distance <= 1 or cues.of("objects")):  # to no ad is objected
        return True
    if role == "optin" and all(map(cues.of, _SWITCHED)):
        return True
    return cues.has(*(("back", "ai", "train") if used else ("same_use", "train")))


def _lets_choose(cues: Cues) -> bool:
    """Whether people can do something, or "the settings let you" do it."""
    return cues.has("can", "choice") or (cues.has("user") and cues.has("bestow"))
