"""Takes a rendered comparison apart into whole blocks, so that what does not fit is left out and never cut through."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from monitor.alert.forms import Form

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})", re.MULTILINE)
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
    """The blocks of a rendered comparison: top-level elements in HTML, what blank lines part otherwise."""
    return _elements(fragment.strip()) if form == "html" else Blocks(tuple(_paragraphs(fragment)))


def head(blocks: Blocks, room: int) -> tuple[str, int]:
    """The first blocks that fit into so many characters, joined, and how many are left out."""
    lengths = accumulate(len(part) + len(blocks.between) for part in blocks.parts)
    within = room - len(blocks.before) - len(blocks.after)
    kept = sum(length <= within for length in lengths)
    text = blocks.before + blocks.between.join(blocks.parts[:kept]) + blocks.after if kept else ""
    return text, len(blocks.parts) - kept


def _paragraphs(text: str) -> Iterator[str]:
    """What blank lines part; a fenced passage stays whole."""
    held = ""
    for part in _BLANK_LINES.split(text.strip("\n")):
        held = f"{held}\n\n{part}" if held else part
        if held.strip() and len(_FENCE.findall(held)) % 2 == 0:
            yield held
            held = ""
    if held.strip():
        yield held


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
