"""The same said otherwise, and less said in nearly the same words, in every language."""

import tomllib
from itertools import permutations
from pathlib import Path

import pytest

from monitor.detect import LANGUAGES, review
from monitor.records import Direction, Severity

SAID = tomllib.loads(Path(__file__).with_name("otherwise.toml").read_text(encoding="utf-8"))


def is_alert(before: str, after: str) -> bool:
    return review(before, after).severity is Severity.ALERT


@pytest.mark.parametrize(
    ("language", "practice"), [(language, practice) for language in LANGUAGES for practice in SAID["alike"][language]]
)
def test_what_is_said_otherwise_is_no_alert(language: str, practice: str) -> None:
    use = SAID["use"][language] if practice.startswith("control") else ""
    texts = [f"{use} {sentence}".strip() for sentence in SAID["alike"][language][practice]]
    assert [pair for pair in permutations(texts, 2) if is_alert(*pair)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_smaller_promise_is_an_alert_and_a_larger_one_is_none(language: str) -> None:
    promise, limited = SAID["smaller"][language]["promise"], SAID["smaller"][language]["limited"]
    assert [smaller for smaller in limited if not is_alert(promise, smaller)] == []
    assert [smaller for smaller in limited if is_alert(smaller, promise)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_consent_that_becomes_a_refusal_is_an_alert_and_the_way_back_is_none(language: str) -> None:
    turned = SAID["turned"][language]
    assert [pair for pair in turned if not is_alert(*pair)] == []
    assert [pair for pair in turned if is_alert(*reversed(pair))] == []


def test_a_use_that_is_said_otherwise_stays() -> None:
    for language in LANGUAGES:
        texts = SAID["alike"][language]["trains"]
        for before, after in permutations(texts, 2):
            assert {found.direction for found in review(before, after).findings} == {Direction.KEPT}, (before, after)
