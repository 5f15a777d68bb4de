"""A light tree as Markdown: headings, lists, tables and paragraphs, an empty line between blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from monitor.extract.markup import NAMES
from monitor.extract.tree import Element

_BLOCKS = NAMES["elements"]["blocks"]
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
# Zero-width and directional marks, soft hyphens and the byte order mark: nobody sees them come and go.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
# Editors and content systems turn these back and forth.
_QUOTES = {"'": "‘’‚‛", '"': "“”„‟"}
# The mark of a table's row: rows stand below each other without an empty line.
ROW = "|"
_EMPTY_LINES = re.compile(r"\n{2,}")
_CELLS = ("td", "th")
# A cell with this much text belongs to a table that lays out a page.
LONG_CELL = 1_500


@dataclass(slots=True)
class Block:
    """One block of text; `mark` stands before it ("## ", "- "), `linked` counts the characters inside links."""

    text: str
    mark: str = ""
    linked: int = 0


@dataclass(slots=True)
class Writer:
    """Gathers blocks while a tree is walked."""

    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    linked: int = 0
    mark: str = ""  # before the next block: a heading's, a list item's, or the indent of an item's further blocks

    def flush(self) -> None:
        """End the block that is being written."""
        text = clean("".join(self.line)) if self.line else ""
        self.line.clear()
        if text:
            self.blocks.append(Block(text, self.mark, self.linked))
            self.mark = _used(self.mark)
        self.linked = 0

    def write(self, element: Element, *, linked: bool = False) -> None:
        """Write an element's children."""
        for child in element.children:
            if isinstance(child, str):
                self.line.append(child)
                self.linked += len(child.strip()) if linked else 0
            elif child.tag == "br":
                self.line.append("\x00")
            elif child.tag in _BLOCKS:
                self._block(child, linked=linked)
            else:
                self.write(child, linked=linked or child.tag == "a")

    def _block(self, element: Element, *, linked: bool) -> None:
        self.flush()
        mark, written = self.mark, len(self.blocks)
        if element.tag in _HEADINGS:
            self.mark = _HEADINGS[element.tag]
        elif element.tag == "li":
            self.mark = _item(mark)
        if element.tag == "table" and is_data(element):
            self.blocks.extend(Block(row, ROW) for row in rows(element))
        else:
            self.write(element, linked=linked)
        self.flush()
        self.mark = _used(mark) if len(self.blocks) > written else mark


def _item(mark: str) -> str:
    """The mark of a list item inside a block with that mark; an item that only wraps a list is no level of its own."""
    if mark.endswith("- "):
        return mark
    return mark + "- " if mark.isspace() else "- "


def _used(mark: str) -> str:
    """What stands before the blocks after the first one with that mark: a list item has one dash."""
    return " " * len(mark) if mark.endswith("- ") else mark


def blocks(root: Element) -> list[Block]:
    """The blocks of text of a light tree, in page order."""
    writer = Writer()
    writer.write(root)
    writer.flush()
    return writer.blocks


def level(found: list[Block]) -> list[Block]:
    """Blocks with heading levels counted without gaps, so that a page restyled from h3 to h2 reads the same."""
    used = sorted({len(block.mark) for block in found if block.mark.startswith("#")})
    marks = {"#" * (size - 1) + " ": "#" * (rank + 1) + " " for rank, size in enumerate(used)}
    return [Block(block.text, marks.get(block.mark, block.mark), block.linked) for block in found]


def clean(text: str) -> str:
    """Text with its white space made plain; NUL stands for a line break."""
    if not text.isascii():
        text = _plain(_INVISIBLE.sub("", text))
    if "\x00" not in text:
        return " ".join(text.split())
    return "\n".join(" ".join(line.split()) for line in text.split("\x00")).strip()


def _plain(text: str) -> str:
    for plain, curved in _QUOTES.items():
        for quote in curved:
            text = text.replace(quote, plain)
    return text


def is_data(table: Element) -> bool:
    """Whether a table is one of figures and facts, not one that lays out a page."""
    cells = 0
    for cell in _cells(table):
        cells += 1
        if cell.length > LONG_CELL:
            return False
    return cells > 1


def _cells(table: Element) -> list[Element]:
    found: list[Element] = []
    waiting: list[Element] = [table]
    while waiting:
        here = waiting.pop()
        for child in here.children:
            if isinstance(child, str):
                continue
            (found if child.tag in _CELLS else waiting).append(child)
    return found


def rows(table: Element) -> list[str]:
    """The rows of a table as Markdown, cells kept apart by bars, the first row as its head."""
    found: list[str] = []
    waiting = [table]
    while waiting:
        here = waiting.pop()
        if here.tag != "tr":
            waiting.extend(child for child in reversed(here.children) if not isinstance(child, str))
        elif any(cells := [_flat(cell) for cell in _cells(here)]):
            found.append("| " + " | ".join(cells) + " |")
            if len(found) == 1:
                found.append("|" + " --- |" * len(cells))
    return found


def _flat(element: Element) -> str:
    return " ".join(block.text.replace("\n", " ").replace("|", "\\|") for block in blocks(element))


def render(found: list[Block]) -> str:
    """Blocks as one text."""
    out: list[str] = []
    before = ""
    for block in found:
        if out:
            out.append("\n" if before == block.mark == ROW else "\n\n")
        out.append(_written(block))
        before = block.mark
    return "".join(out)


def _written(block: Block) -> str:
    if block.mark == ROW:
        return block.text
    if block.mark.startswith("#"):
        return block.mark + " ".join(block.text.split())
    return "\n\n".join(block.mark + part for part in _EMPTY_LINES.split(block.text))
