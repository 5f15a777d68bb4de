import pytest
from meaning import events

from monitor.detect import find, review
from monitor.detect.clauses.listed import MOST_LISTED
from monitor.records import Practice, Severity

COLUMN = "| Data | Used to train AI |\n| --- | --- |\n| Your comments | {} |\n| Your drawings | {} |"
ROW = (
    "| Purpose | Free | Business |\n| --- | --- | --- |\n| Show your files | Yes | Yes |\n| Train AI models | {} | {} |"
)
LIST = "We use the following to train our models:\n\n{}"


def practices(text: str) -> set[str]:
    return {clause.practice.value for clause in find(text)}


@pytest.mark.parametrize("table", [COLUMN, ROW])
@pytest.mark.parametrize(
    ("answers", "stated"),
    [
        (("No", "No"), {"denies"}),
        (("Yes", "No"), {"trains", "denies"}),
        (("Yes", "Yes, by default"), {"trains"}),
        (("✅", "❌"), {"trains", "denies"}),
        (("Never", "Only if you opt in"), {"denies", "control"}),
    ],
)
def test_the_cells_of_a_table_answer_what_its_head_or_its_row_asks(
    table: str, answers: tuple[str, str], stated: set[str]
) -> None:
    assert practices(table.format(*answers)) == stated


@pytest.mark.parametrize("table", [COLUMN, ROW])
def test_a_cell_that_turns_from_no_to_yes_is_an_alert(table: str) -> None:
    first = review(table.format("No", "No"), table.format("Yes", "No"))
    assert (events(first), first.severity) == ({"trains new", "denies narrower"}, Severity.ALERT)
    second = review(table.format("✅", "❌"), table.format("✅", "✅"))
    assert (events(second), second.severity) == ({"trains wider", "denies gone"}, Severity.ALERT)


@pytest.mark.parametrize(
    "table",
    [
        "| Purpose | Data | Recipients |\n|---|---|---|\n| Training our AI models | Photos | {} |",
        "| Zweck | Daten | Empfänger |\n|---|---|---|\n| Training unserer KI-Modelle | Fotos | {} |",
        "| Finalité | Données | Destinataires |\n|---|---|---|\n| Entraînement de nos modèles d'IA | Photos | {} |",
    ],
)
@pytest.mark.parametrize("nobody", ["None", "No", "keine", "aucun"])
def test_that_nobody_receives_the_data_does_not_deny_the_use(table: str, nobody: str) -> None:
    assert practices(table.format(nobody)) == {"trains"}


@pytest.mark.parametrize(
    "table",
    [
        "| Licence | Web | AI training |\n|---|---|---|\n| Personal | Yes | Prohibited |\n| Press | Yes | Prohibited |",
        "| Licence | Web | Entraînement d'IA |\n|---|---|---|\n| Privée | Oui | Interdit |",
        "| Licencia | Web | Entrenamiento de IA |\n|---|---|---|\n| Personal | Sí | Prohibido |",
    ],
)
def test_cells_that_forbid_are_a_ban(table: str) -> None:
    assert practices(table) == {"restricts"}


SWITCHES = [
    ("| Setting | Default |", "Use my drawings to train AI", "Off", "On"),
    ("| Einstellung | Standard |", "Meine Zeichnungen für KI-Training nutzen", "Aus", "Ein"),
    ("| Réglage | Par défaut |", "Utiliser mes dessins pour entraîner l'IA", "Désactivé", "Activé"),
    ("| Impostazione | Predefinito |", "Usa i miei disegni per addestrare l'IA", "Disattivato", "Attivato"),
    ("| Ajuste | Por defecto |", "Usar mis fotos para entrenar la IA", "Desactivado", "Activado"),
    ("| Definição | Predefinição |", "Usar os meus desenhos para treinar a IA", "Desativado", "Ativado"),
    ("| Instelling | Standaard |", "Mijn tekeningen gebruiken om AI te trainen", "Uit", "Aan"),
    ("| Ustawienie | Domyślnie |", "Używaj moich rysunków do trenowania AI", "Wyłączone", "Włączone"),
]


@pytest.mark.parametrize(("head", "label", "off", "on"), SWITCHES)
def test_a_cell_that_turns_from_off_to_on_is_an_alert(head: str, label: str, off: str, on: str) -> None:
    before, after = (f"{head}\n| --- | --- |\n| {label} | {is_on} |" for is_on in (off, on))
    assert (practices(before), practices(after)) == ({"denies", "control"}, {"trains", "control"})
    assert {clause.facts.get("control") for clause in find(after) if clause.practice is Practice.CONTROL} == {"setting"}
    assert events(review(before, after)) == {"trains new", "denies gone"}
    assert review(before, after).severity is Severity.ALERT
    assert events(review(after, before)) == {"trains gone", "denies new"}


def test_a_plan_that_is_on_by_default_from_now_on_is_an_alert() -> None:
    table = "| Plan | AI training on your drawings |\n| --- | --- |\n| Free | On by default |\n| Team | {} by default |"
    before, after = table.format("Off"), table.format("On")
    assert practices(before) == {"trains", "denies", "control"}
    assert review(before, after).severity is Severity.ALERT
    assert "denies gone" in events(review(before, after))


CHOICE = "| Purpose | Data | Legal basis | Your choice |\n| --- | --- | --- | --- |\n| {} | {} | {} | {} |"
OURS = "Training our AI models"


def test_a_column_of_choices_says_where_to_refuse_and_denies_no_use() -> None:
    refused = find(CHOICE.format(OURS, "Sketches", "Legitimate interest", "Profile > Studio AI"))
    assert {clause.practice.value for clause in refused} == {"trains", "control"}
    assert {clause.facts.get("control_where") for clause in refused} == {None, "Profile > Studio AI"}
    for nothing in ("None", "No", "Not available", "❌"):
        assert practices(CHOICE.format(OURS, "Sketches", "Legitimate interest", nothing)) == {"trains"}


@pytest.mark.parametrize("head", ["Sold", "Retention", "Required", "Automated decisions", "Transfers"])
def test_a_column_of_another_matter_denies_no_use(head: str) -> None:
    assert practices(f"| Purpose | {head} |\n| --- | --- |\n| {OURS} | No |") == {"trains"}


def test_the_data_of_a_use_may_stand_in_another_cell_of_its_row() -> None:
    (clause,) = find(CHOICE.format(OURS, "Photos and messages", "Contract", "–"))
    assert clause.facts["data"] == ("images", "messages")
    (clause,) = find(CHOICE.format(OURS, "No photos", "Contract", "–"))
    assert "data" not in clause.facts


def test_a_finding_of_a_table_quotes_the_row_as_it_stands_with_the_heads_of_its_cells() -> None:
    before, after = (CHOICE.format(OURS, "Photos", basis, "–") for basis in ("Consent", "Legitimate interest"))
    (found,) = review(before, after).findings
    assert found.before == f"Purpose: {OURS} · Data: Photos · Legal basis: Consent · Your choice: –"
    assert found.after == f"Purpose: {OURS} · Data: Photos · Legal basis: Legitimate interest · Your choice: –"


def test_a_row_too_long_to_be_quoted_is_quoted_by_its_clause_alone() -> None:
    (found,) = review("# Terms", CHOICE.format(OURS, "Photos" * 200, "Contract", "–")).findings
    assert found.after == OURS


def test_one_more_kind_of_data_beside_an_answer_is_wider() -> None:
    row = f"| Purpose | Data | Used? |\n| --- | --- | --- |\n| {OURS} | {{}} | Yes |"
    found = review(row.format("Photos"), row.format("Photos, letters"))
    assert (events(found), found.severity) == ({"trains wider"}, Severity.ALERT)
    assert found.findings[0].after == f"Purpose: {OURS} · Data: Photos, letters · Used? Yes"


def test_a_finding_of_a_table_tells_which_rows_it_is_about() -> None:
    told = [found.after for found in review(COLUMN.format("No", "No"), COLUMN.format("Yes", "No")).findings]
    assert told == ["Used to train AI Your comments – Yes", "Used to train AI Your drawings – No"]


def test_a_cell_that_denies_in_words_of_its_own_is_no_question() -> None:
    assert practices("| What | Note | Kept |\n| Your files | We do not use them to train AI | Yes |") == {"denies"}


def test_one_more_kind_of_data_in_the_row_of_a_purpose_is_wider() -> None:
    row = "| Improving our speech recognition models | {} | Legitimate interest |"
    found = review(row.format("Dictations"), row.format("Dictations, voice messages"))
    assert (events(found), found.severity) == ({"trains wider"}, Severity.ALERT)
    assert "voice messages" in str(found.findings[0].after)


def test_rows_in_another_order_are_no_news() -> None:
    lines = COLUMN.format("Yes", "No").splitlines()
    assert events(review("\n".join(lines), "\n".join([*lines[:2], lines[3], lines[2]]))) == set()


def test_a_clause_in_a_very_long_row_hangs_on_the_cells_near_it_alone() -> None:
    cells = [f"We train AI on your drawings {number}" for number in range(300)]
    clauses = [clause for clause in find(" | ".join(cells)) if clause.practice is Practice.TRAINS]
    assert [clause.quote for clause in clauses] == cells
    assert clauses[150].context.splitlines() == [*cells[120:150], *cells[151:181]]


def test_of_a_very_long_row_no_more_cells_answer_than_items_of_a_list_are_read() -> None:
    head, rule = "| Purpose |" + " Plan |" * 300, "|" + " --- |" * 301
    (clause,) = find(f"{head}\n{rule}\n| Train AI models |" + " Yes |" * 300)
    assert clause.listed == ("Plan – Yes",) * (MOST_LISTED - 1)  # as the first cell asks


def test_an_item_more_in_a_list_of_what_is_used_is_wider_and_one_less_narrower() -> None:
    two, three = "* Public comments\n* Drawings", "* Public comments\n* Drawings\n* Shoe sizes"
    assert events(review(LIST.format(two), LIST.format(three))) == {"trains wider"}
    assert events(review(LIST.format(three), LIST.format(two))) == {"trains narrower"}
    assert events(review(LIST.format(two), LIST.format("1. Drawings\n2. Public comments"))) == set()


def test_an_item_that_is_more_private_than_the_one_it_replaces_is_wider() -> None:
    assert events(review(LIST.format("* Public comments"), LIST.format("* Private messages"))) == {"trains wider"}


def test_a_list_of_exceptions_counts_the_other_way() -> None:
    text = "We use what you post to train our models, except:\n\n* Drawings"
    assert events(review(f"{text}\n* Comments", text)) == {"trains wider"}


def test_marks_before_the_items_of_a_list_answer_too() -> None:
    assert practices("What we use to train our AI:\n\n- ✅ Comments\n- ❌ Drawings") == {"trains", "denies"}


def test_the_last_day_to_choose_may_stand_in_the_cell_of_the_choice() -> None:
    table = (
        "| Purpose | Can you object? |\n| --- | --- |\n| AI training | Yes, until 31 January 2027 in Settings > AI |"
    )
    choice = next(clause for clause in find(table) if clause.practice is Practice.CONTROL)
    assert (choice.facts["control_where"], choice.facts["deadline"]) == ("Settings > AI", "2027-01-31")


def test_a_head_over_all_columns_is_none_of_what_heads_its_cells() -> None:
    head = "| How we use it |  |  |\n| --- | --- | --- |\n"
    assert practices(f"{head}| Purpose | Members | Schools |\n| AI training | No | No |") == {"denies"}
    assert practices(f"{head}| Data | Search | AI training |\n| Sketches | No | Yes |") == {"trains"}


def test_an_empty_head_keeps_the_columns_in_their_places() -> None:
    table = "|  | Free | School |\n| --- | --- | --- |\n| Sketches used to train our AI | Yes | No |"
    assert {clause.practice: clause.listed for clause in find(table)} == {
        Practice.TRAINS: ("Free – Yes",),
        Practice.DENIES: ("School – No",),
    }


def test_that_a_choice_is_not_available_denies_no_use() -> None:
    table = "| Plan | Opt out of AI training |\n| --- | --- |\n| Free | Not available |"
    assert practices(table) == {"trains"}


def test_the_day_from_which_a_use_begins_may_stand_in_another_cell_of_its_row() -> None:
    table = "| Purpose | {} |\n| --- | --- |\n| AI training | 1 February 2027 |"
    (clause,) = find(table.format("Takes effect"))
    assert (clause.facts["date"], clause.facts["date_quote"]) == ("2027-02-01", "Takes effect: 1 February 2027")
    (clause,) = find(table.format("Last reviewed"))
    assert "date" not in clause.facts


@pytest.mark.parametrize(
    ("choice", "control"),
    [
        ("Object at any time", "opt-out"),
        ("Opt out in the app", "opt-out"),
        ("Opt in", "opt-in"),
        ("Withdraw your consent at any time", "opt-in"),
        ("None", None),
    ],
)
def test_a_cell_below_a_head_that_asks_for_the_choice_need_not_say_where_it_is_made(
    choice: str, control: str | None
) -> None:
    head = "| Purpose | Data | Legal basis | Your choice |\n|---|---|---|---|\n"
    found = find(f"{head}| Training our AI models | Letters | Legitimate interest | {choice} |")
    controls = {clause.facts.get("control") for clause in found if clause.practice is Practice.CONTROL}
    assert controls == ({control} if control else set())


@pytest.mark.parametrize(
    ("language", "head", "data", "purpose"),
    [
        ("en", "Recipient", "Prompts", "Training its models"),
        ("de", "Empfänger", "Eingaben", "Training eigener KI-Modelle"),
        ("fr", "Destinataire", "Vos requêtes", "Entraînement de ses modèles d'IA"),
        ("es", "Destinatario", "Consultas", "Entrenamiento de sus modelos de IA"),
        ("it", "Destinatario", "Richieste", "Addestramento dei propri modelli di IA"),
        ("pt", "Destinatário", "Mensagens", "Treino dos seus próprios modelos de IA"),
        ("nl", "Ontvanger", "Berichten", "Training van eigen AI-modellen"),
        ("pl", "Odbiorca", "Wiadomości", "Trenowanie własnych modeli AI"),
    ],
)
def test_what_a_recipient_in_a_table_trains_is_given_to_it(language: str, head: str, data: str, purpose: str) -> None:
    table = f"| {head} | X | Y |\n|---|---|---|\n| Ida Ltd | {data} | {purpose} |"
    assert {clause.practice.value for clause in find(table, language=language)} == {"shares"}
