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
        "nl": "3 van 5 vonden dit nuttig", "pl": "1204 wyświetleń",
    },
    "days": {
        "en": "Updated yesterday", "de": "Zuletzt geändert: gestern", "fr": "Mis à jour hier", "es": "Actualizado ayer",
        "it": "Aggiornato ieri", "pt": "Atualizado ontem", "nl": "Gisteren bijgewerkt", "pl": "Zaktualizowano wczoraj",
    },
    "visit": {
        "en": "Session ID: 8f3a77c0", "de": "Sitzungs-ID: 8f3a77c0", "fr": "Identifiant de session : 8f3a77c0",
        "es": "ID de sesión: 8f3a77c0", "it": "ID sessione: 8f3a77c0", "pt": "ID da sessão: 8f3a77c0",
        "nl": "Sessie-ID: 8f3a77c0", "pl": "Identyfikator sesji: 8f3a77c0",
    },
}  # fmt: skip


@pytest.mark.parametrize(("table", "language"), [(table, code) for table in TABLES for code in TABLES[table]])
def test_every_phrase_is_dropped(table: str, language: str) -> None:
    assert quieten(EXAMPLES[table][language]) == ""


PHRASES = [
    re.sub(r"(?<![A-Z])N(?=[ |)(\[]|\Z)", "3", phrase)
    for table in ("ago", "counters")
    for phrase in TABLES[table].values()
]


@pytest.mark.parametrize(
    "line",
    [
        "3d ago", "3 hrs ago", "3 dias atrás", "för en vecka sedan", "неделю назад", "yesterday", "gestern", "hier",
        "1.2K views", "Views: 1204", "Read 1204 times", "1.204 mal gelesen", "You are visitor number 123,456",
        "Besucher: 12.345", "1204 downloads", "Users online: 231", "Comments (12)", "(1,204 ratings)", "12 Yes / 3 No",
        "Request ID: 0b6f4c1e-9d2a-4a55-8a55-0c0ffee0c0de", "Ray ID: 8f3a77c0d1e2f3a4", "csrf_token=ab12Cd34",
        "Page generated at 12:03:11", "generated in 0.123 seconds", "Today is 3 March 2026", "Your IP is: 10.2.3.4",
    ],
)  # fmt: skip
def test_lines_of_the_day_and_of_the_visit_are_dropped(line: str) -> None:
    assert quieten(line) == ""


def test_of_a_line_of_several_parts_only_the_part_that_changes_is_dropped() -> None:
    line = "Published by the privacy team of the club in the legal category · Updated 3 days ago"
    assert quieten(line) == line.partition(" · ")[0]
    sentence = "The price that you paid 3 years ago – and that you agreed to – stays as it is for as long as you like."
    assert quieten(sentence) == sentence


@given(
    st.sampled_from(PHRASES)
    .flatmap(lambda phrase: st.from_regex(phrase, fullmatch=True))
    .filter(lambda line: "3" in line)
)
def test_no_way_to_say_a_phrase_with_a_number_is_overlooked(line: str) -> None:
    assert quieten(line) != line


@pytest.mark.parametrize(
    "line",
    [
        "Effective 3 March 2026",
        "7 days",
        "One of us",
        "Version 12",
        "Last updated: 3 March 2026",
        "Comments",
        "Session cookies",
        "Request your data",
        "Your IP address",
        "This policy",
        "Visitors",
        "3. Ratings",
        "3.4.2 Visitors",
        "3.4 Visitors",
        "Article 12",
        "Reading time",
        "Hier steht, was gilt.",
        "2 days",
        "Read section 3 first.",
    ],
)
def test_other_short_lines_are_kept(line: str) -> None:
    assert quieten(line) == line
