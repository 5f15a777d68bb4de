"""Questions: what people type, taken as words, "phrases" and beginnings*; nothing in it is an operator."""

from __future__ import annotations

import re

from monitor.records import Term
from monitor.search.words import words

LONGEST, MOST = 300, 12  # characters of a question, terms in it
LEAST = 2  # letters of a beginning; all words that begin with one letter would be half of all texts

_TERM = re.compile(r'"([^"]*)"?(\*?)|([^\s"*]+)(\*?)')


def terms(question: str) -> tuple[Term, ...]:
    """The terms of a question, each once; what has no letter or digit is none."""
    found = (_term(match) for match in _TERM.finditer(question[:LONGEST]))
    return tuple(dict.fromkeys(term for term in found if term.words))[:MOST]


def _term(match: re.Match[str]) -> Term:
    said = tuple(words(match[1] or match[3] or ""))
    is_prefix = bool((match[2] or match[4]) and said and len(said[-1]) >= LEAST)
    return Term(said, is_prefix)
