"""Blocks without what only their neighbours give away: lines before the title, menus spelt out, other pages."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from monitor.extract.markdown import Block

# What stands before the title is no part of the document unless it is more than this share of the text.
LEAD_SHARE = 0.1
# So many blocks in a row that are links are a menu; a block of so many characters between them is a label.
MANY_LINKS = 8
LABEL = 30
LINK_SHARE = 0.6
# So few blocks before the title may be a note on what follows; more are what frames the page.
FEW_NOTES = 3

# Below the title of a list of other pages, links make this share of the text; at the end of the document they may come
# with so many characters each, and be this share of it all.
TAIL_LINKED, TEASER, TAIL_SHARE = 0.5, 300, 0.15

TAILS: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("tails.toml").read_text(encoding="utf-8"))
_TAIL_TITLES = frozenset(title for titles in TAILS.values() for title in titles)
_LONGEST_TITLE = max(map(len, _TAIL_TITLES)) + 5

# A sentence, and one that is more than a slogan.
_NOTE = re.compile(r".{80,}[.!?][)\"]?", re.DOTALL)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def trim(blocks: list[Block]) -> list[Block]:
    """Blocks without lists of links, and of what stands before the title only a date or a note on what follows."""
    return _untailed(_untitled(_unlisted(blocks)))


def _unlisted(blocks: list[Block]) -> list[Block]:
    """Blocks without long runs of nothing but links, and the labels between them: the menus of a site."""
    kept: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, Block("")]:
        if block.text and (block.linked == len(block.text) or (run and len(block.text) <= LABEL)):
            run.append(block)
            continue
        kept += _unless_menu(run) if run else ()
        kept.append(block)
        run = []
    return kept[:-1]


def _unless_menu(run: list[Block]) -> list[Block]:
    """What is left of links in a row: what follows the last of them, when they are a menu."""
    tail = len(run) - next((at for at, last in enumerate(reversed(run)) if last.linked), 0)
    linked = sum(last.linked == len(last.text) for last in run[:tail])
    return run[tail:] if linked >= MANY_LINKS and linked > LINK_SHARE * tail else run


def _untitled(blocks: list[Block]) -> list[Block]:
    first = next((at for at, block in enumerate(blocks) if block.mark == "# "), 0)
    lead = blocks[:first]
    if sum(len(block.text) for block in lead) > LEAD_SHARE * sum(len(block.text) for block in blocks):
        return blocks
    few = len(lead) <= FEW_NOTES
    return [block for block in lead if _is_date(block) or (few and _NOTE.fullmatch(block.text))] + blocks[first:]


def _is_date(block: Block) -> bool:
    return bool(_YEAR.search(block.text)) and not block.linked


def _untailed(blocks: list[Block]) -> list[Block]:
    """Blocks without the lists of other pages that a site puts below a document, and its questions about the page."""
    for at in reversed([at for at, block in enumerate(blocks) if at and _is_tail_title(block)]):
        end = _end(blocks, at)
        if _is_tail(blocks[at + 1 : end], blocks, at_end=end == len(blocks)):
            blocks = blocks[:at] + blocks[end:]
    return blocks


def _end(blocks: list[Block], at: int) -> int:
    """Where the part that a block begins ends: at the next heading of its rank or a higher one."""
    rank = _rank(blocks[at])
    later = range(at + 1, len(blocks)) if rank else ()
    return next((end for end in later if 0 < _rank(blocks[end]) <= rank), len(blocks))


def _is_tail_title(block: Block) -> bool:
    return len(block.text) <= _LONGEST_TITLE and block.text.lower().strip(" .:?!…") in _TAIL_TITLES


def _is_tail(below: list[Block], blocks: list[Block], *, at_end: bool) -> bool:
    length = sum(len(block.text) for block in below)
    if sum(block.linked for block in below) >= TAIL_LINKED * length:
        return True
    short = all(len(block.text) <= TEASER for block in below)
    return at_end and short and length <= TAIL_SHARE * sum(len(block.text) for block in blocks)


def _rank(block: Block) -> int:
    return len(block.mark) if block.mark.startswith("#") else 0
