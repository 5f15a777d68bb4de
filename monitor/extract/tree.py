"""A page as a light tree whose elements know how much text, link text and prose they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from monitor.extract.markup import NAMES

# Elements deeper than this hang from the last ancestor above it, as browsers do it (at 512); it bounds recursion.
MAX_DEPTH = 200

# A piece of text of this many characters outside links is taken for prose rather than for a label.
PROSE = 60
# One that ends as sentences do needs fewer characters to be no label; where a character is a word, it is prose.
SENTENCE, IDEOGRAPHS = 25, 12
_ENDS, _IDEOGRAPHIC_ENDS = ".!", "。！"
# A paragraph with no more than this share of its text in links is prose, however many links cut it to pieces.
LINKED_PROSE = 0.7

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

CELLS = ("td", "th")

_PARAGRAPHS = frozenset({"dd", "p", "td"})

# Elements that count as what they are; so may any that has a role.
_COUNTED = frozenset({"a", "button", "main", *HEADINGS, *_PARAGRAPHS})

# The attributes of the many elements without: one object for all of a page is half the objects.
_NONE: dict[str, str | None] = {}

# What white space between words and elements is read as.
SPACE = " "

# What the parser calls a piece of text.
_TEXT = "-text"

# Never text that a reader of the page sees.
SILENT = NAMES["elements"]["silent"]


class Element:
    """One element: `children` in page order; lengths in characters; `links`, `buttons` and the like are counts."""

    __slots__ = (
        "anchored",  # the length inside links to a place on the same page
        "attributes",
        "buttons",
        "children",
        "headed",  # the length inside headings
        "length",
        "linked",
        "links",
        "mains",
        "nested",  # whether it holds other elements
        "prose",
        "said",  # the length of prose and of short sentences
        "styled",  # whether a child has a style of its own
        "tag",
        "titles",  # h1 elements
    )

    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []
        self.length = self.linked = self.anchored = self.headed = self.prose = self.said = 0
        self.links = self.buttons = self.titles = self.mains = 0
        self.nested = self.styled = False

    def attribute(self, name: str) -> str:
        """The value of an attribute, empty when it is missing or has none."""
        return self.attributes.get(name) or ""

    def add_text(self, text: str) -> None:
        """Hang a piece of text into the element."""
        self.children.append(text)
        plain = text.strip()
        size = len(plain)
        self.length += size
        if size >= PROSE or (size >= IDEOGRAPHS and plain[-1] in _IDEOGRAPHIC_ENDS):
            self.prose += size
            self.said += size
        elif size >= SENTENCE and plain[-1] in _ENDS:
            self.said += size

    def close(self) -> None:
        """Add what the element itself is to what it holds."""
        self.mains += self.is_main
        if self.tag == "a" and "href" in self.attributes:
            self.links, self.linked, self.prose, self.said = 1, self.length, 0, 0
            if self.attribute("href").startswith("#"):
                self.anchored = self.length
        elif self.tag == "button" or self.attributes.get("role") == "button":
            self.buttons += 1
        elif self.tag in HEADINGS:
            self.headed = self.length
            self.titles += self.tag == "h1" and self.length > 0
        elif self.tag in _PARAGRAPHS and self._is_prose():
            self.prose, self.said = max(self.prose, self.plain), max(self.said, self.plain)

    def _is_prose(self) -> bool:
        """Whether a paragraph is prose as a whole; cells say in a few words what elsewhere takes sentences."""
        return self.tag == "td" or (self.length >= PROSE and self.linked <= LINKED_PROSE * self.length)

    def walk(self) -> Iterator[Element]:
        """The element and every one below it, in page order."""
        waiting = [self]
        while waiting:
            here = waiting.pop()
            yield here
            if here.nested:
                waiting += [child for child in reversed(here.children) if not isinstance(child, str)]

    def take(self, child: Element) -> None:
        """Add a closed child's figures."""
        self.length += child.length
        self.prose += child.prose
        self.said += child.said
        # Of most elements there is none of these below: a look is cheaper than a sum.
        if child.headed:
            self.headed += child.headed
            self.titles += child.titles
        if child.buttons:
            self.buttons += child.buttons
        if child.mains:
            self.mains += child.mains
        if child.links or child.linked:
            self.links += child.links
            self.linked += child.linked
            self.anchored += child.anchored

    def lose(self, child: Element) -> None:
        """Take a child's figures away again."""
        self.length -= child.length
        self.linked -= child.linked
        self.anchored -= child.anchored
        self.prose -= child.prose
        self.said -= child.said
        self.links -= child.links
        self.buttons -= child.buttons
        self.titles -= child.titles
        self.headed -= child.headed

    def texts(self) -> Iterator[str]:
        """The pieces of text that it holds, in page order."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            else:
                yield from child.texts()

    @property
    def is_main(self) -> bool:
        """Whether it says that it is what the page is about."""
        return self.tag == "main" or self.attributes.get("role") == "main"

    @property
    def plain(self) -> int:
        """The length of the text outside links."""
        return self.length - self.linked


def grow(root: LexborNode) -> Element:
    """The light tree below a node of the parser; comments and what is never text are left out."""
    top = here = Element(root.tag or "", root.attributes)
    names: dict[int, str] = {}  # by the parser's number of a tag: one string for all elements of the name
    above: list[tuple[LexborNode, Element]] = []
    node = root.first_child
    while node is not None or above:
        if node is None:
            done, parent = above.pop()
            _finish(here, parent)
            node, here = done.next, parent
            continue
        tag = names.get(node.tag_id)
        if tag is None:
            tag = names[node.tag_id] = _name(node)
        if not tag:
            node = node.next
        elif tag == _TEXT:
            text = node.text_content or ""
            if text.isspace():
                here.children.append(SPACE)
            else:
                here.add_text(text)
            node = node.next
        else:
            above.append((node, here))
            here = _open(node, tag, here, len(above))
            node = node.first_child
    top.close()
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
            top.nested = top.styled = True
    return top


def _name(node: LexborNode) -> str:
    """What a node is called; nothing for what is left out."""
    if node.is_text_node:
        return _TEXT
    tag = node.tag if node.is_element_node else None
    return tag if tag and tag not in SILENT else ""


def _open(node: LexborNode, tag: str, parent: Element, depth: int) -> Element:
    if depth >= MAX_DEPTH:
        return parent
    attributes = node.attributes or _NONE
    element = Element(tag, attributes)
    parent.children.append(element)
    parent.nested = True
    if "style" in attributes:
        parent.styled = True
    return element


def _finish(element: Element, parent: Element) -> None:
    if element is parent:  # one that hangs from an ancestor because it lay too deep
        return
    if element.tag in _COUNTED or "role" in element.attributes:
        element.close()
    if element.length or element.buttons:
        parent.take(element)
    else:
        parent.mains += element.mains
