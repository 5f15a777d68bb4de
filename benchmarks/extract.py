"""Compare extractors on real pages, in one run: python benchmarks/extract.py FOLDER [EVERY].

FOLDER holds one .json.xz a document: {"format": "html", "windows": [{"snapshots": [{"raw", "curated", "healthy"}, …],
"pairs": [{"kind": "quiet", …}, …]}]}, each pair between two neighbours; of the snapshots every EVERY-th window is read
(default 1). The others are installed by `pip install trafilatura resiliparse jusText`; one that is
missing is left out. CPU is a ratio to ours.
"""

from __future__ import annotations

import importlib
import json
import lzma
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from monitor.extract import extract

LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
WORD = re.compile(r"\w+")

Extractor = Callable[[str], str]


def ours(page: str) -> str:
    return extract(page.encode(), "text/html; charset=utf-8").text


def trafilatura() -> Extractor:
    module = importlib.import_module("trafilatura")
    return lambda page: module.extract(page, favor_recall=True, include_tables=True, output_format="markdown") or ""


def resiliparse() -> Extractor:
    module = importlib.import_module("resiliparse.extract.html2text")
    return lambda page: module.extract_plain_text(page, main_content=False, list_bullets=False)


def justext() -> Extractor:
    module = importlib.import_module("justext")
    stop = module.get_stoplist("English")
    return lambda page: "\n".join(p.text for p in module.justext(page.encode(), stop) if not p.is_boilerplate)


def documents(folder: Path, every: int) -> Iterator[list[dict[str, object]]]:
    """The windows of each document that is a web page."""
    for path in sorted(folder.glob("*.json.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as file:
            document = json.load(file)
        if document["format"] == "html":
            yield document["windows"][::every]


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(LINK.sub(r"\1", text).lower()))


def measure(extractor: Extractor, folder: Path, every: int) -> tuple[float, ...]:
    """False changes, recall (mean, 10th percentile), precision, CPU (median, 95th percentile, milliseconds)."""
    quiet = false = 0
    recalls, precisions, cpu = [], [], []
    for windows in documents(folder, every):
        found: dict[str, list[float]] = {"recall": [], "precision": []}
        for window in windows:
            before = None
            pairs = iter(window["pairs"])  # type: ignore[call-overload]  # as the form above says
            for snapshot in window["snapshots"]:  # type: ignore[attr-defined]
                began = time.process_time()
                try:
                    text = extractor(snapshot["raw"])
                except Exception:  # noqa: BLE001 - whatever another library raises, the page was not read
                    text = ""
                cpu.append((time.process_time() - began) * 1000)
                want, have = words(snapshot["curated"]), words(text)
                if snapshot["healthy"]:
                    common = (want & have).total()
                    found["recall"].append(common / max(1, want.total()))
                    found["precision"].append(common / max(1, have.total()))
                if before is not None:
                    pair = next(pairs)
                    if pair["kind"] == "quiet" and not pair.get("disputed") and text and before:
                        quiet += 1
                        false += text != before
                before = text
        if found["recall"]:
            recalls.append(statistics.mean(found["recall"]))
            precisions.append(statistics.mean(found["precision"]))
    recalls.sort()
    cpu.sort()
    return (
        false / max(1, quiet),
        statistics.mean(recalls),
        recalls[len(recalls) // 10],
        statistics.mean(precisions),
        statistics.median(cpu),
        cpu[int(len(cpu) * 0.95)],
    )


def main() -> None:
    folder, every = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    base: tuple[float, ...] | None = None
    print(f"{'extractor':12} false   recall  p10     precision  CPU     p95")
    for name, make in (
        ("ours", lambda: ours),
        *((f.__name__, f) for f in (trafilatura, resiliparse, justext)),
    ):
        try:
            extractor = make()
        except ImportError:
            print(f"{name:12} is not installed")
            continue
        row = measure(extractor, folder, every)
        base = base or row
        figures = f"{row[0]:.4f}  {row[1]:.3f}   {row[2]:.3f}   {row[3]:.3f}"
        print(f"{name:12} {figures}      {row[4] / base[4]:.2f}    {row[5] / base[5]:.2f}")


if __name__ == "__main__":
    main()
