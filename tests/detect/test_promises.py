"""What few words change of a promise or a use: an age, a hedge, another word for the same."""

import pytest
from meaning import events

from monitor.detect import review
from monitor.records import Severity

AGES = [
    ("We do not use data of users under {} to train AI models.", 18, 13),
    ("We use your posts to train our AI. We do not use the data of players under {} for this purpose.", 13, 10),
    ("Nous n'utilisons pas les données des moins de {} ans pour entraîner l'IA.", 18, 15),
    ("Wir verwenden keine Daten von Nutzern unter {} Jahren zum Training von KI.", 18, 14),
    ("Non usiamo i dati di minori di {} anni per addestrare l'IA.", 18, 14),
    ("No usamos los datos de menores de {} años para entrenar la IA.", 18, 14),
]
HEDGED = [
    ("We will never train AI on your letters.", "We do not currently train AI on your letters."),
    ("We do not use your letters to train AI.", "We do not generally use your letters to train AI."),
    ("We promise not to use your letters to train AI.", "We try not to use your letters to train AI."),
    (
        "Nous n'utiliserons jamais vos lettres pour entraîner l'IA.",
        "Actuellement, nous n'utilisons pas vos lettres pour entraîner l'IA.",
    ),
    (
        "Wir werden Ihre Briefe niemals zum Training von KI verwenden.",
        "Derzeit verwenden wir Ihre Briefe nicht zum Training von KI.",
    ),
    ("Nunca usaremos sus cartas para entrenar IA.", "Por el momento no usamos sus cartas para entrenar IA."),
    (
        "Non useremo mai le tue lettere per addestrare l'IA.",
        "Al momento non usiamo le tue lettere per addestrare l'IA.",
    ),
    ("Nunca usaremos as suas cartas para treinar IA.", "De momento não usamos as suas cartas para treinar IA."),
    (
        "Wij zullen uw brieven nooit gebruiken om AI te trainen.",
        "Op dit moment gebruiken wij uw brieven niet om AI te trainen.",
    ),
    ("Nigdy nie użyjemy Twoich listów do trenowania AI.", "Obecnie nie używamy Twoich listów do trenowania AI."),
]
USE = "We use your letters to train our AI models."
REWORDED = [
    ("We do not use your letters to train AI models.", "We do not use your letters for training AI models."),
    ("We use your letters to train AI models.", "We use your letters to train artificial intelligence models."),
    ("We use personal information to train our AI.", "We use personal data to train our AI."),
    (
        f"{USE} Our legal basis is our legitimate interest.",
        f"{USE} Our legal basis for the training is our legitimate interest.",
    ),
    (f"{USE} Letters of minors are not used for this purpose.", f"{USE} Letters of minors are not used to that end."),
    (
        f"{USE} You can opt out [here](https://example.org/out).",
        f"{USE} You can opt out [here](https://example.org/out?from=terms).",
    ),
]


@pytest.mark.parametrize(("text", "before", "after"), AGES)
def test_a_promise_about_the_young_that_holds_for_fewer_of_them_is_an_alert(text: str, before: int, after: int) -> None:
    judged = review(text.format(before), text.format(after))
    assert (events(judged), judged.severity) == ({"denies narrower"}, Severity.ALERT)
    assert events(review(text.format(after), text.format(before))) == {"denies wider"}


def test_a_use_of_younger_peoples_data_is_wider() -> None:
    text = "We train our AI models on letters of users aged {} and over."
    assert events(review(text.format(16), text.format(12))) == {"trains wider"}
    assert events(review(text.format(12), text.format(16))) == {"trains narrower"}


@pytest.mark.parametrize(("before", "after"), HEDGED)
def test_a_promise_that_is_hedged_is_narrower(before: str, after: str) -> None:
    assert events(review(before, after)) == {"denies narrower"}
    assert review(before, after).severity is Severity.ALERT


@pytest.mark.parametrize(("before", "after"), REWORDED)
def test_another_word_for_the_same_is_no_news(before: str, after: str) -> None:
    assert (events(review(before, after)), review(before, after).severity) == (set(), Severity.NONE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"{USE} Letters of minors are not used for that.",
            "We use your letters and photos to train our AI models. Letters of minors are not used for that.",
        ),
        (
            "Wir nutzen Briefe, um unsere KI zu trainieren. Briefe von Kindern verwenden wir dafür nicht.",
            "Wir nutzen Briefe und Fotos, um unsere KI zu trainieren. Briefe von Kindern verwenden wir dafür nicht.",
        ),
    ],
)
def test_a_use_that_reaches_further_is_no_wider_promise_beside_it(before: str, after: str) -> None:
    assert events(review(before, after)) == {"trains wider"}


@pytest.mark.parametrize(
    "text",
    [
        f"{USE} You may opt out of the training within {{}} days of signing up.",
        "Wir trainieren unsere KI mit Ihren Briefen. Sie können dem Training innerhalb von {} Tagen widersprechen.",
    ],
)
def test_less_time_to_refuse_is_an_alert(text: str) -> None:
    judged = review(text.format(60), text.format(14))
    assert (events(judged), judged.severity) == ({"control narrower"}, Severity.ALERT)
    assert events(review(text.format(14), text.format(60))) == {"control wider"}


def test_data_that_is_no_longer_anonymous_is_more() -> None:
    text = "We use {} letters to train our AI models."
    assert events(review(text.format("anonymised"), text.format("pseudonymised"))) == {"trains wider"}
    assert events(review(text.format("pseudonymised"), text.format("anonymised"))) == {"trains narrower"}
