"""Cuts a Markdown text into blocks and sentences, each with its place in the text and what introduces it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")
_HEADING = re.compile(r"\s*#{1,6}\s")
_ITEM = re.compile(r"\s*(?:[*+•·–—-]|\(?\w{1,4}[.)])\s")
_BOLD_LINE = re.compile(r"\s*\*\*[^*]{1,120}\*\*:?\s*$")
_LINK = re.compile(r"\]\([^()\s]{0,2000}(?:\([^()]{0,300}\)[^()\s]{0,300})?[^()]{0,300}\)")
_MARKUP = re.compile(r"<[a-zA-Z/][^<>]{0,300}>|[*_`\[\]\\]+|^\s*(?:#{1,6}|>)+")
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"\s+")
_QUOTES = str.maketrans("’‘ʼ\u00a0\u200b", "'''  ")
_END = re.compile(
    r"(?<=[.!?…])[\"”»’)\]*_]*\s+(?=[\"“«„‘'(\[*_¿¡]*[A-ZÀ-ÖØ-Þ0-9¿¡])|(?<=[a-zß-ÿ]{2}[.!?])(?=[A-ZÀ-ÖØ-Þ][a-zß-ÿ']*\s|\d{1,2}(?:\.\d{1,2})*\.?\s+[A-Z])|\|+|<br\s*/?>|(?<=\S)\s+[•]\s"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|no|nos|nr|arts?|abs|lit|sec|cf|bzw|ca|ggf|usw|inkl|z\. ?b|d\. ?h|u\. ?a|p\. ?ex|p\. ?es"
    r"|ej|ex|av|inc|ltd|co|corp|st|mr|mrs|ms|dr|sra?|bijv|evt|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
    r"|\b\w|\d)\.$",
    re.IGNORECASE,
)
LEAD_CHARACTERS = 600
SENTENCE_CHARACTERS = 2_500  # longer ones are cut: the rules compare words pair by pair


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, cell or list item: its place in the text and its plain words."""

    start: int
    end: int
    plain: str


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the text; `lead` is the open sentence above a list, `heading` the heading it stands under."""

    start: int
    end: int
    raw: str
    lead: str
    heading: str


def plain(raw: str) -> str:
    """The words of a Markdown passage: no markup, no link targets, straight apostrophes, single spaces."""
    text = _MARKUP.sub(" ", _LINK.sub(" ", raw)) if any(c in raw for c in "[*_`<#>\\") else raw
    return _SPACES.sub(" ", text.translate(_QUOTES)).strip()


def blocks(text: str) -> Iterator[Block]:
    """The lines of the text, with the lead-in that ends in a colon or has no end above the items of a list."""
    lead, heading, in_list = "", "", False
    for line in _LINE.finditer(text):
        raw = line[0]
        stripped = raw.strip()
        if not stripped:
            continue
        if _HEADING.match(raw) or _BOLD_LINE.match(raw):
            heading, lead, in_list = stripped, "", False
            yield Block(line.start(), line.end(), raw, "", "")
            continue
        item = bool(_ITEM.match(raw)) or stripped.startswith("|")
        if in_list and not item:
            lead, in_list = "", False
        yield Block(line.start(), line.end(), raw, lead, heading)
        if stripped.rstrip("*_ ").endswith(":"):
            lead, in_list = stripped[-LEAD_CHARACTERS:], False
        elif item:
            in_list = True
        else:
            lead = ""


def sentences(block: Block) -> list[Sentence]:
    """The sentences of a block in order; cells of a table row and parts between line breaks are sentences too."""
    found = []
    for begin, end in _cuts(block.raw):
        piece = block.raw[begin:end]
        if words := plain(piece):
            left = begin + len(piece) - len(piece.lstrip())
            found.append(Sentence(block.start + left, block.start + begin + len(piece.rstrip()), words))
    return found


def _cuts(raw: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for stop in [*_END.finditer(raw), None]:
        end = stop.start() if stop else len(raw)
        if stop and stop[0].isspace() and _ABBREVIATION.search(raw, max(0, end - 12), end):
            continue
        for part in range(begin, end, SENTENCE_CHARACTERS):
            yield part, min(part + SENTENCE_CHARACTERS, end)
        begin = stop.end() if stop else end


def words_of(text: str) -> str:
    """The words alone, lower-case, one space apart: what two versions of a sentence are compared by."""
    return " ".join(_WORD.findall(plain(text).lower()))
