"""How well changes of services are judged by weights fitted without them (run by hand; needs the extra [train]).

python benchmarks/fold_clauses.py --clauses FILE ... [--labels FILE --histories FILE ...]

The options are those of train_clauses.py, which fits the weights; its folds keep a service together. Each labelled
change of --clauses is judged with the weights and thresholds of the other folds; those the annotator was unsure of are
left out. Printed: practices by passage, calls for an alert, and what a change makes new, gone, wider or narrower.
"""

from __future__ import annotations

import collections
import json
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import numpy as np
import train_clauses as training

from monitor.detect import find, review
from monitor.detect.clauses.find import KNOWN
from monitor.detect.sentences import model
from monitor.records import Direction

SIDES = ("before", "after")
DIRECTIONS = ("new", "gone", "wider", "narrower")
LEVELS = {"yes": "alert", "info": "notice", "no": "none"}


def main() -> None:
    given = training.arguments()
    passages = training.labelled(given)
    folds, fits, scores = training.folded(passages)
    weights = training.weights_of(passages, given.policy_share)
    counts: dict[str, Any] = collections.defaultdict(lambda: np.zeros(3))
    changes = [json.loads(line) for path in given.clauses for line in path.open(encoding="utf-8")]
    for fold, fitted in enumerate(fits):
        rest = np.flatnonzero(folds != fold)
        limits = training.thresholds_of([passages[i] for i in rest], scores[rest], weights[rest])
        with patch.object(model, "shipped", _model(fitted, limits)), patch.dict(KNOWN, clear=True):
            for change in changes:
                service = change["service"] and training.short(change["service"])
                if service and not change.get("unsure") and training.fold_of(service) == fold:
                    _count(change, counts)
    for key, (right, extra, missed) in counts.items():
        f1 = 2 * right / max(1, 2 * right + extra + missed)
        precision, recall = right / max(1, right + extra), right / max(1, right + missed)
        print(f"{key:10} F1 {f1:.3f}  P {precision:.3f}  R {recall:.3f}  ({int(right + missed)})")


def _model(fitted: training.Fitted, limits: tuple[float, ...]) -> Callable[[], model.Model]:
    """A model with weights and thresholds of its own; its probabilities mean nothing."""
    rounded = np.rint(fitted.weights * model.UNIT).astype(int)
    weights = {name: tuple(rounded[:, i].tolist()) for i, name in enumerate(fitted.names)}
    even = tuple(1.0 for _ in limits)
    made = model.Model(weights, tuple(fitted.bias.tolist()), limits, even, even)
    return lambda: made


def _count(change: dict[str, Any], counts: dict[str, Any]) -> None:
    for key, expected, found in _judged(change):
        counts[key] += np.array([len(expected & found), len(found - expected), len(expected - found)])


def _judged(change: dict[str, Any]) -> Iterator[tuple[str, set[Any], set[Any]]]:
    """What a reader finds and what is found: in each passage, and in the change."""
    for number, passage in enumerate(change["passages"], 1):
        label = change["labels"].get(str(number), {})
        expected = {training.CODES[code] for code in label.get("has", []) + label.get("had", [])}
        text = passage["after"] if passage["after"] is not None else passage["before"]
        found = {clause.practice.value for clause in find(text)}
        yield "practices", expected, found
        for practice in training.CODES.values():
            yield practice, expected & {practice}, found & {practice}
    first = change["kind"] == "first"
    before, after = ("\n\n".join(p[side] for p in change["passages"] if p[side] is not None) for side in SIDES)
    judged = review("" if first else before, after)
    yield "alerts", {"alert"} & {LEVELS[change["alert"]]}, {"alert"} & {judged.severity.value}
    if not first:
        said = {
            (training.CODES[c], d) for label in change["labels"].values() for d in DIRECTIONS for c in label.get(d, [])
        }
        told = {(f.practice.value, f.direction.value) for f in judged.findings if f.direction is not Direction.KEPT}
        yield "events", said, told
        for direction in DIRECTIONS:
            yield direction, {e for e in said if e[1] == direction}, {e for e in told if e[1] == direction}


if __name__ == "__main__":
    main()
