import pytest
from meaning import events

from monitor.detect import find, review
from monitor.records import Practice, Severity

# What is off by default and asks for consent, then what is on by default and may be refused; each in two sentences.
SETTINGS = [
    (
        ("This setting is off by default.", "If you turn it on, your chats may be used to train our models."),
        ("This setting is on by default.", "Your chats may be used to train our models unless you turn it off."),
    ),
    (
        ("Diese Einstellung ist standardmäßig deaktiviert.", "Wenn Sie sie aktivieren, trainieren Chats unsere KI."),
        ("Diese Einstellung ist standardmäßig aktiviert.", "Chats trainieren unsere KI, sofern Sie nicht ablehnen."),
    ),
    (
        ("Ce réglage est désactivé par défaut.", "Si vous l'activez, vos chats servent à entraîner notre IA."),
        ("Ce réglage est activé par défaut.", "Vos chats servent à entraîner notre IA, sauf si vous le désactivez."),
    ),
    (
        (
            "Questa opzione è disattivata in modo predefinito.",
            "Se la attivi, usiamo le chat per addestrare la nostra IA.",
        ),
        ("Questa opzione è attiva in modo predefinito.", "Usiamo le chat per addestrare la nostra IA, salvo rifiuto."),
    ),
    (
        ("Este ajuste está desactivado por defecto.", "Si lo activas, usamos tus chats para entrenar nuestra IA."),
        (
            "Este ajuste está activado por defecto.",
            "Usamos tus chats para entrenar nuestra IA, salvo que lo desactives.",
        ),
    ),
    (
        ("Esta definição está desativada por predefinição.", "Se a ativar, usamos os chats para treinar a nossa IA."),
        ("Esta definição está ativada por predefinição.", "Usamos os chats para treinar a nossa IA, salvo oposição."),
    ),
    (
        ("Deze instelling staat standaard uit.", "Als je haar aanzet, gebruiken we je chats om onze AI te trainen."),
        ("Deze instelling staat standaard aan.", "We gebruiken je chats om onze AI te trainen, tenzij je haar uitzet."),
    ),
    (
        ("To ustawienie jest domyślnie wyłączone.", "Jeśli je włączysz, używamy czatów do trenowania naszej AI."),
        ("To ustawienie jest domyślnie włączone.", "Używamy czatów do trenowania naszej AI, chyba że je wyłączysz."),
    ),
]


# What a setting does, what says whether it is on, and how that says "off" and "on".
LABELS = [
    ("When this setting is on, your recordings are used to train our AI models.", "Default", "off", "on"),
    ("Ist sie aktiv, nutzen wir deine Aufnahmen zum Training unserer KI-Modelle.", "Voreinstellung", "aus", "an"),
    ("Activé, il permet d'entraîner nos modèles d'IA avec vos photos.", "Par défaut", "désactivé", "activé"),
    ("Se è attiva, usiamo le tue foto per addestrare la nostra IA.", "Predefinita", "disattivata", "attivata"),
    ("Cuando está activado, usamos tus fotos para entrenar nuestra IA.", "Por defecto", "desactivado", "activado"),
    ("Quando está ativada, usamos as suas fotos para treinar a nossa IA.", "Predefinição", "desativado", "ativado"),
    ("Staat ze aan, dan gebruiken we je foto's om onze AI te trainen.", "Standaard", "uit", "aan"),
    ("Gdy jest włączone, używamy Twoich zdjęć do trenowania naszej AI.", "Domyślnie", "wyłączone", "włączone"),
]
LINES = ["{use} {label}: {is_on}.", "{use}\n\n- {label}: {is_on}", "| Use | {use} |\n| {label} | {is_on} |"]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize(("use", "label", "off", "on"), LABELS)
def test_a_label_that_turns_from_off_to_on_is_an_alert(use: str, label: str, off: str, on: str, line: str) -> None:
    before, after = (line.format(use=use, label=label, is_on=is_on) for is_on in (off, on))
    assert review(before, after).severity is Severity.ALERT
    assert events(review(before, after)) == {"control narrower"}
    assert events(review(after, before)) == {"control wider"}


def test_a_label_says_nothing_of_another_switch_that_has_the_same() -> None:
    page = "## Ads\n\nShow ads.\n\nDefault: On\n\n## AI\n\nUse your posts to train our AI models.\n\nDefault: {}\n"
    assert review(page.format("Off"), page.format("On")).severity is Severity.ALERT


@pytest.mark.parametrize(("off", "on"), SETTINGS)
def test_a_setting_that_is_on_by_default_from_now_on_is_an_alert(off: tuple[str, str], on: tuple[str, str]) -> None:
    before, after = " ".join(off), " ".join(on)
    assert events(review(before, after)) == {"trains wider", "control narrower"}
    assert review(before, after).severity is Severity.ALERT
    assert events(review(after, before)) == {"trains narrower", "control wider"}
    assert review(after, before).severity is Severity.NOTICE


@pytest.mark.parametrize(
    "text",
    [
        "Training our AI on your posts is switched off unless you switch it on.",
        "AI training with your posts is disabled unless you enable it in the settings.",
        "Das Training unserer Modelle mit Ihren Inhalten ist standardmäßig deaktiviert.",
        "L'entraînement de nos modèles sur vos contenus est désactivé, sauf si vous l'activez.",
        "El entrenamiento de nuestra IA con sus publicaciones está desactivado por defecto.",
        "L'addestramento della nostra IA con i tuoi post è disattivato per impostazione predefinita.",
        "O treino da nossa IA com as suas publicações está desativado por predefinição.",
    ],
)
def test_a_training_that_is_off_until_people_switch_it_on_is_denied_and_their_choice(text: str) -> None:
    assert {clause.practice for clause in find(text)} == {Practice.DENIES, Practice.CONTROL}


@pytest.mark.parametrize(
    ("label", "off", "on"),
    [
        ("AI training", "off", "on"),
        ("KI-Training", "aus", "ein"),
        ("Entraînement de l'IA", "désactivé", "activé"),
        ("Addestramento dell'IA", "disattivato", "attivo"),
        ("AI-training", "uit", "aan"),
    ],
)
def test_a_training_that_turns_from_off_to_on_is_told_as_one(label: str, off: str, on: str) -> None:
    before, after = (f"- {label}: {state}" for state in (off, on))
    assert review(before, after).severity is Severity.ALERT
    assert {"trains new", "denies gone"} <= events(review(before, f"{after} (Settings > AI)"))
