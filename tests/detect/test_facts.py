import datetime as dt

import pytest

from monitor.detect import find, review
from monitor.detect.vocabulary import LANGUAGES, entries
from monitor.records import Facts, Practice


def facts(text: str, practice: Practice, language: str | None = None, seen: dt.date | None = None) -> Facts:
    """The facts of the last clause that states a practice."""
    return [clause.facts for clause in find(text, language=language, seen=seen) if clause.practice is practice][-1]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We never train our AI models on what you write, unless you choose to share it with us."),
        ("en", "We do not use your drawings to train AI models without the express permission of the artist."),
        ("fr", "Nous n'entraînons pas notre IA avec vos dessins sans autorisation expresse de leur auteur."),
        ("de", "Ohne Ihre ausdrückliche Genehmigung trainieren wir keine KI mit Ihren Zeichnungen."),
        ("nl", "Zonder uw uitdrukkelijke toestemming trainen wij geen AI met uw tekeningen."),
        ("pl", "Bez Twojej wyraźnej zgody nie trenujemy AI na Twoich rysunkach."),
    ],
)
def test_what_is_denied_unless_people_agree_waits_for_their_consent(language: str, text: str) -> None:
    found = facts(text, Practice.DENIES, language)
    assert (found["control"], found["basis"]) == ("opt-in", "consent")


def test_a_setting_is_the_choice_that_is_told_before_it() -> None:
    text = "Unless you opt in, your notes stay yours. In private mode they are never used for training AI models."
    assert facts(text, Practice.DENIES)["control"] == "opt-in"


def test_a_choice_over_something_else_is_not_that_of_a_clause_behind_it() -> None:
    text = (
        "You can opt out of our newsletter. We train our AI models on your posts; you can change this in the settings."
    )
    assert facts(text, Practice.CONTROL)["control"] == "setting"


@pytest.mark.parametrize(
    ("row", "basis"),
    [
        ("| To train our AI models | Photos | Contract |", "contract"),
        ("| Entraînement de notre IA | Photos | Contrat | 3 ans |", "contract"),
        ("| Training unserer KI-Modelle | Fotos | Vertrag |", "contract"),
        ("| Training our AI models | Posts | * Consent<br>* Legitimate interests |", "legitimate interest"),
        ("| Training our AI models | Posts | Consent |", "consent"),
        ("| Training our AI models | The contract you signed with your school and what you wrote |", None),
    ],
)
def test_a_row_names_its_basis_in_a_cell(row: str, basis: str | None) -> None:
    assert facts(row, Practice.TRAINS).get("basis") == basis


PURPOSES = {
    "en": "To train our AI models",
    "fr": "Entraînement de notre IA",
    "de": "Training unserer KI-Modelle",
    "it": "Addestramento dei nostri modelli di IA",
    "es": "Entrenamiento de nuestros modelos de IA",
    "pt": "Treino dos nossos modelos de IA",
    "nl": "Training van onze AI-modellen",
    "pl": "Trenowanie naszych modeli AI",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_contract_is_a_basis_where_it_fills_a_cell(language: str) -> None:
    for name in entries(language)["facts"]["contract_cell"]:
        row = f"| {PURPOSES[language]} | 3 | {name.capitalize()} |"
        assert facts(row, Practice.TRAINS, language)["basis"] == "contract"


def test_the_day_that_the_next_sentence_counts_from_its_publication_is_that_of_a_clause() -> None:
    text = "We use your posts to train our AI models. This takes effect 30 days after posting."
    assert facts(text, Practice.TRAINS, seen=dt.date(2026, 1, 1))["date"] == "2026-01-31"
    assert "date" not in facts(text, Practice.TRAINS)


def test_a_span_of_days_that_stood_there_before_does_not_begin_anew() -> None:
    before = "We use your posts to train our AI models. This takes effect 30 days after posting."
    found = review(before, f"{before} Thank you.", seen=dt.date(2026, 1, 1)).findings
    assert found
    assert not [each for each in found if "date" in each.facts]
