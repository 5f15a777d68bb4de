"""The parts of a page that a declaration selects or removes, with Open Terms Archive's meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.errors import ExtractError
from monitor.records import Range

NOTHING = "selector matches nothing"


def take_out(page: LexborHTMLParser, remove: Sequence[str | Range]) -> None:
    """Remove from a page what the selectors and ranges name; one that matches nothing is no mistake."""
    # All are found before any is removed: an end of a range may lie in what is removed.
    nodes = {node.mem_id: node for part in remove for node in _matches(page, part)}
    for node in [node for node in nodes.values() if not any(above.mem_id in nodes for above in _ancestors(node))]:
        node.decompose()


def pick(page: LexborHTMLParser, select: Sequence[str | Range]) -> list[LexborNode]:
    """The nodes that the selectors name, in the order given; ExtractError when they name none."""
    nodes: list[LexborNode] = []
    for part in select:
        found = list(_matches(page, part))
        if not found and isinstance(part, Range):
            raise ExtractError(f"the page has no part {_shown(part)}", kind=NOTHING)
        nodes += found
    if not nodes:
        raise ExtractError("the page has no part " + ", ".join(map(_shown, select)), kind=NOTHING)
    return nodes


def _shown(part: str | Range) -> str:
    if isinstance(part, str):
        return repr(part)
    ends = (
        ("from", part.start_before),
        ("after", part.start_after),
        ("until", part.end_before),
        ("through", part.end_after),
    )
    return " ".join(f"{word} {selector!r}" for word, selector in ends if selector)


def _find(page: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return page.css(selector)
    except SelectolaxError as error:
        raise ExtractError(f"{selector!r} is no CSS selector", kind="invalid selector") from error


def _matches(page: LexborHTMLParser, part: str | Range) -> Iterator[LexborNode]:
    """The topmost nodes of a selection in page order: what lies inside one of them comes with it."""
    if isinstance(part, Range):
        yield from _between(page, part)
        return
    found = _find(page, part)
    chosen = {node.mem_id for node in found}
    yield from (node for node in found if not any(above.mem_id in chosen for above in _ancestors(node)))


def _between(page: LexborHTMLParser, part: Range) -> Iterator[LexborNode]:
    start, end = _start(page, part), _end(page, part)
    around_end = {above.mem_id for above in _ancestors(end)} if end else set()
    node = start
    while node is not None and (end is None or node.mem_id != end.mem_id):
        if node.mem_id in around_end:
            node = node.first_child
        else:
            following = _following(node)  # before the caller may remove the node
            yield node
            node = following
    if end is not None and node is None:
        raise ExtractError(f"{_shown(part)}: ends before it starts", kind=NOTHING)


def _start(page: LexborHTMLParser, part: Range) -> LexborNode | None:
    if part.start_before:
        return _first(page, part.start_before)
    if part.start_after:
        return _following(_first(page, part.start_after))
    return page.body and page.body.first_child


def _end(page: LexborHTMLParser, part: Range) -> LexborNode | None:
    if part.end_before:
        return _first(page, part.end_before)
    return _following(_first(page, part.end_after)) if part.end_after else None


def _first(page: LexborHTMLParser, selector: str) -> LexborNode:
    found = _find(page, selector)
    if not found:
        raise ExtractError(f"the page has no {selector!r}", kind=NOTHING)
    return found[0]


def _following(node: LexborNode) -> LexborNode | None:
    """The next node in page order that does not lie inside this one."""
    here: LexborNode | None = node
    while here is not None and here.tag != "body":
        if here.next is not None:
            return here.next
        here = here.parent
    return None


def _ancestors(node: LexborNode) -> Iterator[LexborNode]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent
