import pytest

from monitor.detect import find, review
from monitor.records import Practice, Severity

# A use from a day, and a choice until a day: each with {} for the day, the earlier one and the later one.
FROM = {
    "en": ("From {} we use your posts to train our AI models.", "6 December 2026", "10 January 2027"),
    "fr": (
        "À partir du {}, nous utilisons vos publications pour entraîner nos modèles d'IA.",
        "6 décembre 2026",
        "10 janvier 2027",
    ),
    "de": (
        "Ab dem {} nutzen wir deine Beiträge, um unsere KI-Modelle zu trainieren.",
        "6. Dezember 2026",
        "10. Januar 2027",
    ),
    "it": ("Dal {} usiamo i tuoi post per addestrare i nostri modelli di IA.", "6 dicembre 2026", "10 gennaio 2027"),
    "es": (
        "A partir del {} usamos tus publicaciones para entrenar nuestros modelos de IA.",
        "6 de diciembre de 2026",
        "10 de enero de 2027",
    ),
    "pt": (
        "A partir de {} usamos as suas publicações para treinar os nossos modelos de IA.",
        "6 de dezembro de 2026",
        "10 de janeiro de 2027",
    ),
    "nl": ("Vanaf {} gebruiken wij je berichten om onze AI-modellen te trainen.", "6 december 2026", "10 januari 2027"),
    "pl": ("Od {} wykorzystujemy Twoje posty do trenowania naszych modeli AI.", "6 grudnia 2026", "10 stycznia 2027"),
}
UNTIL = {
    "en": "You can object until {} in Settings.",
    "fr": "Vous pouvez vous opposer jusqu'au {} dans les paramètres.",
    "de": "Du kannst bis zum {} in den Einstellungen widersprechen.",
    "it": "Puoi opporti entro il {} nelle impostazioni.",
    "es": "Puedes oponerte hasta el {} en los ajustes.",
    "pt": "Pode opor-se até {} nas definições.",
    "nl": "Je kunt tot {} bezwaar maken in de instellingen.",
    "pl": "Możesz się sprzeciwić do {} w ustawieniach.",
}


def told(before: str, after: str, language: str) -> tuple[dict[str, tuple[str, object]], Severity]:
    judged = review(before, after, language=language)
    found = {each.practice.value: (each.direction.value, each.facts.get("changed")) for each in judged.findings}
    return found, judged.severity


@pytest.mark.parametrize("language", FROM)
def test_a_use_that_begins_sooner_is_wider_and_one_that_begins_later_narrower(language: str) -> None:
    text, early, late = FROM[language]
    sooner, later = (text.format(day) for day in (early, late))
    assert told(later, sooner, language) == ({"trains": ("wider", ("date",))}, Severity.ALERT)
    assert told(sooner, later, language) == ({"trains": ("narrower", ("date",))}, Severity.NOTICE)


@pytest.mark.parametrize("language", UNTIL)
def test_a_choice_with_less_time_to_refuse_is_narrower_and_one_with_more_wider(language: str) -> None:
    text, early, late = FROM[language]
    use = text.format(late)
    less, more = (f"{use} {UNTIL[language].format(day)}" for day in (early, late))
    kept = {"trains": ("kept", None)}
    assert told(more, less, language) == ({**kept, "control": ("narrower", ("deadline",))}, Severity.ALERT)
    assert told(less, more, language) == ({**kept, "control": ("wider", ("deadline",))}, Severity.NOTICE)


@pytest.mark.parametrize("language", UNTIL)
def test_the_day_of_a_use_is_not_that_of_the_choice_behind_it(language: str) -> None:
    text, early, late = FROM[language]
    days = {
        clause.practice: (clause.facts.get("date"), clause.facts.get("deadline"))
        for clause in find(f"{text.format(late)} {UNTIL[language].format(early)}", language=language)
    }
    assert days == {Practice.TRAINS: ("2027-01-10", None), Practice.CONTROL: (None, "2026-12-06")}


def test_a_choice_reworded_with_less_time_is_narrower() -> None:
    use = "We use your posts to train our AI models."
    before = f"{use} You can object to this at any time until 15 December 2026."
    after = f"{use} You can object until 4 December 2026."
    assert told(before, after, "en")[0]["control"] == ("narrower", ("deadline",))


def test_a_use_of_more_data_is_wider_even_if_it_begins_later() -> None:
    before = "From 6 December 2026 we use your posts to train our AI models."
    after = "From 10 January 2027 we use your posts and photos to train our AI models."
    assert told(before, after, "en") == ({"trains": ("wider", ("date",))}, Severity.ALERT)


def test_a_day_in_a_sentence_that_goes_on_about_a_use_moves_it_too() -> None:
    use = "We use your posts to train our AI models. This applies from {}."
    before, after = (use.format(day) for day in ("10 January 2027", "6 December 2026"))
    assert told(before, after, "en") == ({"trains": ("wider", ("date",))}, Severity.ALERT)


def test_a_choice_has_the_day_of_its_own_sentence_unless_it_ends_before() -> None:
    own = "We use your posts to train AI. From 1 December 2026 you can object in Settings."
    joint = "From 15 January 2027 we use your posts to train AI; you can object until 10 January 2027."
    for text, day in ((own, "2026-12-01"), (joint, None)):
        (choice,) = (clause for clause in find(text) if clause.practice is Practice.CONTROL)
        assert choice.facts.get("date") == day
