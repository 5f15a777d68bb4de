"""What a text is known by, and how far two texts are apart."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from monitor.diff.blocks import blocks
from monitor.diff.words import key

# Three words in a row stay through a move of the paragraph, and seldom stand in another text by chance.
_RUN = 3


def fingerprint(text: str) -> str:
    """Give the sha256 (hex) of the words, numbers and punctuation of a text in their order, and of nothing else."""
    return sha256("".join(map(key, blocks(text))).encode("utf-8", "surrogatepass")).hexdigest()


def distance(before: str, after: str) -> float:
    """Tell how far two texts are apart, from 0.0 (the same) to 1.0 (nothing shared), whatever was moved.

    Blocks that both hold count nothing; the characters of the others count by the share of three words in a row that
    only one side has.
    """
    left, right = Counter(map(key, blocks(before))), Counter(map(key, blocks(after)))
    total = _size(left) + _size(right)
    lost, gained = left - right, right - left
    apart = _size(lost) + _size(gained)
    return apart / total * _unshared(_runs(lost), _runs(gained)) if apart else 0.0


def _size(keys: Counter[str]) -> int:
    return sum(len(each) * count for each, count in keys.items())


def _runs(keys: Counter[str]) -> Counter[tuple[str, ...]]:
    words = "".join(keys.elements()).split()
    short = _RUN - len(words)
    return (
        Counter(zip(*(words[start:] for start in range(_RUN)), strict=False)) if short <= 0 else Counter([tuple(words)])
    )


def _unshared(left: Counter[tuple[str, ...]], right: Counter[tuple[str, ...]]) -> float:
    both = left.total() + right.total()
    return 1 - 2 * (left & right).total() / both
