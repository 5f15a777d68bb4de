import json
import re
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from monitor.detect import LANGUAGES, find, review
from monitor.records import Direction

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MEASURE = ROOT.parent / "shared" / "eval" / "clauses.py"
FLOORS = tomllib.loads((HERE / "scores.toml").read_text(encoding="utf-8"))


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / "corpus" / name).read_text(encoding="utf-8").splitlines()]


def f1_by_key(pairs: Iterable[tuple[str, AbstractSet[Hashable], AbstractSet[Hashable]]]) -> dict[str, float]:
    """F1 for each key of what was found, the last, against what a reader finds, the middle."""
    right, of = Counter[str](), Counter[str]()
    for key, expected, found in pairs:
        right[key] += 2 * len(expected & found)
        of[key] += len(expected) + len(found)
    return {key: right[key] / total if total else 1.0 for key, total in of.items()}


def passages_judged(name: str) -> Iterator[tuple[str, AbstractSet[Hashable], AbstractSet[Hashable]]]:
    for passage in lines(name):
        expected = frozenset(passage["practices"])
        found = frozenset(clause.practice.value for clause in find(passage["text"]))
        for key in ("practices", passage["lang"]):
            yield key, expected, found
        for practice in expected | found:
            yield practice, expected & {practice}, found & {practice}


def pairs_judged(name: str) -> Iterator[tuple[str, AbstractSet[Hashable], AbstractSet[Hashable]]]:
    for pair in lines(name):
        judged = review(pair["before"], pair["after"])
        expected = frozenset(map(tuple, pair["events"]))
        found = {(each.practice.value, each.direction.value) for each in judged.findings}
        yield "events", expected, {event for event in found if event[1] != Direction.KEPT}
        yield "alerts", {"alert"} & {pair["severity"]}, {"alert"} & {judged.severity.value}


@cache
def scores(corpus: str) -> dict[str, float]:
    known = "known." if corpus == "known" else ""
    return f1_by_key([*passages_judged(f"{known}passages.jsonl"), *pairs_judged(f"{known}pairs.jsonl")])


@pytest.mark.parametrize(("corpus", "what"), [(corpus, what) for corpus in FLOORS for what in FLOORS[corpus]])
def test_detection_keeps_its_scores(corpus: str, what: str) -> None:
    assert scores(corpus)[what] >= FLOORS[corpus][what]


@pytest.mark.parametrize("corpus", FLOORS)
def test_every_practice_and_language_has_a_floor_near_its_score(corpus: str) -> None:
    found, floors = scores(corpus), FLOORS[corpus]
    assert floors.keys() == found.keys()
    assert floors.keys() >= {*LANGUAGES, "practices", "events", "alerts"}
    assert {what for what, score in found.items() if score >= floors[what] + 0.03} == set()


def test_no_passage_of_the_corpus_is_trained_on() -> None:
    trained = defaultdict(list)
    for path in (ROOT / "benchmarks" / "clauses").glob("*.passages.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            trained[json.loads(line)["text"]].append(path.name)
    examples = tomllib.loads((HERE / "examples.toml").read_text(encoding="utf-8"))
    shown = {text for rows in examples.values() for text, _ in rows}
    assert [passage["id"] for passage in lines("passages.jsonl") if passage["text"] in shown | trained.keys()] == []


@pytest.mark.skipif(
    not MEASURE.exists(), reason="the labelled clauses lie beside a checkout only where it is developed"
)
def test_detection_keeps_its_scores_on_labelled_clauses() -> None:
    printed = subprocess.run([sys.executable, MEASURE], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found = dict(
        re.findall(
            r"^(calls for an alert|practices by passage|events by change) .*?F1 ([0-9.]+)", printed, re.MULTILINE
        )
    )
    assert float(found["calls for an alert"]) >= 0.90
    assert float(found["practices by passage"]) >= 0.91
    assert float(found["events by change"]) >= 0.80
