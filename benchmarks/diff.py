"""How long comparisons of awkward texts take, each beside the reading of the same text (run by hand).

python benchmarks/diff.py prints, a line a case: seconds of CPU for compare, render and distance, how many times the
cost of fingerprinting both texts compare took (a ratio holds across machines), and the peak of memory in a second run.
"""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import TypeVar

from diff_match_patch import diff_match_patch
from rapidfuzz.distance import LCSseq

from monitor.diff import compare, distance, fingerprint, render

T = TypeVar("T")
KB = 1000
WORDS = [
    "".join(random.Random(number).choices("abcdefghijklmnopqrstuvwxyz", k=2 + number % 10)) for number in range(6000)
]
WEIGHTS = [1 / rank for rank in range(1, len(WORDS) + 1)]


def main() -> None:
    print(f"{'case':<42}{'compare s':>10}{'render s':>10}{'distance s':>11}{'x reading':>10}{'peak MB':>9}")
    for name, before, after in _cases(random.Random(7)):
        _report(name, before, after)
    _report_search(random.Random(7))


def _report(name: str, before: str, after: str) -> None:
    hunks, compared = _timed(lambda: compare(before, after))
    _, rendered = _timed(lambda: render(hunks))
    _, measured = _timed(lambda: distance(before, after))
    _, read = _timed(lambda: (fingerprint(before), fingerprint(after)))
    tracemalloc.start()
    compare(before, after)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(f"{name:<42}{compared:>10.2f}{rendered:>10.2f}{measured:>11.2f}{compared / read:>10.1f}{peak:>9.0f}")


def _report_search(dice: random.Random) -> None:
    """Compare the two ways to find what changed among a block's words."""
    words = [chr(0x4E00 + dice.randrange(3000)) for _ in range(400)]
    edited = [letter if dice.random() < 0.7 else chr(0x4E00 + dice.randrange(3000)) for letter in words]
    left, right = "".join(words), "".join(edited)
    search = diff_match_patch()
    search.Diff_Timeout = 0
    _, slow = _timed(lambda: [search.diff_main(left, right, checklines=False) for _ in range(20)])
    _, fast = _timed(lambda: [LCSseq.opcodes(left, right) for _ in range(20)])
    print(
        f"400 words, 30 % of them changed: diff_main {slow * 50:.2f} ms, LCSseq {fast * 50:.2f} ms, x{slow / fast:.0f}"
    )


def _cases(dice: random.Random) -> Iterator[tuple[str, str, str]]:
    small, large, other = (_text(dice, size * KB) for size in (150, 1000, 300))
    yield "150 KB, every third word replaced", small, _reworded(dice, small, 0.33)
    yield "150 KB, every block new", small, _text(dice, 150 * KB)
    middle = len(large) // 2
    yield "1 MB, one block changed", large, large[:middle] + " and more besides " + large[middle:]
    yield "two unrelated texts of 300 KB", other, _text(dice, 300 * KB)
    single = _text(dice, 600 * KB).replace("\n\n", " ")
    yield "600 KB in one block, 1 word in 100 replaced", single, _reworded(dice, single, 0.01)
    yield "600 KB in one block, every third replaced", single, _reworded(dice, single, 0.33)
    yield "600 KB in one block, divided", single, single.replace(". ", ".\n\n")
    yield "300 KB that doubles itself", other, other + "\n\n" + other
    yield "300 KB doubled, edited", other, _reworded(dice, other, 0.01) + "\n\n" + _reworded(dice, other, 0.01)
    yield "200,000 empty rows and as many items", "| |\n" * 200_000, "-\n" * 200_000
    yield "100,000 equal rows, one moved", "| a |\n" * 100_000 + "| b |", "| b |\n" + "| a |\n" * 100_000
    rows = ["| yes |", "| no |", "| n/a |"]
    one, two = ("\n".join(dice.choices(rows, k=50_000)) for _ in range(2))
    yield "50,000 rows of three kinds, shuffled", one, two
    yield "300 KB, blocks in another order", other, _shuffled(dice, other)


def _text(dice: random.Random, size: int) -> str:
    """Make up a text of about `size` characters whose words are as unevenly used as those of a language."""
    text: list[str] = []
    length = 0
    while length < size:
        block = " ".join(dice.choices(WORDS, WEIGHTS, k=dice.randint(4, 160))) + "."
        text.append(block)
        length += len(block) + 2
    return "\n\n".join(text)


def _reworded(dice: random.Random, text: str, share: float) -> str:
    blocks = (block.split(" ") for block in text.split("\n\n"))
    fresh = ("other", "new", "fresh", "kind", "form", "part")
    return "\n\n".join(
        " ".join(word if dice.random() > share else dice.choice(fresh) + word for word in block) for block in blocks
    )


def _shuffled(dice: random.Random, text: str) -> str:
    blocks = text.split("\n\n")
    dice.shuffle(blocks)
    return "\n\n".join(blocks)


def _timed(run: Callable[[], T]) -> tuple[T, float]:
    start = time.process_time()
    result = run()
    return result, time.process_time() - start


if __name__ == "__main__":
    main()
