"""Questions: what people type, taken as words, "phrases" and beginnings*; nothing in it is an operator."""

from __future__ import annotations

import re

from monitor.records import Term
from monitor.search.words import words

LONGEST, MOST = 300, 12  # characters of a question, terms in it
LEAST = 2  # letters of a beginning; all words that begin with one letter would be half of all texts

_TERM = re.compile(r'"([^"]*)"?(\*?)|([^\s"*]+)(\*?)')
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))


def terms(question: str) -> tuple[Term, ...]:
    """The terms of a question, each once; what has no letter or digit is none."""
    found = (_term(match) for match in _TERM.finditer(question[:LONGEST].translate(_QUOTES)))
    return tuple(dict.fromkeys(term for term in found if term.words))[:MOST]


def _term(match: re.Match[str]) -> Term:
    phrase = match[1] or ""
    said = tuple(words(phrase or match[3] or ""))
    is_open = match[2] or match[4] or phrase.rstrip().endswith("*")
    is_prefix = bool(is_open and said and len(said[-1]) >= LEAST)
    return Term(said, is_prefix)
