"""What few words change of a promise or a use: an age, a hedge, another word for the same."""

import pytest
from meaning import events

from monitor.detect import find, review
from monitor.records import Practice, Severity

AGES = [
    ("We do not use data of users under {} to train AI models.", 18, 13),
    ("We use your posts to train our AI. We do not use the data of players under {} for this purpose.", 13, 10),
    ("Nous n'utilisons pas les données des moins de {} ans pour entraîner l'IA.", 18, 15),
    ("Wir verwenden keine Daten von Nutzern unter {} Jahren zum Training von KI.", 18, 14),
    ("Non usiamo i dati di minori di {} anni per addestrare l'IA.", 18, 14),
    ("No usamos los datos de menores de {} años para entrenar la IA.", 18, 14),
]
# A promise behind what else is done, and the promise alone.
JOINED = [
    (
        "We encrypt letters, keep copies in two places, and do not use photos to train AI.",
        "We do not use photos to train AI.",
    ),
    (
        "Wir verschlüsseln Briefe, bewahren Kopien auf und nutzen Fotos nicht zum Training von KI.",
        "Wir nutzen Fotos nicht zum Training von KI.",
    ),
    (
        "Nous chiffrons les lettres, gardons des copies et n'utilisons pas les photos pour entraîner l'IA.",
        "Nous n'utilisons pas les photos pour entraîner l'IA.",
    ),
    (
        "Cifriamo le lettere, conserviamo le copie e non usiamo le foto per addestrare l'IA.",
        "Non usiamo le foto per addestrare l'IA.",
    ),
    (
        "Ciframos las cartas, guardamos copias y no usamos las fotos para entrenar la IA.",
        "No usamos las fotos para entrenar la IA.",
    ),
    (
        "Ciframos as cartas, guardamos cópias e não usamos as fotos para treinar a IA.",
        "Não usamos as fotos para treinar a IA.",
    ),
    (
        "Wij versleutelen brieven, bewaren kopieën en gebruiken foto's niet om AI te trainen.",
        "Wij gebruiken foto's niet om AI te trainen.",
    ),
    (
        "Listy szyfrujemy, a zdjęć nie używamy do trenowania AI.",
        "Zdjęć nie używamy do trenowania AI.",
    ),
]
HEDGED = [
    (
        "Wir verwenden sie unter keinen Umständen, um Modelle des maschinellen Lernens zu trainieren.",
        "Derzeit werden sie in aller Regel für das Trainieren von Modellen des maschinellen Lernens nicht verwendet.",
    ),
    (
        "L'atelier s'engage à ne pas utiliser les dessins pour l'entraînement d'une IA.",
        "L'atelier s'efforce, si possible, de ne pas utiliser les dessins pour l'entraînement d'une IA.",
    ),
    (
        "Der Verlag stellt sicher, dass Druckereien Skizzen nicht zum Training von KI nutzen.",
        "Der Verlag wirkt nach Kräften darauf hin, dass Druckereien Skizzen nicht zum Training von KI nutzen.",
    ),
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


def test_content_that_need_no_longer_be_free_of_personal_data_is_more() -> None:
    text = "You consent to us using letters {} to develop our machine-learning models."
    before, after = text.format("that are not personal data"), text.format("including personal data in them")
    assert events(review(before, after)) == {"trains wider"}


# What was to be anonymous, and then may be people's own.
HARDLY_ANONYMOUS = [
    ("We train our models on anonymised trips only.", "We train our models on anonymised trips where practicable."),
    ("We use aggregated letters to train our AI.", "We use pseudonymised letters to train and develop our AI."),
    (
        "Wir trainieren unsere KI mit anonymisierten Fahrten.",
        "Wir trainieren unsere KI in der Regel mit anonymisierten Fahrten.",
    ),
    (
        "We gebruiken geanonimiseerde gegevens om onze AI te trainen.",
        "We gebruiken gepseudonimiseerde gegevens om onze AI te trainen.",
    ),
    (
        "Usamos las conversaciones para entrenar nuestra IA, utilizando únicamente datos anonimizados.",
        "Usamos las conversaciones para entrenar nuestra IA, utilizando, cuando sea posible, datos anonimizados.",
    ),
    (
        "Wir trainieren unsere KI mit anonymisierten Fahrten.",
        "Wir trainieren unsere KI mit nach Möglichkeit anonymisierten Fahrten.",
    ),
]


@pytest.mark.parametrize(("before", "after"), HARDLY_ANONYMOUS)
def test_data_that_is_hardly_anonymous_any_more_makes_a_use_wider(before: str, after: str) -> None:
    judged = review(before, after)
    assert "trains wider" in events(judged)
    assert judged.severity is Severity.ALERT


@pytest.mark.parametrize(
    "text",
    [
        "The contract bars Google from training or improving its models with your letters.",
        "Our contract excludes any retention of your letters, as well as any use of them by the provider for training.",
        "Zero training of AI on your letters.",
        "Zéro entraînement d'IA sur vos lettres.",
        "Zero trenowania sztucznej inteligencji na Twoich listach.",
    ],
)
def test_what_a_contract_bars_or_comes_to_zero_is_denied(text: str) -> None:
    assert [clause.practice for clause in find(text)] == [Practice.DENIES]


def test_what_is_not_used_for_the_same_purpose_is_denied_beside_the_use() -> None:
    text = "We use anonymised trips to train our AI models, but we will never use your messages for this purpose."
    assert {clause.practice for clause in find(text)} == {Practice.TRAINS, Practice.DENIES}


def test_a_part_of_a_sentence_that_tells_another_use_does_not_limit_a_promise() -> None:
    judged = review(
        "Your photos are processed solely to print them and are not shared with any third party for AI training.",
        "No third party receives your photos for AI training; they are processed solely to print them.",
    )
    assert not events(judged)


@pytest.mark.parametrize(
    "text",
    [
        "Our AI models are trained on licensed music, never on your messages.",
        "We train our AI on licensed photos, not on those of members.",
        "Nos modèles d'IA sont entraînés sur des œuvres sous licence, jamais sur vos messages.",
    ],
)
def test_what_a_training_is_never_done_on_is_denied_beside_it(text: str) -> None:
    assert {clause.practice for clause in find(text)} == {Practice.TRAINS, Practice.DENIES}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Deine Briefe werden nicht für das Training von KI verwendet und können auf Wunsch gelöscht werden.",
            "Deine Briefe werden ohne deine Zustimmung nicht für das Training von KI verwendet.",
        ),
        (
            "We delen je brieven nooit zonder toestemming en gebruiken ze niet om AI-modellen te trainen.",
            "Zonder jouw toestemming delen we je brieven nooit en gebruiken we ze niet om AI-modellen te trainen.",
        ),
        ("We do not use your letters to train AI models.", "We do not let others use your letters to train AI models."),
    ],
)
def test_a_promise_that_comes_to_need_consent_or_to_bind_others_alone_is_narrower(before: str, after: str) -> None:
    judged = review(before, after)
    assert "denies narrower" in events(judged)
    assert judged.severity is Severity.ALERT


def test_what_is_not_made_conditional_on_a_consent_is_no_ban() -> None:
    text = "L'accesso al servizio non può essere condizionato al consenso all'addestramento della nostra IA."
    assert Practice.RESTRICTS not in {clause.practice for clause in find(text)}


@pytest.mark.parametrize(
    ("text", "practices"),
    [
        ("No AI model, ours or anyone else's, is ever trained, tuned or improved with your photos.", "denies"),
        ("Three layers protect your letters from being used to train language models.", "denies"),
        ("At our AI provider, the use of your letters for training is switched off for our account.", "control denies"),
        ("NÃO utilizamos as conversas do seu chatbot para treinar modelos de inteligência artificial.", "denies"),
        (
            "2. **Uso:** Los audios recopilados se utilizarán exclusivamente para mejorar la herramienta de IA.",
            "trains",
        ),
        ("We keep it in a private place, not on the open internet, and use your posts to train our AI.", "trains"),
        ("We use synthetic letters, not yours, to train our models.", "denies"),
        (
            "We do not share letters with third parties, except with partners who train their models on them.",
            "denies shares",
        ),
        ("We do not use your letters to train AI models, other than those you publish.", "denies"),
        ("We do not use your letters to train AI models, other than letters you publish.", "denies trains"),
        ("We do not use your letters to train AI models, except with your consent.", "control denies"),
        ("We train our models on totals from which no one's letters can be reconstructed.", "trains"),
        ("Our fraud detection models are improved with anonymised data and no other.", "trains"),
    ],
)
def test_who_and_what_a_negation_speaks_of_is_told_apart(text: str, practices: str) -> None:
    assert {clause.practice.value for clause in find(text)} == set(practices.split())


def test_a_promise_for_the_term_of_a_subscription_is_narrower() -> None:
    before = "We will not use your letters to train AI models."
    judged = review(before, f"During the subscription term, {before[0].lower()}{before[1:]}")
    assert events(judged) == {"denies narrower"}


def test_names_of_vendors_in_brackets_and_another_word_for_third_parties_are_no_news() -> None:
    pairs = [
        (
            "We use AI services, but do not share your letters with AI providers for training.",
            "We use AI services (OpenAI, Anthropic), but do not share your letters with AI providers for training.",
        ),
        (
            "Your letters are not used to train third-party AI models.",
            "Your letters do not serve to train AI models of third parties.",
        ),
    ]
    for before, after in pairs:
        assert not events(review(before, after))


@pytest.mark.parametrize(
    "text",
    [
        "Öffentliche Beiträge fließen in das Training unserer KI ein, private Nachrichten dagegen nicht.",
        "Wir trainieren unsere KI mit öffentlichen Beiträgen, nicht aber mit privaten Nachrichten.",
        "Openbare berichten gebruiken wij om AI te trainen, privéberichten niet.",
        "Publiczne posty wykorzystujemy do trenowania AI, prywatne wiadomości nie.",
        "Treinamos a nossa IA com publicações públicas, mas não com mensagens privadas.",
        "Usamos las publicaciones públicas para entrenar nuestra IA; los mensajes privados, no.",
        "Usiamo i post pubblici per addestrare la nostra IA, i messaggi privati no.",
        "Nous utilisons les publications publiques pour entraîner notre IA, les messages privés non.",
        "We use public posts to train our AI; private messages are not.",
    ],
)
def test_a_sentence_may_end_in_what_it_is_not_done_with(text: str) -> None:
    assert {clause.practice for clause in find(text)} == {Practice.TRAINS, Practice.DENIES}


@pytest.mark.parametrize(
    ("text", "practices"),
    [
        ("Wir nutzen Ihre Chats nicht mehr, um unsere KI zu trainieren.", "denies"),
        ("Ya no usamos sus mensajes para entrenar nuestra IA.", "denies"),
        ("Já não usamos as suas mensagens para treinar a nossa IA.", "denies"),
        ("Nutzer dürfen keine Inhalte zum Training von KI verwenden.", "restricts"),
        ("Users may use no content to train AI.", "restricts"),
        ("AI training is off for every workspace.", "denies"),
        ("El entrenamiento de la IA está desactivado.", "control denies"),
        ("You can turn AI training off in the settings.", "control trains"),
    ],
)
def test_what_has_ended_is_off_or_is_for_nobody_to_do_is_no_use(text: str, practices: str) -> None:
    assert {clause.practice.value for clause in find(text)} == set(practices.split())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "We do not allow any third party to train its models on your letters.",
            "No third party may train its models on your letters.",
        ),
        (
            "We use your photos to train our AI models. Your photos are also used to detect spam.",
            "Your photos are used to detect spam and to train our AI models.",
        ),
    ],
)
def test_nobody_for_not_anybody_and_another_purpose_beside_a_training_are_no_news(before: str, after: str) -> None:
    assert review(before, after).severity is Severity.NONE


@pytest.mark.parametrize(("joined", "alone"), JOINED)
def test_what_else_a_sentence_tells_before_its_promise_is_no_part_of_it(joined: str, alone: str) -> None:
    assert review(joined, alone).severity is Severity.NONE
    assert review(alone, joined).severity is Severity.NONE


@pytest.mark.parametrize(
    ("both", "one"),
    [
        ("We use neither messages nor photos to train AI.", "We do not use messages to train AI."),
        ("We do not use messages, nor photos, to train AI.", "We do not use messages to train AI."),
        ("Wir nutzen weder Briefe noch Fotos zum Training von KI.", "Wir nutzen Briefe nicht zum Training von KI."),
        (
            "Nous n'utilisons ni les lettres ni les photos pour entraîner l'IA.",
            "Nous n'utilisons pas les lettres pour entraîner l'IA.",
        ),
        (
            "Non usiamo i messaggi né le foto per addestrare l'IA.",
            "Non usiamo i messaggi per addestrare l'IA.",
        ),
        ("No usamos cartas ni fotos para entrenar la IA.", "No usamos cartas para entrenar la IA."),
        ("Não usamos cartas nem fotos para treinar a IA.", "Não usamos cartas para treinar a IA."),
        ("Wij gebruiken brieven noch foto's om AI te trainen.", "Wij gebruiken brieven niet om AI te trainen."),
        ("Nie używamy listów ani zdjęć do trenowania AI.", "Nie używamy listów do trenowania AI."),
    ],
)
def test_a_nor_goes_on_with_what_is_denied(both: str, one: str) -> None:
    assert events(review(both, one)) == {"denies narrower"}
    assert events(review(one, both)) == {"denies wider"}


def test_no_choice_over_another_matter_is_taken_for_one_over_what_was_denied() -> None:
    text = "We never use letters to train AI. Receipts go to the tax office unless you object when ordering."
    assert {clause.practice for clause in find(text)} == {Practice.DENIES}
