"""Which parts of a page are not the document: menus, banners, dialogs, tables of contents, related links."""

from __future__ import annotations

import re

from monitor.extract.markdown import Block
from monitor.extract.markup import NAMES
from monitor.extract.tree import Element

# An element with this share of the page's prose is the document, whatever it calls itself: names lie.
OWN_SHARE = 0.25
# A consent dialog can say more than a short policy does.
DIALOG_SHARE = 0.9
# A link list: this share of its text is link text.
LINK_HEAVY = 0.6
FEW_LINKS = 3
# A `main` with this share of the page's prose is all of it.
MAIN_SHARE = 0.85

# What stands before the title is no part of the document unless it is more than this share of the text.
LEAD_SHARE = 0.1

# So many blocks in a row that are links are a menu; a block of so many characters between them is a label.
MANY_LINKS = 8
LABEL = 30

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FRAME_TAGS = NAMES["frames"]["tags"]
_FRAME_ROLES = NAMES["frames"]["roles"]
_FRAME_WORDS = NAMES["frames"]["words"]
_CONSENT_WORDS = NAMES["frames"]["consent"]
_CONSENT_MAKERS = NAMES["frames"]["consent_makers"]
_DIALOG_WORDS = NAMES["frames"]["dialogs"]
_UNSEEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|clip\s*:\s*rect\(|clip-path\s*:\s*inset",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_TARGETS = ("href", "data-target", "data-bs-target")
_OFFSCREEN = re.compile(
    r"(?:left|top|right|bottom|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01](?:px)?[\s,)]",
    re.IGNORECASE,
)
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def prune(body: Element) -> Element:
    """The part of a page's light tree that is the document; elements that are not are emptied in place."""
    elements = list(body.walk())
    controlled = frozenset(name for element in elements for name in _controls(element))
    _clear(body, body.prose, controlled)
    mains = [element for element in elements if element.tag == "main" or element.attribute("role") == "main"]
    return next((main for main in mains if main.prose >= MAIN_SHARE * body.prose), body)


def trim(blocks: list[Block]) -> list[Block]:
    """Blocks without lists of links, and without what stands before the title but lines that may be a date."""
    return _untitled(_unlisted(blocks))


def _unlisted(blocks: list[Block]) -> list[Block]:
    """Blocks without long runs of nothing but links, and the labels between them: the menus of a site."""
    kept: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, Block("")]:
        if block.text and (block.linked == len(block.text) or (run and len(block.text) <= LABEL)):
            run.append(block)
            continue
        tail = len(run) - next((at for at, last in enumerate(reversed(run)) if last.linked), 0)
        linked = sum(last.linked == len(last.text) for last in run[:tail])
        kept += run[tail:] if linked >= MANY_LINKS and linked > LINK_HEAVY * tail else run
        kept.append(block)
        run = []
    return kept[:-1]


def _untitled(blocks: list[Block]) -> list[Block]:
    first = next((at for at, block in enumerate(blocks) if block.mark == "# "), 0)
    lead = blocks[:first]
    if sum(len(block.text) for block in lead) > LEAD_SHARE * sum(len(block.text) for block in blocks):
        return blocks
    return [block for block in lead if _YEAR.search(block.text) and not block.linked] + blocks[first:]


def _controls(element: Element) -> list[str]:
    """The ids of the parts that an element opens: of tabs and collapsed sections."""
    targets = [element.attribute(name) for name in _TARGETS]
    return element.attribute("aria-controls").split() + [target[1:] for target in targets if target[:1] == "#"]


def _unchosen(element: Element, controlled: frozenset[str]) -> set[Element]:
    """Parts that are hidden while another one of their kind right beside them is shown: one of several documents.

    Sections that open and close stand below a heading each, and tabs name the parts that they open.
    """
    found: set[Element] = set()
    for row in _rows(element):
        hidden = {part for part in row if _is_closed(part) and part.attribute("id") not in controlled}
        if any(part.prose for part in row if part not in hidden):
            found |= hidden
    return found


def _rows(element: Element) -> list[list[Element]]:
    """Neighbours of one kind, at least two of them: nothing that is read stands between them."""
    rows: list[list[Element]] = [[]]
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                rows.append([])
        elif rows[-1] and _kind(child) == _kind(rows[-1][0]):
            rows[-1].append(child)
        elif child.length:
            rows.append([child])
    return [row for row in rows if len(row) > 1]


def _kind(element: Element) -> tuple[str, str]:
    return element.tag, element.attribute("class").partition(" ")[0]


def _is_closed(element: Element) -> bool:
    return element.attribute("role") != "tabpanel" and bool(_CLOSED.search(element.attribute("style")))


def _clear(element: Element, prose: int, controlled: frozenset[str]) -> None:
    kept: list[Element | str] = []
    unchosen = _unchosen(element, controlled)
    for child in element.children:
        if isinstance(child, str):
            kept.append(child)
        elif child in unchosen:
            continue
        elif child.length and not _is_frame(child, prose, controlled):
            _clear(child, prose, controlled)
            kept.append(child)
        elif child.tag in ("br", "hr"):
            kept.append(child)
        elif not child.length and any(isinstance(piece, str) for here in child.walk() for piece in here.children):
            kept.append(" ")  # nothing but the space between two words
    element.children = kept


def _is_frame(element: Element, prose: int, controlled: frozenset[str]) -> bool:
    if element.prose > DIALOG_SHARE * prose:
        return False
    if element.titles:
        return _is_dialog(element)
    if element.prose > OWN_SHARE * prose:
        return (element.buttons > 1 and _is_consent(element)) or _is_dialog(element)
    return (
        _is_said_frame(element) or _is_unseen(element, controlled) or _is_named_frame(element) or _is_contents(element)
    )


def _is_said_frame(element: Element) -> bool:
    """Whether the markup itself says that an element is no part of the text."""
    return (
        element.tag in _FRAME_TAGS
        or element.attribute("role").lower() in _FRAME_ROLES
        or element.attribute("aria-live").lower() in ("polite", "assertive")
    )


def _is_unseen(element: Element, controlled: frozenset[str]) -> bool:
    attributes = element.attributes
    style = attributes.get("style")
    if style and _OFFSCREEN.search(style):
        return True
    if element.prose or element.attribute("id") in controlled:  # a collapsed section
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return bool(style and _UNSEEN_STYLE.search(style))


def _words(names: str) -> set[str]:
    """The words that class names are made of; names with `:` or `[` are utilities that say nothing."""
    parts = (name for name in names.split() if ":" not in name and "[" not in name)
    return {word.lower() for part in parts for word in _NAME_PART.findall(part)}


def _is_dialog(element: Element) -> bool:
    """Whether an element is a dialog about consent beyond doubt, so that even a title in it is the dialog's."""
    words = _words(element.attribute("class") + " " + element.attribute("id"))
    if words & _CONSENT_MAKERS:
        return True
    opens = bool(words & _DIALOG_WORDS) or element.attribute("role") in ("dialog", "alertdialog")
    return opens and bool(words & _CONSENT_WORDS)


def _is_consent(element: Element) -> bool:
    if element.attribute("role") in ("dialog", "alertdialog") or element.attribute("aria-modal") == "true":
        return True
    return bool(_words(element.attribute("class") + " " + element.attribute("id")) & _CONSENT_WORDS)


def _is_named_frame(element: Element) -> bool:
    if element.buttons and _is_consent(element):
        return True
    names = element.attribute("class")
    if not names:
        return False
    words = _words(names)
    return bool(words & _FRAME_WORDS) and (not element.prose or element.linked > element.length / 2)


def _is_contents(element: Element) -> bool:
    return (
        element.links >= FEW_LINKS
        and element.anchored > LINK_HEAVY * element.length
        and element.tag not in ("table", "tbody", "tr", "td", "p")
    )
