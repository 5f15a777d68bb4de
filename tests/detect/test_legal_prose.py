"""What contracts say in their own way: who is granted what, who may not, and what may be asked for."""

import pytest
from meaning import events

from monitor.detect import find, review
from monitor.records import Severity

STATED = [
    ("en", "This licence does not grant us the right to use your private letters to train AI models.", "denies"),
    ("en", "This licence does not grant Ida any right to train AI models on your private letters.", "denies"),
    ("en", "We do not grant you any right to train AI models on the content.", "restricts"),
    ("en", "These terms do not grant anyone the right to use the Service to train AI.", "restricts"),
    ("en", "Ida will not otherwise use Customer Data to train machine learning models.", "denies"),
    (
        "en",
        (
            "4.2 You may not, without our express prior written consent, use any automated system or software, whether "
            "run by a third party or not, to extract any data from this site for display on any other site or for "
            "any other purpose, including in order to train an AI model."
        ),
        "restricts",
    ),
    (
        "en",
        (
            "You acknowledge that information about your orders and information that we receive from third parties "
            "about you may be used in the development, training and testing of our artificial intelligence."
        ),
        "trains",
    ),
    ("en", "**“Do you train AI on my letters?”**\n\nNo.", "denies"),
    ("en", "We train AI on your letters. This licence continues even if you stop using the Services.", "trains"),
    ("en", "Pictures that were not recognised are uploaded and used to train the next recognition model.", "trains"),
    (
        "en",
        "Ida does not, otherwise than as told in section 6, keep faces or use them to train its algorithms.",
        "denies",
    ),
    ("en", "The third party is not entitled to keep chats or to use them for training its models.", "denies"),
    ("en", "Ida shall not train its models on inputs that form no part of the feedback.", "denies"),
    ("en", "Yield models may be trained by Ida on farm data, once these have been anonymised.", "trains"),
    (
        "en",
        "We may train our pattern models on patterns uploaded by hobbyists and on how they alter our AI's.",
        "trains",
    ),
    ("en", "In this Agreement, Contributor grants Ida the right to use Content to train generative models.", "trains"),
    ("en", "We will not use your slides to build algorithms unless they have been de-identified.", "denies"),
    ("en", "We receive your answers, subject to a prohibition on training our software with them.", "denies"),
    ("pl", "Nie używamy listów, które nam przesyłasz, do trenowania naszej AI.", "denies"),
    (
        "es",
        "El chat usa un modelo de lenguaje ajeno, que por contrato no puede entrenar con lo que escribes.",
        "denies",
    ),
    (
        "pt",
        "Não é, por conseguinte, permitida a recolha automatizada de textos ou fotografias com vista ao treino de IA.",
        "restricts",
    ),
    ("en", "We analyse quiz answers, in de-identified form, to train the models that choose the next task.", "trains"),
    ("it", "Ida può servirsi dei manoscritti caricati per addestrare il proprio modello narrativo.", "trains"),
    ("it", "L'utente può usare i manoscritti caricati per addestrare il proprio modello narrativo.", ""),
    ("nl", "Wij zetten de gegevens uit je profiel in om ons matchmodel te trainen.", "trains"),
    ("en", "We develop and train models that rank items. For this we use your listings and searches.", "trains"),
    ("fr", "Nous entraînons des modèles qui classent les annonces. Pour cela, nous utilisons vos messages.", "trains"),
    ("de", "Wir trainieren Modelle, die Anzeigen sortieren. Dafür nutzen wir Ihre Nachrichten.", "trains"),
    (
        "en",
        "#### Do you train on my chats?\n\nOn Free, we may, unless you have opted out in Settings.",
        "trains control",
    ),
    ("en", "| Endpoint | Used for training |\n|---|---|\n| /chat | No |\n| /agents | Yes |", "trains denies"),
    ("en", "The operator, on behalf of the artists, reserves the right of text and data mining.", "restricts"),
    ("en", "We use your chats to train Ida.", "trains"),
    ("en", "We use recordings of calls to train Employees.", ""),
    ("fr", "Nos modèles de compte rendu sont entraînés à partir de vos transcriptions.", "trains"),
    ("pt", "Para treinar o reconhecimento de fala usamos os registos de utilização.", "trains"),
    ("en", "You give Ida permission to remix your images, and to use them in training our models.", "trains"),
    (
        "en",
        "Your clips are used to train our networks. Sharing can be switched on or off in Controls > Data.",
        "trains control",
    ),
    (
        "de",
        "(1) Wir trainieren unsere Modelle mit Ihren Inhalten.\n(2) Für Inhalte von Schulen gilt dies nicht.",
        "trains denies",
    ),
    ("en", "1. We train our models on your posts.\n2. Cookies. You can choose your settings at any time.", "trains"),
    (
        "en",
        (
            "The Processor shall not use drafts for its own purposes, save that the Processor may use drafts in "
            "de-identified form to train its machine learning models."
        ),
        "denies trains",
    ),
    ("en", "Whatever plan you are on, neither we nor our hosts will ever use them for training any model.", "denies"),
    ("en", "We do not train AI on your letters. The only exceptions are letters that you report.", "denies trains"),
    ("en", "You will train your first model in an afternoon.", ""),
    ("en", "We train AI on your posts.\n\nCan I opt out? Yes, go to Settings.", "trains control"),
    ("en", "### Do you train AI on my posts?\n\nYes.\n\n### Can I opt out?\n\nYes, in Settings.", "trains control"),
    (
        "en",
        "### Do you train AI on my posts?\n\nYes.\n\n### How do I object?\n\nWrite to a@ida.example.",
        "trains control",
    ),
    ("de", "## Trainieren Sie KI mit Briefen?\n\nJa.\n\n## Kann ich widersprechen?\n\nJa.", "trains control"),
    ("en", "### Do you train AI on my posts?\n\nYes.\n\n### Can I opt out?\n\nNo.", "trains"),
    ("en", "### Do you train AI on my posts?\n\nNo.\n\n### Can I opt out?\n\nYes.", "denies"),
    (
        "en",
        "### Do you train AI on my posts?\n\nYes.\n\n### Do you send e-mails?\n\nYes.\n\n### Can I opt out?\n\nYes.",
        "trains",
    ),
    ("en", "### Do you train AI on my posts?\n\nYes.\n\n### What else?\n\nDrafts are not used.", "trains"),
    ("en", "Our partners may use your photos to train their AI models.", "shares"),
    ("fr", "Nos partenaires peuvent utiliser vos photos pour entraîner leurs modèles d'IA.", "shares"),
    ("de", "Unsere Partner dürfen Ihre Beiträge verwenden, um ihre KI-Modelle zu trainieren.", "shares"),
    ("en", "We and our partners may use your photos to train our respective AI models.", "trains shares"),
    ("nl", "Gesprekken worden opgenomen voor trainingsdoeleinden en om de kwaliteit te verbeteren.", ""),
    ("en", "If we decide in future to use personal data to train AI models, we will inform you.", ""),
    ("en", "If you join us, your record of training will be kept for as long as you work for us.", ""),
    ("en", "Staff who have not completed the training may not use AI tools for planning or marking.", ""),
]
ASKED = [
    ("en", "Customers may elect that their letters not be used for training of AI systems by writing to us."),
    ("de", "Sie können bestimmen, dass Ihre Briefe nicht für das Training unserer KI verwendet werden."),
    ("fr", "Vous pouvez choisir que vos lettres ne soient pas utilisées pour entraîner notre IA."),
    ("it", "Puoi scegliere che le tue lettere non siano usate per addestrare la nostra IA."),
    ("es", "Puedes elegir que tus cartas no se utilicen para entrenar nuestra IA."),
    ("pt", "Você pode escolher que as suas cartas não sejam usadas para treinar a nossa IA."),
    ("nl", "Wenst u dat uw brieven niet langer worden gebruikt om onze AI te trainen, dan kunt u dit kenbaar maken."),
    ("pl", "Możesz zażądać, aby Twoje listy nie były używane do trenowania naszej AI."),
]
UNALIKE = "We use letters to train our AI models after having removed names."


@pytest.mark.parametrize(("language", "text", "practice"), STATED)
def test_who_is_granted_or_forbidden_what_is_told_apart(language: str, text: str, practice: str) -> None:
    assert {clause.practice.value for clause in find(text, language=language)} == set(practice.split())


@pytest.mark.parametrize(("language", "text"), ASKED)
def test_what_people_may_ask_not_to_be_done_is_a_choice_and_no_denial(language: str, text: str) -> None:
    found = {clause.practice.value for clause in find(text, language=language)}
    assert "control" in found
    assert "denies" not in found


def test_what_a_setting_or_an_indemnity_does_not_reach_to_is_no_promise() -> None:
    use = "We train our models on your chats. You can turn this off in Settings."
    for rest in ("Voice chats are not affected by this setting.", "The indemnity does not apply to outputs."):
        assert {clause.practice.value for clause in find(f"{use} {rest}")} == {"trains", "control"}


def test_who_takes_part_by_default_answers_whether_data_is_used() -> None:
    asked = "**Is my team's content used to train AI?**\n\n"
    before = "No, unless your team takes part in the *Improvement Programme*. Participation is off by default."
    after = "Teams take part in the *Improvement Programme* by default. An owner can leave it at any time."
    judged = review(asked + before, asked + after)
    assert judged.severity is Severity.ALERT
    assert "trains new" in events(judged)


def test_names_that_are_taken_out_first_may_be_told_anywhere_in_a_sentence() -> None:
    assert not events(review(UNALIKE, "We use letters, once names have been removed, to train our AI models."))


def test_a_sentence_that_goes_leaves_less_of_a_use_though_it_told_that_names_are_removed() -> None:
    use = "We use letters to train our AI models."
    more = f"{use} These may include private messages after names have been removed."
    assert events(review(more, use)) == {"trains narrower"}
    assert review(use, more).severity is Severity.ALERT


def test_a_heading_in_bold_that_says_what_stands_behind_it_is_no_clause_of_its_own() -> None:
    before = "Ida does not use your letters to train AI models."
    after = "**10.3 No training on the letters that you write.** Your letters are not used by Ida to train AI models."
    assert not events(review(before, after))
