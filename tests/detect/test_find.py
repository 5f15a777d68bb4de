import datetime as dt
import time
import tomllib
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

import pytest

from monitor.detect import find
from monitor.detect.passages import SENTENCE_CHARACTERS
from monitor.detect.words.cues import tokens_of
from monitor.detect.words.lexicon import MOST_HITS, look
from monitor.detect.words.vocabulary import load
from monitor.records import Practice

EXAMPLES = tomllib.loads(Path(__file__).with_name("examples.toml").read_text(encoding="utf-8"))
CASES = [(language, text, practices) for language, rows in EXAMPLES.items() for text, practices in rows]


def practices(text: str, language: str | None = None) -> set[str]:
    return {clause.practice.value for clause in find(text, language=language)}


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_a_passage_states_what_its_reader_finds_in_it(language: str, text: str, expected: str) -> None:
    assert practices(text, language) == set(expected.split())


def test_a_quote_stands_in_the_text_where_its_offsets_say() -> None:
    text = "# Use\n\nHello there. We use your **photos** to train our [AI](https://example.org/ai) models. Bye now.\n"
    (clause,) = find(text)
    assert text[clause.start : clause.end] == clause.quote
    assert clause.quote == "We use your **photos** to train our [AI](https://example.org/ai) models."
    assert clause.cues == ("train", "AI models")


def test_a_section_says_the_same_wherever_it_stands() -> None:
    uses = "## Use\n\nWe use your posts to train AI.\n\nYou can opt out in your settings."
    denies = "## Letters\n\nWe never train AI on your letters."
    one, other = f"{uses}\n\n{denies}", f"Last seen in May.\n\n{denies}\n\n## Fees\n\nNone.\n\n{uses}"
    (trains, control, promise), (moved_promise, moved_trains, moved_control) = find(one), find(other)
    for clause, moved in ((trains, moved_trains), (control, moved_control), (promise, moved_promise)):
        assert other[moved.start : moved.end] == clause.quote
        assert replace(moved, start=clause.start, end=clause.end) == clause


def test_a_span_of_days_counts_anew_from_each_day_on_which_a_text_is_seen() -> None:
    text = "We use your posts to train AI. This applies 30 days after posting."
    days = [find(text, seen=seen)[0].facts.get("date") for seen in (dt.date(2027, 1, 1), None, dt.date(2027, 2, 1))]
    assert days == ["2027-01-31", None, "2027-03-03"]


def test_a_text_is_read_in_each_language_that_it_is_said_to_be_in() -> None:
    text = "Wir trainieren unsere KI mit deinen Beiträgen."
    assert [practices(text, language) for language in ("de", "en", "de")] == [{"trains"}, set(), {"trains"}]


def test_a_link_target_is_no_cue() -> None:
    assert not find("Read [more about your data](https://example.org/train-our-ai-models).")


def test_list_items_take_their_polarity_from_the_lead_in() -> None:
    assert practices("You may not:\n\n* copy the site\n* use the content to train AI models\n") == {"restricts"}
    assert practices("We use your data:\n\n* to bill you\n* to train our AI models\n") == {"trains"}
    assert practices("We do not use your data:\n\n* to train AI models\n") == {"denies"}
    assert practices("With the studio, you can:\n\n* train AI models\n") == set()


def test_a_lead_in_ends_with_its_list() -> None:
    text = "You may not:\n\n* copy the site\n\nThanks.\n\nWe use your posts to train our AI models."
    assert practices(text) == {"trains"}


def test_an_item_out_of_its_list_that_orders_a_use_of_the_content_is_a_restriction() -> None:
    assert practices("(iv) use the outputs to train any machine learning model;") == {"restricts"}


def test_a_table_row_states_its_purpose_with_the_data_and_basis_of_its_other_cells() -> None:
    (clause,) = find("| To train our AI models | Photos, messages | Legitimate interests |")
    assert clause.practice is Practice.TRAINS
    assert clause.facts["basis"] == "legitimate interest"


def test_what_follows_a_clause_may_control_or_limit_it() -> None:
    text = "We use your posts to train our AI models. Private groups are excluded. You can opt out via Settings > AI."
    found = {clause.practice: clause for clause in find(text)}
    assert set(found) == {Practice.TRAINS, Practice.DENIES, Practice.CONTROL}
    assert found[Practice.CONTROL].facts["control"] == "opt-out"
    assert found[Practice.CONTROL].facts["control_where"] == "Settings > AI"


@pytest.mark.parametrize(
    ("use", "choice"),
    [
        ("We use your photos to train our AI models.", "You can object in Settings → Privacy → AI."),
        (
            "Wir nutzen Ihre Fotos, um unsere KI-Modelle zu trainieren.",
            "Sie können dieser Verarbeitung jederzeit unter Einstellungen → Datenschutz → KI widersprechen.",
        ),
        (
            "Nous utilisons vos photos pour entraîner nos modèles d’IA.",
            "Vous pouvez vous y opposer à tout moment dans Paramètres → Confidentialité → IA.",
        ),
        (
            "Utilizamos sus fotos para entrenar nuestros modelos de IA.",
            "Si no lo desea, puede oponerse en cualquier momento en Ajustes → Privacidad → IA.",
        ),
    ],
)
def test_a_choice_in_a_paragraph_of_its_own_may_name_the_machine_again(use: str, choice: str) -> None:
    (_, control) = find(f"{use}\n\n{choice}")
    assert (control.practice, control.facts["control"]) == (Practice.CONTROL, "opt-out")
    assert str(control.facts["control_where"]).count("→") == 2


def test_what_stands_behind_a_list_goes_on_about_it() -> None:
    items = "\n".join(f"- {item}" for item in ("photos", "comments", "lists", "notes"))
    text = f"We use the following to train our AI models:\n\n{items}\n\n{{}}\n\nYou can opt out of this in Settings."
    found = find(text.format("We rely on our legitimate interest. Private messages are excluded."))
    assert [clause.practice for clause in found] == [Practice.TRAINS, Practice.DENIES, Practice.CONTROL]
    assert found[1].facts["excluded"] == ("private messages",)


def test_a_refusal_that_people_have_not_made_denies_nothing_however_late_its_verb_stands() -> None:
    text = "Wir nutzen Ihre Texte zum Training unserer KI, sofern Sie nicht in der App unter „Assistent“ widersprechen."
    assert practices(text) == {"trains", "control"}


def test_what_a_machine_recognises_is_no_data_that_it_is_taught_with() -> None:
    (clause,) = find("Sprachaufnahmen nutzen wir zum Training unserer Bilderkennungs-KI.")
    assert clause.facts["data"] == ("voice",)


def test_a_control_far_behind_a_clause_belongs_to_something_else() -> None:
    filler = " ".join(f"We also keep record number {n} safe." for n in range(6))
    assert practices(f"We use your posts to train our AI models. {filler} You can opt out of letters.") == {"trains"}


def test_an_abbreviation_ends_no_sentence() -> None:
    (clause,) = find("We use your posts, e.g. Photos and drawings, to train our AI models.")
    assert clause.quote.startswith("We use")


def test_facts_name_data_regions_and_the_effective_date() -> None:
    (clause,) = find("From 3 March 2026 we use photos of users in Switzerland to train our AI models.")
    assert clause.facts["date"] == "2026-03-03"
    assert clause.facts["regions"] == ("Switzerland",)
    assert "images" in clause.facts["data"]


def test_a_denial_names_what_it_leaves_out() -> None:
    (clause,) = find("We never use your photos to train AI.")
    assert clause.facts["excluded"] == ("images",)


def test_a_sentence_without_end_is_read_in_pieces_of_bounded_length() -> None:
    text = "we use your data to train AI " * 1_000
    assert {clause.practice for clause in find(text)} == {Practice.TRAINS}
    assert max(len(clause.quote) for clause in find(text)) <= SENTENCE_CHARACTERS


def test_sentences_glued_without_a_space_are_told_apart() -> None:
    quotes = [
        clause.quote for clause in find("We like our products.Nobody here will train AI on your photos.5.3 Rights.")
    ]
    assert quotes == ["Nobody here will train AI on your photos."]


def test_what_does_not_apply_to_something_else_is_no_exclusion_from_training() -> None:
    text = "We use your posts to train our AI models. These duties do not apply to public information."
    assert practices(text) == {"trains"}


def test_one_sentence_of_nothing_but_cues_gives_a_bounded_number_of_hits() -> None:
    cues = look(tokens_of("train AI " * 5_000), load("en").lexicon)
    assert len(cues.of("train")) == MOST_HITS


def test_the_place_of_a_control_is_the_path_of_menu_entries_as_written() -> None:
    (control,) = [
        clause
        for clause in find("You can opt out of AI training at any time in Settings → Data and privacy → Generative AI.")
        if clause.practice is Practice.CONTROL
    ]
    assert control.facts["control_where"] == "Settings → Data and privacy → Generative AI"


def test_a_heading_gives_the_subject_of_what_stands_under_it() -> None:
    assert practices("## Training our AI models\n\nWe use your posts and comments for training.\n") == {"trains"}
    assert practices("## Training for new cooks\n\nWe use your posts and comments for training.\n") == set()


def test_the_parts_of_an_enumeration_hang_on_what_introduces_it() -> None:
    text = "You may not: (a) resell the service; (b) copy the site; (c) train AI models on its pages."
    assert practices(text) == {"restricts"}
    text = "We use your letters to (a) send them, (b) print them and (c) train our AI models."
    assert practices(text) == {"trains"}


def test_a_line_that_is_only_a_link_states_nothing() -> None:
    assert not find("* [Training our AI models on your data](https://example.org/training)")


def test_a_company_whose_name_ends_in_ai_is_no_machine() -> None:
    assert not find("We use your letters to improve the Letter.AI shop.")


def test_gendered_and_compound_forms_are_understood() -> None:
    assert practices("Beiträge unserer Nutzer:innen nutzen wir als KI-Trainingsdaten.", "de") == {"trains"}
    assert practices("Beiträge unserer Nutzer*innen setzen wir zum KI-Training ein.", "de") == {"trains"}


def test_the_name_of_a_button_is_no_clause() -> None:
    text = "So that your letters are no longer used for AI training, open Settings and turn off “Improve the model”."
    assert practices(text) == {"control"}


def test_facts_come_with_the_words_that_state_them() -> None:
    text = "From 3 March 2026 we train AI on your posts, based on our legitimate interests. You can opt out here."
    facts = {clause.practice: clause.facts for clause in find(text)}
    assert facts[Practice.TRAINS]["date_quote"] == "From 3 March 2026"
    assert facts[Practice.TRAINS]["basis_quote"] == "legitimate interests"
    assert facts[Practice.CONTROL]["control_quote"] == "opt out"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("You can opt out of AI training at https://example.org/opt-out.", "https://example.org/opt-out."),
        ("You can [opt out of AI training](https://example.org/out).", "https://example.org/out"),
        ("To opt out of AI training on your posts, write to privacy@example.org.", "privacy@example.org"),
        ("We train AI on your posts; turn off “Share for AI” to refuse.", "“Share for AI”"),
    ],
)
def test_the_place_of_a_control_is_an_address_or_the_name_of_a_button(text: str, where: str) -> None:
    assert where.rstrip(".") in {str(clause.facts.get("control_where")) for clause in find(text)}


def test_who_receives_data_and_who_is_left_out_are_facts() -> None:
    (clause,) = find("We sell your reviews to other companies, except those of minors, to train their own AI models.")
    assert clause.practice is Practice.SHARES
    assert clause.facts["recipients"] == ("other companies",)
    assert "minors" in clause.facts["excluded"]


def test_hostile_text_costs_no_more_than_its_length() -> None:
    unit = "use your data (a) to train; not AI, unless you opt out of "
    spans = []
    for times in (500, 2_000):
        text = unit * times
        start = time.process_time()
        find(text, language="en")
        spans.append(time.process_time() - start)
    assert spans[1] < 12 * max(spans[0], 0.01)


@pytest.mark.parametrize("asked", ["{}\n\n{}", "## {}\n\n{}", "**{}** {}"])
def test_whether_people_may_refuse_is_told_by_the_answer_and_not_by_the_question(asked: str) -> None:
    question = "Can I opt out of AI training?"
    assert practices(asked.format(question, "No, this is not possible.")) == set()
    assert practices(asked.format(question, "Yes, under Settings > AI.")) == {"control"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("### Do you train AI on my posts?\n\nNo, never. They are yours.", [("denies", "No, never.")]),
        (
            "### Do you train AI on my posts?\n\nYes, by default. You can turn this off in Settings > AI.",
            [("trains", "Yes, by default."), ("control", "You can turn this off in Settings > AI.")],
        ),
        ("Do we train AI on your drawings? We do not.", [("denies", "We do not.")]),
        ("Utilisez-vous mes messages pour entraîner votre IA ? Non, jamais.", [("denies", "Non, jamais.")]),
        ("Trainiert ihr eure KI mit meinen Fotos? Ja.", [("trains", "Ja.")]),
        ("Addestrate la vostra IA con i miei messaggi? No.", [("denies", "No.")]),
        ("¿Entrenan su IA con mis fotos? Sí.", [("trains", "Sí.")]),
        ("Vocês treinam IA com as minhas fotos? Não.", [("denies", "Não.")]),
        ("Trainen jullie AI met mijn foto's? Nee.", [("denies", "Nee.")]),
        ("Czy trenujecie AI na moich zdjęciach? Tak.", [("trains", "Tak.")]),
        ("### Do you train AI on my posts?\n\nIt is a good question.", []),
    ],
)
def test_a_question_is_settled_by_its_answer(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(clause.practice.value, clause.quote) for clause in find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Wir möchten Ihre Beiträge für das Trainieren unserer Künstlichen Intelligenz verwenden. Ab dem 1. März 2026.",
        "À partir du 1er février 2026, nous entraînons nos modèles d'intelligence artificielle sur vos requêtes.",
        "Żeby trenować nasze modele sztucznej inteligencji, używamy od 1 września 2026 r. treści Twoich wiadomości.",
        "O tratamento de dados para treinar modelos de inteligência artificial não é feito sem a sua autorização.",
    ],
)
def test_letters_and_their_marks_may_be_written_apart(text: str) -> None:
    apart = normalize("NFD", text)
    assert len(apart) > len(text)
    for clause, other in zip(find(text), find(apart), strict=True):
        assert other.quote == normalize("NFD", clause.quote) == apart[other.start : other.end]
        assert (other.practice, other.facts) == (clause.practice, clause.facts)
    assert find(text)


@pytest.mark.parametrize("heading", ["## AI training", "### Generative AI training", "**Training our AI models**"])
def test_a_heading_that_names_neither_people_nor_their_data_states_nothing(heading: str) -> None:
    denial = "We do not use your posts or your messages to train AI models."
    assert [clause.practice for clause in find(f"{heading}\n\n{denial}")] == [Practice.DENIES]
    assert find(f"{heading}\n\nWe like birds.") == ()


@pytest.mark.parametrize(
    ("heading", "practice"),
    [
        ("## Use of your content for AI training", Practice.TRAINS),
        ("## Opt out of AI training", Practice.CONTROL),
        ("## No AI training", Practice.DENIES),
    ],
)
def test_a_heading_that_says_whose_data_or_what_people_can_do_states_it(heading: str, practice: Practice) -> None:
    assert practice in {clause.practice for clause in find(f"{heading}\n\nWe like birds.")}


@pytest.mark.parametrize(
    "text",
    [
        "**Are staff trained on privacy?**\n\nYes. Everyone with access is trained on it when they join.",
        "Teachers should review AI suggestions before relying on them.",
        "Our engineers monitor response times and error rates of our AI systems.",
        "To offer AI features, text you enter for translation, enhancement, search or the AI assistant is processed.",
    ],
)
def test_people_who_teach_or_are_taught_and_features_are_no_training(text: str) -> None:
    assert not find(text)


def test_a_name_in_bold_before_a_clause_is_no_clause() -> None:
    text = "**5.3 Model Improvement (Customer Content).** We do not use your letters to train our models."
    assert [clause.practice for clause in find(text)] == [Practice.DENIES]


def test_purposes_that_extend_to_none_of_certain_data_are_denied_for_it() -> None:
    text = "We use uploaded letters to train our AI models. None of these purposes extends to Google Drive data."
    assert [clause.practice for clause in find(text)] == [Practice.TRAINS, Practice.DENIES]


@pytest.mark.parametrize(
    "heading", ["## 5. How we train AI", "## Wie wir KI trainieren", "### 2) Comment nous entraînons l'IA"]
)
def test_a_heading_that_asks_how_states_nothing(heading: str) -> None:
    text = f"{heading}\n\nWe do not train AI on your letters."
    assert [clause.practice for clause in find(text, language="en")] == [Practice.DENIES]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I modelli vengono addestrati con i tuoi documenti.", "trains"),
        ("We do not train AI on your letters, but those of guests are.", "denies trains"),
        ("Nous nous engageons à ne pas réutiliser vos lettres pour entraîner nos modèles.", "denies"),
    ],
)
def test_plain_sentences_state_what_they_say(text: str, expected: str) -> None:
    assert {clause.practice.value for clause in find(text)} == set(expected.split())
