import pytest
from meaning import events

from monitor.detect import find, review
from monitor.records import Direction, Severity

GIVES = "When you run a route we record {}. This data is used to train our AI models."


OF_SOME = [
    ("We train our models on messages of users{}", " on the free plan"),
    ("We train our models on messages of users{}", " over 18"),
    ("Nous entraînons nos modèles avec les messages{}", " des comptes gratuits"),
    ("Wir trainieren unsere Modelle mit Nachrichten{}", " von Erwachsenen"),
    ("Addestriamo i nostri modelli con i messaggi{}", " degli account gratuiti"),
    ("Entrenamos nuestros modelos con mensajes{}", " de mayores de edad"),
    ("Treinamos os nossos modelos com as mensagens{}", " de contas gratuitas"),
    ("We trainen onze modellen met berichten{}", " van volwassenen"),
    ("Trenujemy nasze modele na wiadomościach{}", " z darmowych kont"),
]
WIDER = [
    ("We use your posts to train our AI models.", "We use your posts and your voice messages to train our AI models."),
    (
        "We use posts of members outside the European Union to train our AI models.",
        "We use posts of members to train our AI models.",
    ),
    ("We use only your public posts to train our AI models.", "We use all of your posts to train our AI models."),
    ("We use your posts to train our AI models.", "We use your posts to train our AI models and speech recognition."),
    (
        "Wir verwenden Ihre Beiträge zum Training unserer KI-Modelle, außer den Nachrichten von Minderjährigen.",
        "Wir verwenden Ihre Beiträge zum Training unserer KI-Modelle.",
    ),
    (
        "Nous utilisons vos photos pour entraîner nos modèles d'IA.",
        "Nous utilisons vos photos et vos messages pour entraîner nos modèles d'IA.",
    ),
    (
        "We use the posts and comments that you have published to train our generative AI models.",
        "We use the posts, comments and photographs that you have published to train our generative AI models.",
    ),
    (
        "Wir nutzen Ihre Profildaten, Beiträge und Kommentare, um unsere KI-Modelle zu trainieren.",
        "Wir nutzen Ihre Profildaten, Blumenkarten, Beiträge und Kommentare, um unsere KI-Modelle zu trainieren.",
    ),
    (GIVES.format("your pace and position"), GIVES.format("your pace, position and voice messages")),
    *[(f"{text.format(group)}.", f"{text.format('')}.") for text, group in OF_SOME],
    ("We train our AI on inputs of free users.", "We train our AI on inputs of free and Pro users."),
    (
        "If you live in Norway, we use your reviews to train our AI.",
        "If you live in Norway, Canada or Brazil, we use your reviews to train our AI.",
    ),
    (
        "Unless you object, we use your posts to train our AI.",
        "Unless you object, we use your posts, photos and voice messages to train our AI.",
    ),
    (
        "In Canada, we use your public reviews to train our AI. Write to us with any question.",
        "In Canada and Brazil, we use your public reviews to train our AI. This takes effect on 1 March 2026.",
    ),
    (
        "To develop our machine-learning models, we use your mooring log.",
        "To develop our machine-learning models, we use your mooring log, the harbours you call at, and your location.",
    ),
    (
        "We use inputs from the Free plan to train our models.",
        "We use inputs from the Free and Pro plans to train our models.",
    ),
]


@pytest.mark.parametrize(("less", "more"), WIDER)
def test_a_use_of_more_is_wider_and_one_of_less_is_narrower(less: str, more: str) -> None:
    assert events(review(less, more)) == {"trains wider"}
    assert review(less, more).severity is Severity.ALERT
    assert events(review(more, less)) == {"trains narrower"}
    assert review(more, less).severity is Severity.NOTICE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "We use your posts to train our AI models.",
            "We use your posts, such as texts or notes, to train our AI models.",
        ),
        (
            "We use your posts, photos and notes to train our AI.",
            "We use your notes, posts and photos to train our AI.",
        ),
        ("We use your content to train our AI models.", "We use your submissions to train our AI models."),
        (
            "1. We use your posts to train our AI models.\n\n2. We store your letters.",
            "4. We store your letters.\n\n7. We use your posts to train our AI models.",
        ),
        (
            "4. AI training. We use your posts to train our AI models.\n\n5. Cookies. We set two.",
            "4. Cookies. We set three.\n\n7. AI training. We use your posts to train our AI models.",
        ),
        (
            "Your prescriptions are kept for five years. They are not used to train AI.",
            "Your prescriptions are kept for three years, by a certified host. They are not used to train AI.",
        ),
        (
            "We use your posts to train our AI models. Write to old@example.org.",
            "We use your posts to train our AI models. Write to new@example.org.",
        ),
        (
            "You may not use our pages a) to send spam, b) to train AI models.",
            "You may not use our pages a) to train AI models, b) to send spam.",
        ),
    ],
)
def test_an_example_another_order_or_another_name_reaches_no_further(before: str, after: str) -> None:
    assert events(review(before, after)) == set()
    assert events(review(after, before)) == set()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We use your posts to train our AI models.", "As described above, we use your posts to train our AI models."),
        (
            "We use your posts to train our AI models.",
            "We use your posts to train our AI models, as explained in our Help Center.",
        ),
    ],
)
def test_words_that_name_nothing_more_are_no_news(before: str, after: str) -> None:
    assert events(review(before, after)) == set()
    assert events(review(after, before)) == set()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "In the United States, we train our AI models on your posts.",
            "We train our AI models on your posts.",
            {"trains wider"},
        ),
        ("We use your public posts to train our AI.", "We use all of your posts to train our AI.", {"trains wider"}),
        (
            "We do not use your posts to train our AI models.",
            "We do not use your posts to train our AI models. This does not apply to posts you rate.",
            {"denies narrower"},
        ),
        (
            "The letters of our users are not used to train AI models.",
            "The letters of users with a Premium subscription are not used to train AI models.",
            {"denies narrower"},
        ),
        (
            "In no case do we make use of your scores in order to train music models.",
            "We make no use of your scores for training music models, except those of pieces that others play.",
            {"denies narrower"},
        ),
    ],
)
def test_a_limit_that_falls_or_a_promise_that_is_limited_is_an_alert(
    before: str, after: str, expected: set[str]
) -> None:
    assert events(review(before, after)) == expected
    assert review(before, after).severity is Severity.ALERT


@pytest.mark.parametrize(
    ("before", "after", "detail"),
    [
        (
            "You can opt out of AI training of our models in Settings > AI.",
            "You can opt out of AI training of our models in Account > Data.",
            "control_where",
        ),
    ],
)
def test_a_detail_of_a_clause_that_changes_is_a_notice(before: str, after: str, detail: str) -> None:
    result = review(before, after)
    assert (events(result), result.severity) == (set(), Severity.NOTICE)
    assert {name for finding in result.findings for name in finding.facts.get("changed", ())} == {detail}


def test_texts_in_two_languages_are_compared_by_what_they_state() -> None:
    rest = "\n\n".join(
        f"{n}. We keep your letters for {n} years, and then we delete them for good." for n in range(2, 25)
    )
    reste = "\n\n".join(
        f"{n}. Nous gardons vos lettres pendant {n} ans, puis nous les supprimons." for n in range(2, 25)
    )
    english = f"We use your posts to train our AI models.\n\n{rest}"
    french = f"Nous utilisons vos publications pour entraîner nos modèles d'IA.\n\n{reste}"
    assert events(review(english, french)) == set()
    assert events(review(english, reste)) == {"trains gone"}


def test_what_a_denial_excepts_is_a_use_that_grows_with_it() -> None:
    before = "We do not use your posts to train our AI models except (a) posts you report."
    after = "We do not use your posts to train our AI models except (a) posts you report or (b) posts on free accounts."
    assert "denies narrower" in events(review(before, after))
    assert "denies wider" in events(review(after, before))


def test_a_promise_that_holds_for_one_plan_less_is_narrower() -> None:
    promise = "Chats of {}Enterprise users are not used to train our models."
    assert events(review(promise.format("Pro and "), promise.format(""))) == {"denies narrower"}
    assert review(promise.format("Pro and "), promise.format("")).severity is Severity.ALERT


def test_a_choice_that_only_some_have_or_that_takes_a_letter_is_less_of_a_choice() -> None:
    choice = "You can opt out of the use of your posts for training our AI models."
    for less in (
        "If you live in the European Union, you can opt out of the use of your posts for training our AI models.",
        "You can opt out by registered letter of the use of your posts for training our AI models.",
    ):
        assert "control narrower" in events(review(choice, less)), less
        assert review(choice, less).severity is Severity.ALERT
        assert "control wider" in events(review(less, choice)), less


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Subject to your consent, voice recordings may be used to train our speech models.",
            "With your consent, voice recordings may be used to train our speech models.",
        ),
        (
            "Essays are not used to train AI models except with the prior consent of the parents.",
            "We do not use essays to train AI models without the prior consent of the parents.",
        ),
    ],
)
def test_another_way_to_say_that_people_are_to_agree_is_no_news(before: str, after: str) -> None:
    assert events(review(before, after)) == set()


NEWS = (
    "## Werbung\n\nDen Newsletter versenden wir nur mit Ihrer Einwilligung. Diese können Sie jederzeit widerrufen.\n\n"
)
RIGHTS = "## Rechte\n\nSie haben das Recht auf Auskunft.\n\n"
LISTED = (
    "## KI\n\nAb dem 15. Januar 2027 verwenden wir folgende Daten, um unsere KI-Modelle zu trainieren:\n\n- Fotos\n"
)


def test_a_list_is_compared_with_nothing_that_stands_above_its_heading() -> None:
    more = f"{NEWS}{LISTED}- Zählerstände\n\n{RIGHTS}"
    assert events(review(f"{NEWS}{LISTED}\n{RIGHTS}", more)) == {"trains wider"}
    assert events(review(f"{NEWS}{LISTED}\n{RIGHTS}", f"{NEWS}{RIGHTS}{LISTED}\n")) == set()


def test_a_choice_whose_words_stayed_is_no_other_for_what_changed_above_it() -> None:
    text = "We use your notes to train our AI models.{}\n\nIf you do not want this, you can object in the settings."
    assert events(review(text.format(" Private messages are excluded."), text.format(""))) == {"denies gone"}


def test_a_choice_behind_a_semicolon_is_compared_apart_from_the_use_before_it() -> None:
    before = "We use your prompts to train our AI models; you can opt out for any of your projects."
    after = "We use your prompts and your comments to train our AI models; you can opt out for private projects only."
    assert events(review(before, after)) == {"trains wider", "control narrower"}


def test_a_choice_that_not_everybody_has_any_more_is_less_of_a_choice() -> None:
    before = "We train our AI models on your notes. Every member can opt out in the settings."
    after = "We train our AI models on your notes. The members can opt out in the settings."
    assert events(review(before, after)) == {"control narrower"}


def test_a_finding_of_a_clause_whose_words_stayed_shows_what_it_points_back_to() -> None:
    before, after = GIVES.format("your pace"), GIVES.format("your pace and your voice messages")
    finding = next(f for f in review(before, after).findings if f.direction is Direction.WIDER)
    assert finding.before is not None
    assert "your pace." in finding.before
    assert finding.after is not None
    assert "voice messages" in finding.after


def test_the_ai_of_a_companys_name_is_no_machine() -> None:
    assert find("You shall not share your account without Zephyr AI's prior written consent.") == ()
    assert {clause.practice for clause in find("We train our Conversational AI on your posts.")} == {"trains"}


def test_a_short_denial_behind_a_use_denies_that_use() -> None:
    use, denial = find("We use your posts and photos to train our AI. Photos of members in the EU are not used.")
    assert (use.practice, denial.practice) == ("trains", "denies")
    assert denial.facts["excluded"] == ("images", "European Economic Area")
    assert "regions" not in denial.facts


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("## For users in the US and the EEA", "## For users in the US, the UK and the EEA", {"trains wider"}),
        ("## For users outside the EEA", "## For all users", {"trains wider"}),
        ("## For users in Canada", "## For users in Canada\n\nSee below.\n\n## In short", {"trains wider"}),
        ("## How we work", "## How it works", set()),
    ],
)
def test_a_heading_that_tells_for_whom_a_clause_holds_is_part_of_it(
    before: str, after: str, expected: set[str]
) -> None:
    clause = "\n\nWe use your posts to train our AI models."
    assert events(review(before + clause, after + clause)) == expected


def test_a_clause_that_comes_again_under_another_region_is_wider() -> None:
    clause = "\n\nWe use your posts to train our AI models.\n\n"
    canada, europe = f"## For users in Canada{clause}", f"## For users in the EEA{clause}"
    assert events(review(canada, canada + europe)) == {"trains wider"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "We use your posts and your photos to train our AI models.",
            "We use your posts to train our AI models. We also use your photos to train our AI models.",
        ),
        (
            "We do not use your posts or messages to train AI.",
            "We do not use your posts to train AI.\n\nWe do not use your messages to train AI.",
        ),
    ],
)
def test_a_clause_said_in_two_sentences_is_no_news(before: str, after: str) -> None:
    assert events(review(before, after)) == set()
    assert events(review(after, before)) == set()


def test_a_further_sentence_that_adds_something_is_wider_though_another_was_split() -> None:
    before = "We use your posts and your photos to train our AI models."
    after = f"{before} We use your voice messages to train our AI models."
    assert events(review(before, after)) == {"trains wider"}


def test_data_more_private_than_before_is_wider() -> None:
    public, private = (f"We use your {data} to train our AI models." for data in ("public posts", "private messages"))
    assert events(review(public, private)) == {"trains wider"}
    assert events(review(private, public)) == {"trains narrower"}


@pytest.mark.parametrize("bound", ["for an unlimited time", "at our sole discretion", "indefinitely"])
def test_a_use_without_end_or_reason_reaches_further(bound: str) -> None:
    clause = "We may use your posts to train our AI models"
    assert events(review(f"{clause}.", f"{clause} {bound}.")) == {"trains wider"}
    assert events(review(f"{clause} for 30 days.", f"{clause} {bound}.")) == {"trains wider"}


def test_a_setting_that_is_on_by_default_is_a_use_that_people_may_refuse() -> None:
    choice = "You can choose whether your posts are used to train our AI. This setting is {} by default."
    result = review(choice.format("off"), choice.format("on"))
    assert events(result) == {"trains new", "control narrower"}
    assert result.severity is Severity.ALERT


def test_a_use_that_names_its_ai_for_the_first_time_is_wider() -> None:
    before = "You let us use your content to train our software tools."
    assert events(review(before, before.replace("tools", "tools (e.g. AI models)"))) == {"trains wider"}


def test_what_is_struck_out_does_not_count() -> None:
    clause = "We use your posts to train our AI models."
    assert events(review("We keep posts.", f"We keep posts. ~~{clause}~~")) == set()
    assert events(review(clause, f"~~{clause}~~")) == {"trains gone"}
    assert events(review(clause, "We use your posts ~~and your messages~~ to train our AI models.")) == set()


def test_a_short_clause_that_gains_more_words_than_it_had_is_compared_by_them() -> None:
    before, after = (
        "* Train and improve our AI algorithms",
        "* Develop, train and improve our AI algorithms and those of companies of our group",
    )
    assert events(review(before, after)) == {"trains wider"}
    assert events(review(after, before)) == {"trains narrower"}


def test_a_use_whose_basis_comes_to_be_our_interest_is_wider_though_its_sentence_stays() -> None:
    text = "We train our AI on your letters. The legal basis is {}."
    before, after = text.format("your consent"), text.format("our legitimate interest")
    assert events(review(before, after)) == {"trains wider"}


@pytest.mark.parametrize(
    ("whole", "stripped"),
    [
        (
            "We use recordings to train our AI.",
            "We use recordings, from which names and numbers have been removed, to train our AI.",
        ),
        ("We use recordings to train our AI.", "After removing names and numbers, we use recordings to train our AI."),
        (
            "Nous utilisons les appels pour entraîner notre IA.",
            "Nous utilisons les appels, dont les noms et les adresses sont retirés, pour entraîner notre IA.",
        ),
        (
            "Wir nutzen Aufnahmen zum Training unserer KI.",
            "Wir nutzen Aufnahmen, aus denen Namen und Adressen entfernt wurden, zum Training unserer KI.",
        ),
        (
            "Usiamo le registrazioni per addestrare la nostra IA.",
            "Usiamo le registrazioni, da cui sono rimossi nomi e indirizzi, per addestrare la nostra IA.",
        ),
        (
            "Usamos las grabaciones para entrenar nuestra IA.",
            "Usamos las grabaciones, de las que se eliminan nombres y direcciones, para entrenar nuestra IA.",
        ),
        (
            "Usamos as gravações para treinar a nossa IA.",
            "Usamos as gravações, das quais são removidos nomes e moradas, para treinar a nossa IA.",
        ),
        (
            "Wij gebruiken opnamen om onze AI te trainen.",
            "Wij gebruiken opnamen, waaruit namen en adressen zijn verwijderd, om onze AI te trainen.",
        ),
        (
            "Wykorzystujemy nagrania do trenowania naszej AI.",
            "Wykorzystujemy nagrania, z których usunięto imiona i adresy, do trenowania naszej AI.",
        ),
    ],
)
def test_data_that_is_taken_out_first_is_less_of_a_use_and_no_further_data(whole: str, stripped: str) -> None:
    assert events(review(whole, stripped)) == {"trains narrower"}
    assert events(review(stripped, whole)) == {"trains wider"}


def test_data_that_comes_beside_is_more_though_some_of_it_is_limited() -> None:
    row = "| Training our models | {} | Legitimate interests |"
    chats, more = "Chat messages", "Chat messages, recorded calls, and purchase histories with card numbers masked"
    assert events(review(row.format(chats), row.format(more))) == {"trains wider"}


def test_a_promise_that_holds_for_the_data_of_certain_people_alone_is_narrower() -> None:
    before = "We do not use student work, grades or messages to train AI."
    after = "We do not use the work, grades or messages of pupils under 13 to train AI."
    assert events(review(before, after)) == {"denies narrower"}


def test_a_section_sign_begins_a_sentence() -> None:
    before, after = (
        f"§ 5.2. The Processor may not use the data to train models. § 5.3. It reports breaches within {hours} hours."
        for hours in (48, 36)
    )
    assert not events(review(before, after))


@pytest.mark.parametrize(
    ("two", "one"),
    [
        (
            "We train AI on posts, except those of users in the EU and the UK.",
            "We train AI on posts, except those of users in the UK.",
        ),
        (
            "We train AI on public posts, except those of members in the EU, the UK and Switzerland.",
            "We train AI on public posts, except those of members in Switzerland.",
        ),
        (
            "Wir trainieren KI mit Beiträgen, außer denen von Nutzern in der EU und der Schweiz.",
            "Wir trainieren KI mit Beiträgen, außer denen von Nutzern in der Schweiz.",
        ),
    ],
)
def test_a_region_that_is_excepted_no_longer_makes_a_use_wider(two: str, one: str) -> None:
    assert events(review(two, one)) == {"trains wider"}
    assert events(review(one, two)) == {"trains narrower"}


@pytest.mark.parametrize("use", ["We train AI on posts, except in the {}.", "We never train AI on posts from the {}."])
@pytest.mark.parametrize("name", ["EEA", "European Economic Area", "European Economic Area (EEA)"])
def test_a_region_by_another_of_its_names_is_the_same(use: str, name: str) -> None:
    assert not events(review(use.format("European Economic Area (EEA)"), use.format(name)))
    assert not events(review(use.format(name), use.format("EEA")))


@pytest.mark.parametrize(
    "text",
    [
        "We use letters to train our AI, except those of members under {}.",
        "Wir nutzen Beiträge zum Training unserer KI, ausgenommen Beiträge von Mitgliedern unter {} Jahren.",
        "Nous utilisons vos messages pour entraîner notre IA, sauf ceux des membres de moins de {} ans.",
    ],
)
def test_an_exception_that_holds_up_to_a_lower_age_is_an_alert(text: str) -> None:
    assert review(text.format(18), text.format(16)).severity is Severity.ALERT
    assert review(text.format(16), text.format(18)).severity is Severity.NOTICE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We do not use your e-mail to train AI.", "We do not use your email to train AI."),
        (
            "We use letters to train AI. You may opt out at any time in your account settings.",
            "We use letters to train AI. At any time, an opt-out is available to you in the settings of your account.",
        ),
    ],
)
def test_another_spelling_or_order_of_the_same_words_is_no_notice(before: str, after: str) -> None:
    assert review(before, after).severity is Severity.NONE
