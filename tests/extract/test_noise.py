from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.extract.noise import TABLES, quieten

EXAMPLES = {
    "ago": {
        "en": "Updated about 3 hours ago", "de": "vor einem Monat", "fr": "il y a 2 ans", "es": "hace 3 días",
        "it": "2 giorni fa", "pt": "há 4 meses", "nl": "3 dagen geleden", "pl": "2 dni temu", "sv": "för 3 dagar sedan",
        "da": "for 2 uger siden", "ru": "5 дней назад", "tr": "3 gün önce", "ja": "3日前",
        "zh": "3 天前", "ko": "3일 전",
    },
    "counters": {
        "en": "1,204 views", "de": "3 von 5 fanden dies hilfreich", "fr": "3 sur 5 ont trouvé cela utile",
        "es": "3 de 5 personas encontraron esto útil", "it": "3 su 5 hanno trovato utile",
        "pt": "3 de 5 acharam isto útil",
        "nl": "3 van 5 vonden dit nuttig",
    },
}  # fmt: skip


@pytest.mark.parametrize(("table", "language"), [(table, code) for table in TABLES for code in TABLES[table]])
def test_every_phrase_is_dropped(table: str, language: str) -> None:
    assert quieten(EXAMPLES[table][language]) == ""


PHRASES = [re.sub(r"(?<![A-Z])N(?=[ |)(])", "3", phrase) for table in TABLES.values() for phrase in table.values()]


@given(
    st.sampled_from(PHRASES)
    .flatmap(lambda phrase: st.from_regex(phrase, fullmatch=True))
    .filter(lambda line: "3" in line)
)
def test_no_way_to_say_a_phrase_with_a_number_is_overlooked(line: str) -> None:
    assert quieten(line) != line


@pytest.mark.parametrize("line", ["Effective 3 March 2026", "7 days", "One of us", "Version 12"])
def test_other_short_lines_are_kept(line: str) -> None:
    assert quieten(line) == line
