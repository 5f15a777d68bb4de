import pytest
from meaning import facts

from monitor.detect import find, review
from monitor.records import Practice, Severity


@pytest.mark.parametrize(
    "text",
    [
        "Only if you switch it on in Settings > AI do we use your photos to train our models.",
        "Nur wenn Sie zustimmen, verwenden wir Ihre Fotos zum Training unserer KI.",
    ],
)
def test_what_is_used_only_if_people_agree_is_not_left_out(text: str) -> None:
    found = facts(text, Practice.TRAINS)
    assert found["data"] == ("images",)
    assert "excluded" not in found


@pytest.mark.parametrize(
    "text",
    [
        "With the exception of private messages, we train our AI on your posts.",
        "Mit Ausnahme privater Nachrichten trainieren wir unsere KI mit Ihren Beiträgen.",
        "Mit Ausnahme privater Nachrichten werden Ihre Beiträge zum Training unserer KI verwendet.",
        "À l'exception des messages privés, nous entraînons nos modèles d'IA sur vos publications.",
        "Con excepción de los mensajes privados, entrenamos nuestros modelos de IA con sus publicaciones.",
        "Ad eccezione dei messaggi privati, utilizziamo i tuoi post per addestrare i nostri modelli.",
        "Com exceção das mensagens privadas, treinamos a nossa IA com as suas publicações.",
        "Met uitzondering van privéberichten trainen we onze AI met uw berichten.",
        "Z wyjątkiem prywatnych wiadomości trenujemy naszą sztuczną inteligencję na Twoich postach.",
    ],
)
def test_an_exception_that_opens_a_sentence_leaves_the_rest_used(text: str) -> None:
    assert [clause.practice for clause in find(text)] == [Practice.TRAINS]
    assert "private messages" in facts(text, Practice.TRAINS)["excluded"]


@pytest.mark.parametrize(
    "text",
    ["Excluded from the training of our AI are private messages.", "Ausgenommen vom Training unserer KI sind Briefe."],
)
def test_a_sentence_that_begins_with_what_excludes_the_training_denies_it(text: str) -> None:
    assert [clause.practice for clause in find(text)] == [Practice.DENIES]


@pytest.mark.parametrize(
    ("text", "data", "excluded"),
    [
        (
            "From 1 May, unless you have objected by then, your photos and notes will train our AI.",
            "content images",
            "",
        ),
        ("From 1 May, except for members in Brazil, we train our AI on your photos.", "images", "Brazil"),
        ("À partir de mai, sauf opposition de votre part, vos photos serviront à entraîner notre IA.", "images", ""),
        ("Unless you object, we use your photos to train our AI models.", "images", ""),
        ("We do not use your photos to train AI, but we do use your public posts.", "content", "images"),
        ("We train our AI on your posts, but not on your photos.", "content", "images"),
        ("Wir nutzen Ihre Fotos nicht zum KI-Training, Ihre Beiträge hingegen schon.", "content", "images"),
        ("We train our AI on photos of members outside Brazil and Canada.", "images", "Brazil Canada"),
    ],
)
def test_what_is_used_and_what_is_left_out_are_told_apart_within_a_sentence(
    text: str, data: str, excluded: str
) -> None:
    found = facts(text, Practice.TRAINS)
    assert found["data"] == tuple(data.split())
    assert found.get("excluded", ()) == tuple(excluded.split())


def test_private_messages_that_are_used_unless_people_object_are_not_left_out() -> None:
    found = facts("Unless you object, we use your direct messages to train our AI models.", Practice.TRAINS)
    assert "private messages" in found["data"]
    assert "excluded" not in found


def test_what_a_list_names_is_told_of_the_clause_that_introduces_it() -> None:
    text = "We train our models on posts. This does not apply to:\n\n- minors\n- direct messages\n\nWrite to us."
    (denied,) = [clause.facts for clause in find(text) if clause.practice is Practice.DENIES]
    assert denied["excluded"] == ("minors", "private messages")
    used = facts("We use the following to train our models:\n\n- photos\n- voice recordings", Practice.TRAINS)
    assert used["data"] == ("images", "voice")


@pytest.mark.parametrize(
    ("whole", "halves"),
    [
        (
            "We train our AI on your letters, but not on private messages.",
            "We train our AI on your letters. Private messages are not used.",
        ),
        (
            "We train our AI on your letters unless you are on a Business plan.",
            "We train our AI on your letters. This does not apply to Business plans.",
        ),
        (
            "We train our AI on your letters, except in the EU.",
            "We train our AI on your letters. This does not apply in the EU.",
        ),
    ],
)
def test_an_exception_that_gets_a_sentence_of_its_own_is_no_news(whole: str, halves: str) -> None:
    for before, after in ((whole, halves), (halves, whole)):
        assert review(before, after).severity is Severity.NONE


def test_an_exception_that_goes_is_an_alert() -> None:
    judged = review("We train our AI on your letters, except in the EU.", "We train our AI on your letters.")
    assert judged.severity is Severity.ALERT


def test_information_about_people_allows_them_nothing() -> None:
    text = "We use information about you to improve our large language models."
    assert [clause.practice for clause in find(text)] == [Practice.TRAINS]
