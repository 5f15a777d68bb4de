"""Cuts a Markdown text into blocks and sentences, each with its place in the text and what introduces it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, pairwise
from typing import NamedTuple
from unicodedata import normalize

from rapidfuzz.distance import Indel

_HEADING = re.compile(r"#{1,6}\s")
_ITEM = re.compile(r"(?:[*+•·–—-]|\(?(?:\d{1,4}|[^\W\d_]|[ivxlcIVXLC]{2,5})[.)])\s")
_BOLD_LINE = re.compile(r"\*\*[^*]{1,120}\*\*:?\s*$")
_HEADINGS = {"#": _HEADING, "*": _BOLD_LINE}  # by what they begin with
_LINK = re.compile(r"\]\([^()\s]{0,2000}(?:\([^()]{0,300}\)[^()\s]{0,300})?[^()]{0,300}\)")
_ONLY_LINK = re.compile(r"(?:[*+•-]\s+|\d+\.\s+)?(?:\[[^\[\]]{0,200}\]\([^()\s]{0,500}\)[\s|·]{0,9}){1,99}$")
_STRUCK = re.compile(r"~~(?=\S)[^~\n]{1,2000}~~")
# It begins with a set of characters, as _END does below: to those a search skips, and takes half as long.
_MARKUP = re.compile(r"[<*_`\[\]\\](?:(?<=<)[a-zA-Z/][^<>]{0,300}>|(?<!<)[*_`\[\]\\]*)")
_OPENING = re.compile(r"\s*[#>]+")
_MARKED = re.compile(r"[\[*_`<#>\\]")
YES_MARKS, NO_MARKS = "✅✓✔☑", "❌✗✘✖✕×☒🚫⛔"  # by which a cell says "yes" or "no"
_WORD = re.compile(rf"\w+|[{YES_MARKS}{NO_MARKS}]")
_QUOTES = tuple(zip("’‘ʼ\u00a0\u200b", "'''  ", strict=True))
# A sentence's end, a cell's, a line break's, and a bullet between two items that stand in one line. It begins with
# a set of characters, to which a search skips: otherwise it takes four times as long.
_END = re.compile(
    r"[.!?…|<•](?:(?<=[.!?…])(?:[\"”»’)\]*_]{0,6}\s+(?=[\"“«„‘'(\[*_¿¡•]*[A-ZÀ-ÖØ-ÞĄ-Ź0-9¿¡§])"
    r"|(?<=[a-zß-ÿ]{2}[.!?])(?=[A-ZÀ-ÖØ-Þ][a-zß-ÿ']*\s|\d{1,2}(?:\.\d{1,2}){0,3}\.?\s+[A-Z]))"
    r"|(?<=\|)\|*|(?<=<)br\s*/?>|(?<=•)\s)"
)
# A heading in bold that its text goes on from in one line, without a full stop: "**12. Feedback** Your ratings …".
_RUN_IN = re.compile(r"\s*(?:[-*+•]\s+)?\*\*\(?\d[^*\n]{2,80}\*\*\s+(?=[\"“«„]?[A-ZÀ-ÖØ-Þ])")
_ABBREVIATION = re.compile(
    r"abs|aprox|arts?|av|bijv|buchst|bzw|ca|cf|co|corp|dot|dott|dr|ecc|ej|env|etc|evtl?|ex|fig|gem|ggf|inc|incl|inkl|itd"
    r"|itp|lett|lit|ltd|mrs?|ms|nl|nos?|np|nr|núm|pág|par|pkt|poz|pp|prof|resp|sec|sig|sra?|st|tj|tzw|uds?|ust|usw|vgl|vs"
    r"|ziff|zzgl|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|okt|dez|janv|févr|juil|déc"
)
_TWO_PARTS = {"es": ("p.", "p. "), "in": ("m.", "m. ")}  # the second parts of abbreviations that are words as well
_SHORT_WORD = re.compile(r"(?<![\w\u0300-\u036f])\w{1,6}\Z")  # a mark written apart from its letter begins no word
# What stands before the number of a day, an ordinal or an item, of which the full stop ends no sentence.
_ORDINAL = re.compile(
    r"am|im|der|die|das|dem|den|des|zum|zur|vom|ab|seit|bis|nach|vor|jede[nrs]|eine?|eine[mr]|und|oder|mit|per"
    r"|art|no|nr|abs|nos|ziff|lit|fig|punkt|ust|pkt|par"
)
_LONGEST_ABBREVIATION = 6  # letters
_LONGEST_WORD = 30  # letters of one before a number
_LONGEST_NUMBER = 2  # figures of one before a list's item or a month; a year may end a sentence
_NUMBERED = re.compile(r"(?:\(?\d{1,3}|\(?[a-z])[.)]\s.*\.")
BULLETS = ("* ", "- ", "• ", "· ")
LEAD_CHARACTERS = 600
ASKS_ON = 8  # words and signs of a question that goes on with the one before
FOLLOWING = 2  # paragraphs behind one worth reading that may tell of the choice over what it states
WRAPPED = 30  # characters at least of a line that a text file breaks within a sentence
LINES = 3  # of a paragraph at least, to tell by them how wide a text file is
NARROWEST, WIDEST = 25, 120  # characters of the lines of such a file
SENTENCE_CHARACTERS = 2_500  # longer ones are cut: no sentence that people wrote is longer


class Sentence(NamedTuple):
    """The place of a sentence, cell or list item in the text, and whether it begins a further item within its line."""

    start: int
    end: int
    item: bool = False


class Section(NamedTuple):
    """The place in the text of a heading and what stands under it, and the numbers of its lines worth reading."""

    start: int
    end: int
    worth: AbstractSet[int]


class Block(NamedTuple):
    """A line of the text; `lead` is the open sentence above a list, `heading` the heading it stands under.

    `above` is the paragraph before it.
    """

    start: int
    raw: str
    lead: str = ""
    heading: str = ""
    above: str = ""
    item: bool = False
    row: bool = False
    answer: bool = False  # the first paragraph below a heading that asks something worth reading
    follows: bool = False  # of no such worth itself, near behind one that is worth reading
    near: bool = False  # near behind such a one, whatever its own worth
    title: bool = False  # a heading itself


def plain(raw: str) -> str:
    """The words of a Markdown passage: no markup, no link targets, nothing struck out, single spaces."""
    raw = _STRUCK.sub(" ", raw) if "~~" in raw else raw
    text = _without_markup(raw) if _MARKED.search(raw) else raw
    if not text.isascii():
        text = normalize("NFC", text)  # a few pages write "é" as two characters; their words are the same
        for mark, simple in _QUOTES:
            text = text.replace(mark, simple)
    return " ".join(text.split())


def _without_markup(raw: str) -> str:
    opening = _OPENING.match(raw)
    return _MARKUP.sub(" ", _LINK.sub(" ", raw[opening.end() :] if opening else raw))


def unstruck(text: str) -> str:
    """A text of the same length with spaces for what is struck out."""
    return _STRUCK.sub(lambda struck: " " * len(struck[0]), text) if "~~" in text else text


def sections(text: str, worth: set[int]) -> Iterator[Section]:
    """The sections that have lines worth reading, of which the numbers are given."""
    if not worth:
        return
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for first, behind in pairwise((0, *_openings(lines), len(lines))):
        if found := worth.intersection(range(first, behind)):
            yield Section(starts[first], starts[behind] - 1, {number - first for number in found})


def _openings(lines: Iterable[str]) -> Iterator[int]:
    """The numbers of the headings that open a section: all but a short question behind another, which goes on with it.

    "Can I opt out?" behind "Do you train AI on my letters?" does.
    """
    asked = False
    for number, line in enumerate(lines):
        stripped = line.strip()
        if _is_heading(stripped):
            former, asked = asked, _is_question(stripped)
            if not (former and asked and len(stripped.split()) <= ASKS_ON):
                yield number


def blocks(section: str, worth: AbstractSet[int]) -> Iterator[Block]:
    """The lines worth reading, with the lead-in that ends in a colon or has no end above the items of a list."""
    lines = section.split("\n")
    starts = accumulate((len(line) + 1 for line in lines), initial=0)
    return _blocks(zip(range(len(lines)), starts, lines, strict=False), worth)


def _whole(lines: Iterable[tuple[int, int, str]], told: AbstractSet[int]) -> Iterator[tuple[bool, int, str]]:
    """Lines that a text file breaks at its width as one, each with its worth and its place."""
    listed = list(lines)
    broken = _broken(listed)
    worth, begin, whole = False, 0, ""
    for number, start, line in listed:
        if whole and (number in broken or _goes_on(whole, line)):
            worth, whole = worth or number in told, f"{whole}\n{line}"
            continue
        if whole:
            yield worth, begin, whole
        worth, begin, whole = number in told, start, line
    if whole:
        yield worth, begin, whole


def _goes_on(whole: str, line: str) -> bool:
    """Whether a line goes on with the sentence that stands before it: no item, and no line that ends in itself."""
    if not line.lstrip()[:1].islower():
        return False
    last = whole.rpartition("\n")[2]
    return len(last) >= WRAPPED and not last.rstrip("*_ ").endswith((".", ":", ";", "|")) and not is_item(line.strip())


def _broken(lines: Sequence[tuple[int, int, str]]) -> set[int]:
    """The numbers of lines that go on with the one before: in a paragraph of three or more, all of them full."""
    if len(lines) < LINES:
        return set()
    found: set[int] = set()
    run: list[tuple[int, str]] = []
    for number, _, line in lines:
        stripped = line.strip()
        alone = not stripped or "|" in line or _is_heading(stripped)
        if alone or is_item(stripped):
            found |= _full(run)
            run = []
        if not alone:
            run.append((number, line.rstrip()))
    return found | _full(run)


def _full(run: Sequence[tuple[int, str]]) -> set[int]:
    """The numbers of all lines but the first, where none had room for the first word of the next."""
    width = max((len(line) for _, line in run), default=0)
    if len(run) < LINES or not NARROWEST <= width <= WIDEST:
        return set()
    full = all(len(line) + 1 + len(after.split(None, 1)[0]) > width for (_, line), (_, after) in pairwise(run))
    return {number for number, _ in run[1:]} if full else set()


def _blocks(lines: Iterable[tuple[int, int, str]], told: AbstractSet[int]) -> Iterator[Block]:
    """The blocks of a heading and what stands under it; each line is given with its number and its place."""
    lead, heading, above, in_list = "", "", "", False
    asked = topical = False  # whether the heading right above asks something, and that of what is worth reading
    since = FOLLOWING + 1  # paragraphs behind the last one that is worth reading
    for worth, begin, line in _whole(lines, told):
        stripped = line.strip()
        if not stripped:
            continue
        if _is_heading(stripped):
            heading, (asked, topical, since) = stripped, _asked(stripped, since, worth=worth)
            lead, in_list = _introduced(stripped, lead, item=False, in_list=False)
            if worth:
                yield Block(begin, line, title=True)
            continue
        item = is_item(stripped)
        lead, in_list = _led(lead, above, item=item, in_list=in_list)
        since += not item or (not lead and is_numbered(stripped))  # the items of a list count as none
        near = since <= FOLLOWING
        since *= not (worth or topical)
        if since <= FOLLOWING and not _is_link(stripped):
            yield Block(begin, line, lead, _named(heading, lead), above, item, " | " in line, asked, since > 0, near)
        asked = topical = False
        above = stripped
        lead, in_list = _introduced(stripped, lead, item=item, in_list=in_list)


def _asked(heading: str, since: int, *, worth: bool) -> tuple[bool, bool, int]:
    """Whether a heading asks something that its answer tells of, that of what is worth reading, and `since` below it.

    A question right below what is worth reading goes on with that, as does the paragraph that answers it.
    """
    question = _is_question(heading)
    if worth:
        return question, question, since
    goes_on = question and not since
    return goes_on, False, FOLLOWING - 1 if goes_on else FOLLOWING + 1


def _led(lead: str, above: str, *, item: bool, in_list: bool) -> tuple[str, bool]:
    """What introduces a line itself, and whether that goes on with a list; above a list it may end without a colon."""
    if in_list and not item:
        return "", False
    opens = item and not in_list and not lead and _is_open(above)
    return (above[-LEAD_CHARACTERS:] if opens else lead), in_list


def _is_open(above: str) -> bool:
    """Whether a paragraph ends amid a sentence, which the items below it go on with: "In particular, you may not"."""
    return (above.rstrip("*_ ")[-1:].isalpha() and not is_item(above)) or above.endswith(",")


def _named(heading: str, lead: str) -> str:
    """The heading of a block; none where it is the lead of a list, in bold."""
    return heading if heading != lead else ""


def _is_question(heading: str) -> bool:
    return heading.rstrip("*_: \"'”“»").endswith("?")


def _introduced(stripped: str, lead: str, *, item: bool, in_list: bool) -> tuple[str, bool]:
    """What introduces the next line, and whether that line goes on with a list."""
    if stripped.rstrip("*_ ").endswith(":"):
        return stripped[-LEAD_CHARACTERS:], False
    return (lead, True) if item else ("", in_list)


def _is_heading(stripped: str) -> bool:
    form = _HEADINGS.get(stripped[:1])
    return form is not None and form.match(stripped) is not None


def is_numbered(stripped: str) -> bool:
    """Whether a line is a numbered sentence, as the paragraphs of a statute: "(2) This does not apply to drafts."."""
    return _NUMBERED.fullmatch(stripped) is not None


def is_item(stripped: str) -> bool:
    """Whether a line, without the spaces around it, is an item of a list or a row of a table."""
    if stripped[0].isalpha() and "." not in stripped[1:6] and ")" not in stripped[1:6]:
        return False
    return stripped[0] == "|" or _ITEM.match(stripped) is not None


def without_bullet(item: str) -> str:
    """An item of a list without its bullet or number."""
    return _ITEM.sub("", item, count=1)


def _is_link(stripped: str) -> bool:
    return "](" in stripped and _ONLY_LINK.match(stripped) is not None


def sentences(block: Block) -> list[Sentence]:
    """The sentences of a block in order; cells of a table row and parts between line breaks are sentences too."""
    found = []
    for begin, end in _cuts(block.raw):
        piece = block.raw[begin:end]
        if body := piece.strip():
            left = begin + len(piece) - len(piece.lstrip())
            place = block.start + left
            found.append(Sentence(place, place + len(body), begin > 0 and body[:2] in BULLETS))
    return found


def _cuts(raw: str) -> Iterator[tuple[int, int]]:
    named = _RUN_IN.match(raw)
    begin = named.end() if named else 0
    if begin:
        yield 0, begin
    for stop in _END.finditer(raw, begin):
        at, after = stop.span()
        if raw[at] == "." and _is_abbreviation(raw, at):
            continue
        # Its full stop and closing quotes are a sentence's own, a cell's edge is not.
        yield from _short(begin, after if raw[at] in ".!?…" else at)
        begin = after
    yield from _short(begin, len(raw))


def _is_abbreviation(raw: str, at: int) -> bool:
    """Whether a full stop ends an abbreviation, a single letter or the number of an item."""
    found = _SHORT_WORD.search(raw, max(0, at - _LONGEST_ABBREVIATION), at)
    if not found:
        return False
    word, start = found[0].lower(), found.start()
    if word.isdecimal():
        return len(word) <= _LONGEST_NUMBER and not _ends_with_number(raw, start)
    if len(word) == 1:
        return not raw.endswith(("'", "’"), 0, start)
    return _ABBREVIATION.fullmatch(word) is not None or raw.endswith(_TWO_PARTS.get(word, ()), 0, start)


def _ends_with_number(raw: str, start: int) -> bool:
    """Whether a number is a sentence's last word, and none that a noun goes on from: "see section 7. We …"."""
    words = raw[max(0, start - _LONGEST_WORD) : start].split(" ")
    return len(words) > 1 and not words[-1] and words[-2].isalpha() and not _ORDINAL.fullmatch(words[-2].lower())


def _short(begin: int, end: int) -> Iterator[tuple[int, int]]:
    return ((at, min(at + SENTENCE_CHARACTERS, end)) for at in range(begin, end, SENTENCE_CHARACTERS))


def holds(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether words hold all of some others in their order, with or without more between them."""
    return Indel.distance(words, others) == len(words) - len(others)


def words_of(text: str) -> str:
    """The words alone, lower-case, one space apart: what two versions of a sentence are compared by."""
    return " ".join(_WORD.findall(plain(text).lower().replace("e-mail", "email")))
