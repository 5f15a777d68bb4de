"""The words of a text as people read it: no markup, no link targets, one form of each quote, dash and space."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# What is neither a letter nor a digit. `\w` will not do: it stops at the vowel signs of Hindi and the marks of Thai.
_SIGNS = (
    r"!-/:-@\[-`{-~"
    r"\u00a1-\u00a9\u00ab\u00ac\u00ae-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u055a-\u055f\u0589\u05be\u05c0\u05c3\u05f3\u05f4\u060c\u061b\u061f\u06d4\u0964\u0965"
    r"\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3001-\u3020\u3030"
    r"\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
)
# Scripts that put no space between words: there a character, with the marks that hang on it, is the unit.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3\u3099\u309a"
_LETTER = rf"[^\s{_SIGNS}{_UNSPACED}]"
# What a list's items may begin with, for use between the brackets of a pattern.
BULLETS = r"-*+\u00b7\u2013\u2022\u2023\u2043\u2219\u25a0\u25a1\u25aa\u25ab\u25cb\u25cf\u25e6"

# What a line begins with, or all of it.
_OPENING = rf"""
      ^[ \t]*[-=*_|:][-=*_|:\ \t]*$                       # a rule, an underline, a table's second row, an empty item
    | ^[ \t>]*(?:\#{{1,6}}|[{BULLETS}])(?=\s|$)          # a heading's or an item's mark
    | ^[ \t]*>[ \t>]*                                     # a quotation's mark
"""
_MARKUP = rf"""{_OPENING}
    | !?\[(?=[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)?\]\()       # where a link's text begins
    | \]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+"[^"\n]*")?\s*\)   # where it ends, with its target
    | \]\([a-zA-Z][a-zA-Z0-9+.-]*:[^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)   # the same, with blanks in an address
    | [*_]+(?=\S) | (?<=\S)[*_]+ | `+ | ~{{2,}} | \|      # emphasis, code, a table's cells
"""
_ADDRESS = r"""<https?://[^\s<>]*> | https?://[^\s<>\[\]()|]*[^\s<>\[\]()|.,;:!?'"*_`]"""
_REST = rf"\\[!-/:-@\[-`{{-~] | \.{{2,}} | -{{2,}} | [{_UNSPACED}][{_MARKS}]* | \S"
_JOINED = rf"{_LETTER}+(?:(?:['\u2018\u2019\u2010-\u2015-]|_+|(?<=\d)[.,:/](?=\d)){_LETTER}+)*"

# Nothing but a word begins with a letter: before one no mark is looked for, which halves the time.
_UNWORDED = rf"(?<=\S)[ ](?={_LETTER}) | (?!{_LETTER})(?:{_MARKUP})"
_FINE = re.compile(rf"{_UNWORDED} | ({_ADDRESS} | {_LETTER}+ | {_REST})", re.VERBOSE | re.MULTILINE)
_COARSE = re.compile(rf"{_UNWORDED} | ({_ADDRESS} | {_JOINED} | {_REST})", re.VERBOSE | re.MULTILINE)

# Nearly every block has none of these, nor signs that belong together: there a word ends at white space or a sign.
_MARK = re.compile(r"[*_`~|\[\]\\<]")
_WITHOUT_SPACES = re.compile(f"[{_UNSPACED}]")
_SIGN = re.compile(f"([{_SIGNS}])")
_OPENED = re.compile(_OPENING, re.VERBOSE)

# Soft hyphens, zero-width characters, marks of direction: seen by no reader.
_INVISIBLE = re.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
_VARIANTS = (
    dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u00b4\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | {"\u2026": "..."}
)
_ESCAPE_CHARS = 2  # a backslash and the sign it makes literal


class Unit(NamedTuple):
    """What a comparison of words never cuts: `text[start:end]`, and the word or words it stands for."""

    start: int
    end: int
    word: str


def key(block: str) -> str:
    """Give the words of one block, each followed by a space: two blocks say the same when their keys are equal."""
    text = _composed(block)
    words = _words(_FINE.findall(text)) if _is_marked(text) else _simply(text)
    return " ".join([*words, ""])


def units(block: str) -> list[Unit]:
    """Give the units of one block in order; what lies between them is markup and white space."""
    found = ((match, _word(match[1])) for match in _COARSE.finditer(block) if match[1])
    return [Unit(match.start(1), match.end(1), word) for match, word in found if word]


@lru_cache(maxsize=1 << 15)
def _word(unit: str) -> str:
    # The blank before it keeps a dash or a star from being read as the mark of an item.
    return " ".join(_words(_FINE.findall(" " + _composed(unit), 1)))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text if text.isascii() else _INVISIBLE.sub("", text))


def _is_marked(text: str) -> bool:
    if _MARK.search(text) or "--" in text or ".." in text or "://" in text:
        return True
    return not text.isascii() and bool(_WITHOUT_SPACES.search(text))


def _simply(text: str) -> list[str]:
    """The words of a text with no markup but where lines begin: those that `_FINE` finds, at a third of its cost."""
    plain = "\n".join(line[_begin(line) :] for line in text.split("\n"))
    apart = " ".join(_SIGN.split(plain))
    return _in_one_form(apart).split()


def _begin(line: str) -> int:
    if line[:1].isalpha():
        return 0
    opening = _OPENED.match(line)
    return opening.end() if opening else 0


def _words(found: list[str]) -> list[str]:
    return [*map(_plain, filter(None, found))]


@lru_cache(maxsize=1 << 15)
def _plain(word: str) -> str:
    if "://" in word:
        return re.split(r"[?#]", word.strip("<>"), maxsplit=1)[0]
    if word[0] == "\\" and len(word) == _ESCAPE_CHARS:
        return word[1]
    if word.startswith(("--", "..")):
        return "-" if word[0] == "-" else "..."
    return _in_one_form(word)


def _in_one_form(text: str) -> str:
    if not text.isascii():
        # `translate` would look up each character of a text, which takes ten times as long.
        for sign, plain in _VARIANTS.items():
            text = text.replace(sign, plain)
    return text
