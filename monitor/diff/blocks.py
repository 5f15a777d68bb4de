"""The blocks of a text: paragraphs, headings, items of lists, rows of tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import dropwhile

from monitor.diff.words import BULLETS, key

_OPENS = re.compile(rf"[ \t>]*(?:(?:#{{1,6}}|[{BULLETS}]|\d{{1,3}}[.)])(?=\s)|\|)")
_WHOLE = re.compile(r"[ \t>]*(?:#{1,6}(?=\s)|\|)")  # headings and rows end with their line
_LETTER = re.compile(r"\w")
_BETWEEN = "\n\n"


def blocks(text: str) -> list[str]:
    """Split a text; lines without words (rules, empty rows) belong to the block above, or the first one below."""
    found: list[list[str]] = [[]]
    open_ended = worded = False
    for line in text.split("\n"):
        if not _speaks(line):
            open_ended = False
        else:
            if worded and not (open_ended and not _OPENS.match(line)):
                found.append([])
            worded, open_ended = True, not _WHOLE.match(line)
        found[-1].append(line)
    return [block for lines in found if (block := _trimmed(lines))]


def joined(parts: Iterable[str]) -> str:
    """Put blocks together so that splitting gives them again."""
    return _BETWEEN.join(parts)


def _speaks(line: str) -> bool:
    # Nearly every line is decided by its first letter or by having none; only an image or a rule needs to be read.
    if _LETTER.search(line) and "](" not in line:
        return True
    bare = line.strip()  # as it stands where a block ends with it
    return bool(bare and key(bare))


def _trimmed(lines: list[str]) -> str:
    return "\n".join(dropwhile(_is_blank, lines)).rstrip()


def _is_blank(line: str) -> bool:
    return not line.strip()
