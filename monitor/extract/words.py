"""Words of a text in any script."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+")
IDEOGRAPH = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def count(text: str) -> int:
    """The number of words of a text; a Chinese or Japanese character counts as half a word."""
    if text.isascii():
        return len(WORD.findall(text))
    ideographs = len(IDEOGRAPH.findall(text))
    return len(WORD.findall(IDEOGRAPH.sub(" ", text))) + ideographs // 2


def begun(words: Iterable[str], inner: str = r"\w") -> re.Pattern[str]:
    """What finds the first of some words in a text, at no place behind an `inner` character.

    A look behind before the first letter would be taken at each place of the text, which takes three times as long.
    """
    rests: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        rests[re.escape(word[0])].append(re.escape(word[1:]))
    return re.compile("|".join(f"{first}(?<!{inner}.)(?:{'|'.join(rest)})" for first, rest in rests.items()))
