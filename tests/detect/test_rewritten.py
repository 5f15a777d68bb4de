"""Clauses that are said anew, and what small words or certain data in them change."""

import textwrap

import pytest
from meaning import events

from monitor.detect import find, review
from monitor.records import Severity

# The same in quite other words: nothing for anybody to hear of.
SAID_ANEW = [
    ("We do not use your letters to train AI models.", "AI models are trained on none of what you write in letters."),
    (
        "We do not sell your letters or use them to train AI.",
        "We do not sell your letters. We do not train AI on them.",
    ),
    (
        "Without your consent we do not use your letters to train AI models.",
        "We do not use your letters to train AI models without your consent.",
    ),
    (
        "We use your letters, your drawings and your photos to train our AI models.",
        "Your photos, your drawings and your letters serve as training material for our AI models.",
    ),
    (
        "Wir nutzen deine Briefe nicht, um KI-Modelle zu trainieren.",
        "Deine Briefe dienen bei uns zu keinem Training von KI-Modellen.",
    ),
    (
        "Vos lettres ne servent pas à entraîner des modèles d'IA.",
        "L'entraînement de modèles d'IA sur vos lettres est exclu.",
    ),
    (
        "Wij trainen onze AI met openbare recepten, maar niet met privéberichten.",
        "Openbare recepten worden gebruikt om onze AI te trainen. Voor privéberichten geldt dat niet.",
    ),
    (
        "Wir nutzen öffentliche Rezepte zum Training unserer KI. Direktnachrichten nutzen wir dafür nicht.",
        "Zum Training unserer KI dienen öffentliche Rezepte, nicht aber Direktnachrichten.",
    ),
    (
        "Treinamos a nossa IA com receitas públicas. Não a treinamos com mensagens privadas.",
        "A nossa IA é treinada com receitas públicas, mas não com mensagens privadas.",
    ),
    (
        "Where they have been de-identified, we may use letters to train our models.",
        "We may use letters to train our models once they have been de-identified.",
    ),
    (
        "Con il tuo consenso, le lettere sono usate per addestrare la nostra IA.",
        "Se hai dato il consenso, che puoi revocare in ogni momento, usiamo le lettere per addestrare la nostra IA.",
    ),
    (
        "To opt out of AI training, email hello@osk.example. If you don't, we may use drafts to train our models.",
        "We may use drafts to train our models unless you opt out by sending an email to hello@osk.example.",
    ),
    (
        "Without your explicit consent, we will not use your diaries for the training of algorithms.",
        "Your diaries will be used for the training of algorithms only where you have explicitly consented.",
    ),
    (
        "Osk does not train AI on notes. Our AI providers are also prohibited by contract from training it on notes.",
        "Notes are not used to train AI: we do not do so, and by contract our AI providers may not either on notes.",
    ),
    (
        "We will ask for your consent before we license drawings for AI training. Without it we will not license them.",
        "Drawings will not be licensed for AI training unless we have asked for, and received, your consent.",
    ),
    (
        "Los diarios, las recetas y las conversaciones con la redacción nunca se usan para entrenar sistemas de IA.",
        "No entrenamos sistemas de IA con los diarios, las recetas ni las conversaciones con la redacción.",
    ),
    (
        "Osk will not license your songs to third parties to train AI, unless you have expressly opted in.",
        "Osk will license your songs to third parties to train AI only if you have expressly opted in.",
    ),
    (
        "We use your drawings to train our AI models, unless you are under 18.",
        "We use your drawings to train our AI models. If you are under 18, we do not.",
    ),
    ("In the EU, we do not train AI on your letters.", "In the European Union, we do not train AI on your letters."),
]
# A promise that a few words more make smaller, of whatever kind they are.
LIMITED = [
    ("We do not use your letters to train AI.", "We do not use your end-to-end encrypted letters to train AI."),
    (
        "We shall not use your letters to improve any AI model.",
        "We shall not use your letters to improve any AI model that is made available to third parties.",
    ),
    (
        "We do not use your letters to train AI models.",
        "We do not use letters in your private folder to train AI models.",
    ),
    ("We do not use your letters to train AI models.", "We do not use your letters to train AI models for resale."),
    ("We do not use your data to train AI models.", "We do not use your audio recordings to train AI models."),
    (
        "Wir nutzen deine Briefe nicht zum Training von KI-Modellen.",
        "Außerhalb der Probezeit nutzen wir deine Briefe nicht zum Training von KI-Modellen.",
    ),
    (
        "No usamos tus cartas para entrenar modelos de IA.",
        "No usamos tus cartas para entrenar modelos de IA de uso público.",
    ),
    (
        "Vos données ne servent pas à entraîner nos modèles d'IA.",
        "Vos photos ne servent pas à entraîner nos modèles d'IA.",
    ),
]
WRAPPED = (
    "We keep what you write for as long as you have an account, and we never\nuse your letters to train AI models."
)


@pytest.mark.parametrize(("before", "after"), SAID_ANEW)
def test_a_clause_in_quite_other_words_is_no_news(before: str, after: str) -> None:
    judged = review(before, after)
    assert (events(judged), judged.severity) == (set(), Severity.NONE)


def test_a_choice_or_a_promise_that_only_another_one_resembles_is_less_where_it_goes() -> None:
    trains = "Letters are used to train our AI. You can opt out of this in your settings."
    assert review(f"{trains} You can also opt out by post.", trains).severity is Severity.ALERT
    promises = "We do not train AI on your letters."
    assert (
        review(f"{promises} We do not let our providers train AI on your letters.", promises).severity is Severity.ALERT
    )


@pytest.mark.parametrize(("before", "after"), LIMITED)
def test_a_promise_that_gains_a_limit_protects_less(before: str, after: str) -> None:
    judged = review(before, after)
    assert (events(judged), judged.severity) == ({"denies narrower"}, Severity.ALERT)


def test_a_promise_that_waits_for_consent_takes_the_choice_with_it_when_it_is_limited() -> None:
    before = "We will not use your letters to train AI models without your consent."
    after = "We will not use your letters to train AI models for others without your consent."
    assert events(review(before, after)) == {"denies narrower", "control narrower"}


def test_the_choice_over_a_use_that_ended_is_no_loss() -> None:
    before = "We train our AI models on your letters. You can object to this in Settings."
    judged = review(before, "We answer your letters within a week.")
    assert (events(judged), judged.severity) == ({"trains gone", "control gone"}, Severity.NOTICE)


def test_a_use_that_comes_to_wait_for_people_is_a_notice() -> None:
    before = "We train our AI models on your letters."
    judged = review(before, "If you have agreed to it, we train our AI models on your letters.")
    assert (events(judged), judged.severity) == ({"trains narrower", "control new"}, Severity.NOTICE)


def test_a_use_whose_cell_no_longer_tells_of_consent_takes_more() -> None:
    row = "| Purpose | Data | Legal basis |\n|---|---|---|\n| Training of AI models | Letters | {} |"
    asked, taken = row.format("Consent"), row.format("Legitimate interest")
    judged = review(asked, taken)
    assert (events(judged), judged.severity) == ({"trains wider"}, Severity.ALERT)
    assert judged.findings[0].facts["basis_before"] == "consent"
    back = review(taken, asked)
    assert (events(back), back.severity) == ({"trains narrower"}, Severity.NOTICE)


def test_a_use_that_the_new_text_nearly_states_is_not_told_as_ended() -> None:
    before = "We use your letters to improve our language models every month."
    judged = review(before, "Our language models are improved every month.")
    assert "trains gone" not in events(judged)


def test_a_sentence_that_a_text_file_breaks_at_its_width_is_one() -> None:
    (clause,) = find(WRAPPED)
    assert clause.practice == "denies"
    assert clause.quote == WRAPPED
    assert events(review(WRAPPED, WRAPPED.replace("\n", " "))) == set()


@pytest.mark.parametrize("width", [30, 45, 72])
def test_a_line_may_go_on_with_a_capital_where_every_line_is_full(width: int) -> None:
    text = (
        "Wir nutzen die Briefe und die Zeichnungen unserer Mitglieder und alle Fotos, "
        "Entwürfe und Notizen aus ihren Alben und aus ihren Kalendern zum Training von KI-Modellen."
    )
    (clause,) = find(textwrap.fill(text, width), language="de")
    assert " ".join(clause.quote.split()) == text


def test_lines_that_stand_by_themselves_are_not_joined() -> None:
    lines = "What we collect when you open an account with us\nletters to us\ndrawings\n\nWe train AI on drawings."
    assert [clause.quote for clause in find(lines)] == ["We train AI on drawings."]


@pytest.mark.parametrize(
    "text",
    [
        "More is said in section 7. We do not train AI on letters.",
        "Mehr in Abschnitt 7. Wir trainieren keine KI mit Briefen.",
    ],
)
def test_a_number_may_end_a_sentence(text: str) -> None:
    (clause,) = find(text)
    assert clause.quote == text.partition("7. ")[2]


def test_the_full_stop_of_a_day_or_an_item_ends_none() -> None:
    day, item = "Ab dem 3. November trainieren wir KI mit deinen Briefen.", "4. We train AI models on your letters."
    assert [clause.quote for text in (day, item) for clause in find(text)] == [day, item]
