import pytest

from monitor.detect.vocabulary import LANGUAGES, entries, guess, load

ENTRIES = [
    (language, section, role, phrase)
    for language in (*LANGUAGES, "shared")
    for section, roles in entries(language).items()
    if section in {"roles", "data", "regions"}
    for role, phrases in roles.items()
    for phrase in phrases
]


def spelled_out(phrase: str) -> str:
    return phrase.replace(" ... ", " ja da ").replace("*", "en")


@pytest.mark.parametrize("language", [*LANGUAGES, "shared"])
def test_every_entry_is_found_when_it_is_spelled_out(language: str) -> None:
    words = load("en" if language == "shared" else language)
    for _, section, role, phrase in (entry for entry in ENTRIES if entry[0] == language):
        patterns = {"roles": words.roles, "data": words.data, "regions": words.regions}[section]
        assert patterns[role].search(f"x {spelled_out(phrase)} x"), (language, section, role, phrase)


def test_no_entry_stands_twice_in_a_role() -> None:
    assert len(set(ENTRIES)) == len(ENTRIES)


def test_a_phrase_in_capitals_is_not_found_in_small_letters() -> None:
    assert not load("it").role("ai").search("ai sensi dell'articolo")


def test_a_gap_takes_up_to_four_words_and_no_more() -> None:
    gap = load("en").role("except")
    assert gap.search("without our very own consent")
    assert not gap.search("without a b c d e consent")


def test_a_language_without_words_is_read_as_english() -> None:
    assert load("ja").language == "en"


def test_a_region_of_a_language_is_its_language() -> None:
    assert load("pt-BR").language == "pt"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We keep the data that you give to us.", "en"),
        ("Nous gardons les données que vous nous donnez.", "fr"),
        ("Wir speichern die Daten und geben sie nicht weiter.", "de"),
        ("Conserviamo i dati che ci dai per la durata del contratto.", "it"),
        ("Guardamos los datos que nos das para prestarte el servicio.", "es"),
        ("Guardamos os dados que você nos dá para o serviço.", "pt"),
        ("Wij bewaren de gegevens die je ons geeft voor het contract.", "nl"),
        ("", "en"),
    ],
)
def test_the_language_is_guessed_from_function_words(text: str, language: str) -> None:
    assert guess(text) == language


def test_a_role_that_a_language_lacks_matches_nothing() -> None:
    assert not load("en").role("no such role").search("anything")
