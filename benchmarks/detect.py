"""How fast clauses are found, and whether the cost stays linear on hostile text (run by hand).

python benchmarks/detect.py [FILE ...] prints megabytes of text a CPU second: on the examples of the tests one at a time
and joined; on each FILE; and on growing texts made to be slow, where the rate must not fall as they grow. What is known
of former texts is forgotten before each. Printed last is what it saves: the time that a version takes of which one
section in fifty is new, as a share of what the one before it took.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Sequence
from pathlib import Path

from monitor.detect import find
from monitor.detect.clauses.find import KNOWN, MOST_KNOWN

EXAMPLES = Path(__file__).parents[1] / "tests" / "detect" / "examples.toml"
HOSTILE = {
    "one line of cues": "use your data (a) to train; not AI, unless you opt out of ",
    "no end of words": "train AI x{n} ",
    "markup": "[train AI](*_`<",
    "cells": "| train AI ",
    "sentences": "We train AI on posts. ",
    "headings": "# Train AI\n* posts {n}:\n",
}


def main() -> None:
    rows = tomllib.loads(EXAMPLES.read_text(encoding="utf-8"))
    passages = [text for group in rows.values() for text, _ in group]
    _report("examples, one at a time, first time", passages)
    _report("examples, one at a time", passages)
    _report("examples, joined", ["\n\n".join(passages)] * 5)
    for name in sys.argv[1:]:
        _report(name, [Path(name).read_text(encoding="utf-8")])
    for name, unit in HOSTILE.items():
        for size in (50_000, 200_000, 800_000):
            times = size // len(unit)
            _report(f"{name}, {size // 1000} KB", ["".join(unit.replace("{n}", str(n)) for n in range(times))])
    print(f"{'a version with one new section in fifty':<40}{_share(passages[:MOST_KNOWN]):8.2f} of the time")


def _report(name: str, texts: Sequence[str]) -> None:
    KNOWN.clear()
    size = sum(map(len, texts))
    print(f"{name:<40}{size / _seconds(texts) / 1e6:8.2f} MB/s")


def _seconds(texts: Sequence[str]) -> float:
    start = time.process_time()
    for text in texts:
        find(text)
    return max(time.process_time() - start, 1e-9)


def _share(passages: Sequence[str]) -> float:
    """The time that a version takes of which one section in fifty is new, as a share of that of the former one."""
    former = [f"# {number}\n\n{text}" for number, text in enumerate(passages)]
    latter = [text if number % 50 else f"{text} They do so." for number, text in enumerate(former)]
    KNOWN.clear()
    first = _seconds(["\n\n".join(former)])
    return _seconds(["\n\n".join(latter)]) / first


if __name__ == "__main__":
    main()
