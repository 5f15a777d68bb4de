"""A light tree as Markdown: headings, lists, tables and paragraphs, an empty line between blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from monitor.extract.markup import NAMES
from monitor.extract.tree import CELLS, SPACE, Element

_BLOCKS = NAMES["elements"]["blocks"]
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
# Zero-width and directional marks, soft hyphens and the byte order mark: nobody sees them come and go.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
# Editors and content systems turn these back and forth.
_QUOTES = {"'": "‘’‚‛", '"': "“”„‟"}
# The mark of a table's row: rows stand below each other without an empty line.
ROW = "|"
_EMPTY_LINES = re.compile(r"\n{2,}")
_TYPED_END = re.compile(r"\n[ \t\r]*\n\s*")
# A cell with this much text belongs to a table that lays out a page.
LONG_CELL = 1_500
_SPANNED = re.compile(r"\s*([1-9][0-9]{0,4})\s*")
MOST_SPANNED = 30  # columns or rows over which one cell reaches
MOST_COLUMNS = 60  # beyond which a cell over several of them stands in one
SAID_AGAIN = 300  # characters of a cell that is said in each of its rows


class Anchor(NamedTuple):
    """A link in a block: the pieces `start` to `end` are its text, `href` its address as the page has it."""

    start: int
    end: int
    href: str


# What makes an address as a page has it whole, or gives None for one that is no address.
Address = Callable[[str], str | None]


@dataclass(slots=True)
class Block:
    """One block of text; `mark` stands before it ("## ", "- "), `linked` counts the characters inside links.

    `pieces` are what the text was made of, `anchors` the links among them; a table's row has `cells` instead.
    """

    text: str
    mark: str = ""
    linked: int = 0
    pieces: Sequence[str] = ()
    anchors: Sequence[Anchor] = ()
    cells: Sequence[list[Block]] = ()

    def with_links(self, address: Address) -> str:
        """The text with its links as Markdown."""
        if self.cells:
            return _row([" ".join(_one_line(block.with_links(address)) for block in cell) for cell in self.cells])
        pieces = list(self.pieces)
        for start, end, href in reversed(self.anchors):
            label, target = "".join(pieces[start:end]), address(href)
            if target and label.strip():
                pieces[start:end] = [label.replace(label.strip(), f"[{label.strip()}]({target})", 1)]
        return clean("".join(pieces)) if self.anchors else self.text

    def reword(self, text: str) -> None:
        """Give the block another text, without links."""
        self.text, self.pieces, self.anchors, self.cells = text, (), (), ()


@dataclass(slots=True)
class Writer:
    """Gathers blocks while a tree is walked."""

    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    linked: int = 0
    mark: str = ""  # before the next block: a heading's, a list item's, or the indent of an item's further blocks

    def flush(self) -> None:
        """End the block that is being written."""
        if not self.line:
            return
        text = clean("".join(self.line))
        if text:
            self.blocks.append(Block(text, self.mark, self.linked, self.line, tuple(self.anchors)))
            self.mark = _used(self.mark)
        self.line, self.linked = [], 0
        self.anchors.clear()

    def write(self, element: Element, *, linked: bool = False) -> None:
        """Write an element's children."""
        for child in element.children:
            if isinstance(child, str):
                if self.line or child != SPACE:
                    self.line.append(child)
                    self.linked += len(child.strip()) if linked else 0
            elif child.tag in _BLOCKS:
                self._block(child, linked=linked)
            elif child.tag == "br":
                self.line.append("\x00")
            elif child.tag == "a":
                self._anchor(child)
            else:
                self.write(child, linked=linked)

    def _anchor(self, element: Element) -> None:
        written, start = len(self.blocks), len(self.line)
        self.write(element, linked=True)
        if len(self.blocks) == written and len(self.line) > start:  # a link around several blocks is none of theirs
            self.anchors.append(Anchor(start, len(self.line), element.attribute("href")))

    def _block(self, element: Element, *, linked: bool) -> None:
        self.flush()
        mark, written = self.mark, len(self.blocks)
        if element.tag in _HEADINGS:
            self.mark = _HEADINGS[element.tag]
        elif element.tag == "li":
            self.mark = _item(mark)
        if element.tag == "table" and is_data(element):
            self._table(element)
        elif element.tag == "pre":
            self.write(_in_paragraphs(element), linked=linked)
        else:
            self.write(element, linked=linked)
        self.flush()
        self.mark = _used(mark) if len(self.blocks) > written else mark

    def _table(self, table: Element) -> None:
        for child in table.children:
            if not isinstance(child, str) and child.tag == "caption":
                self._block(child, linked=False)
        self.blocks.extend(rows(table))


def _in_paragraphs(element: Element) -> Element:
    """Text as it was typed, in which empty lines end a paragraph."""
    whole = Element(element.tag, element.attributes)
    whole.children = [
        _TYPED_END.sub("\x00\x00", child) if isinstance(child, str) else _in_paragraphs(child)
        for child in element.children
    ]
    return whole


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
    for block in found:
        block.mark = marks.get(block.mark, block.mark)
    return found


def clean(text: str) -> str:
    """Text with its white space made plain; NUL stands for a line break."""
    if not text.isascii():
        text = _plain(text)
    if text.isprintable() and "  " not in text:  # most text: what is printable has no space but the plain one
        return text.strip()
    if "\x00" not in text:
        return " ".join(text.split())
    return "\n".join(" ".join(line.split()) for line in text.split("\x00")).strip()


def _plain(text: str) -> str:
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    for plain, curved in _QUOTES.items():
        for quote in curved:
            text = text.replace(quote, plain)
    return text


def is_data(table: Element) -> bool:
    """Whether a table is one of figures and facts, not one that lays out a page."""
    cells = 0
    for cell in _cells(table):
        cells += cell.length > 0
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
            (found if child.tag in CELLS else waiting).append(child)
    return found


def rows(table: Element) -> list[Block]:
    """The rows of a table as Markdown, cells kept apart by bars, the first row as its head.

    A cell over several columns stands in the first of them; one over several rows is said in each, if it is short.
    """
    found: list[Block] = []
    waiting = [table]
    lasting: dict[int, tuple[int, list[Block]]] = {}  # by the column: for how many rows a cell lasts still
    while waiting:
        here = waiting.pop()
        if here.tag != "tr":
            waiting.extend(child for child in reversed(here.children) if not isinstance(child, str))
            continue
        cells = _spread(_cells(here), lasting)
        if any(cells):
            texts = [" ".join(_one_line(block.text) for block in cell) for cell in cells]
            found.append(Block(_row(texts), ROW, cells=cells))
            if len(found) == 1:
                found.append(Block("|" + " --- |" * len(cells), ROW))
    return found


def _spread(cells: list[Element], lasting: dict[int, tuple[int, list[Block]]]) -> list[list[Block]]:
    """The cells of a row, each in its column; `lasting` holds those of rows above that reach into it, and is kept."""
    found: list[list[Block]] = []
    waiting = [*reversed(cells)]
    while waiting or len(found) in lasting:
        column = len(found)
        if column in lasting:
            rows_left, said = lasting.pop(column)
            if rows_left > 1:
                lasting[column] = rows_left - 1, said
            found.append(said)
            continue
        cell = waiting.pop()
        said = blocks(cell)
        if (over := _span(cell, "rowspan")) > 1:
            lasting[column] = over - 1, said if cell.length <= SAID_AGAIN else []
        wide = min(_span(cell, "colspan"), max(1, MOST_COLUMNS - column))
        found += [said, *([] for _ in range(wide - 1))]
    return found


def _span(cell: Element, name: str) -> int:
    """Over how many columns or rows a cell reaches."""
    written = _SPANNED.fullmatch(cell.attribute(name))
    return min(int(written[1]), MOST_SPANNED) if written else 1


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _one_line(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|")


def render(found: list[Block], address: Address | None = None) -> str:
    """Blocks as one text, with its links where their addresses can be made."""
    out: list[str] = []
    before = ""
    for block in found:
        if out:
            out.append("\n" if before == block.mark == ROW else "\n\n")
        out.append(_written(block.mark, block.with_links(address) if address else block.text))
        before = block.mark
    return "".join(out)


def _written(mark: str, text: str) -> str:
    if mark == ROW:
        return text
    if mark.startswith("#"):
        return mark + " ".join(text.split())
    return "\n\n".join(mark + part for part in _EMPTY_LINES.split(text)) if "\n\n" in text else mark + text
