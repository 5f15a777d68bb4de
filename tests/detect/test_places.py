import pytest

from monitor.detect.clauses.places import place_of
from monitor.detect.words.vocabulary import LANGUAGES, entries, load


def place(text: str, language: str = "en") -> str:
    return place_of(text, text, load(language))


@pytest.mark.parametrize(
    ("language", "text", "where"),
    [
        ("en", "Models may learn from it by default if you allow it in your settings.", "your settings"),
        ("en", "Refuse in the privacy settings of your account at any time.", "the privacy settings of your account"),
        ("en", "Refuse at any time in Settings > AI.", "Settings > AI"),
        ("en", "We learn from what you write.", ""),
        ("en", "We use “public” posts unless you switch off “Help us learn”.", "“Help us learn”"),
        ("en", "We only use posts that are “public”.", ""),
        ("en", "Go to Settings > Privacy at any time.", "Settings > Privacy"),
        ("fr", "Allez dans Compte > IA à tout moment.", "Compte > IA"),
        ("de", "Gehen Sie auf Konto > KI jederzeit.", "Konto > KI"),
        ("en", "Refuse in the account settings under “AI training”.", "the account settings under “AI training”"),
        ("de", "Das lehnen Sie in den Kontoeinstellungen unter „KI“ ab.", "Kontoeinstellungen unter „KI“"),
        ("fr", "Refusez dans les paramètres, rubrique « IA ».", "les paramètres, rubrique « IA »"),
        ("en", "Refuse in Settings → Privacy → AI and switch off the first box.", "Settings → Privacy → AI"),
        ("en", "Under Settings → AI do we ask you.", "Settings → AI"),
        ("en", "Refuse in Settings > Privacy and safety.", "Settings > Privacy and safety"),
        ("de", "Sie können das unter Konto > Datenschutz > KI erteilen und widerrufen.", "Konto > Datenschutz > KI"),
        ("de", "Lehnen Sie unter Konto > KI oder mit einer E-Mail an wir@verein.example ab.", "Konto > KI"),
        ("fr", "Refusez depuis Compte > Mes données, où vous pouvez le faire.", "Compte > Mes données"),
        ("fr", "Compte > Mes données vous permet de refuser.", "Compte > Mes données"),
        ("fr", "Dites-le-nous dans votre profil.", "votre profil"),
        ("de", "Sie können unter Konto > Datenschutz widersprechen.", "Konto > Datenschutz"),
        (
            "de",
            "Über das Widerspruchsformular in Ihrem Konto können Sie ablehnen.",
            "das Widerspruchsformular in Ihrem Konto",
        ),
        ("de", "In den Einstellungen lässt sich das abschalten.", "Einstellungen"),
        ("it", "Puoi rifiutare dal pannello Privacy dell'app.", "pannello Privacy dell'app"),
        ("it", "Rifiuta in ogni momento dall'area clienti.", "area clienti"),
        ("es", "Si apagas «Ayudar», no lo haremos.", "«Ayudar»"),
        ("es", "Apaga «Ayudar a mejorar» en Cuenta > Voz.", "Cuenta > Voz"),
        ("pt", "Pode recusar no ecrã de configuração do leitor quando quiser.", "ecrã de configuração do leitor"),
        ("nl", "Dat kan in het onderdeel Gegevens van de app.", "het onderdeel Gegevens van de app"),
        ("pl", "Możesz odmówić w ustawieniach konta.", "ustawieniach konta"),
        ("en", "You can object in your account settings under Privacy.", "your account settings under Privacy"),
        (
            "en",
            "Refuse in your settings under Privacy and Safety at any time.",
            "your settings under Privacy and Safety",
        ),
        ("en", "Object in your settings under Article 21 of the law.", "your settings"),
        ("fr", "Refusez dans les paramètres, rubrique Confidentialité.", "les paramètres, rubrique Confidentialité"),
        ("de", "Du kannst in den Einstellungen unter Datenschutz widersprechen.", "Einstellungen unter Datenschutz"),
        ("it", "Puoi opporti nelle impostazioni alla voce Privacy.", "impostazioni alla voce Privacy"),
        ("es", "Puedes oponerte en los ajustes, apartado Privacidad.", "los ajustes, apartado Privacidad"),
        ("pt", "Pode recusar nas definições em Privacidade.", "definições em Privacidade"),
        ("nl", "Je kunt bezwaar maken in de instellingen onder Privacy.", "de instellingen onder Privacy"),
        ("pl", "Możesz odmówić w ustawieniach w zakładce Prywatność.", "ustawieniach w zakładce Prywatność"),
    ],
)
def test_a_place_is_named_without_what_stands_around_it(language: str, text: str, where: str) -> None:
    assert place(text, language) == where


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_and_form_is_a_place(language: str) -> None:
    behind = entries(language)["facts"]["where"][0]
    for page in entries(language)["facts"]["page"]:
        assert place(f"x {behind} {page.replace('*', 'a')} xy", language).startswith(page.replace("*", "a"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_joins_whose_page_it_is_goes_on_with_its_name(language: str) -> None:
    behind, page = entries(language)["facts"]["where"][0], entries(language)["facts"]["page"][1].replace("*", "a")
    for joins in entries(language)["facts"]["of_page"]:
        assert place(f"x {behind} {page} {joins} zzz yyy", language) == f"{page} {joins} zzz"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_joins_a_menu_entry_to_a_page_goes_on_with_its_name(language: str) -> None:
    behind, page = entries(language)["facts"]["where"][0], entries(language)["facts"]["page"][1].replace("*", "a")
    for under in entries(language)["facts"]["under"]:
        assert place(f"x {behind} {page}, {under} Zzz yyy", language) == f"{page}, {under} Zzz"


def test_the_name_of_a_place_ends_before_what_is_said_of_it() -> None:
    assert place("Refusez via le formulaire dédié avant le 31 janvier 2027.", "fr") == "le formulaire dédié"
    path = "Réglages > Confidentialité > « Partage de mes recettes avec l'IA » : décochez cette case"
    assert place(f"Pour refuser : {path}.", "fr") == "Réglages > Confidentialité > Partage de mes recettes avec l'IA"
