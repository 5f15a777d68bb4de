"""Edits that change nothing for people, made to every passage of the corpora: they are no alert."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.detect import review
from monitor.records import Severity

CORPUS = Path(__file__).with_name("corpus")
LINES = [
    json.loads(line)
    for path in sorted(CORPUS.glob("*passages.jsonl"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
TEXTS = {passage["id"]: passage["text"] for passage in LINES}
ITEM = re.compile(r"\s*[*•-]\s")
LISTED = re.compile(r"(?m)^\s*(?:[*•|#-]|\d+\.)")


def list_turned_round(text: str) -> str:
    """Each run of items in the opposite order."""
    turned: list[str] = []
    run: list[str] = []
    for line in [*text.split("\n"), ""]:
        if ITEM.match(line):
            run.insert(0, line)
        else:
            turned += [*run, line]
            run = []
    return "\n".join(turned[:-1])


def paragraphs_split(text: str) -> str:
    """A paragraph for each sentence."""
    return text if LISTED.search(text) else re.sub(r"(?<=[a-zà-ÿ)]\.) (?=[A-ZÀ-Ü])", "\n\n", text)


def numbered_otherwise(text: str) -> str:
    return re.sub(r"(?m)^(\d+)\.", lambda number: f"{int(number[1]) + 1}.", text)


def set_otherwise(text: str) -> str:
    """Typographic marks, bold names, wider spaces."""
    curled = text.replace("'", "’").replace(" - ", " – ")
    return re.sub(r"(?m)^([*-] )?([A-Z][^.:*\n]{3,40}):", r"\1**\2:**", curled).replace(". ", ".  ")


def with_a_neighbour(text: str) -> str:
    return f"{text}\n\n## Contact\n\nWrite to us at the address below."


EDITS: tuple[Callable[[str], str], ...] = (
    list_turned_round,
    paragraphs_split,
    numbered_otherwise,
    set_otherwise,
    with_a_neighbour,
)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_that_changes_nothing_for_people_is_no_alert(edit: Callable[[str], str]) -> None:
    edited = {name: edit(text) for name, text in TEXTS.items()}
    assert any(edited[name] != text for name, text in TEXTS.items())
    raised = [name for name, text in TEXTS.items() if review(text, edited[name]).severity is Severity.ALERT]
    assert raised == []
