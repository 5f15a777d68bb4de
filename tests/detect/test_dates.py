import datetime as dt

import pytest

from monitor.detect import own_date
from monitor.detect.clauses.dates import deadline, effective, updated
from monitor.detect.words.vocabulary import LANGUAGES, entries, load


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
        ("en", "effective 2026/03/01", "2026-03-01"),
        ("en", "effective 01-Mar-2026", "2026-03-01"),
        ("en", "effective March\u00a01, 2026", "2026-03-01"),
        ("fr", "dès le 1er\u202fmars\u202f2026", "2026-03-01"),
        ("en", "from the 1st of March, 2026", "2026-03-01"),
        ("de", "ab Sonntag, den 1. März 2026", "2026-03-01"),
        ("de", "ab 1. Mrz. 2026", "2026-03-01"),
        ("pt", "a partir de 1.º de março de 2026", "2026-03-01"),
        ("nl", "vanaf 1 mrt. 2026", "2026-03-01"),
        ("en", "effective 2026/03-01", None),
    ],
)
def test_a_date_is_read_as_its_language_writes_it(language: str, text: str, date: str | None) -> None:
    found = effective(text, load(language))
    assert (found.day if found else None) == date


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Our app was founded on 1 March 2026."),
        ("en", "The Data Act entered into force on 1 March 2026"),
        ("en", "the court ruled on 1 March 2026"),
        ("en", "the adequacy decision on 1 March 2026"),
        ("fr", "L'atelier a été fondé le 1er mars 2026"),
        ("fr", "le tribunal a statué le 1er mars 2026"),
        ("fr", "publiée au Journal officiel le 1er mars 2026"),
        ("de", "Verordnung (EU) 2026/12 vom 1. März 2026"),
        ("de", "wurde am 1. März 2026 gegründet"),
        ("de", "Das Gericht hat am 1. März 2026 entschieden"),
        ("it", "La bottega è stata fondata il 1° marzo 2026"),
        ("it", "il tribunale, che ha deciso il 1° marzo 2026"),
        ("es", "La revista fue fundada el 1 de marzo de 2026"),
        ("es", "el tribunal decidió el 1 de marzo de 2026"),
        ("pt", "A revista foi fundada em 1 de março de 2026"),
        ("pt", "o tribunal decidiu em 1 de março de 2026"),
        ("nl", "Het blad is op 1 maart 2026 opgericht"),
        ("nl", "de rechtbank heeft op 1 maart 2026 geoordeeld"),
        ("pl", "Gazeta założona w dniu 1 marca 2026 r."),
        ("pl", "sąd orzekł w dniu 1 marca 2026 r."),
    ],
)
def test_a_day_of_another_matter_is_no_day_of_a_clause(language: str, text: str) -> None:
    assert effective(text, load(language)) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "As the law requires, from 1 March 2026 we ask you first."),
        ("de", "Wie das Gesetz es verlangt, fragen wir ab dem 1. März 2026."),
        ("fr", "Comme l'exige la loi, nous le faisons à compter du 1er mars 2026."),
    ],
)
def test_another_matter_in_another_part_of_the_sentence_leaves_the_day_alone(language: str, text: str) -> None:
    found = effective(text, load(language))
    assert found is not None
    assert found.day == "2026-03-01"


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "You have until 1 March 2026 to object.", "2026-03-01"),
        ("en", "We keep your posts until 1 March 2026.", None),
        ("fr", "Vous pouvez vous opposer jusqu'au 1er mars 2026.", "2026-03-01"),
        ("fr", "Vos messages sont conservés jusqu'au 1er mars 2026.", None),
        ("de", "Sie können bis zum 1. März 2026 widersprechen.", "2026-03-01"),
        ("de", "Wir speichern Ihre Beiträge bis zum 1. März 2026.", None),
        ("it", "I messaggi sono conservati fino al 1° marzo 2026.", None),
        ("es", "Los mensajes se conservan hasta el 1 de marzo de 2026.", None),
        ("pt", "As mensagens são conservadas até 1 de março de 2026.", None),
        ("nl", "De berichten blijven bewaard tot 1 maart 2026.", None),
        ("pl", "Wiadomości przechowujemy do dnia 1 marca 2026 r.", None),
    ],
)
def test_the_day_until_which_data_is_kept_is_no_deadline(language: str, text: str, day: str | None) -> None:
    found = deadline(text, load(language))
    assert (found.day if found else None) == day


SEEN = dt.date(2026, 1, 15)


@pytest.mark.parametrize(
    ("language", "text", "day", "quote"),
    [
        ("en", "This takes effect 30 days after posting.", "2026-02-14", "30 days after posting"),
        ("en", "thirty (30) days after the day of posting", "2026-02-14", "thirty (30) days after the day of posting"),
        ("en", "30 days after the date of this notice", "2026-02-14", "30 days after the date of this"),
        ("en", "These changes are effective immediately.", "2026-01-15", "effective immediately"),
        ("fr", "30 jours après leur publication", "2026-02-14", "30 jours après leur publication"),
        ("fr", "avec effet immédiat", "2026-01-15", "avec effet immédiat"),
        ("de", "30 Tage nach Veröffentlichung", "2026-02-14", "30 Tage nach Veröffentlichung"),
        ("de", "ab sofort", "2026-01-15", "ab sofort"),
        ("it", "30 giorni dopo la pubblicazione", "2026-02-14", "30 giorni dopo la pubblicazione"),
        ("es", "30 días después de su publicación", "2026-02-14", "30 días después de su publicación"),
        ("pt", "30 dias após a publicação", "2026-02-14", "30 dias após a publicação"),
        ("nl", "30 dagen na publicatie", "2026-02-14", "30 dagen na publicatie"),
        ("nl", "met onmiddellijke ingang", "2026-01-15", "met onmiddellijke ingang"),
        ("pl", "30 dni od dnia publikacji", "2026-02-14", "30 dni od dnia publikacji"),
    ],
)
def test_a_span_of_days_counts_from_the_day_it_was_seen(language: str, text: str, day: str, quote: str) -> None:
    found = effective(text, load(language), SEEN)
    assert found is not None
    assert (found.day, found.quote) == (day, quote)
    assert effective(text, load(language)) is None


@pytest.mark.parametrize("text", ["some days after posting", "We delete your letters 30 days after you leave us."])
def test_a_span_without_a_number_or_from_another_day_gives_no_date(text: str) -> None:
    assert effective(text, load("en"), SEEN) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_for_the_days_of_other_matters_is_known(language: str) -> None:
    sections = entries(language)["dates"]
    assert sections.keys() == entries("en")["dates"].keys()
    for role, phrases in sections.items():
        assert not [phrase for phrase in phrases if not load(language).pattern(role).search(phrase.replace("*", "a"))]


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


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "You can opt out of AI training before 20 December 2026."),
        ("en", "You can opt out of AI training until 19 December 2026."),
        ("fr", "Vous pouvez vous opposer à l'entraînement de l'IA avant le 20 décembre 2026."),
        ("de", "Sie können dem KI-Training vor dem 20. Dezember 2026 widersprechen."),
        ("it", "Puoi opporti all'addestramento dell'IA prima del 20 dicembre 2026."),
        ("es", "Puedes oponerte al entrenamiento de la IA antes del 20 de diciembre de 2026."),
        ("pt", "Pode opor-se ao treino de IA antes de 20 de dezembro de 2026."),
        ("nl", "Je kunt vóór 20 december 2026 bezwaar maken tegen AI-training."),
        ("pl", "Możesz sprzeciwić się trenowaniu AI przed 20 grudnia 2026."),
    ],
)
def test_the_last_day_is_the_one_before_a_day_that_something_must_be_done_before(language: str, said: str) -> None:
    found = deadline(said, load(language))
    assert found is not None
    assert found.day == "2026-12-19"
