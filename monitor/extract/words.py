"""Words of a text in any script."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+")
IDEOGRAPH = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def count(text: str) -> int:
    """The number of words of a text; a Chinese or Japanese character counts as half a word."""
    if text.isascii():
        return len(WORD.findall(text))
    ideographs = len(IDEOGRAPH.findall(text))
    return len(WORD.findall(IDEOGRAPH.sub(" ", text))) + ideographs // 2
