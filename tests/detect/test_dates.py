import datetime as dt

import pytest

from monitor.detect import own_date
from monitor.detect.dates import effective, updated
from monitor.detect.vocabulary import LANGUAGES, entries, load


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


LABELS = [
    (language, phrase)
    for language in LANGUAGES
    for role in ("updated", "in_force")
    for phrase in entries(language)["own_date"][role]
]


def day_of(text: str, language: str = "en") -> str | None:
    found = updated(text, load(language))
    return found.day if found else None


def among(line: str, *, above: int = 0, below: int = 0) -> str:
    """A line among paragraphs of a document."""
    filler = "We keep your letters for a year."
    return "\n\n".join([*[filler] * above, line, *[filler] * below])


@pytest.mark.parametrize(("language", "phrase"), LABELS)
def test_every_label_of_a_day_is_read_at_the_beginning_of_a_line(language: str, phrase: str) -> None:
    month = entries(language)["months"]["5"][0]
    line = f"{phrase.replace('*', 'a').capitalize()}: 3 {month} 2025"
    assert day_of(f"# Title\n\n{line}\n\nText.", language) == "2025-05-03"


@pytest.mark.parametrize(
    ("language", "name"),
    [(language, name) for language in LANGUAGES for name in entries(language)["own_date"]["itself"]],
)
def test_every_name_by_which_a_document_calls_itself_makes_the_day_its_own(language: str, name: str) -> None:
    label, month = entries(language)["own_date"]["updated"][0], entries(language)["months"]["5"][0]
    assert day_of(f"Xy {name.replace('*', 'a')} zz {label} 3 {month} 2025.", language) == "2025-05-03"


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "**Last Updated:** _May 3rd, 2025_"),
        ("en", "Last updated\n\nMay 3, 2025"),
        ("en", "| Last updated | May 3, 2025 |"),
        ("en", "UpdatedMay 3, 2025"),
        ("en", "Effective May 3, 2025 (see previous versions)"),
        ("en", "Version Effective Date: May 3, 2025"),
        ("en", "Version 2.1 – 3 May 2025"),
        ("en", "Privacy Policy (last revised 3 May 2025)"),
        ("en", "This Cookie Policy was last updated on 3 May 2025."),
        ("en", "These Terms are effective and were last updated on May 3, 2025."),
        ("en", "This Privacy Policy is effective as of May 3, 2025."),
        ("en", "Last updated: May 3, 2025. Effective: June 1, 2025."),
        ("en", "Effective: June 1, 2025\n\nUpdated: 3 May 2025"),
        ("fr", "Dernière mise à jour des Conditions générales d'utilisation : 3 mai 2025."),
        ("fr", "Cette politique a été mise à jour pour la dernière fois le 3 mai 2025."),
        ("fr", "Version en date du 3 mai 2025"),
        ("de", "Diese Datenschutzerklärung wurde zuletzt am 3. Mai 2025 aktualisiert."),
        ("de", "Stand: 03.05.2025"),
        ("it", "Ultima modifica: 3 maggio 2025"),
        ("es", "Fecha de la última actualización: 3 de mayo de 2025"),
        ("pt", "Última atualização em 3 de maio de 2025"),
        ("nl", "Dit privacybeleid is voor het laatst gewijzigd op 3 mei 2025."),
        ("pl", "Ostatnia aktualizacja: 3 maja 2025 r."),
    ],
)
def test_a_document_says_on_which_day_it_was_last_updated(language: str, line: str) -> None:
    assert day_of(f"# Title\n\n{line}\n\n{among('More.', below=40)}", language) == "2025-05-03"
    assert day_of(among(line, above=60), language) == "2025-05-03"


@pytest.mark.parametrize(
    "line",
    [
        "Effective May 3, 2025, we will use your letters to train our AI models.",
        "Effective May 3, 2025 we will use your letters to train our AI models.",
        "The list of our subprocessors was last updated on 3 May 2025.",
        "Updated list of sub-processors: 3 May 2025",
        "The Privacy Act, as last amended on 3 May 2025, gives you rights.",
        "The previous version of this policy, last updated on 3 May 2025, is in the archive.",
        "- May 3, 2025: Updated list of sub-processors.",
        "Last updated: 05/03/2025",
        "Last updated: May 2025",
        "© 2025 Quill, published with joy",
        "You have until 3 May 2025 to object.",
    ],
)
def test_a_day_of_another_matter_is_not_the_documents_own(line: str) -> None:
    assert day_of(f"# Title\n\n{line}\n\nText.") is None


def test_a_day_in_the_middle_of_a_document_is_not_its_own() -> None:
    assert day_of(among("Last updated: 3 May 2025", above=40, below=40)) is None


def test_of_several_days_the_first_at_the_top_counts_else_the_latest_at_the_bottom() -> None:
    top = among("Last updated: 3 May 2025\n\nLast updated: 4 May 2026", below=40)
    assert day_of(f"{top}\n\nLast updated: 5 May 2027") == "2025-05-03"
    assert day_of(among("Updated: 3 May 2024\n\nUpdated: 3 May 2025\n\nUpdated: 3 May 2023", above=40)) == "2025-05-03"


def test_the_language_of_a_days_words_is_guessed_where_it_is_not_given() -> None:
    text = "Wir speichern die Daten und geben sie nicht weiter.\n\nStand: 3. Mai 2025"
    found = own_date(text)
    assert found is not None
    assert (found.day, found.quote) == ("2025-05-03", "Stand: 3. Mai 2025")
