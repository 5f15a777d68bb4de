import datetime as dt

import pytest

from monitor.detect.dates import effective
from monitor.detect.vocabulary import load


@pytest.mark.parametrize(
    ("language", "text", "date"),
    [
        ("en", "effective 2026-02-01", "2026-02-01"),
        ("en", "effective March 4, 2026", "2026-03-04"),
        ("en", "as of the 4th of March 2026", "2026-03-04"),
        ("en", "effective 13/02/2026", "2026-02-13"),
        ("en", "effective 02/13/2026", "2026-02-13"),
        ("en", "effective 02/03/2026", None),
        ("en", "effective 31/02/2026", None),
        ("en", "the ninth of May", None),
        ("en", "effective when you accept", None),
        ("de", "ab dem 1. Februar 2026", "2026-02-01"),
        ("de", "ab dem 01.02.2026", "2026-02-01"),
        ("fr", "à compter du 1er février 2026", "2026-02-01"),
        ("it", "dal 1° febbraio 2026", "2026-02-01"),
        ("es", "a partir del 1 de febrero de 2026", "2026-02-01"),
        ("pt", "a partir de 1 de fevereiro de 2026", "2026-02-01"),
        ("nl", "met ingang van 1 februari 2026", "2026-02-01"),
        ("pl", "od 1 lutego 2026 r.", "2026-02-01"),
        ("pl", "z dniem 1 lutego 2026 r.", "2026-02-01"),
        ("en", "data collected before 1 March 2026", None),
        ("en", "last updated on 1 March 2026", None),
        ("en", "March 1, 2026: we now train AI", "2026-03-01"),
        ("fr", "la loi du 6 janvier 2026", None),
        ("fr", "jusqu'au 1er mars 2026", None),
        ("fr", "entrera en vigueur le 1er mars 2026", "2026-03-01"),
        ("de", "Stand: 1. März 2026", None),
        ("de", "tritt am 1. März 2026 in Kraft", "2026-03-01"),
        ("it", "entrerà in vigore il 1° marzo 2026", "2026-03-01"),
        ("es", "entrará en vigor el 1 de marzo de 2026", "2026-03-01"),
        ("es", "hasta el 1 de marzo de 2026", None),
        ("pt", "entra em vigor em 1 de março de 2026", "2026-03-01"),
        ("nl", "treedt in werking op 1 maart 2026", "2026-03-01"),
        ("nl", "laatst bijgewerkt op 1 maart 2026", None),
    ],
)
def test_a_date_is_read_as_its_language_writes_it(language: str, text: str, date: str | None) -> None:
    found = effective(text, load(language))
    assert (found.day if found else None) == date


def test_a_span_of_days_counts_from_the_day_it_was_seen() -> None:
    text = "This takes effect 30 days after posting."
    found = effective(text, load("en"), dt.date(2026, 1, 15))
    assert found is not None
    assert found.day == "2026-02-14"
    assert found.quote == "30 days after"
    assert effective(text, load("en")) is None


def test_a_span_without_a_number_gives_no_date() -> None:
    assert effective("some days after posting", load("en"), dt.date(2026, 1, 15)) is None
