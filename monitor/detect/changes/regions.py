"""Calls regions by one name, so that clauses that name them otherwise compare as the same."""

from __future__ import annotations

from monitor.detect.words.cues import Cues, tokens_of
from monitor.detect.words.vocabulary import Vocabulary, entries

_REGIONS = "regions:"  # how the roles of the names of regions begin


def by_one_name(cues: Cues, words: Vocabulary) -> list[str] | None:
    """The words of a clause that calls each region by one name, once: "the UK", "the European Economic Area (EEA)".

    None where it names no region.
    """
    places = _named_regions(cues)
    if not places:
        return None
    kept: list[str] = []
    behind = 0
    for start, end, region in places:
        kept += cues.tokens[behind:start]
        name = tokens_of(entries(words.language)["regions"][region][0])
        again = kept[-1 - len(name) :] == [*name, "("] and cues.tokens[end : end + 1] == [")"]
        kept, behind = (kept[:-1], end + 1) if again else ([*kept, *name], end)
    return [*kept, *cues.tokens[behind:]]


def _named_regions(cues: Cues) -> list[tuple[int, int, str]]:
    """Where regions are named, in order and none within another, and which."""
    found: list[tuple[int, int, str]] = []
    regions = (role for role in cues.roles if role.startswith(_REGIONS))
    for (start, end), role in sorted((place, region) for region in regions for place in cues.of(region)):
        if not found or start >= found[-1][1]:
            found.append((start, end, role.removeprefix(_REGIONS)))
    return found
