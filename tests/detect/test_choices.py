"""What further sentences about a choice amount to: most tell it again, some tell where it ends."""

import pytest
from meaning import events

from monitor.detect import find, review
from monitor.records import Severity

CHOICE = {
    "en": "We use your posts to train our AI models. You can opt out in your settings.",
    "fr": "Nous utilisons vos publications pour entraîner notre IA. Vous pouvez vous y opposer dans vos paramètres.",
    "de": "Wir trainieren unsere KI mit Ihren Beiträgen. Sie können dem in den Einstellungen widersprechen.",
    "it": "Usiamo i tuoi post per addestrare la nostra IA. Puoi opporti nelle impostazioni.",
    "es": "Usamos tus publicaciones para entrenar nuestra IA. Puedes oponerte en los ajustes.",
    "pt": "Usamos as suas publicações para treinar a nossa IA. Você pode opor-se nas configurações.",
    "nl": "Wij gebruiken uw posts om onze AI te trainen. U kunt in de instellingen bezwaar maken.",
    "pl": "Wykorzystujemy Twoje posty do trenowania naszej AI. Możesz wyrazić sprzeciw w ustawieniach.",
}
AGAIN = {
    "en": [
        "You can opt out at any time.",
        "You have the right to object to this processing.",
        "If you opt out, we will not use new posts to train our models.",
        "Once you opt out, new posts will not be used to train our models.",
        "After you have opted out, we no longer use your posts for training.",
        "When you opt out, we stop using your posts to train our models.",
    ],
    "fr": ["Si vous vous y opposez, vos publications ne seront plus utilisées pour entraîner notre IA."],
    "de": ["Nach Ihrem Widerspruch verwenden wir neue Beiträge nicht mehr für das Training unserer KI."],
    "it": ["Se ti opponi, i tuoi post non saranno più usati per addestrare la nostra IA."],
    "es": ["Si te opones, tus publicaciones ya no se usarán para entrenar nuestra IA."],
    "pt": ["Se você se opuser, as suas publicações não serão mais usadas para treinar a nossa IA."],
    "nl": ["Als u bezwaar maakt, gebruiken wij uw posts niet meer om onze AI te trainen."],
    "pl": ["Jeśli wyrazisz sprzeciw, nie będziemy już używać Twoich postów do trenowania naszej AI."],
}
LIMITS = {
    "en": [
        "An opt-out applies to new posts only.",
        "Your opt-out will only apply going forward.",
        "If you opt out, we will still use posts that you have made before to train our models.",
        "Your choice only applies to future posts.",
        "This applies to new posts only.",
        "Opting out does not apply to reviews and ratings.",
        "This setting does not apply to reviews and ratings.",
        "This setting is not available on the Free plan.",
        "Members of the Free plan cannot use this setting.",
        "The opt-out is not available to business accounts.",
        "This opt-out is not available in Brazil.",
        "Your choice is valid for 12 months.",
        "You must explain why you object.",
        "We may refuse your objection.",
    ],
    "fr": [
        "Votre opposition vaut uniquement pour les nouvelles publications.",
        "Si vous vous y opposez, nous continuerons d'utiliser vos anciennes publications pour entraîner notre IA.",
        "Votre opposition est valable pendant douze mois.",
        "Vous devez motiver votre opposition.",
        "Nous pouvons refuser votre opposition.",
    ],
    "de": [
        "Der Widerspruch gilt nur für künftige Beiträge.",
        "Der Widerspruch gilt nicht für Bewertungen.",
        "Wenn Sie widersprechen, nutzen wir frühere Beiträge weiterhin zum Training unserer KI.",
        "Ihr Widerspruch gilt für zwölf Monate.",
        "Sie müssen Ihren Widerspruch begründen.",
        "Wir können Ihren Widerspruch ablehnen.",
    ],
    "it": [
        "L'opposizione vale solo per i nuovi post.",
        "Se ti opponi, continueremo a usare i vecchi post per addestrare la nostra IA.",
        "La tua scelta è valida per dodici mesi.",
        "L'opposizione deve essere motivata.",
        "Possiamo rifiutare la tua opposizione.",
    ],
    "es": [
        "La oposición vale solo para las nuevas publicaciones.",
        "Si te opones, seguiremos usando tus publicaciones anteriores para entrenar nuestra IA.",
        "Tu oposición es válida durante un año.",
        "Debes justificar tu oposición.",
        "Podemos rechazar tu oposición.",
    ],
    "pt": [
        "A oposição vale apenas para novas publicações.",
        "Se você se opuser, continuaremos a usar as publicações anteriores para treinar a nossa IA.",
        "A sua escolha é válida por doze meses.",
        "Deve justificar a sua oposição.",
        "Podemos recusar a sua oposição.",
    ],
    "nl": [
        "Het bezwaar geldt alleen voor nieuwe posts.",
        "Als u bezwaar maakt, blijven wij eerdere posts gebruiken om onze AI te trainen.",
        "Uw keuze vervalt na twaalf maanden.",
        "U moet uw bezwaar motiveren.",
        "Wij kunnen uw bezwaar afwijzen.",
    ],
    "pl": [
        "Sprzeciw dotyczy tylko nowych postów.",
        "Jeśli wyrazisz sprzeciw, nadal będziemy używać wcześniejszych postów do trenowania naszej AI.",
        "Sprzeciw wygasa po dwunastu miesiącach.",
        "Sprzeciw wymaga uzasadnienia.",
        "Możemy odrzucić Twój sprzeciw.",
    ],
}
SAID_AGAIN, LIMITED = ([(language, each) for language in CHOICE for each in told[language]] for told in (AGAIN, LIMITS))


@pytest.mark.parametrize(("language", "again"), SAID_AGAIN)
def test_a_sentence_that_tells_a_choice_again_is_no_news(language: str, again: str) -> None:
    texts = CHOICE[language], f"{CHOICE[language]} {again}"
    assert not events(review(*texts, language=language))
    assert review(*reversed(texts), language=language).severity is not Severity.ALERT


@pytest.mark.parametrize(("language", "limit"), LIMITED)
def test_a_choice_that_is_told_to_end_somewhere_is_less_of_one(language: str, limit: str) -> None:
    whole, limited = CHOICE[language], f"{CHOICE[language]} {limit}"
    assert "control narrower" in events(review(whole, limited, language=language))
    assert review(limited, whole, language=language).severity is not Severity.ALERT


@pytest.mark.parametrize(
    "rest",
    [
        "Opting out does not affect training that has already taken place.",
        "This does not affect posts that we have already used.",
        "Please note that this will not affect chats that have already been used for training.",
        "It does not apply to posts that you published before.",
        "Your choice does not affect how our partners use your posts.",
        "Opting out will not affect your use of the service.",
        "Your choice does not expire.",
        "You do not have to give reasons for your objection.",
        "We may refuse other requests.",
    ],
)
def test_what_a_choice_does_not_undo_is_neither_a_promise_nor_a_choice(rest: str) -> None:
    judged = review(CHOICE["en"], f"{CHOICE['en']} {rest}")
    assert (events(judged), judged.severity) == (set(), Severity.NONE)


@pytest.mark.parametrize(
    ("language", "whole", "limited"),
    [
        ("en", "You can opt out in Settings.", "You can opt out in Settings for new posts."),
        ("en", "You can opt out in Settings.", "For new posts, you can opt out in Settings."),
        ("en", "You can opt out in Settings.", "You can opt out in Settings; we will still use your reviews."),
        ("fr", "Vous pouvez vous y opposer.", "Vous pouvez vous y opposer pour les nouvelles publications."),
        ("de", "Sie können widersprechen.", "Sie können für neue Beiträge widersprechen."),
    ],
)
def test_a_choice_that_a_few_words_limit_is_less_of_one(language: str, whole: str, limited: str) -> None:
    use = CHOICE[language].split(". ")[0] + ". "
    assert events(review(use + whole, use + limited, language=language)) == {"control narrower"}


def test_over_what_people_choose_is_no_part_of_the_page_where_they_do() -> None:
    chosen = find("We use your posts to train our AI. You can opt out in Settings for new posts.")
    assert chosen[-1].facts["control_where"] == "Settings"


def test_what_is_left_out_of_the_use_behind_a_choice_is_still_a_promise() -> None:
    rest = " This does not apply to private messages."
    assert events(review(CHOICE["en"], CHOICE["en"] + rest)) == {"denies new"}


def test_a_further_choice_over_other_data_is_more_of_one() -> None:
    more = " We use your voice to train our AI models."
    chosen = " You can opt out of the use of your voice for AI training."
    assert events(review(CHOICE["en"] + more, CHOICE["en"] + more + chosen)) <= {"control wider"}


def test_a_choice_in_other_words_that_only_some_regions_have_is_less_of_one() -> None:
    asked = "### Can I stop Ida from using my baskets for AI?\n\n"
    before = "Yes. Switch off *Teach our models* and we will stop using your baskets to train our models within a week."
    after = "Yes. If you live in the UK or California, you can ask us to stop using your baskets to train our models."
    assert "control narrower" in events(review(asked + before, asked + after))
