"""Weighs the features of a sentence with the trained weights beside this module: how likely each practice is stated.

The weights come from `benchmarks/train_clauses.py`; scoring is plain look-ups and sums.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from monitor.detect.sentences.features import wording
from monitor.detect.words.cues import Cues
from monitor.records import Practice

UNIT = 100  # weights are kept as whole hundredths
MOST_CUES = 4
# How far above its threshold, in log-odds, a practice is to be that the rules do not find. Of what lay below on whole
# policies nearly all was wrong; a higher bar was right more often still, and missed more of unusual wording.
ALONE = 0.3
NEAR = 0.6  # how far below it, in log-odds, a practice may be that is nearly stated
ORDER = tuple(Practice)


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, one a practice; then for each practice its bias, its threshold and its calibration."""

    weights: Mapping[str, Sequence[int]]
    bias: tuple[float, ...]
    threshold: tuple[float, ...]
    slope: tuple[float, ...]
    offset: tuple[float, ...]


class Weighed(NamedTuple):
    """Whether a practice counts as stated, also where the rules do not find it, or nearly so; how probable it is."""

    stated: bool
    alone: bool
    near: bool
    probability: float


@cache
def shipped() -> Model:
    """The model that is shipped with the program."""
    data = msgspec.json.decode(Path(__file__).with_name("weights.json").read_bytes())
    return Model(data["weights"], *(tuple(data[name]) for name in ("bias", "threshold", "slope", "offset")))


def scores(found: Iterable[str], model: Model) -> tuple[float, ...]:
    """How much speaks for each practice, in the order of the practices; more than its threshold states it."""
    known = filter(None, map(model.weights.get, found))
    totals = map(sum, zip((0,) * len(ORDER), *known, strict=True))
    return tuple(bias + total / UNIT for bias, total in zip(model.bias, totals, strict=True))


def classify(found: Iterable[str], model: Model | None = None) -> dict[Practice, Weighed]:
    """What the model makes of a sentence with these features, by practice."""
    model = model or shipped()
    weighed = {}
    for number, (practice, score) in enumerate(zip(ORDER, scores(found, model), strict=True)):
        probability = 1 / (1 + math.exp(-model.slope[number] * score - model.offset[number]))
        above = score - model.threshold[number]
        weighed[practice] = Weighed(above > 0, above > ALONE, above > -NEAR, probability)
    return weighed


def telling(practice: Practice, found: AbstractSet[str], cues: Cues, model: Model | None = None) -> tuple[str, ...]:
    """The words of the features that speak most for a practice."""
    weights, number = (model or shipped()).weights, ORDER.index(practice)
    against = ((-weights[feature][number], feature) for feature in weights.keys() & found)
    words: dict[str, None] = {}
    for _, feature in sorted(pair for pair in against if pair[0] < 0):
        if len(words) == MOST_CUES:
            break
        if said := wording(feature, cues):
            words[said] = None
    return tuple(words)
