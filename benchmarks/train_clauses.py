"""Trains the model of monitor.detect on labelled passages, writes its weights (run by hand; needs the extra [train]).

python benchmarks/train_clauses.py [--clauses FILE ...] [--labels FILE --histories FILE ...]

--passages: lines of JSON with `id`, `lang`, `text`, `practices`; by default those in benchmarks/clauses, which were
written for this. --examples: by default those of the tests. --clauses: passages of public policies, labelled by hand,
lines of JSON with `id`, `service`, `lang`, `passages`, `labels`; they are not part of the repository. Neither are the
--histories (documents and their versions, .json.xz), whose paragraphs --labels tells by their hash.
A passage states a practice when its best sentence does: its score is the soft maximum of its sentences'
(multiple-instance logistic regression). Written passages state a practice more often, and in more ways, than real
policies do. So each feature has a weight that all passages share and one that policies add, and the model that is
shipped has their sum (H. Daumé III, "Frustratingly easy domain adaptation", 2007). Thresholds and probabilities come
from 5 folds that keep a service, or the parallel passages of all languages, together; the figures printed are those of
the folds. Deterministic.
"""

from __future__ import annotations

import argparse
import collections
import hashlib
import json
import lzma
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse
from scipy.optimize import minimize

from monitor.detect.clauses.find import seen
from monitor.detect.sentences.features import STEM
from monitor.detect.sentences.model import ORDER, UNIT
from monitor.detect.words.cues import tokens_of

ADDRESS = re.compile(r"\S*(?:://|@|\w\.\w)\S*")
SHORTEST_NAME = 4
ORDINARY = 0.4  # share of the passages with a word in which it is written as no name is
HERE = Path(__file__).parent
ROOT = HERE.parent
DECLARED = tomllib.loads((ROOT / "sources.toml").read_text(encoding="utf-8"))["services"]
PLATFORMS = frozenset(
    "w " + word[:STEM].lower()
    for service in DECLARED.values()
    for word in service["name"].split()
    if len(word) >= SHORTEST_NAME
)
CODES = {"T": "trains", "S": "shares", "D": "denies", "C": "control", "R": "restricts"}
SCALE = {"w": 1, "r": 1, "t": 0.5, "s": 1, "v": 4, "vp": 2, "cP": 0.5, "cL": 0.7, "cH": 0.5, "f": 0.5}
EXAMPLE_WEIGHT = 4.0  # of an example of the tests, which hold the model to it
POLICIES = {"clauses", "histories"}  # the sources of passages of real policies
AS_POLICIES = {*POLICIES, "written"}  # those that have the weights that policies add
FOLDS, SHARPNESS, L2, LEAST_PASSAGES, STEPS = 5, 1.5, 3.0, 4, 60
HASH_CHARACTERS, SERVICE_CHARACTERS = 16, 8
LONGEST = 60_000
KEPT = 9_000  # features, the weightiest; the file stays below 400 KB
Matrix = Any


@dataclass(frozen=True)
class Passage:
    """A labelled passage: where it is from, what is kept together with it, its weight and its sentences' features."""

    source: str
    language: str
    group: str
    weight: float
    practices: frozenset[str]
    sentences: tuple[frozenset[str], ...]
    ordinary: frozenset[str]


@dataclass(frozen=True)
class Fitted:
    """Features in order, a row of weights for each practice, and their biases."""

    names: tuple[str, ...]
    weights: Matrix
    bias: Matrix


def main() -> None:
    given = arguments()
    passages = labelled(given)
    folds, _, scores = folded(passages)
    weights = weights_of(passages, given.policy_share)
    _report(passages, scores, folds, weights)
    _write(given.out, _pruned(passages), *_calibrated(passages, scores, weights))


def labelled(given: argparse.Namespace) -> list[Passage]:
    """All passages with what they state."""
    histories = _histories(given.labels, given.histories) if given.histories else []
    return [*_clauses(given.clauses), *histories, *_own(given.passages), *_examples(given.examples)]


def fold_of(group: str) -> int:
    """The fold that a service's passages are in."""
    return int(hashlib.sha256(group.encode()).hexdigest(), 16) % FOLDS


def folded(passages: list[Passage]) -> tuple[Matrix, list[Fitted], Matrix]:
    """The fold of each passage, what was fitted without each fold, and each passage's scores by what was without it."""
    folds = np.array([fold_of(p.group) for p in passages])
    fits, scores = [], np.zeros((len(passages), len(ORDER)))
    for fold in range(FOLDS):
        fits.append(_pruned([p for p, f in zip(passages, folds, strict=True) if f != fold]))
        at = np.flatnonzero(folds == fold)
        scores[at] = _scores([passages[i] for i in at], fits[-1])
    return folds, fits, scores


def weights_of(passages: list[Passage], policy_share: float) -> Matrix:
    """How much each passage counts when thresholds are chosen."""
    return np.array([p.weight * policy_share if p.source in POLICIES else p.weight for p in passages])


def thresholds_of(passages: list[Passage], scores: Matrix, weights: Matrix) -> tuple[float, ...]:
    """For each practice the score above which it counts as stated."""
    return tuple(_threshold(scores[:, n], _truth(passages, practice), weights) for n, practice in enumerate(ORDER))


def arguments() -> argparse.Namespace:
    """What the command was told."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clauses", type=Path, nargs="*", default=[])
    parser.add_argument("--passages", type=Path, nargs="*", default=sorted((HERE / "clauses").glob("*.passages.jsonl")))
    parser.add_argument("--examples", type=Path, nargs="*", default=[ROOT / "tests" / "detect" / "examples.toml"])
    parser.add_argument("--labels", type=Path, default=HERE / "clauses" / "histories.labels.jsonl")
    parser.add_argument("--histories", type=Path, nargs="*", default=[])
    parser.add_argument("--policy-share", type=float, default=6.0, help="weight of a policy in choosing thresholds")
    parser.add_argument("--out", type=Path, default=ROOT / "monitor" / "detect" / "sentences" / "weights.json")
    return parser.parse_args()


def _read(text: str, language: str) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """The features of each sentence that is read, and the words that are written as no name is."""
    text = text[:LONGEST]
    words = (word for word in tokens_of(ADDRESS.sub(" ", text)) if language == "de" or not word[0].isupper())
    found = tuple(frozenset(f for f in found if f.partition(" ")[0] in SCALE) for found in seen(text))
    return found, frozenset("w " + word[:STEM].lower() for word in words) - PLATFORMS


def _clauses(paths: list[Path]) -> list[Passage]:
    found = []
    for item in (json.loads(line) for path in paths for line in path.open(encoding="utf-8")):
        for number, passage in enumerate(item["passages"], 1):
            text = passage["after"] if passage["after"] is not None else passage["before"]
            label = item["labels"].get(str(number), {})
            practices = frozenset(CODES[code] for code in label.get("has", []) + label.get("had", []))
            source, group = ("clauses", short(item["service"])) if item["service"] else ("written", item["id"])
            weight = 0.5 if item.get("unsure") else 1.0
            found.append(Passage(source, item["lang"], group, weight, practices, *_read(text, item["lang"])))
    return found


def _histories(labels: Path, paths: list[Path]) -> list[Passage]:
    """The labelled paragraphs of documents' versions, in the order of their labels."""
    items = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    wanted = {item["hash"] for item in items}
    texts = {key: text for path in paths for text in _paragraphs(path) if (key := _hash(text)) in wanted}
    print(f"{labels.name}: {len(wanted & texts.keys())} of {len(wanted)} paragraphs found")
    return [
        Passage(
            "histories",
            item["lang"],
            item["service"],
            0.5 if item.get("unsure") else 1.0,
            frozenset(CODES[code] for code in item["practices"]),
            *_read(texts[item["hash"]], item["lang"]),
        )
        for item in items
        if item["hash"] in texts
    ]


def _paragraphs(path: Path) -> Iterator[str]:
    """The paragraphs of each version of the documents in a file."""
    data = json.loads(lzma.decompress(path.read_bytes()))
    for document in data if isinstance(data, list) else [data]:
        snapshots = [s for window in document.get("windows", []) for s in window["snapshots"]]
        for text in [*(s["curated"] or "" for s in snapshots), *(step["text"] for step in document.get("steps", []))]:
            yield from (block.strip() for block in re.split(r"\n\s*\n", text))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_CHARACTERS]


def short(service: str) -> str:
    """What the labels of histories name a service by."""
    return _hash(service)[:SERVICE_CHARACTERS]


def _own(paths: list[Path]) -> list[Passage]:
    items = [json.loads(line) for path in paths for line in path.open(encoding="utf-8")]
    return [
        Passage(
            "own",
            item["lang"],
            item["id"].split("-")[-1],
            1.0,
            frozenset(item["practices"]),
            *_read(item["text"], item["lang"]),
        )
        for item in items
    ]


def _examples(paths: list[Path]) -> list[Passage]:
    """The examples of the tests; those with the same number in several languages are often parallel."""
    return [
        Passage(
            "examples", language, f"e{number}", EXAMPLE_WEIGHT, frozenset(practices.split()), *_read(text, language)
        )
        for path in paths
        for language, rows in tomllib.loads(path.read_text(encoding="utf-8")).items()
        for number, (text, practices) in enumerate(rows)
    ]


def _matrix(passages: list[Passage], names: tuple[str, ...]) -> tuple[Matrix, Matrix]:
    """Sentences by features, and where the sentences of each passage begin."""
    place = {name: number for number, name in enumerate(names)}
    rows, columns, values, starts, row = [], [], [], [0], 0
    for passage in passages:
        for sentence in passage.sentences:
            for name in sorted(sentence & place.keys()):
                rows.append(row)
                columns.append(place[name])
                values.append(SCALE[name.partition(" ")[0]])
            row += 1
        starts.append(row)
    return scipy.sparse.csr_matrix((values, (rows, columns)), shape=(row, len(names))), np.array(starts)


def _fit(passages: list[Passage], names: tuple[str, ...]) -> Fitted:
    read = [p for p in passages if p.sentences]
    matrix, starts = _matrix(read, names)
    policy = np.repeat([float(p.source in AS_POLICIES) for p in read], np.diff(starts))
    matrix = scipy.sparse.hstack([matrix, scipy.sparse.diags(policy) @ matrix]).tocsr()
    weight = np.array([p.weight for p in read])
    rows = []
    for practice in ORDER:
        truth = np.array([float(practice in p.practices) for p in read])
        rows.append(_regression(matrix, starts, truth, weight))
    scale = np.array([SCALE[name.partition(" ")[0]] for name in names])
    shared, added = (np.array([row[part] for row in rows]) for part in (slice(len(names)), slice(len(names), -1)))
    return Fitted(names, (shared + added) * scale, np.array([row[-1] for row in rows]))


def _regression(matrix: Matrix, starts: Matrix, truth: Matrix, weight: Matrix) -> Matrix:
    """The weights and bias with which the soft maximum over a passage's sentences tells best what it states."""
    turned, passage = matrix.T.tocsr(), np.repeat(np.arange(len(truth)), np.diff(starts))

    def loss(row: Matrix) -> tuple[float, Matrix]:
        score = (matrix @ row[:-1] + row[-1]) * SHARPNESS
        highest = np.maximum.reduceat(score, starts[:-1])
        share = np.exp(score - highest[passage])
        total = np.bincount(passage, share)
        pooled = (highest + np.log(total)) / SHARPNESS
        wrong = weight * (1 / (1 + np.exp(-pooled)) - truth)
        each = wrong[passage] * share / total[passage]
        value = np.sum(weight * (np.logaddexp(0, pooled) - truth * pooled)) + L2 / 2 * row[:-1] @ row[:-1]
        return value, np.append(turned @ each + L2 * row[:-1], each.sum())

    start = np.zeros(matrix.shape[1] + 1)
    start[-1] = -1
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x


def _pruned(passages: list[Passage]) -> Fitted:
    """Fitted on the features that several passages have, then once more on the weightiest of them; names are none."""
    counts = collections.Counter(name for p in passages for name in frozenset().union(*p.sentences))
    ordinary = collections.Counter(name for p in passages for name in p.ordinary)
    several = sorted(name for name, count in counts.items() if count >= LEAST_PASSAGES)
    names = tuple(name for name in several if not name.startswith("w ") or ordinary[name] >= ORDINARY * counts[name])
    first = _fit(passages, names)
    worth = np.abs(first.weights).max(axis=0) * np.sqrt([counts[name] for name in names])
    best = np.sort(np.argsort(-worth, kind="stable")[:KEPT])
    return _fit(passages, tuple(names[i] for i in best))


def _scores(passages: list[Passage], fitted: Fitted) -> Matrix:
    """The score of each passage's best sentence, by practice; very low where none is read."""
    place = {name: number for number, name in enumerate(fitted.names)}
    found = np.full((len(passages), len(ORDER)), -20.0)
    for number, passage in enumerate(passages):
        for sentence in passage.sentences:
            at = [place[name] for name in sorted(sentence & place.keys())]
            found[number] = np.maximum(found[number], fitted.weights[:, at].sum(axis=1) + fitted.bias)
    return found


def _threshold(score: Matrix, truth: Matrix, weight: Matrix) -> float:
    """Where the weighted F1 is highest."""
    order = np.argsort(-score, kind="stable")
    right = np.cumsum(weight[order] * truth[order])
    f1 = 2 * right / (np.cumsum(weight[order]) + (weight * truth).sum())
    best = int(np.argmax(f1))
    return float((score[order[best]] + score[order[min(best + 1, len(order) - 1)]]) / 2)


def _truth(passages: list[Passage], practice: str) -> Matrix:
    return np.array([float(practice in p.practices) for p in passages])


def _calibrated(
    passages: list[Passage], scores: Matrix, weights: Matrix
) -> tuple[list[float], list[float], list[float]]:
    """For each practice its threshold, and the slope and offset that make its score a probability."""
    thresholds, slopes, offsets = [], [], []
    for number, practice in enumerate(ORDER):
        score, truth = scores[:, number], _truth(passages, practice)

        def loss(line: Matrix, score: Matrix = score, truth: Matrix = truth) -> float:
            z = line[0] * score + line[1]
            return float(np.sum(weights * (np.logaddexp(0, z) - truth * z)))

        line = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
        thresholds.append(_threshold(score, truth, weights))
        slopes.append(float(line[0]))
        offsets.append(float(line[1]))
    return thresholds, slopes, offsets


def _report(passages: list[Passage], scores: Matrix, folds: Matrix, weights: Matrix) -> None:
    """Prints the figures of the folds, each with the thresholds that the other folds give; unsure items left out."""
    counts: dict[str, Any] = collections.defaultdict(lambda: np.zeros(3))
    for number, practice in enumerate(ORDER):
        truth = _truth(passages, practice)
        for fold in range(FOLDS):
            rest = folds != fold
            limit = _threshold(scores[rest, number], truth[rest], weights[rest])
            for i in np.flatnonzero(folds == fold):
                if passages[i].weight >= 1:  # the others are unsure
                    gold, got = bool(truth[i]), bool(scores[i, number] > limit)
                    one = np.array([gold and got, got and not gold, gold and not got])
                    source = passages[i].source
                    for key in (source, f"{source} {practice}", f"{source} {passages[i].language}"):
                        counts[key] += one
    for key, (right, extra, missed) in sorted(counts.items()):
        f1 = 2 * right / max(1, 2 * right + extra + missed)
        print(f"{key:20} F1 {f1:.3f}  P {right / max(1, right + extra):.3f}  R {right / max(1, right + missed):.3f}")


def _write(path: Path, fitted: Fitted, thresholds: list[float], slopes: list[float], offsets: list[float]) -> None:
    rounded = np.rint(fitted.weights * UNIT).astype(int)
    weights = {name: rounded[:, i].tolist() for i, name in enumerate(fitted.names) if rounded[:, i].any()}
    rows = ((json.dumps(name, ensure_ascii=False), ",".join(map(str, row))) for name, row in weights.items())
    lines = ",\n".join(f"{name}:[{row}]" for name, row in rows)
    parts = {"bias": fitted.bias.tolist(), "threshold": thresholds, "slope": slopes, "offset": offsets}
    head = ",\n".join(f'"{name}":{[round(value, 3) for value in values]}' for name, values in parts.items())
    path.write_text(f'{{{head},\n"weights":{{\n{lines}\n}}}}\n', encoding="utf-8")
    print(f"{path}: {len(weights)} features, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
