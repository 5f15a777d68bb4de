"""Takes a rendered comparison apart into whole blocks, so that what does not fit is left out and never cut through."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile

from monitor.alert.forms import Form

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)[^<>]*?(?P<void>/?)>")
_VOID = frozenset({"br", "hr", "img", "wbr"})
_CONTAINERS = frozenset({"article", "div", "ol", "section", "table", "tbody", "ul"})


@dataclass(frozen=True, slots=True)
class Blocks:
    """A fragment in parts: `before` and `after` enclose them all, `between` parts them."""

    parts: tuple[str, ...]
    before: str = ""
    after: str = ""
    between: str = "\n\n"


def split(fragment: str, form: Form) -> Blocks:
    """The blocks of a rendered comparison: lines of text, paragraphs of Markdown, top-level elements of HTML."""
    if form == "html":
        return _elements(fragment.strip())
    between = "\n" if form == "text" else "\n\n"
    parts = fragment.split("\n") if form == "text" else _BLANK_LINES.split(fragment)
    return Blocks(tuple(part.strip("\n") for part in parts if part.strip()), between=between)


def head(blocks: Blocks, room: int | None) -> tuple[str, int]:
    """The first blocks that fit into so many characters (None: all), joined, and how many are left out."""
    kept = len(blocks.parts) if room is None else _fitting(blocks, room)
    text = blocks.before + blocks.between.join(blocks.parts[:kept]) + blocks.after if kept else ""
    return text, len(blocks.parts) - kept


def _fitting(blocks: Blocks, room: int) -> int:
    """How many of the first blocks fit into so many characters."""
    within = room - len(blocks.before) - len(blocks.after)
    lengths = accumulate(len(part) + len(blocks.between) for part in blocks.parts)
    return sum(1 for _ in takewhile(lambda length: length <= within, lengths))


def _elements(fragment: str) -> Blocks:
    """The top-level elements, or those inside the containers that enclose everything."""
    before = after = ""
    ends = _ends(fragment)
    while len(ends) == 1 and (shell := _shell(fragment)):
        before, fragment, after = before + shell[0], shell[1], shell[2] + after
        ends = _ends(fragment)
    parts = (fragment[start:end].strip() for start, end in pairwise([0, *ends]))
    return Blocks(tuple(parts), before=before, after=after, between="\n")


def _shell(element: str) -> tuple[str, str, str] | None:
    """A container's opening tag, content and closing tag; None when it is no container."""
    opening = _TAG.match(element)
    if opening is None or opening["name"].lower() not in _CONTAINERS or opening["void"]:
        return None
    closing = element.rindex("<")
    return element[: opening.end()], element[opening.end() : closing], element[closing:]


def _ends(fragment: str) -> list[int]:
    """Where each top-level element ends; text behind the last one belongs to it."""
    ends, depth = [], 0
    for tag in _TAG.finditer(fragment):
        if not (tag["void"] or tag["name"].lower() in _VOID):
            depth += -1 if tag["close"] else 1
        if depth == 0:
            ends.append(tag.end())
    return [*ends[:-1], len(fragment)] if fragment else []
