import datetime as dt

import pytest
from meaning import facts

from monitor.detect import find, review
from monitor.detect.words.vocabulary import LANGUAGES, entries, load
from monitor.records import Practice


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We never train our AI models on what you write, unless you choose to share it with us."),
        ("en", "We do not use your drawings to train AI models without the express permission of the artist."),
        ("fr", "Nous n'entraînons pas notre IA avec vos dessins sans autorisation expresse de leur auteur."),
        ("de", "Ohne Ihre ausdrückliche Genehmigung trainieren wir keine KI mit Ihren Zeichnungen."),
        ("nl", "Zonder uw uitdrukkelijke toestemming trainen wij geen AI met uw tekeningen."),
        ("pl", "Bez Twojej wyraźnej zgody nie trenujemy AI na Twoich rysunkach."),
    ],
)
def test_what_is_denied_unless_people_agree_waits_for_their_consent(language: str, text: str) -> None:
    found = facts(text, Practice.DENIES, language)
    assert (found["control"], found["basis"]) == ("opt-in", "consent")


@pytest.mark.parametrize(
    "text",
    [
        "If you enable the quiet mode, none of your drawings will be used to train our AI models.",
        "Wenn Sie den stillen Modus aktivieren, werden Ihre Zeichnungen nicht zum Training unserer KI verwendet.",
    ],
)
def test_what_people_turn_on_so_as_not_to_be_learnt_from_is_a_setting_and_no_consent(text: str) -> None:
    found = facts(text, Practice.DENIES)
    assert found["control"] == "setting"
    assert "basis" not in found


def test_a_setting_is_the_choice_that_is_told_before_it() -> None:
    text = "Unless you opt in, your notes stay yours. In private mode they are never used for training AI models."
    assert facts(text, Practice.DENIES)["control"] == "opt-in"


def test_a_choice_over_something_else_is_not_that_of_a_clause_behind_it() -> None:
    text = (
        "You can opt out of our newsletter. We train our AI models on your posts; you can change this in the settings."
    )
    assert facts(text, Practice.CONTROL)["control"] == "setting"


@pytest.mark.parametrize(
    ("row", "basis"),
    [
        ("| To train our AI models | Photos | Contract |", "contract"),
        ("| Entraînement de notre IA | Photos | Contrat | 3 ans |", "contract"),
        ("| Training unserer KI-Modelle | Fotos | Vertrag |", "contract"),
        ("| Training our AI models | Posts | * Consent<br>* Legitimate interests |", "legitimate interest"),
        ("| Training our AI models | Posts | Consent |", "consent"),
        ("| Training our AI models | The contract you signed with your school and what you wrote |", None),
    ],
)
def test_a_row_names_its_basis_in_a_cell(row: str, basis: str | None) -> None:
    assert facts(row, Practice.TRAINS).get("basis") == basis


PURPOSES = {
    "en": "To train our AI models",
    "fr": "Entraînement de notre IA",
    "de": "Training unserer KI-Modelle",
    "it": "Addestramento dei nostri modelli di IA",
    "es": "Entrenamiento de nuestros modelos de IA",
    "pt": "Treino dos nossos modelos de IA",
    "nl": "Training van onze AI-modellen",
    "pl": "Trenowanie naszych modeli AI",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_a_contract_is_a_basis_where_it_fills_a_cell(language: str) -> None:
    for name in entries(language)["facts"]["contract_cell"]:
        row = f"| {PURPOSES[language]} | 3 | {name.capitalize()} |"
        assert facts(row, Practice.TRAINS, language)["basis"] == "contract"


def test_the_day_that_the_next_sentence_counts_from_its_publication_is_that_of_a_clause() -> None:
    text = "We use your posts to train our AI models. This takes effect 30 days after posting."
    assert facts(text, Practice.TRAINS, seen=dt.date(2026, 1, 1))["date"] == "2026-01-31"
    assert "date" not in facts(text, Practice.TRAINS)


def test_a_span_of_days_that_stood_there_before_does_not_begin_anew() -> None:
    before = "We use your posts to train our AI models. This takes effect 30 days after posting."
    found = review(before, f"{before} Thank you.", seen=dt.date(2026, 1, 1)).findings
    assert found
    assert not [each for each in found if "date" in each.facts]


USES = {
    "en": "We use your posts to train our AI models.",
    "fr": "Nous utilisons vos messages pour entraîner nos modèles d'IA.",
    "de": "Wir verwenden Ihre Beiträge, um unsere KI-Modelle zu trainieren.",
    "it": "Utilizziamo i tuoi post per addestrare i nostri modelli di IA.",
    "es": "Usamos tus publicaciones para entrenar nuestros modelos de IA.",
    "pt": "Usamos as suas publicações para treinar os nossos modelos de IA.",
    "nl": "Wij gebruiken je berichten om onze AI-modellen te trainen.",
    "pl": "Używamy Twoich postów do trenowania naszych modeli AI.",
}


@pytest.mark.parametrize("between", [" ", "\n\n", "\n\nWe like birds.\n\n"])
@pytest.mark.parametrize(
    ("language", "choice", "where"),
    [
        ("en", "You can object to this at any time in Settings > Privacy.", "Settings > Privacy"),
        ("en", "To opt out, visit https://example.org/ai.", "https://example.org/ai"),
        ("en", "If you don't want this, turn it off in your account settings.", "your account settings"),
        ("fr", "Vous pouvez vous y opposer dans Paramètres > Confidentialité.", "Paramètres > Confidentialité"),
        ("fr", "Pour vous opposer, rendez-vous sur https://example.org/ia.", "https://example.org/ia"),
        ("de", "Sie können dem jederzeit unter Konto > Datenschutz widersprechen.", "Konto > Datenschutz"),
        ("de", "Zum Widerspruch besuchen Sie https://example.org/ki.", "https://example.org/ki"),
        ("it", "Puoi opporti in qualsiasi momento in Impostazioni > Privacy.", "Impostazioni > Privacy"),
        ("it", "Se non lo desideri, disattiva l'opzione nelle impostazioni.", "impostazioni"),
        ("es", "Puedes oponerte en cualquier momento en Ajustes > Privacidad.", "Ajustes > Privacidad"),
        ("es", "Si no lo deseas, desactiva la opción en la configuración.", "la configuración"),
        ("pt", "Pode opor-se a qualquer momento em Definições > Privacidade.", "Definições > Privacidade"),
        ("nl", "Je kunt hier bezwaar tegen maken via Instellingen > Privacy.", "Instellingen > Privacy"),
        ("pl", "Możesz wnieść sprzeciw w Ustawienia > Prywatność.", "Ustawienia > Prywatność"),
        ("pl", "Jeśli tego nie chcesz, wyłącz tę opcję w ustawieniach.", "ustawieniach"),
    ],
)
def test_a_choice_told_behind_a_use_is_one_over_it(language: str, choice: str, where: str, between: str) -> None:
    found = facts(USES[language] + between + choice, Practice.CONTROL, language)
    assert (found["control"], found["control_where"]) == ("opt-out", where)


@pytest.mark.parametrize("between", [" ", "\n\n"])
@pytest.mark.parametrize(
    ("language", "choice"),
    [
        ("en", "You can opt out of marketing emails at any time in your settings."),
        ("en", "To opt out of the sale of your personal information, visit https://example.org/sale."),
        ("en", "You can disable cookies in your browser."),
        ("en", "You can turn off location services in your device settings."),
        ("fr", "Vous pouvez vous opposer à la prospection commerciale."),
        ("fr", "Vous pouvez désactiver la géolocalisation dans les réglages de votre téléphone."),
        ("de", "Sie können Cookies in Ihrem Browser deaktivieren."),
        ("de", "Dem Verkauf Ihrer Daten können Sie widersprechen."),
        ("it", "Puoi opporti al marketing diretto."),
        ("it", "Puoi opporti alla vendita dei tuoi dati."),
        ("es", "Puedes darte de baja del boletín en cualquier momento."),
        ("es", "Puedes oponerte a la venta de tus datos."),
        ("pt", "Pode desativar as notificações."),
        ("pt", "Pode opor-se à venda dos seus dados."),
        ("nl", "Je kunt pushmeldingen uitschakelen."),
        ("nl", "Je kunt bezwaar maken tegen de verkoop van je gegevens."),
        ("pl", "Możesz w każdej chwili zrezygnować z newslettera."),
        ("pl", "Możesz sprzeciwić się sprzedaży swoich danych."),
    ],
)
def test_a_choice_over_something_else_told_behind_a_use_is_none_over_it(
    language: str, choice: str, between: str
) -> None:
    found = find(USES[language] + between + choice, language=language)
    assert [clause.practice for clause in found] == [Practice.TRAINS]


@pytest.mark.parametrize(
    "text",
    [
        "We use your posts to train our AI models.\n\n# Letters\n\nYou can object to this at any time.",
        "We use your posts to train our AI models.\n\nBirds.\n\nTrees.\n\nYou can object to this at any time.",
        "We use your posts to train our AI models.\n\nWe may interrupt the service for repairs.",
        f"We use your posts to train our AI models.\n\nWe do this{' and this' * 12} with your consent or as we may.",
        "You may not use our pages to train AI models.\n\nYou can object to this at any time.",
    ],
)
def test_a_paragraph_far_from_a_use_or_of_no_choice_gives_none(text: str) -> None:
    assert Practice.CONTROL not in {clause.practice for clause in find(text)}


@pytest.mark.parametrize(
    ("language", "text", "data", "excluded"),
    [
        (
            "en",
            "Unless you object, we train our models on posts of adults, except for private messages.",
            {"content", "adults"},
            {"private messages"},
        ),
        (
            "en",
            "Voice recordings and uploaded PDFs improve our AI models, except those of people under 16.",
            {"voice", "files"},
            {"minors"},
        ),
        (
            "fr",
            "Vos photos et votre agenda servent à entraîner notre IA, sauf ceux des moins de 16 ans.",
            {"images", "calendar"},
            {"minors"},
        ),
        (
            "de",
            "Wir nutzen Standortdaten und Chatverläufe zum Training unserer KI, außer bei Nutzern unter 16 Jahren.",
            {"location", "messages"},
            {"minors"},
        ),
        (
            "it",
            "Usiamo foto e didascalie per addestrare la nostra IA, tranne gli album privati.",
            {"images", "content"},
            {"private messages"},
        ),
        (
            "es",
            "Usamos tus fotos y ubicaciones para entrenar nuestra IA, salvo las de menores de 16 años.",
            {"images", "location"},
            {"minors"},
        ),
        (
            "pt",
            "Usamos as suas fotos e o seu calendário para treinar a nossa IA, exceto nos planos Business.",
            {"images", "calendar"},
            {"business customers"},
        ),
        (
            "nl",
            "Wij gebruiken je foto's en bijschriften om onze AI te trainen, behalve met een schoolabonnement.",
            {"images", "content"},
            {"business customers"},
        ),
        (
            "pl",
            "Używamy Twoich zdjęć i kalendarza do trenowania naszej AI, z wyjątkiem osób poniżej 16 lat.",
            {"images", "calendar"},
            {"minors"},
        ),
    ],
)
def test_kinds_of_data_and_who_is_left_out(language: str, text: str, data: set[str], excluded: set[str]) -> None:
    found = facts(text, Practice.TRAINS, language)
    assert (set(found["data"]), set(found["excluded"])) == (data, excluded)


@pytest.mark.parametrize(
    ("text", "regions", "excluded"),
    [
        ("We use posts to train our AI, except those of users in Japan.", (), ("Japan",)),
        ("We use posts to train our AI; users in Japan are excluded.", (), ("Japan",)),
        ("In Canada we use posts to train our AI, except those of minors.", ("Canada",), ("minors",)),
        ("Wir trainieren unsere KI mit Ihren Chats; Nutzer in Japan sind davon ausgenommen.", (), ("Japan",)),
        ("Unless you object, we use posts of people in Canada to train our AI.", ("Canada",), ()),
        ("We do not use posts of people in Canada to train our AI.", (), ("content", "Canada")),
    ],
)
def test_a_region_that_an_exception_names_is_left_out(
    text: str, regions: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    (found, *_) = (clause.facts for clause in find(text))
    assert (found.get("regions", ()), found.get("excluded", ())) == (regions, excluded)


def test_what_is_done_in_accordance_with_a_law_waits_for_nobodys_consent() -> None:
    found = facts("Zgodnie z ustawą używamy Twoich komentarzy do trenowania naszych modeli AI.", Practice.TRAINS, "pl")
    assert not {"control", "basis"} & found.keys()


@pytest.mark.parametrize(
    ("language", "text", "recipients"),
    [
        (
            "en",
            "We license your posts to AI developers and hospitals to train their models.",
            ("AI developers", "hospitals"),
        ),
        (
            "fr",
            "Nous vendons vos messages à des développeurs d'IA pour entraîner leurs modèles.",
            ("développeurs d'IA",),
        ),
        ("de", "Wir verkaufen Ihre Beiträge an KI-Entwickler, die damit ihre Modelle trainieren.", ("KI-Entwickler",)),
        (
            "it",
            "Vendiamo i tuoi post a case farmaceutiche per addestrare i loro modelli di IA.",
            ("case farmaceutiche",),
        ),
        ("es", "Vendemos tus fotos a aseguradoras para que entrenen sus propios modelos de IA.", ("aseguradoras",)),
    ],
)
def test_recipients_are_told_as_they_are_written(language: str, text: str, recipients: tuple[str, ...]) -> None:
    assert facts(text, Practice.SHARES, language)["recipients"] == recipients


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_recipient_is_known(language: str) -> None:
    known = load(language).pattern("recipient")
    assert not [name for name in entries(language)["facts"]["recipient"] if not known.search(name.replace("*", "a"))]


@pytest.mark.parametrize(
    ("language", "other"),
    [
        ("en", "This law takes effect on 3 March 2026."),
        ("en", "The court ruled on this on 4 March 2026."),
        ("en", "This policy was updated on 5 March 2026."),
        ("en", "We keep them until 6 March 2026."),
        ("fr", "Cette loi entre en vigueur le 3 mars 2026."),
        ("fr", "Cette politique a été mise à jour le 5 mars 2026."),
        ("fr", "Ils sont conservés jusqu'au 6 mars 2026."),
        ("de", "Dieses Gesetz tritt am 3. März 2026 in Kraft."),
        ("de", "Diese Erklärung wurde am 5. März 2026 aktualisiert."),
        ("es", "Esta ley entra en vigor el 3 de marzo de 2026."),
        ("es", "Esta política se actualizó el 5 de marzo de 2026."),
        ("it", "Questa legge entra in vigore il 3 marzo 2026."),
        ("pt", "Esta política foi atualizada em 5 de março de 2026."),
        ("nl", "Deze wet treedt in werking op 3 maart 2026."),
        ("nl", "Dit beleid is op 5 maart 2026 bijgewerkt."),
        ("pl", "Ta ustawa wchodzi w życie z dniem 3 marca 2026 r."),
    ],
)
def test_the_day_of_another_matter_beside_a_use_is_no_day_of_it(language: str, other: str) -> None:
    assert not {"date", "deadline"} & facts(f"{USES[language]} {other}", Practice.TRAINS, language).keys()


def test_the_day_of_updated_terms_is_that_of_the_use_beside_it() -> None:
    text = f"These updated terms take effect on 3 March 2026. {USES['en']}"
    assert facts(text, Practice.TRAINS)["date"] == "2026-03-03"


ANNOUNCED = "From 20 December 2026 we will use your posts to train AI on the basis of our legitimate interest."
PROMISED = "We do not use your private messages to train AI."


@pytest.mark.parametrize("text", [f"{ANNOUNCED} {PROMISED}", f"{PROMISED} {ANNOUNCED}"])
def test_a_promise_takes_no_day_and_no_basis_from_the_use_beside_it(text: str) -> None:
    promised, used = facts(text, Practice.DENIES), facts(text, Practice.TRAINS)
    assert not {"date", "basis"} & promised.keys()
    assert (used["date"], used["basis"]) == ("2026-12-20", "legitimate interest")


def test_a_ban_takes_no_basis_from_the_use_beside_it() -> None:
    text = f"{ANNOUNCED} You may not use our content to train AI models."
    assert "basis" not in facts(text, Practice.RESTRICTS)


def test_a_promise_takes_the_day_of_the_sentence_that_goes_on_about_it() -> None:
    assert facts(f"{PROMISED} This applies from 20 December 2026.", Practice.DENIES)["date"] == "2026-12-20"
    assert facts("From 20 December 2026 we do not use your posts to train AI.", Practice.DENIES)["date"] == "2026-12-20"


def test_a_sentence_that_states_a_use_and_a_promise_takes_the_basis_for_the_use_alone() -> None:
    text = (
        "We train our AI on your public posts, but we do not train it on your messages. We rely on legitimate interest."
    )
    assert facts(text, Practice.TRAINS)["basis"] == "legitimate interest"
    assert all("basis" not in c.facts for c in find(text) if c.practice is Practice.DENIES)


def test_the_words_of_a_fact_are_quoted_as_they_are_written() -> None:
    text = "Wir nutzen Ihre Beiträge zum Training unserer KI. Die Nutzung stützen wir auf Art. 6 Abs. 1 lit. f DSGVO."
    assert str(facts(text, Practice.TRAINS, "de")["basis_quote"]) in text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We reserve text and data mining under Article 4 of Directive (EU) 2019/790.", "en"),
        ("Text und Data Mining behalten wir uns nach Artikel 4 der Richtlinie (EU) 2019/790 vor.", "de"),
    ],
)
def test_the_number_of_a_law_names_no_region(text: str, language: str) -> None:
    assert "regions" not in facts(text, Practice.RESTRICTS, language)


def test_the_name_of_the_place_of_a_choice_is_no_data() -> None:
    (use, _) = find("We train AI on posts unless you switch it off in Account > Location data.")
    assert (use.facts["data"], use.facts["control_where"]) == (("content",), "Account > Location data")
