"""Which language a text is in, by its script and its commonest words."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from math import lcm
from pathlib import Path

_TABLES = tomllib.loads(Path(__file__).with_name("languages.toml").read_text(encoding="utf-8"))
SCRIPTS: dict[str, re.Pattern[str]] = {code: re.compile(f"[{chars}]") for code, chars in _TABLES["scripts"].items()}
COMMON: dict[str, frozenset[str]] = {code: frozenset(words.split()) for code, words in _TABLES["words"].items()}
TOLD = SCRIPTS.keys() | COMMON.keys()  # from each other, by a text alone

_OTHER_SCRIPT = re.compile(f"[{''.join(_TABLES['scripts'].values())}]")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"[^\W\d_]+")
# Spaces for all but the lower case letters of ASCII: taking such a text apart is several times as fast.
_NO_LETTERS = {code: " " for code in range(128) if not chr(code).islower()}
_LANGUAGE_TAG = re.compile(r"[a-zA-Z]{2}(?=[-_]|$)")
SAMPLE = 6_000  # characters
SCRIPT_SHARE = 0.3
# In running text of every language listed more than a tenth of the words are in its list.
WORD_SHARE = 0.1
FEWEST = 2  # words of the list at least: "nein" alone is said in more than one language

# How many of the lists hold a word: one that many languages share says little. Weights are whole numbers, so that the
# order in which they are added up decides nothing.
_HOLDERS = Counter(word for words in COMMON.values() for word in words)
_WHOLE = lcm(*_HOLDERS.values())
_LANGUAGES: dict[str, list[str]] = {word: [code for code in COMMON if word in COMMON[code]] for word in _HOLDERS}


def detect(text: str, hint: str | None = None) -> str | None:
    """The ISO 639-1 code of a text's language; the hint (a page's `lang`) decides only where the text says nothing."""
    sample = text[:SAMPLE].lower()
    prior = _LANGUAGE_TAG.match(hint) if hint else None
    return _by_script(sample) or _by_words(sample) or (prior[0].lower() if prior else None)


def _by_script(sample: str) -> str | None:
    if sample.isascii() or not _OTHER_SCRIPT.search(sample):
        return None
    letters = len(_LETTER.findall(sample))
    for code, pattern in SCRIPTS.items():
        if len(pattern.findall(sample)) > SCRIPT_SHARE * letters > 0:
            return code
    return None


def _by_words(sample: str) -> str | None:
    words = sample.translate(_NO_LETTERS).split() if sample.isascii() else _WORD.findall(sample)
    counts = Counter(words)
    scores = dict.fromkeys(COMMON, 0)
    for word in counts.keys() & _HOLDERS.keys():
        weight = counts[word] * _WHOLE // _HOLDERS[word]
        for code in _LANGUAGES[word]:
            scores[code] += weight
    best = max(scores, key=scores.__getitem__)
    seen = sum(counts[word] for word in COMMON[best])
    return best if seen >= FEWEST and seen > WORD_SHARE * len(words) else None
