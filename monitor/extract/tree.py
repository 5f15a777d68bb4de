"""A page as a light tree whose elements know how much text, link text and prose they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from monitor.extract.markup import NAMES

# Elements deeper than this hang from the last ancestor above it, as browsers do it (at 512); it bounds recursion.
MAX_DEPTH = 200

# A piece of text of this many characters outside links is taken for prose rather than for a label.
PROSE = 60

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

# Never text that a reader of the page sees.
SILENT = NAMES["elements"]["silent"]


@dataclass(slots=True, eq=False)
class Element:
    """One element: `children` in page order; lengths in characters; `links`, `buttons` and `titles` are counts."""

    tag: str
    attributes: dict[str, str | None]
    children: list[Element | str] = field(default_factory=list)
    length: int = 0
    linked: int = 0
    anchored: int = 0  # inside links to a place on the same page
    prose: int = 0
    links: int = 0
    buttons: int = 0
    titles: int = 0  # h1 elements
    headed: int = 0  # inside headings

    def attribute(self, name: str) -> str:
        """The value of an attribute, empty when it is missing or has none."""
        return self.attributes.get(name) or ""

    def add_text(self, text: str) -> None:
        """Hang a piece of text into the element."""
        self.children.append(text)
        size = len(text.strip())
        self.length += size
        if size >= PROSE:
            self.prose += size

    def close(self) -> None:
        """Add what the element itself is to what it holds."""
        if self.tag == "a" and "href" in self.attributes:
            self.links, self.linked, self.prose = 1, self.length, 0
            if self.attribute("href").startswith("#"):
                self.anchored = self.length
        elif self.tag == "button" or self.attribute("role") == "button":
            self.buttons += 1
        elif self.tag in HEADINGS:
            self.headed = self.length
            self.titles += self.tag == "h1" and self.length > 0
        elif self.tag == "td":  # cells say in a few words what elsewhere takes sentences
            self.prose = self.plain

    def walk(self) -> Iterator[Element]:
        """The element and every one below it, in page order."""
        waiting: list[Element | str] = [self]
        while waiting:
            here = waiting.pop()
            if not isinstance(here, str):
                yield here
                waiting.extend(reversed(here.children))

    def take(self, child: Element) -> None:
        """Add a closed child's figures."""
        self.length += child.length
        self.linked += child.linked
        self.anchored += child.anchored
        self.prose += child.prose
        self.links += child.links
        self.buttons += child.buttons
        self.titles += child.titles
        self.headed += child.headed

    def lose(self, child: Element) -> None:
        """Take a child's figures away again."""
        self.length -= child.length
        self.linked -= child.linked
        self.anchored -= child.anchored
        self.prose -= child.prose
        self.links -= child.links
        self.buttons -= child.buttons
        self.titles -= child.titles
        self.headed -= child.headed

    @property
    def plain(self) -> int:
        """The length of the text outside links."""
        return self.length - self.linked


def grow(root: LexborNode) -> Element:
    """The light tree below a node of the parser; comments and what is never text are left out."""
    top = Element(root.tag or "", root.attributes)
    path = [(root, top)]
    node = root.first_child
    while path:
        if node is None:
            done, element = path.pop()
            _finish(element, path[-1][1] if path else None)
            node = done.next if path else None
        elif node.is_text_node:
            path[-1][1].add_text(node.text_content or "")
            node = node.next
        elif not node.is_element_node or node.tag in SILENT:
            node = node.next
        else:
            path.append((node, _open(node, path[-1][1], len(path))))
            node = node.first_child
    return top


def gather(nodes: Iterable[LexborNode]) -> Element:
    """One light tree of several parts of a page."""
    top = Element("body", {})
    for node in nodes:
        if node.is_text_node:
            top.add_text(node.text_content or "")
        elif node.is_element_node and node.tag not in SILENT:
            part = grow(node)
            top.children.append(part)
            top.take(part)
    return top


def _open(node: LexborNode, parent: Element, depth: int) -> Element:
    if depth >= MAX_DEPTH:
        return parent
    element = Element(node.tag or "", node.attributes)
    parent.children.append(element)
    return element


def _finish(element: Element, parent: Element | None) -> None:
    if element is parent:  # one that hangs from an ancestor because it lay too deep
        return
    element.close()
    if parent is not None and (element.length or element.buttons):
        parent.take(element)
