"""Where a choice is made: an address, a path of menu entries, the name of a button or of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.detect.words.cues import tokens_of
from monitor.detect.words.lexicon import look
from monitor.detect.words.vocabulary import Vocabulary

_PATH = re.compile(r"[^\s.,;:()>→›»][^.,;:()>→›»\n]{0,40}(?:\s*[>→›»]\s*[^>→›».;()\n]{1,60})+")
_LINK = re.compile(r"\[[^\[\]]{0,200}\]\(((?:https?://|mailto:)[^()\s]{1,500})")
_ADDRESS = re.compile(r"https?://[^\s()<>\"]{4,300}|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,63}\b")
_ARROWS, _IN_ADDRESS = (">", "→", "›", "»"), ("://", "@", "mailto:")
_LABEL = re.compile(r"[„“«\"‘][^„“”«»\"‘\n]{2,60}[“”»\"’]|(?<![^\s(])'[^'\n]{2,60}'(?!\w)")
_GUILLEMETS = str.maketrans(dict.fromkeys("«»", " "))  # a closing one is no arrow
_SPACE = re.compile(r",?\s+")
PLACE_CHARACTERS = 160  # of the name of a place, at most
_ACTS = ("user", "can", "optout", "optin")  # roles of what people do, which is no name of an entry
UNDER_NEAR = 24  # characters before a label within which it is said to stand under something
OVER = 3  # words behind a page that may tell over what people choose there, or at what cost
_NEAR = 4  # words behind "in" or "via" within which a place is named


def place_of(raw: str, text: str, words: Vocabulary) -> str:
    """The path, address, button or page that a sentence names, as written; `text` is it without markup."""
    if path := _path(text, words):
        return path
    for form in (_LINK, _ADDRESS) if _has(_IN_ADDRESS, raw) else ():
        if address := form.search(raw):
            return address[address.lastindex or 0].rstrip(".,;")
    label = next((label for label in _LABEL.finditer(text) if not label[0][1:2].islower()), None)
    return _labelled(label, words) if label else _page(text, words)


def _labelled(label: re.Match[str], words: Vocabulary) -> str:
    """A label, with the page that it is said to stand on right before it: "the account settings under “AI”"."""
    before = label.string[: label.start()]
    if words.pattern("under").search(before[-UNDER_NEAR:]) is None or not (page := _page(before, words)):
        return label[0]
    start, _, between = before.rpartition(page)
    under = words.pattern("under").fullmatch(between.strip(" ,"))
    return label.string[len(start) : label.end()] if under else label[0]


def names_place(raw: str) -> bool:
    """Whether a text has an address or a path of menu entries."""
    return _has((*_IN_ADDRESS, *_ARROWS), raw)


def _path(text: str, words: Vocabulary) -> str:
    """A path of menu entries: "Settings > AI"."""
    if not _has(_ARROWS, text):
        return ""
    shown = text.translate(_GUILLEMETS) if "«" in text else text
    path = _PATH.search(shown)
    return _trimmed(_whole(path[0], shown[path.end() :]), words) if path else ""


def _whole(path: str, behind: str) -> str:
    """A path without its last word, where that was cut."""
    return path.rpartition(" ")[0] if behind[:1].isalnum() and path[-1:].isalnum() else path


def _has(marks: Iterable[str], text: str) -> bool:
    """Whether a text has one of some marks: a cheap search before a costly one."""
    return any(mark in text for mark in marks)


def _trimmed(path: str, words: Vocabulary) -> str:
    """A path without the words before its first menu entry and behind its last: "at any time in Settings > AI"."""
    first, arrow, rest = re.split(r"(\s*[>→›»]\s*)", path, maxsplit=1)
    places = list(words.pattern("where").finditer(first))
    entry = first[places[-1].end() :] if places else first
    rest = words.pattern("until").split(rest, maxsplit=1)[0]
    if always := words.pattern("anytime").search(rest):
        rest = _without_common(rest[: always.start()], words)  # "… at any time"
    named_so = re.search(r"[^\W\d_a-zà-ÿ].*", entry)
    found = f"{named_so[0] if named_so else entry.strip()}{arrow}{_without_verb(rest, words)}"
    return " ".join(found.split()).strip(" .;:")


def _without_verb(rest: str, words: Vocabulary) -> str:
    """The last entries of a path without what goes on behind them: who may do what there, a verb that stands last."""
    *entries, last = re.split(r"(\s*[>→›»]\s*)", rest)
    parts = re.split(r",|\s?:\s", last)[0].split()
    end = next((at for at in range(1, len(parts)) if _goes_on(parts[at:], words)), len(parts))
    while 1 < end < len(parts) and _is_no_name(parts[end - 1], words):
        end -= 1  # "AI do we …"
    return "".join((*entries, " ".join(parts[:end])))


def _without_common(text: str, words: Vocabulary) -> str:
    """A text without words such as "at" at its end."""
    parts = text.split()
    while parts and parts[-1].lower() in words.common:
        parts.pop()
    return " ".join(parts)


def _is_no_name(word: str, words: Vocabulary) -> bool:
    """Whether a word ends no name of an entry: a word such as "the", a verb that stands last."""
    return word.lower() in words.common or (words.lexicon.verb_last and word.islower())


def _goes_on(parts: list[str], words: Vocabulary) -> bool:
    """Whether with some words the sentence goes on behind the name of an entry."""
    if not parts[0].islower():
        return False
    roles = look(tokens_of(parts[0]), words.lexicon).roles
    if "join" not in roles:
        ends = ("user", "can", "we", *(("optout",) if words.lexicon.verb_last else ()))
        return any(role in roles for role in ends)
    further = " ".join(parts[1:])
    return not further or "@" in further or not look(tokens_of(further), words.lexicon).roles.keys().isdisjoint(_ACTS)


def _page(text: str, words: Vocabulary) -> str:
    """What stands behind "in" or "via": settings, or a page, form or menu, with what tells which."""
    for where in words.pattern("where").finditer(text):
        parts = re.split(r"[,;:]", text[where.end() : where.end() + PLACE_CHARACTERS])[0].strip(" .").split()
        for number in range(1, min(_NEAR, len(parts)) + 1):
            place = " ".join(parts[:number])
            if _is_page(place, words):
                page = " ".join(_without_tail(parts[: _end(parts, number, words)], words))
                return page + _entry(text[where.end() :].partition(page)[2], words)
            if words.pattern("where").search(place):
                break  # the place stands behind that
    return ""


def _without_tail(parts: list[str], words: Vocabulary) -> list[str]:
    """The name of a page without what begins to say until when: "the form before"."""
    tails = {phrase.split()[0] for phrase in words.phrases["before"]}
    return parts[:-1] if len(parts) > 1 and parts[-1].lower() in tails else parts


def _entry(behind: str, words: Vocabulary) -> str:
    """The menu entry that is named right behind a page, with what joins it: " under Privacy", ", section Privacy"."""
    space = _SPACE.match(behind)
    under = words.pattern("under").match(behind, space.end()) if space else None
    if under is None:
        return ""
    name = _name(re.split(r"[,.;:()]", behind[under.end() :])[0].split(), words)
    return f"{behind[: under.end()]} {name}" if name else ""


def _name(parts: list[str], words: Vocabulary) -> str:
    """The words with capitals that come first; none before a number: "under Article 7" is no entry."""
    end = 0
    while end < len(parts) and (parts[end][0].isupper() or (end and _joins(parts[end : end + 2], words))):
        end += 1
    numbered = "".join(parts[end : end + 1])[:1].isdigit()
    return "" if numbered else " ".join(parts[:end])


def _joins(parts: list[str], words: Vocabulary) -> bool:
    """Whether the first of two words is an "and", and the other a name."""
    joins, *names = parts
    return bool(names and names[0][0].isupper() and (joins == "&" or look([joins], words.lexicon).of("join")))


def _is_page(place: str, words: Vocabulary) -> bool:
    return bool(words.pattern("page").search(place) or look(tokens_of(place), words.lexicon).of("setting"))


def _end(parts: list[str], at: int, words: Vocabulary) -> int:
    """Where the name of a page ends: behind further words for one, names in capitals, and "of your account"."""
    while at < len(parts):
        joins, _, joined = parts[at].replace("’", "'").partition("'")
        if words.pattern("of_page").fullmatch(joins):
            if look(tokens_of(" ".join(parts[at : at + OVER])), words.lexicon).of("burden"):
                break  # "settings for new letters" tells over what people choose
            at += 1 if joined else 2 + (parts[at + 1 : at + 2] != [] and parts[at + 1].lower() in words.common)
        elif parts[at][0].isupper() or _is_page(parts[at], words):
            at += 1
        else:
            break
    return at
