import pytest
from meaning import facts

from monitor.detect import find
from monitor.records import Practice


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
