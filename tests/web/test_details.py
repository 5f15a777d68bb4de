from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.web.details import Detail, details
from monitor.web.speech import Speech

NOW = datetime(2026, 11, 2, tzinfo=UTC)
FACTS = {
    "date": "2026-12-01",
    "date_quote": "From 1 December",
    "date_before": "2027-01-01",
    "control": "opt-out",
    "basis": "legitimate interest",
    "data": ("content", "drawings"),
    "recipients": ("Third parties",),
    "changed": ("date",),
    "novel": "as it stands",
}


def test_facts_are_told_by_their_names_with_the_words_that_they_were_read_from() -> None:
    assert [*details(FACTS, Speech("en", "UTC", NOW))] == [
        Detail("Date", "1 December 2026", "From 1 December"),
        Detail("Date", "1 January 2027 (before)"),
        Detail("Choice", "You can refuse"),
        Detail("Legal basis", "legitimate interest"),
        Detail("Data", "content, drawings"),
        Detail("Goes to", "third parties"),
        Detail("novel", "as it stands"),
    ]


@pytest.mark.parametrize("language", ["de", "fr", "it"])
def test_facts_are_told_in_the_language_of_whoever_reads(language: str) -> None:
    told = [*details(FACTS, Speech(language, "UTC", NOW))]
    assert told[0].words == "From 1 December"
    assert not {detail.label for detail in told} & {"Choice", "Legal basis", "Goes to"}
