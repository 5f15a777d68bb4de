"""The one policy of several on a page, found by its heading or by the title of what unfolds or lies behind a tab."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from monitor.errors import ExtractError
from monitor.extract.markdown import Block, blocks
from monitor.extract.prune import prune
from monitor.extract.signatures import TYPES, document_type
from monitor.extract.tree import Element

MISSING = "section not found"

# A title has no more words, and a line that stands for a heading no more either.
TITLE_WORDS = 7
PROPOSED_WORDS = 5
# What a tab or a title that unfolds must hold, in characters, to be a policy.
PANEL_LENGTH = 200
# A separate policy has this share of the page's words, and so many; all of them together most of the page.
SHARE, LEAST_WORDS, TOGETHER = 0.05, 60, 0.5
_SHOWN = 12
# How scripts are told that pressing an element shows another.
_TOGGLED, _TOGGLES = ("data-toggle", "data-bs-toggle"), frozenset({"tab", "pill", "collapse"})
_LEADS = ("href", "data-target", "data-bs-target")

_NUMBER = re.compile(r"\W*(?:(?:(?:section|part|article|chapter)\s+)?(?:\d+(?:\.\d+)*|[ivx]+|[a-z])[.):–—-]+\s*)*")
_QUOTES = str.maketrans("’‘‚‛`´“”„«»", "''''''\"\"\"\"\"")
_BARE = frozenset(name for names in TYPES.values() for name in names)
_HEADING = re.compile(r"(#{1,6} )(.+)", re.DOTALL)


def read_section(body: Element, section: str) -> list[Block]:
    """The blocks of the policy named; ExtractError when no heading or title names it."""
    opened = _panel(body, _plain(section))
    return chapter(blocks(prune(body)), section) if opened is None else blocks(prune(opened))


def chapter(found: list[Block], section: str) -> list[Block]:
    """The blocks from the heading named to the next of its rank; ExtractError with the headings there are."""
    wanted = _plain(section)
    starts = _starts(found, wanted)
    if not starts:
        raise ExtractError(f"the page has no one heading {section!r}; it has {_listed(found)}", kind=MISSING)
    # A table of contents may name it, too: the place with the most text is meant.
    return max((found[start : _end(found, start)] for start in starts), key=_words)


def propose(found: list[Block]) -> tuple[str, ...]:
    """The headings of a page under which separate policies stand; none when the page is one document."""
    whole = _words(found)
    for rank in sorted({_rank(block) for block in found} - {0}):
        sizes = {at: _words(found[at : _end(found, at)]) for at in _titles(found, rank)}
        kept = [at for at, size in sizes.items() if size >= max(SHARE * whole, LEAST_WORDS)]
        # The sections of one policy speak of one subject; separate policies are of several kinds.
        kinds = {document_type(found[at].text) for at in kept} - {"other"}
        if len(kinds) > 1 and sum(sizes[at] for at in kept) >= TOGETHER * whole:
            return tuple(dict.fromkeys(" ".join(found[at].text.split()) for at in kept))
    return ()


def unfolded(body: Element) -> tuple[str, ...]:
    """The titles of tabs and of parts that unfold behind which separate policies stand; none when there is one."""
    names = _named(body)
    pairs = (pair for element in body.walk() for pair in _titled(element, names))
    found = {" ".join(_text(title).split()): panel.length for title, panel in pairs if panel.length >= PANEL_LENGTH}
    policies = {title: length for title, length in found.items() if _is_named(title)}
    kinds = {document_type(title) for title in policies} - {"other"}
    return tuple(policies) if len(kinds) > 1 and sum(policies.values()) >= TOGETHER * body.length else ()


def parse(text: str) -> list[Block]:
    """The blocks of a text as a reader of this package wrote it."""
    parts = text.split("\n\n")
    matched = ((part, _HEADING.fullmatch(part)) for part in parts)
    return [Block(heading[2], heading[1]) if heading else Block(part) for part, heading in matched]


def _starts(found: list[Block], wanted: str) -> list[int]:
    headings = {at: _plain(block.text) for at, block in enumerate(found) if _rank(block)}
    if exact := [at for at, text in headings.items() if text == wanted]:
        return exact
    begun = [at for at, text in headings.items() if text.startswith(wanted)]
    if len({headings[at] for at in begun}) == 1:
        return begun
    if begun:
        return []
    return [at for at, block in enumerate(found) if _is_line(block) and _plain(block.text) == wanted]


def _titles(found: list[Block], rank: int) -> list[int]:
    """The headings of one rank that may be titles of separate policies."""
    ranked = (at for at, block in enumerate(found) if _rank(block) == rank and _is_named(block.text))
    named = [at for at in ranked if len(found[at].text.split()) <= PROPOSED_WORDS]
    if any(_is_flat(found, at) for at in named):
        return [at for at in named if _is_title(found[at].text) and document_type(found[at].text) != "other"]
    return [at for at in named if not _is_inside(found, at)]


def _end(found: list[Block], start: int) -> int:
    """Where a chapter ends; in a text whose headings are all of one rank only another kind of document ends it."""
    rank = _rank(found[start])
    later = range(start + 1, len(found))
    if rank and not _is_flat(found, start):
        return next((at for at in later if 0 < _rank(found[at]) <= rank), len(found))
    kind = document_type(found[start].text)
    return next((at for at in later if 0 < _rank(found[at]) < rank or _is_other(found[at], rank, kind)), len(found))


def _is_other(block: Block, rank: int, kind: str | None) -> bool:
    """Whether a block is the title of another kind of document; without a heading to compare to, any short line may."""
    may = _rank(block) or (not rank and _is_line(block))
    return bool(may) and _is_title(block.text) and document_type(block.text) not in (kind, "other")


def _is_flat(found: list[Block], start: int) -> bool:
    """Whether a document's own sections have headings of the same rank as its title."""
    rank = _rank(found[start])
    if not _is_title(found[start].text) or any(_rank(block) > rank for block in found[start:]):
        return False
    same = [block for block in found if _rank(block) == rank]
    return 2 * sum(_is_named(block.text) for block in same) <= len(same)


def _is_inside(found: list[Block], at: int) -> bool:
    """Whether the heading above one names a document itself, of which it is then a part."""
    rank = _rank(found[at])
    above = next((block for block in reversed(found[:at]) if 0 < _rank(block) < rank), None)
    return above is not None and document_type(above.text) not in (None, "other")


def _is_named(text: str) -> bool:
    """Whether a heading is short, without a number, and names a kind of document."""
    lowered = _folded(text)
    unnumbered = _NUMBER.sub("", lowered, count=1) == lowered.lstrip("\"' ")
    return unnumbered and len(text.split()) <= TITLE_WORDS and document_type(text) is not None


def _is_title(text: str) -> bool:
    """Whether a heading names a document and not only its subject: "Cookies" is also a section of one."""
    return _is_named(text) and _plain(text) not in _BARE and _plain(text).removesuffix("s") not in _BARE


def _is_line(block: Block) -> bool:
    return not block.mark and block.linked < len(block.text) / 2 and len(block.text.split()) <= TITLE_WORDS


def _rank(block: Block) -> int:
    return len(block.mark) - 1 if block.mark.startswith("#") else 0


def _words(found: Iterable[Block]) -> int:
    return sum(len(block.text.split()) for block in found)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text.translate(_QUOTES)).casefold().split())


def _plain(text: str) -> str:
    """A heading without case, number and outer punctuation."""
    folded = _folded(text)
    return (_NUMBER.sub("", folded, count=1) or folded).strip(" .:!?'\"#*_-–—")


def _listed(found: list[Block]) -> str:
    names = list(dict.fromkeys(" ".join(block.text.split())[:80] for block in found if _rank(block)))
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(map(repr, names[:_SHOWN])) + more if names else "no headings at all"


def _panel(body: Element, wanted: str) -> Element | None:
    """The element whose title a tab, a button or a `summary` is."""
    names = _named(body)
    for element in body.walk():
        for title, panel in _titled(element, names):
            if panel.length >= PANEL_LENGTH and title.length < PANEL_LENGTH and _plain(_text(title)) == wanted:
                return panel
    return None


def _named(body: Element) -> dict[str, Element]:
    """The elements that have an id, the first of each."""
    return {name: element for element in reversed(list(body.walk())) if (name := element.attribute("id"))}


def _titled(element: Element, names: dict[str, Element]) -> Iterator[tuple[Element, Element]]:
    """The pairs of a title and what it opens that an element takes part in."""
    if element.tag == "details":
        yield from ((child, element) for child in element.children if _is_summary(child))  # type: ignore[misc] # narrowed
    targets = element.attribute("aria-controls").split()
    if element.attribute("role") == "tab" or any(element.attribute(name) in _TOGGLES for name in _TOGGLED):
        targets += [address[1:] for name in _LEADS if (address := element.attribute(name)).startswith("#")]
    yield from ((element, names[target]) for target in targets if target in names)
    if element.attribute("role") in ("tabpanel", "region"):
        labels = element.attribute("aria-labelledby").split()
        yield from ((names[label], element) for label in labels if label in names)


def _is_summary(child: Element | str) -> bool:
    return not isinstance(child, str) and child.tag == "summary"


def _text(element: Element) -> str:
    return "".join(child if isinstance(child, str) else f" {_text(child)} " for child in element.children)
