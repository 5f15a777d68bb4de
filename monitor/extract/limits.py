"""How large a page may be before it is refused unparsed: a parser given a hostile page does not come back in time."""

from __future__ import annotations

import re
from itertools import accumulate

from monitor.errors import ExtractError

MAX_BYTES = 20_000_000
MAX_TAGS = 500_000
MAX_NESTING = 5_000
MAX_TEXT = 2_000_000  # characters of policy text; the longest known have about a quarter of that
MAX_REOPENED = 2_000_000
FEW_TO_NEST = 20_000  # tags; fewer take the parser under a second even when each lies inside the one before

# Left out: elements without content, and those that the next of their kind closes, so that they never nest.
_NESTING = re.compile(
    rb"<(/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|path|source|td|th|tr|track|wbr)"
    rb"[\s/>])[a-zA-Z]",
    re.IGNORECASE,
)
# A formatting element left open is opened again in every block that follows; without attributes, three times at most
# (the HTML standard's "Noah's Ark clause").
_FORMATTING = re.compile(rb"<(?:[bBiIsSuU]|big|code|em|font|small|strike|strong|tt)\s")
_FORMATTING_ENDS = re.compile(rb"</(?:b|big|code|em|font|i|s|small|strike|strong|tt|u)[\s>]", re.IGNORECASE)


def guard(raw: bytes) -> None:
    """Raise ExtractError("too large" or "too deep") for bytes that would take a parser longer than a second or two."""
    tags = raw.count(b"<")
    if len(raw) > MAX_BYTES or tags > MAX_TAGS:
        raise ExtractError(f"{len(raw):,} bytes with {tags:,} tags", kind="too large")
    if tags > FEW_TO_NEST and (depth := _nesting(raw)) > MAX_NESTING:
        raise ExtractError(f"{depth:,} elements inside each other", kind="too deep")
    if tags * tags <= MAX_REOPENED:
        return
    formatting = len(_FORMATTING.findall(raw))
    if formatting * tags > MAX_REOPENED and (formatting - len(_FORMATTING_ENDS.findall(raw))) * tags > MAX_REOPENED:
        raise ExtractError(f"{formatting:,} formatting elements, most left open", kind="too deep")


def guard_text(text: str) -> None:
    """Raise ExtractError("too large") for a text that no policy has, and that would take long to compare and judge."""
    if len(text) > MAX_TEXT:
        raise ExtractError(f"{len(text):,} characters of text", kind="too large")


def _nesting(raw: bytes) -> int:
    steps = (-1 if slash else 1 for slash in _NESTING.findall(raw))
    return max(accumulate(steps, lambda depth, step: max(0, depth + step)), default=0)
