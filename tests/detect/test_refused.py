import pytest

from monitor.detect import find, review
from monitor.records import Severity

USE = {
    "en": "We use your public posts to train our generative AI models.",
    "fr": "Nous utilisons vos publications publiques pour entraîner nos modèles d'IA générative.",
    "de": "Wir nutzen deine öffentlichen Beiträge, um unsere generativen KI-Modelle zu trainieren.",
    "it": "Usiamo i tuoi post pubblici per addestrare i nostri modelli di IA generativa.",
    "es": "Usamos tus publicaciones públicas para entrenar nuestros modelos de IA generativa.",
    "pt": "Usamos as suas publicações públicas para treinar os nossos modelos de IA generativa.",
    "nl": "Wij gebruiken je openbare berichten om onze generatieve AI-modellen te trainen.",
    "pl": "Wykorzystujemy Twoje publiczne posty do trenowania naszych modeli generatywnej AI.",
}
REFUSED = {
    "en": [
        "There is no opt-out.",
        "No opt-out is available.",
        "We do not offer an opt-out.",
        "Opting out is not possible.",
        "It is not possible to object.",
        "The right to object does not apply.",
        "We have removed the opt-out setting.",
        "You cannot opt out",
        "There is no way to opt out.",
        "You cannot object.",
        "You cannot opt out of AI training.",
        "You cannot opt out of this.",
        "You can no longer opt out.",
    ],
    "fr": [
        "Il n'y a pas d'option de retrait.",
        "Aucune option de retrait n'est proposée.",
        "Nous ne proposons pas d'option de retrait.",
        "Le refus n'est pas possible.",
        "Il n'est pas possible de s'opposer.",
        "Le droit d'opposition ne s'applique pas.",
        "Nous avons supprimé l'option de retrait.",
        "Vous ne pouvez pas vous opposer.",
        "Vous ne pouvez pas refuser l'entraînement de l'IA.",
        "Vous ne pouvez plus vous y opposer.",
    ],
    "de": [
        "Es gibt keine Widerspruchsmöglichkeit.",
        "Ein Widerspruch ist nicht möglich.",
        "Es gibt kein Opt-out.",
        "Wir bieten kein Opt-out an.",
        "Es ist nicht möglich, zu widersprechen.",
        "Das Widerspruchsrecht gilt nicht.",
        "Wir haben die Opt-out-Einstellung entfernt.",
        "Sie können nicht widersprechen.",
        "Du kannst dem Training von KI nicht widersprechen.",
        "Du kannst dem nicht mehr widersprechen.",
        "Sie können dieser Nutzung nicht widersprechen.",
    ],
    "it": [
        "Non c'è alcun opt-out.",
        "Nessun opt-out è disponibile.",
        "Non offriamo un opt-out.",
        "L'opposizione non è possibile.",
        "Non è possibile opporsi.",
        "Il diritto di opposizione non si applica.",
        "Abbiamo rimosso l'opzione di opt-out.",
        "Non puoi opporti.",
        "Non puoi opporti all'addestramento dell'IA.",
        "Non puoi più opporti.",
    ],
    "es": [
        "No hay opción de exclusión.",
        "No hay ninguna opción de exclusión disponible.",
        "No ofrecemos opción de exclusión.",
        "La oposición no es posible.",
        "No es posible oponerse.",
        "El derecho de oposición no se aplica.",
        "Hemos eliminado la opción de exclusión.",
        "No puedes oponerte.",
        "No puedes oponerte al entrenamiento de la IA.",
        "Ya no puedes oponerte.",
    ],
    "pt": [
        "Não há opção de exclusão.",
        "Nenhuma opção de exclusão está disponível.",
        "Não oferecemos opção de exclusão.",
        "A oposição não é possível.",
        "Não é possível opor-se.",
        "O direito de oposição não se aplica.",
        "Removemos a opção de exclusão.",
        "Não pode opor-se.",
        "Não pode opor-se ao treino de IA.",
        "Já não pode opor-se.",
    ],
    "nl": [
        "Er is geen opt-out.",
        "Er is geen opt-out beschikbaar.",
        "Wij bieden geen opt-out.",
        "Bezwaar maken is niet mogelijk.",
        "Het is niet mogelijk om bezwaar te maken.",
        "Het recht van bezwaar geldt niet.",
        "We hebben de opt-outinstelling verwijderd.",
        "Je kunt geen bezwaar maken.",
        "Je kunt geen bezwaar maken tegen AI-training.",
        "Je kunt je niet meer afmelden.",
    ],
    "pl": [
        "Nie ma możliwości rezygnacji.",
        "Rezygnacja nie jest możliwa.",
        "Nie oferujemy możliwości rezygnacji.",
        "Sprzeciw nie jest możliwy.",
        "Nie można się sprzeciwić.",
        "Prawo do sprzeciwu nie ma zastosowania.",
        "Usunęliśmy opcję rezygnacji.",
        "Nie możesz się sprzeciwić.",
        "Nie możesz sprzeciwić się trenowaniu AI.",
        "Nie możesz już zrezygnować.",
    ],
}
CHOICE = {
    "en": "You can opt out in Settings > Privacy > AI training.",
    "fr": "Vous pouvez vous opposer dans Paramètres > Confidentialité > IA.",
    "de": "Du kannst in Einstellungen > Datenschutz > KI widersprechen.",
    "it": "Puoi opporti in Impostazioni > Privacy > IA.",
    "es": "Puedes oponerte en Ajustes > Privacidad > IA.",
    "pt": "Pode opor-se em Definições > Privacidade > IA.",
    "nl": "Je kunt bezwaar maken via Instellingen > Privacy > AI.",
    "pl": "Możesz się sprzeciwić w Ustawienia > Prywatność > AI.",
}
CASES = [(language, text) for language, texts in REFUSED.items() for text in texts]


def practices(text: str, language: str) -> set[str]:
    return {clause.practice.value for clause in find(text, language=language)}


@pytest.mark.parametrize(("language", "text"), CASES)
def test_a_choice_that_is_denied_is_none(language: str, text: str) -> None:
    assert practices(f"{USE[language]} {text}", language) == {"trains"}
    assert practices(f"{USE[language]}\n\n{text}", language) == {"trains"}
    assert not practices(text, language)


@pytest.mark.parametrize("language", CHOICE)
def test_a_choice_that_is_withdrawn_is_gone(language: str) -> None:
    no = " ".join(REFUSED[language][-2:])
    before, after = (f"{USE[language]} {rest}" for rest in (CHOICE[language], no))
    judged = review(before, after, language=language)
    told = {(found.practice.value, found.direction.value) for found in judged.findings}
    assert (told, judged.severity) == ({("trains", "kept"), ("control", "gone")}, Severity.ALERT)


@pytest.mark.parametrize(
    "text",
    [
        "We do not use your posts to train AI unless you opt in.",
        "You may not opt out by post, but you can opt out in Settings.",
        "If you cannot opt out in the app, you can object by mail.",
        "You do not have to opt out: we ask you first.",
        "No opt-out is needed: we ask you first.",
    ],
)
def test_a_choice_beside_a_denial_remains_one(text: str) -> None:
    assert "control" in practices(f"{USE['en']} {text}", "en")


@pytest.mark.parametrize(
    "text",
    [
        "We use your posts to train our AI models and you cannot opt out.",
        "We may use your content for the development of AI, and opting out is not possible.",
    ],
)
def test_a_use_whose_refusal_is_denied_in_its_sentence_is_a_use_alone(text: str) -> None:
    assert practices(text, "en") == {"trains"}
