"""A promise that holds unless people agree, and a use that waits for them: the same, said either way."""

import pytest
from meaning import events

from monitor.detect import find, review
from monitor.records import Practice, Severity

EITHER_WAY = [
    (
        "We will not use your letters to train AI models without your consent.",
        "We use your letters to train AI models only with your consent.",
    ),
    (
        "We do not use your recipes to train our AI unless you opt in.",
        "Your recipes are used to train our AI only if you opt in.",
    ),
    (
        "We will not use your drawings to train AI models or for any other purpose without your explicit consent.",
        "Any other use of your drawings, including to train AI models, requires your explicit consent.",
    ),
    (
        "Ohne Ihre Einwilligung verwenden wir Ihre Briefe nicht zum Training unserer KI.",
        "Nur mit Ihrer Einwilligung verwenden wir Ihre Briefe zum Training unserer KI.",
    ),
    (
        "Nous n'utilisons pas vos lettres pour entraîner notre IA sans votre consentement.",
        "Nous utilisons vos lettres pour entraîner notre IA uniquement avec votre consentement.",
    ),
    (
        "No usamos sus cartas para entrenar nuestra IA sin su consentimiento.",
        "Usamos sus cartas para entrenar nuestra IA solo con su consentimiento.",
    ),
]


@pytest.mark.parametrize(("promise", "use"), EITHER_WAY)
def test_a_promise_unless_people_agree_is_a_use_that_waits_for_them(promise: str, use: str) -> None:
    for before, after in ((promise, use), (use, promise)):
        judged = review(before, after)
        assert not events(judged)
        assert judged.severity is Severity.NONE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "We do not train AI on your letters without your consent.",
            "We do not train AI on your letters unless you have given your express and informed consent.",
        ),
        (
            "Wir trainieren keine KI mit Ihren Briefen, es sei denn, Sie haben zugestimmt.",
            "Wir trainieren keine KI mit Ihren Briefen, sofern Sie nicht vorher ausdrücklich eingewilligt haben.",
        ),
        (
            "I disegni non sono usati per addestrare modelli di terzi, salvo diverso e specifico consenso dell'utente.",
            "I disegni non sono usati per addestrare modelli di terzi, a meno che l'utente vi abbia acconsentito.",
        ),
        (
            "Não treinamos IA com as suas cartas sem o seu consentimento.",
            "Não treinamos IA com as suas cartas, a menos que tenha dado o seu consentimento prévio e expresso.",
        ),
        (
            "With your consent, we use letters to train our AI.",
            "If you have given your consent, which you can withdraw at any time, we use letters to train our AI.",
        ),
        (
            "Mit Ihrer Einwilligung nutzen wir Briefe zum Training unserer KI.",
            "Wenn Sie eingewilligt haben, was Sie jederzeit widerrufen können, trainieren wir unsere KI mit Briefen.",
        ),
    ],
)
def test_a_consent_that_is_worded_otherwise_is_no_news(before: str, after: str) -> None:
    for judged in (review(before, after), review(after, before)):
        assert (events(judged), judged.severity) == (set(), Severity.NONE)


@pytest.mark.parametrize(
    "besides",
    [
        " or that of your publisher",
        " or a legal basis",
        " or our legitimate interest",
        ", unless we have another legal basis",
        ", which is deemed given when you accept these terms",
        ", unless the law permits us to do so",
    ],
)
def test_what_waives_a_promise_beside_the_consent_is_an_alert(besides: str) -> None:
    promise = "We do not train AI on your letters without your consent"
    assert review(f"{promise}.", f"{promise}{besides}.").severity is Severity.ALERT


def test_a_law_that_lets_us_is_no_consent_of_peoples() -> None:
    promise = "Nous n'entraînons pas d'IA sur vos lettres sans votre consentement"
    assert review(f"{promise}.", f"{promise}, sauf si la loi nous y autorise.").severity is Severity.ALERT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Provided that you have agreed beforehand, diaries are used to train our model. You can take this back.",
            "Based on our legitimate interest, diaries are used to train our model. You have the right to object.",
        ),
        (
            "Alleen met uw toestemming worden dagboeken gebruikt om onze AI te trainen. Die kunt u intrekken.",
            "Op basis van ons gerechtvaardigd belang trainen wij onze AI met dagboeken. U kunt bezwaar maken.",
        ),
    ],
)
def test_a_way_to_refuse_in_the_place_of_a_consent_is_no_more_of_a_choice(before: str, after: str) -> None:
    assert events(review(before, after)) == {"trains wider", "control narrower"}


def test_a_promise_unless_people_agree_that_becomes_a_use_unless_they_refuse_is_an_alert() -> None:
    judged = review(
        "We do not use your letters to train our AI unless you provide explicit consent.",
        "We use your letters to train our AI unless you explicitly opt out in your settings.",
    )
    assert {"denies gone", "trains new"} <= events(judged)
    assert judged.severity is Severity.ALERT


def test_a_promise_of_more_than_the_use_that_waits_for_consent_is_not_the_same() -> None:
    judged = review(
        "We do not use your letters, photos or voice messages to train our AI without your consent.",
        "We use your letters to train our AI only with your consent.",
    )
    assert judged.severity is Severity.ALERT


def test_agreeing_in_other_words_changes_no_promise() -> None:
    judged = review(
        "We do not use your recipes to train our AI models unless you opt in.",
        "We do not use your recipes to train our AI models unless you give your explicit consent by opting in.",
    )
    assert not events(judged)


@pytest.mark.parametrize(
    "text",
    [
        "We instruct our AI subprocessors not to use your letters to train their models.",
        "Your letters may be used to train and improve our AI models.",
        "We train our AI on your letters. Our providers apply internal controls.",
    ],
)
def test_what_is_asked_of_others_or_may_be_done_is_no_choice_of_peoples(text: str) -> None:
    assert Practice.CONTROL not in {clause.practice for clause in find(text)}


def test_a_use_that_ends_with_the_consent_is_no_use_by_itself() -> None:
    before = "We do not use your clips to train our AI unless you give a separate opt-in for that."
    withdrawn = " You can withdraw that opt-in at any time, and we will stop using your clips for training."
    judged = review(before, before + withdrawn)
    assert not events(judged)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Wir trainieren unsere KI mit Ihren Briefen, sofern Sie nicht widersprechen.",
            "Wir trainieren unsere KI mit Ihren Briefen, es sei denn, Sie widersprechen.",
        ),
        (
            "Addestriamo la nostra IA con le tue lettere, salvo opposizione.",
            "Addestriamo la nostra IA con le tue lettere, a meno che tu non ti opponga.",
        ),
        (
            "Trenujemy AI na Twoich listach, chyba że wyrazisz sprzeciw.",
            "Trenujemy AI na Twoich listach, o ile nie wyrazisz sprzeciwu.",
        ),
        (
            "We train our AI on your posts unless you opt out.",
            "We train our AI on your posts except where you have opted out.",
        ),
    ],
)
def test_refusing_in_other_words_changes_no_use(before: str, after: str) -> None:
    for was, now in ((before, after), (after, before)):
        assert review(was, now).severity is Severity.NONE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Vous pouvez désactiver l'entraînement de l'IA dans vos paramètres.",
            "L'entraînement de l'IA peut être désactivé dans vos paramètres.",
        ),
        (
            "U kunt bezwaar maken tegen het gebruik van uw brieven voor het trainen van AI.",
            "U hebt het recht bezwaar te maken tegen het gebruik van uw brieven om AI te trainen.",
        ),
    ],
)
def test_a_choice_in_other_words_makes_no_use_new(before: str, after: str) -> None:
    for was, now in ((before, after), (after, before)):
        assert review(was, now).severity is Severity.NONE


@pytest.mark.parametrize(
    "text",
    [
        "We may train our AI models on your letters without your consent.",
        "We train our AI on your letters, with or without your consent.",
        "We will train our AI on your letters even if you have not given your consent.",
        "Wir trainieren unsere KI auch ohne Ihre Einwilligung mit Ihren Briefen.",
        "Nous entraînons notre IA sur vos lettres, même sans votre consentement.",
        "Usiamo i tuoi disegni per addestrare l'IA anche senza il tuo consenso.",
        "Podemos utilizar tus dibujos para entrenar IA sin necesidad de tu consentimiento.",
        "Usamos os seus desenhos para treinar IA mesmo sem o seu consentimento.",
        "Wij trainen onze AI op je brieven, ook zonder je toestemming.",
        "Także bez Twojej zgody trenujemy AI na Twoich listach.",
    ],
)
def test_a_use_that_does_without_consent_waits_for_none(text: str) -> None:
    (clause,) = find(text)
    assert clause.practice is Practice.TRAINS
    assert not {"control", "basis"} & clause.facts.keys()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "We do not train our AI on your letters without your consent.",
            "We may train our AI on your letters without your consent.",
        ),
        (
            "We share your letters with partners who train AI only with your consent.",
            "We share your letters with partners who train AI without your consent.",
        ),
        (
            "Wir trainieren unsere KI mit Ihren Briefen nur mit Ihrer Einwilligung.",
            "Wir trainieren unsere KI mit Ihren Briefen auch ohne Ihre Einwilligung.",
        ),
        ("Bez Twojej zgody nie trenujemy AI na Twoich listach.", "Także bez Twojej zgody trenujemy AI na listach."),
    ],
)
def test_a_consent_that_is_no_longer_asked_for_is_an_alert(before: str, after: str) -> None:
    judged = review(before, after)
    assert judged.severity is Severity.ALERT
    assert "control gone" in events(judged)


@pytest.mark.parametrize(
    "text",
    [
        "We use your letters to train AI unless you withdraw your consent.",
        "We use your letters to train AI as long as you have not withdrawn your consent.",
        "Wir trainieren unsere KI mit Ihren Briefen, solange Sie Ihre Einwilligung nicht widerrufen.",
        "Usamos tus cartas para entrenar nuestra IA mientras no retires tu consentimiento.",
    ],
)
def test_a_use_until_consent_is_withdrawn_is_one_that_people_must_refuse(text: str) -> None:
    assert {(clause.practice, clause.facts["control"]) for clause in find(text)} == {
        (Practice.TRAINS, "opt-out"),
        (Practice.CONTROL, "opt-out"),
    }
