"""How fast clauses are found, and whether the cost stays linear on hostile text (run by hand).

python benchmarks/detect.py [FILE ...] prints megabytes of text a CPU second: on the examples of the tests one at a time
and joined; on each FILE; and on growing texts made to be slow, where the rate must not fall as they grow.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Iterable
from pathlib import Path

from monitor.detect import find

EXAMPLES = Path(__file__).parents[1] / "tests" / "detect" / "examples.toml"
HOSTILE = {
    "one line of cues": "use your data (a) to train; not AI, unless you opt out of ",
    "no end of words": "train AI x{n} ",
    "markup": "[train AI](*_`<",
    "cells": "| train AI ",
    "sentences": "We train AI on posts. ",
    "headings": "# Train AI\n* posts:\n",
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


def _report(name: str, texts: Iterable[str]) -> None:
    start, size = time.process_time(), 0
    for text in texts:
        find(text)
        size += len(text)
    seconds = max(time.process_time() - start, 1e-9)
    print(f"{name:<40}{size / seconds / 1e6:8.2f} MB/s")


if __name__ == "__main__":
    main()
