"""A clause that stands as it was reaches further, or less far, by what the text says that its terms mean."""

import pytest
from meaning import events

from monitor.detect import review
from monitor.records import Severity

DEFINED = [
    (
        "en",
        '"Usage Data" means data on how you use Ida{}. We use Usage Data to train our models.',
        " and voice recordings",
    ),
    (
        "de",
        "**Nutzungsdaten** bezeichnet Daten über die Nutzung des Dienstes{}. Wir nutzen Nutzungsdaten zum KI-Training.",
        " einschließlich Ihrer Nachrichten",
    ),
    (
        "fr",
        "« Données d'usage » désigne vos données d'usage{}. Nous utilisons les Données d'usage pour former notre IA.",
        " ainsi que vos messages",
    ),
    (
        "it",
        "«Dati d'uso» indica i dati sull'uso del servizio{}. Usiamo i Dati d'uso per addestrare la nostra IA.",
        " e le registrazioni vocali",
    ),
    (
        "es",
        "«Datos de uso» significa los datos sobre el uso del servicio{}. Usamos los Datos de uso para entrenar la IA.",
        " y las grabaciones de voz",
    ),
    (
        "pt",
        "“Dados de Uso” significa os dados sobre o uso do serviço{}. Usamos os Dados de Uso para treinar a nossa IA.",
        " e as gravações de voz",
    ),
    (
        "nl",
        "“Gebruiksgegevens” betekent gegevens over gebruik{}. Wij gebruiken Gebruiksgegevens om onze AI te trainen.",
        " en spraakopnamen",
    ),
    (
        "pl",
        "„Dane Użytkowe” oznacza dane o korzystaniu z usługi{}. Używamy Dane Użytkowe do trenowania naszej AI.",
        " oraz nagrania głosu",
    ),
]
PROMISE = "“Member Content” means letters, photos{}. We do not use Member Content to train AI models."


@pytest.mark.parametrize(("language", "text", "more"), DEFINED)
def test_a_use_is_wider_whose_data_is_defined_to_be_more(language: str, text: str, more: str) -> None:
    less, wider = text.format(""), text.format(more)
    assert events(review(less, wider, language=language)) == {"trains wider"}
    assert events(review(wider, less, language=language)) == {"trains narrower"}


def test_a_promise_is_narrower_whose_data_is_defined_to_be_less() -> None:
    judged = review(PROMISE.format(" and voice recordings"), PROMISE.format(""))
    assert (events(judged), judged.severity) == ({"denies narrower"}, Severity.ALERT)


def test_a_promise_is_narrower_though_its_data_is_all_of_one_kind() -> None:
    text = '"Private Content" means messages{}. We never use Private Content to train AI.'
    assert events(review(text.format(", drafts and notes"), text.format(""))) == {"denies narrower"}


def test_an_exception_from_a_definition_that_goes_makes_a_use_wider() -> None:
    text = "“Content” means what you post{}. We use Content to train our AI models."
    assert events(review(text.format(", excluding drafts"), text.format(""))) == {"trains wider"}


def test_a_finding_of_a_term_quotes_its_definition() -> None:
    found = review(PROMISE.format(" and voice recordings"), PROMISE.format("")).findings[0]
    assert found.before == PROMISE.format(" and voice recordings")
    assert found.after == PROMISE.format("")


def test_a_definition_in_other_words_or_of_another_term_is_no_news() -> None:
    assert not events(review(PROMISE.format(" and voice recordings"), PROMISE.format(", and recordings of voice")))
    other = PROMISE.format("") + " “Usage Data” means clicks{}. Usage Data is kept for a year."
    assert not events(review(other.format(""), other.format(" and voice recordings")))
