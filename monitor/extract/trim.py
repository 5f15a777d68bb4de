"""Blocks without what only their neighbours give away: lines before the title, menus spelt out as paragraphs."""

from __future__ import annotations

import re

from monitor.extract.markdown import Block

# What stands before the title is no part of the document unless it is more than this share of the text.
LEAD_SHARE = 0.1
# So many blocks in a row that are links are a menu; a block of so many characters between them is a label.
MANY_LINKS = 8
LABEL = 30
LINK_SHARE = 0.6
# So few blocks before the title may be a note on what follows; more are what frames the page.
FEW_NOTES = 3

# A sentence, and one that is more than a slogan.
_NOTE = re.compile(r".{80,}[.!?][)\"]?", re.DOTALL)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def trim(blocks: list[Block]) -> list[Block]:
    """Blocks without lists of links, and without what stands before the title but a date or a note on what follows."""
    return _untitled(_unlisted(blocks))


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
