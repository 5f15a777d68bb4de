import datetime as dt

import pytest
from meaning import events

from monitor.detect import review
from monitor.detect.changes import align
from monitor.records import Direction, Finding, Practice, Review, Severity

TRAINS = "We use your photos to train our AI models."
DENIES = "We never use your photos to train AI models."
RESTRICTS = "You may not use our pages to train AI models."
PLAIN = "We keep your account safe. We answer your letters."


def news(result: Review) -> list[Finding]:
    return [finding for finding in result.findings if finding.direction is not Direction.KEPT]


@pytest.mark.parametrize(
    ("text", "severity"), [(TRAINS, Severity.ALERT), (DENIES, Severity.NOTICE), (PLAIN, Severity.NONE)]
)
def test_a_first_record_is_judged_by_its_stance(text: str, severity: Severity) -> None:
    assert review("", text).severity is severity


@pytest.mark.parametrize(
    ("before", "after", "expected", "severity"),
    [
        (PLAIN, f"{PLAIN} {TRAINS}", {"trains new"}, Severity.ALERT),
        (f"{PLAIN} {TRAINS}", PLAIN, {"trains gone"}, Severity.NOTICE),
        (f"{PLAIN} {DENIES}", PLAIN, {"denies gone"}, Severity.ALERT),
        (PLAIN, f"{PLAIN} {RESTRICTS}", {"restricts new"}, Severity.NOTICE),
        (TRAINS, f"{TRAINS} You can opt out in your settings.", {"control new"}, Severity.ALERT),
        (DENIES, TRAINS, {"denies gone", "trains new"}, Severity.ALERT),
        (TRAINS, "We use your photos, messages and location to train our AI models.", {"trains wider"}, Severity.ALERT),
        (
            "We use your photos, messages and location to train our AI models.",
            TRAINS,
            {"trains narrower"},
            Severity.NOTICE,
        ),
        (
            "With your consent, we use your photos to train our AI models.",
            "We use your photos to train our AI models, unless you opt out.",
            {"trains wider", "control narrower"},
            Severity.ALERT,
        ),
        (
            "We use your photos to train our AI models, unless you opt out.",
            "With your consent, we use your photos to train our AI models.",
            {"trains narrower", "control wider"},
            Severity.NOTICE,
        ),
        (
            DENIES,
            "We never use your photos to train AI models, except for photos you report.",
            {"denies narrower", "trains new"},
            Severity.ALERT,
        ),
        (
            "We never use your photos to train AI models, except for photos you report.",
            DENIES,
            {"denies wider", "trains gone"},
            Severity.NOTICE,
        ),
        (
            TRAINS,
            "We use your photos to train our AI models and to develop a machine learning system that guesses ages.",
            {"trains wider"},
            Severity.ALERT,
        ),
        (
            TRAINS,
            f"{TRAINS}\n\nVoice recordings from phone calls may be fed back so that the chatbot can be trained.",
            {"trains wider"},
            Severity.ALERT,
        ),
    ],
)
def test_a_change_means_what_it_does_to_people(before: str, after: str, expected: set[str], severity: Severity) -> None:
    result = review(before, after)
    assert (events(result), result.severity) == (expected, severity)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{TRAINS}\n\n{PLAIN}", f"{PLAIN}\n\n{TRAINS}"),
        (TRAINS, f"* **{TRAINS}**"),
        (TRAINS, f"{TRAINS}\n\n{TRAINS}"),
        ("We use your photos to [train](https://example.org/a) our AI models.", f"1. {TRAINS}"),
        (f"{PLAIN}\n{TRAINS}", f"{PLAIN} {TRAINS}"),
        (TRAINS, "We may use your photos for the training of our AI models."),
        (RESTRICTS, "Nobody may use our pages to train AI models; you may not do so either."),
        (
            "Our vendors run the models. They do not train on your notes.",
            "Vendors run the models. These vendors do not use your notes for training.",
        ),
        (
            "**12. Ratings.** Your ratings of answers help us train our models.",
            "**13. Ratings** Your ratings of answers help us train our models.",
        ),
        (
            f"{TRAINS} You can choose not to have your recordings used in this way under Privacy.",
            f"{TRAINS} If you'd rather not have your recordings used for this, choose so under Privacy.",
        ),
        (
            "Any user who is resident in the United Kingdom may object to our use of posts to train our models.",
            "If you are resident in the United Kingdom you may object to our use of posts to train our models.",
        ),
    ],
)
def test_what_was_moved_reformatted_or_reworded_is_no_news(before: str, after: str) -> None:
    assert review(before, after).severity is Severity.NONE


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Our supplier may keep prompts for 30 days, and may not use your prompts or files to train its models.",
            "Our supplier may keep prompts for 30 days, and may not use your files to train its models.",
        ),
        ("We do not train AI on letters of customers.", "We do not train AI on letters of Team customers."),
        (
            "Nous n'utilisons pas les lettres de nos clients pour entraîner ces modèles.",
            "Nous n'utilisons pas les lettres de nos clients Entreprise pour entraîner ces modèles.",
        ),
        (
            f"{DENIES} The third parties that provide it see the question and never use it to train their own models.",
            f"{DENIES} The third parties that provide it see the question.",
        ),
    ],
)
def test_a_promise_that_shrinks_beside_what_stays_is_an_alert(before: str, after: str) -> None:
    result = review(before, after)
    assert (events(result), result.severity) == ({"denies narrower"}, Severity.ALERT)


def test_a_choice_that_now_takes_a_letter_is_a_smaller_one() -> None:
    before = f"{TRAINS} You can opt out of AI training with this form."
    result = review(before, f"{TRAINS} You can opt out of AI training by sending a letter to our Dublin office.")
    assert (events(result), result.severity) == ({"control narrower"}, Severity.ALERT)


def test_another_address_for_refusals_is_no_smaller_choice_though_a_region_is_named_in_it() -> None:
    before = f"{TRAINS} To object, write to dpo@quillmoor.example."
    after = f"{TRAINS} To object, write to privacy@quillmoor.example or to our EU representative."
    result = review(before, after)
    assert (events(result), result.severity) == (set(), Severity.NOTICE)


def test_a_relative_date_counts_from_the_day_the_change_was_seen() -> None:
    text = "30 days after posting, we will use your photos to train our AI models."
    (finding,) = review(PLAIN, text, seen=dt.date(2026, 1, 1)).findings
    assert finding.facts["date"] == "2026-01-31"
    (undated,) = review(PLAIN, TRAINS, seen=dt.date(2026, 1, 1)).findings
    assert "date" not in undated.facts


def test_a_finding_shows_the_clause_on_either_side() -> None:
    (finding,) = review(TRAINS, "We use your photos and messages to train our AI models.").findings
    assert finding.practice is Practice.TRAINS
    assert finding.direction is Direction.WIDER
    assert finding.before == TRAINS
    assert finding.after == "We use your photos and messages to train our AI models."


def test_a_rewrite_with_very_many_clauses_is_compared_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(align, "MOST_PAIRS", 100)
    before = "\n\n".join(f"We use your photos of town {n} to train our AI models." for n in range(12))
    after = "\n\n".join(f"We use your photos of village {n} to train our AI models." for n in range(12))
    assert review(before, after).severity is Severity.NONE


def test_an_exception_that_shrinks_widens_the_use_and_one_that_grows_narrows_it() -> None:
    plain = "We use your notes to train our AI models, unless you have opted out."
    kind = "We use your notes to train our AI models, unless you have opted out or belong to a school with a licence."
    assert events(review(kind, plain)) == {"trains wider"}
    assert review(kind, plain).severity is Severity.ALERT
    assert events(review(plain, kind)) == {"trains narrower"}
    assert review(plain, kind).severity is Severity.NOTICE


def test_private_data_beside_public_data_reaches_further() -> None:
    before = "We use public posts to train our AI models."
    assert events(review(before, "We use public and private posts to train our AI models.")) == {"trains wider"}


def test_a_choice_for_those_who_do_not_agree_is_no_smaller_one() -> None:
    before = f"{TRAINS} You can opt out in your settings."
    assert events(review(before, f"{TRAINS} If you do not agree, you can opt out in the settings.")) == set()


def test_data_in_full_reaches_further_than_the_same_data_in_aggregate() -> None:
    less = "We use aggregated notes to train our AI models."
    more = "We use your notes to train our AI models."
    assert events(review(less, more)) == {"trains wider"}
    assert events(review(more, less)) == {"trains narrower"}


def test_a_clause_that_replaces_an_unlike_one_of_its_practice_is_news() -> None:
    before = f"{TRAINS} From telephone calls our speech recognition learns."
    after = f"{TRAINS} Where minors send letters, their drawings teach and test machine learning tools."
    assert review(before, after).severity is Severity.ALERT


def dated(line: str, *paragraphs: str) -> str:
    return "\n\n".join(["# Privacy Policy", line, *paragraphs])


@pytest.mark.parametrize(
    ("before", "after", "silent"),
    [
        (dated("Last updated: 3 May 2025", PLAIN), dated("Last updated: 3 May 2025", PLAIN, TRAINS), True),
        (dated("Last updated: 3 May 2025", PLAIN), dated("Last updated: May 3, 2025", f"{PLAIN} Perhaps."), True),
        (dated("Last updated: 3 May 2025", PLAIN), dated("Last updated: 4 May 2025", PLAIN, TRAINS), False),
        (dated("Last updated: 3 May 2025", PLAIN), dated("Last updated: May 3, 2025", PLAIN), False),
        (
            dated("Last updated: 3 May 2025", PLAIN),
            dated("**Last updated: 3 May 2025**", PLAIN.replace(".", "!")),
            False,
        ),
        (dated("Stand: 3 May 2025", PLAIN, TRAINS), dated("Stand: 3 May 2025", TRAINS, PLAIN), False),
        (
            dated("Last updated: 3 May 2025", f"1. {PLAIN}", f"2. {TRAINS}"),
            dated("Last updated: 3 May 2025", f"4. {PLAIN}", f"5. {TRAINS}"),
            False,
        ),
        (dated("Last updated: 3 May 2025", PLAIN), dated("Last updated: 9 May 2025", PLAIN), False),
        (dated("Last updated: 3 May 2025", PLAIN), dated("", PLAIN, TRAINS), False),
        (dated("", PLAIN), dated("Last updated: 3 May 2025", PLAIN, TRAINS), False),
        ("", dated("Last updated: 3 May 2025", PLAIN), False),
    ],
)
def test_a_change_is_silent_when_words_changed_and_the_documents_own_day_did_not(
    before: str,
    after: str,
    silent: bool,  # noqa: FBT001 -- a table's column
) -> None:
    assert review(before, after).silent is silent


def test_a_review_tells_the_day_that_the_version_after_states_and_its_words() -> None:
    result = review(dated("Last updated: 3 May 2025", PLAIN), dated("Last updated: 4 May 2025", PLAIN))
    assert (result.own_date, result.own_date_quote) == ("2025-05-04", "Last updated: 4 May 2025")
    assert review(PLAIN, TRAINS).own_date is None


PROMISE = "We do not use your photos to train generative AI models."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (PROMISE, "We do not use your private photos to train generative AI models."),
        (PROMISE, "We do not use your photos taken in the EU to train generative AI models."),
        (
            "Private Nachrichten verwenden wir nicht zum Training unserer KI.",
            "Private Nachrichten von Minderjährigen verwenden wir nicht zum Training unserer KI.",
        ),
        (
            "Our partners do not use your personal data to train AI models.",
            "Our partners do not use your personal data to train third-party AI models.",
        ),
    ],
)
def test_a_promise_on_a_part_of_the_data_holds_for_less_than_one_on_all_of_it(before: str, after: str) -> None:
    assert events(review(before, after)) == {"denies narrower"}
    assert review(before, after).severity is Severity.ALERT
    assert events(review(after, before)) == {"denies wider"}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("We do not use your photos or messages to train generative AI models.", {"denies wider"}),
        ("We at Quill do not use your photos to train generative AI models.", set()),
    ],
)
def test_further_data_widens_a_promise_and_a_name_leaves_it_as_it_is(after: str, expected: set[str]) -> None:
    assert events(review(PROMISE, after)) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "With your consent, we use your posts to train our AI models.",
            "We use your posts to train our AI models on the basis of our legitimate interests.",
        ),
        (
            "Avec votre consentement, nous utilisons vos messages pour entraîner nos modèles d'IA.",
            "Nous utilisons vos messages pour entraîner nos modèles d'IA sur la base de notre intérêt légitime.",
        ),
        (
            "Mit Ihrer Einwilligung verwenden wir Ihre Beiträge, um unsere KI-Modelle zu trainieren.",
            "Aus berechtigtem Interesse verwenden wir Ihre Beiträge, um unsere KI-Modelle zu trainieren.",
        ),
        (
            "Con il tuo consenso usiamo i tuoi post per addestrare i nostri modelli di IA.",
            "Usiamo i tuoi post per addestrare i nostri modelli di IA sulla base del nostro legittimo interesse.",
        ),
        (
            "Con tu consentimiento usamos tus publicaciones para entrenar nuestros modelos de IA.",
            "Usamos tus publicaciones para entrenar nuestros modelos de IA por nuestro interés legítimo.",
        ),
        (
            "Com o seu consentimento, usamos as suas publicações para treinar os nossos modelos de IA.",
            "Usamos as suas publicações para treinar os nossos modelos de IA com base no interesse legítimo.",
        ),
        (
            "Met je toestemming gebruiken we je berichten om onze AI-modellen te trainen.",
            "We gebruiken je berichten om onze AI-modellen te trainen op basis van ons gerechtvaardigd belang.",
        ),
        (
            "Za Twoją zgodą używamy Twoich postów do trenowania naszych modeli AI.",
            "Używamy Twoich postów do trenowania naszych modeli AI na podstawie prawnie uzasadnionego interesu.",
        ),
    ],
)
def test_a_use_that_no_longer_rests_on_consent_says_on_what_it_rests(before: str, after: str) -> None:
    result = review(before, after)
    (found,) = [finding for finding in result.findings if finding.practice is Practice.TRAINS]
    assert result.severity is Severity.ALERT
    assert found.direction is Direction.WIDER
    assert found.facts["changed"] == ("basis",)
    assert (found.facts["basis_before"], found.facts["basis"]) == ("consent", "legitimate interest")


@pytest.mark.parametrize(
    ("refused", "asked"),
    [
        (
            "We use your photos to train our AI models. You can opt out of this at any time in Settings > AI.",
            "We use your photos to train our AI models only if you have agreed to it in Settings > AI beforehand.",
        ),
        (
            "Wir nutzen Ihre Fotos, um unsere KI-Modelle zu trainieren. Sie können dem unter Konto > KI widersprechen.",
            "Ihre Fotos nutzen wir nur dann zum Training unserer KI, wenn Sie zuvor eingewilligt haben (Konto > KI).",
        ),
    ],
)
def test_a_use_that_waits_for_consent_now_takes_no_choice_away(refused: str, asked: str) -> None:
    result = review(refused, asked)
    (found,) = (each for each in result.findings if each.practice is Practice.TRAINS)
    assert result.severity is Severity.NOTICE
    assert found.direction is Direction.NARROWER
    assert found.facts["control"] == "opt-in"
    assert found.facts["control_before"] != "opt-in"
    assert all(each.direction is not Direction.NARROWER for each in result.findings if each is not found)


def test_a_use_that_ends_with_a_promise_is_no_alert_for_the_choice_that_went_with_it() -> None:
    before = "We use your photos to train our AI models. You can opt out of this at any time in Settings > AI."
    after = "We do not use your photos to train AI models."
    assert review(before, after).severity is Severity.NOTICE
    assert review(f"{before} {after}", before).severity is Severity.ALERT


def test_another_basis_in_a_sentence_beside_a_use_makes_a_notice() -> None:
    after = f"{TRAINS} The legal basis is our legitimate interest."
    result = review(f"{TRAINS} The legal basis is the performance of a contract.", after)
    assert result.severity is Severity.NOTICE
    (found,) = result.findings
    assert (found.direction, found.facts["changed"]) == (Direction.KEPT, ("basis",))
    assert "basis_before" not in found.facts


@pytest.mark.parametrize(
    ("use", "default"),
    [
        (TRAINS, "This setting is on by default."),
        (
            "Wir verwenden Ihre Fotos, um unsere KI-Modelle zu trainieren.",
            "Diese Einstellung ist standardmäßig aktiviert.",
        ),
    ],
)
def test_a_setting_that_is_on_by_default_does_not_tell_the_use_again(use: str, default: str) -> None:
    found = news(review("", f"{use} {default}"))
    assert [(each.practice, each.after) for each in found] == [(Practice.TRAINS, use), (Practice.CONTROL, default)]
    assert found[1].facts["control"] == "setting"


def test_data_that_is_not_used_either_is_told_behind_a_use_without_its_purpose() -> None:
    promise = "We do not use your private messages, nor data of members under 18."
    found = news(review("", f"{TRAINS} We rely on our legitimate interest. {promise}"))
    (denied,) = (each for each in found if each.practice is Practice.DENIES)
    assert (denied.after, denied.facts["excluded"]) == (promise, ("minors", "private messages"))


def test_a_choice_that_stood_beside_another_use_is_new_with_the_training_it_now_is_a_choice_over() -> None:
    choice = "You may object to this at any time in the privacy settings."
    before = f"We use your recipes to compile statistics. {choice}"
    after = f"We use your recipes to compile statistics and to train our AI models. {choice}"

    found = {(finding.practice, finding.direction) for finding in review(before, after).findings}

    assert found == {(Practice.TRAINS, Direction.NEW), (Practice.CONTROL, Direction.NEW)}


@pytest.mark.parametrize(
    ("use", "left_out"),
    [
        ("We use your songs to train our AI models.", "This does not apply to private messages."),
        ("Wir nutzen Ihre Lieder, um unsere KI zu trainieren.", "Private Nachrichten sind davon ausgenommen."),
        ("We use your songs to train our AI models.", "We do not use the content of minors for this purpose."),
    ],
)
def test_what_the_next_paragraph_leaves_out_of_a_use_is_told_with_it(use: str, left_out: str) -> None:
    found = news(review("", f"{use}\n\n{left_out}"))
    assert [(each.practice, each.after) for each in found] == [(Practice.TRAINS, use), (Practice.DENIES, left_out)]
    assert len(news(review("", f"{use}\n\nWe do not sell private messages of minors."))) == 1


@pytest.mark.parametrize(
    ("use", "before", "after"),
    [
        (
            TRAINS,
            "You can opt out of the use of your songs for AI training at any time in Settings > AI.",
            "You can opt out of the use of your songs for AI training by post only: send a signed letter to the club.",
        ),
        (
            "Wir nutzen Ihre Lieder, um unsere KI zu trainieren.",
            "Sie können der Nutzung zum KI-Training jederzeit per E-Mail widersprechen.",
            "Sie können der Nutzung zum KI-Training nur mit einem unterschriebenen Brief widersprechen.",
        ),
    ],
)
def test_a_choice_that_is_made_harder_is_no_more_training(use: str, before: str, after: str) -> None:
    found = news(review(f"{use} {before}", f"{use} {after}"))
    assert [(each.practice, each.direction) for each in found] == [(Practice.CONTROL, Direction.NARROWER)]


def test_a_use_whose_basis_was_consent_or_that_waited_for_people_says_what_it_was() -> None:
    use = "We use your recordings to train our speech models. The legal basis is our {}."
    rests = review(use.format("users' consent"), use.format("legitimate interest")).findings[0]
    assert (rests.direction, rests.facts["basis_before"]) == (Direction.WIDER, "consent")
    use = 'We use your chats to improve our AI models {} "Help us" in Settings > Data.'
    waits = review(use.format("only if you switch on"), use.format("unless you switch off")).findings[0]
    assert (waits.direction, waits.facts["control_before"]) == (Direction.WIDER, "opt-in")
    assert "excluded" not in waits.facts


QUESTION = "### Do you use my {} to train AI?\n\n{}"


def test_an_answer_is_quoted_with_the_question_that_stands_above_it() -> None:
    result = review(QUESTION.format("photos", "No."), QUESTION.format("photos", "Yes, unless you opt out."))
    assert {found.before or found.after for found in result.findings} == {
        "Do you use my photos to train AI? No.",
        "Do you use my photos to train AI? Yes, unless you opt out.",
    }
    assert events(result) == {"trains new", "denies gone", "control new"}


def test_an_answer_that_stays_reaches_as_far_as_its_question() -> None:
    public, private, photos = (QUESTION.format(data, "Yes.") for data in ("public posts", "private messages", "photos"))
    assert events(review(public, private)) == {"trains wider"}
    assert events(review(photos, photos.replace("Do you", "Will you"))) == set()


def test_a_finding_tells_which_data_came_besides_and_who_is_no_longer_left_out() -> None:
    further = review(TRAINS, "We use your photos and letters to train our AI models.").findings[0]
    assert (further.facts["added"], "released" in further.facts) == (("content",), False)
    except_ = f"{TRAINS[:-1]}, except those of members in {{}}."
    fewer = review(except_.format("Japan and Brazil"), except_.format("Brazil")).findings[0]
    assert (fewer.facts["released"], "added" in fewer.facts) == (("Japan",), False)
    gone = review(f"{PLAIN} We never use your private messages to train AI models.", PLAIN).findings[0]
    assert gone.facts["released"] == ("private messages",)
    assert "added" not in review(PLAIN, f"{PLAIN} {TRAINS}").findings[0].facts


@pytest.mark.parametrize(
    "promise",
    [
        "We do not use {}your messages to train AI.",
        "We use {}your messages to train AI.",
    ],
)
def test_the_content_of_messages_is_no_more_than_the_messages(promise: str) -> None:
    short, long = promise.format(""), promise.format("the content of ")
    assert events(review(short, long)) == events(review(long, short)) == set()


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (
            "Wir trainieren unsere KI mit Ihren Nachrichten.",
            "Wir trainieren unsere KI mit dem Inhalt Ihrer Nachrichten.",
        ),
        ("Nous entraînons notre IA avec vos messages.", "Nous entraînons notre IA avec le contenu de vos messages."),
        (
            "Addestriamo la nostra IA con i tuoi messaggi.",
            "Addestriamo la nostra IA con il contenuto dei tuoi messaggi.",
        ),
        ("Entrenamos nuestra IA con sus mensajes.", "Entrenamos nuestra IA con el contenido de sus mensajes."),
        ("Treinamos a nossa IA com as suas mensagens.", "Treinamos a nossa IA com o conteúdo das suas mensagens."),
        ("Wij trainen onze AI met uw berichten.", "Wij trainen onze AI met de inhoud van uw berichten."),
        ("Trenujemy naszą AI na Twoich wiadomościach.", "Trenujemy naszą AI na treści Twoich wiadomości."),
    ],
)
def test_so_it_is_in_other_languages(short: str, long: str) -> None:
    assert events(review(short, long)) == events(review(long, short)) == set()


LISTED = "We use what we collect to:\n\n- run the kitchen\n- improve our AI models{}\n\nWe sell no recipes."


def test_an_item_is_no_name_of_the_paragraph_below_its_list() -> None:
    assert events(review(LISTED.format(" (with anonymised data only)"), LISTED.format(""))) == {"trains wider"}


def test_a_promise_that_goes_is_no_repetition_of_a_heading_that_stays() -> None:
    kept = "### No training on your data\n\nWe do not train AI on your recipes without your consent."
    went = "Our providers may not use your data for training their own models."
    assert events(review(f"{kept}\n\n{went}", kept)) == {"denies narrower"}


def test_a_choice_that_the_settings_give_is_the_one_that_people_can_make() -> None:
    can = "You can opt out of having your recipes used for AI training in your settings."
    let = "Your settings let you exclude your recipes from AI training."
    assert events(review(can, let)) == events(review(let, can)) == set()


def test_further_data_of_certain_people_is_more() -> None:
    some = "Recipes in open books may be used for training our models."
    more = "Recipes in open books, and recipes in closed books of free accounts, may be used for training our models."
    assert events(review(some, more)) == {"trains wider"}
    assert events(review(more, some)) == {"trains narrower"}


def test_a_promise_for_fewer_data_is_narrower_also_where_it_was_one_for_others_too() -> None:
    both = "We do not use, and do not let others use, recipes, sketches and letters to train AI."
    assert events(review(both, "We do not use recipes to train AI.")) == {"denies narrower"}


def test_a_consent_to_another_part_of_a_sentence_is_none_to_the_training() -> None:
    parts = (
        "We use your data to (1) run the kitchen, (2) improve our AI models, (3) with your consent, send you offers."
    )
    listed = "Your data is used to:\n\n- run the kitchen;\n- improve our AI models;\n- send you offers, if you agree."
    assert events(review(parts, listed)) == set()


def test_where_a_link_of_the_same_words_leads_is_no_news() -> None:
    link = "We train AI on recipes. You can object [here](https://kitchen.example/help/{})."
    assert review(link.format(1), link.format(2)).severity is Severity.NONE
    spelt = "We train AI on recipes. You can object at https://kitchen.example/help/{}."
    assert review(spelt.format(1), spelt.format(2)).severity is Severity.NOTICE
    cell = "| Purpose | Data | Choice |\n| --- | --- | --- |\n| Training our AI models | Recipes | {} |"
    assert review(cell.format("Profile > Data"), cell.format("Profile > AI")).severity is Severity.NOTICE


def test_a_product_that_is_called_by_another_name_is_no_further_data() -> None:
    powers = "We train the models behind {} on recipes."
    assert events(review(powers.format("Kitchenmate"), powers.format("VoiceLab"))) == set()


def test_a_use_of_those_who_gave_leave_that_becomes_one_of_all_is_wider() -> None:
    asked = "Only cooks who sign a permission have their recipes used to improve our models."
    assert events(review(asked, "Recipes are used to improve our models.")) >= {"trains wider"}


@pytest.mark.parametrize(
    ("head", "fewer", "more"),
    [
        ("We use posts to train AI", "Japan", "Japan, Brazil and Canada"),
        ("We use posts to train AI", "Japan", "Japan and Brazil"),
    ],
)
def test_an_exception_that_grows_is_no_weaker_promise(head: str, fewer: str, more: str) -> None:
    few, many = (f"{head}, except for members in {regions}." for regions in (fewer, more))
    assert review(few, many).severity is Severity.NOTICE
    assert events(review(few, many)) == {"trains narrower", "denies wider"}
    assert events(review(many, few)) == {"trains wider", "denies narrower"}


def test_fewer_data_excluded_at_the_end_of_a_sentence_is_wider() -> None:
    both, one = (f"We use posts to train AI, {left} excluded." for left in ("private messages and drafts", "drafts"))
    assert events(review(both, one)) >= {"trains wider"}
    assert events(review(one, both)) >= {"trains narrower"}


def test_a_further_recipient_by_name_is_wider() -> None:
    sold = "We sell public posts to {}, who train their models on them."
    assert events(review(sold.format("Norbu"), sold.format("Norbu and Tarn"))) == {"shares wider"}
    assert events(review(sold.format("Norbu and Tarn"), sold.format("Norbu"))) == {"shares narrower"}


@pytest.mark.parametrize(
    "text",
    [
        "We share your posts with {} to train its AI models.",
        "Nous partageons vos publications avec {} pour entraîner ses modèles.",
        "Wir geben Ihre Beiträge an {} weiter, die damit ihre KI-Modelle trainiert.",
    ],
)
def test_another_recipient_in_the_place_of_the_one_before_is_wider(text: str) -> None:
    assert events(review(text.format("Norbu"), text.format("Tarn"))) == {"shares wider"}


def test_another_name_of_something_else_is_no_recipient() -> None:
    text = "When you use {}, we share your posts with partners to train their AI models."
    assert events(review(text.format("Norbu"), text.format("Tarn"))) == set()


def test_another_kind_of_data_in_a_row_with_a_choice_is_told_of_the_use() -> None:
    row = "| Purpose | Data | Choice |\n| --- | --- | --- |\n| Training our AI | {} | Opt out in Settings > AI |"
    assert events(review(row.format("Sketches"), row.format("Sketches and letters"))) >= {"trains wider"}


def test_where_to_refuse_that_changes_below_a_question_is_no_choice_that_went() -> None:
    asked = "We train AI on sketches.\n\n### How do I opt out of AI training?\n\n{}"
    before = asked.format("Go to Settings > AI and switch it off.")
    changed = review(before, asked.format("Write to privacy@studio.example with your name."))
    assert (events(changed), changed.severity) == (set(), Severity.NOTICE)
    moved = next(found for found in changed.findings if found.practice is Practice.CONTROL)
    assert (moved.facts["changed"], moved.facts["control_where"]) == (("control_where",), "privacy@studio.example")


def test_what_a_refusal_does_not_do_is_no_further_choice() -> None:
    choice = "We train AI on sketches. You can opt out of AI training in Settings > AI."
    effect = "Opting out does not affect training that has already taken place."
    assert events(review(choice, f"{choice} {effect}")) == set()


def test_a_last_day_behind_a_promise_is_that_of_the_use_before_it() -> None:
    page = "We use sketches to train our AI.\n\nWe never use photos to train our AI.\n\nYou can opt out until {} 2027."
    assert events(review(page.format("31 January"), page.format("15 January"))) == {"control narrower"}


def test_an_answer_that_turns_for_some_is_an_alert() -> None:
    asked = "### Do you use my sketches to train AI?\n\nMembers: yes, unless you opt out. Schools: {}."
    changed = review(asked.format("no"), asked.format("yes"))
    assert changed.severity is Severity.ALERT


def test_a_choice_that_goes_alone_ends_no_use_that_only_it_told_of() -> None:
    rights = "You may ask for a copy of your data. You can refuse the use of your sketches for training our AI."
    gone = review(rights, "You may ask for a copy of your data.")
    assert (events(gone), gone.severity) == ({"control gone"}, Severity.ALERT)


def test_what_stands_before_the_semicolon_of_a_use_is_none_of_its_data() -> None:
    use = "You keep all rights in your sketches; we may use {} to improve our AI models."
    assert events(review(use.format("anonymised letters"), use.format("your sketches and letters"))) == {"trains wider"}
