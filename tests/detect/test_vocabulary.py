import pytest

from monitor.detect.words.cues import tokens_of
from monitor.detect.words.lexicon import Lexicon, look
from monitor.detect.words.vocabulary import LANGUAGES, SECTIONS, entries, guess, load

ENTRIES = [
    (language, section, role, phrase)
    for language in (*LANGUAGES, "shared")
    for section, roles in entries(language).items()
    if section in SECTIONS
    for role, phrases in roles.items()
    for phrase in phrases
]


def spelled_out(phrase: str) -> str:
    return phrase.replace(" ... ", " ja da ").replace("*", "en")


def roles_in(text: str, language: str) -> set[str]:
    return {role for role, places in look(tokens_of(text), load(language).lexicon).roles.items() if places}


def is_worth(text: str, language: str) -> bool:
    return load(language).topics.told(text).is_worth(0, len(text))


@pytest.mark.parametrize("language", [*LANGUAGES, "shared"])
def test_every_entry_is_found_when_it_is_spelled_out(language: str) -> None:
    for _, section, role, phrase in (entry for entry in ENTRIES if entry[0] == language):
        cues = look(tokens_of(f"x {spelled_out(phrase)} x"), Lexicon({"it": [phrase]}))
        assert cues.of("it"), (language, section, role, phrase)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_training_or_of_ai_makes_a_text_worth_reading(language: str) -> None:
    roles = entries(language)["roles"]
    needed = [phrase for role in ("train", "ai", "mine") for phrase in roles[role] if phrase not in roles["weak"]]
    made = f"{entries(language)['roles']['develop'][0]} ".replace("*", "en")
    assert not [phrase for phrase in needed if not is_worth(made + spelled_out(phrase), language)]


def test_a_short_word_of_a_ban_makes_a_text_about_machines_worth_reading_only_where_it_stands_alone() -> None:
    assert is_worth("No reader may copy a model.", "en")
    assert not is_worth("The model is notable.", "en")


def test_a_text_about_machines_is_worth_reading_for_any_form_of_a_word_of_making() -> None:
    assert is_worth("Il modello aumenterà la precisione.", "it")


@pytest.mark.parametrize("language", [*LANGUAGES, "shared"])
def test_an_entry_that_goes_on_after_its_first_word_has_three_letters_of_it(language: str) -> None:
    firsts = (phrase.split()[0] for code, _, _, phrase in ENTRIES if code == language)
    assert not [first for first in firsts if "*" in first and len(first.replace("*", "")) < 3 and first.islower()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_roles(language: str) -> None:
    assert set(entries(language)["roles"]) ^ set(entries("en")["roles"]) <= {"public"}


def test_no_entry_stands_twice_in_a_role() -> None:
    assert len(set(ENTRIES)) == len(ENTRIES)


def test_a_phrase_in_capitals_is_not_found_in_small_letters() -> None:
    assert "ai" not in roles_in("ai sensi dell'articolo", "it")
    assert "ai" in roles_in("l'IA", "it")


def test_a_gap_takes_up_to_four_words_and_no_more() -> None:
    gap = Lexicon({"it": ["without ... consent"]})
    assert look(tokens_of("without our very own consent"), gap).of("it")
    assert not look(tokens_of("without a b c d e consent"), gap).of("it")


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


def test_a_phrase_that_only_looks_like_a_cue_hides_its_words() -> None:
    assert "train" not in roles_in("we train our staff", "en")
    assert "not" not in roles_in("including but not limited to", "en")


def test_hyphens_and_apostrophes_part_words() -> None:
    assert {"ai", "model"} <= roles_in("unsere KI-Modelle", "de")
    assert roles_in("opt-out", "en") == roles_in("opt out", "en")


def test_a_table_of_words_forgets_before_it_grows_without_end() -> None:
    lexicon = Lexicon({"it": ["word"]})
    for number in range(70_000):
        look([f"w{number}"], lexicon)
    assert len(lexicon) <= 60_001
    assert look(["word"], lexicon).of("it")
