"""Two versions laid out for a page."""

from __future__ import annotations

import datetime as dt
import pickle
from dataclasses import replace

from monitor import work
from monitor.records import Comparison, Direction, Practice

LOGS = "We keep logs of visits for ninety days so that we can find out who has attacked the site."
DENIAL = "You may not use the content of other members to train artificial intelligence models."
BEFORE = f"# Privacy\n\n{LOGS}\n\nWe use your posts to train our AI models.\n\n{DENIAL}"
AFTER = (
    f"# Privacy\n\n{LOGS}\n\nWe use your posts and photos to train our AI models. "
    f"You can opt out of AI training in the settings.\n\n{DENIAL}"
)


def laid_out(before: str = BEFORE, after: str = AFTER, *, moved: int = 0) -> Comparison:
    judged, stated = work.review(before, after, dt.date(2026, 1, 1), "en")
    findings = [
        replace(each, after_at=each.after_at and replace(each.after_at, start=each.after_at.start + moved))
        for each in judged.findings
        if each.direction is not Direction.KEPT
    ]
    return work.lay_out(before, after, findings, (work.clauses(before, "en"), stated))


def test_what_the_findings_speak_of_is_marked_with_what_the_change_does_and_all_else_with_its_practice() -> None:
    found = laid_out()
    stated = {AFTER[mark.start : mark.end]: mark.stated for mark in found.marks if mark.name.startswith("after-")}
    assert stated["We use your posts and photos to train our AI models."] == ((Practice.TRAINS, Direction.WIDER),)
    assert stated[DENIAL] == ((Practice.RESTRICTS, None),)
    assert (Practice.CONTROL, Direction.NEW) in {pair for pairs in stated.values() for pair in pairs}
    assert (found.words_lost, found.blocks_changed) == (0, 1)


def test_each_finding_knows_the_row_that_it_speaks_of() -> None:
    found = laid_out()
    (row,) = [row for stretch in found.stretches for row in stretch.rows if row.stop]
    assert {*found.stops} == {row.stop} == {1}
    assert any(run.op > 0 and "photos" in run.text for edits in found.edits for run in edits)


def test_a_clause_is_found_again_in_a_text_that_was_read_anew_since() -> None:
    assert laid_out(moved=7).stops == laid_out().stops


def test_a_comparison_travels_between_processes() -> None:
    found = laid_out()
    assert pickle.loads(pickle.dumps(found)) == found


def test_in_markdown_the_words_lost_and_gained_are_marked() -> None:
    assert "**and photos**" in work.written(BEFORE, AFTER)
