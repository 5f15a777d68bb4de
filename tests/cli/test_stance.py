import json
from pathlib import Path

import pytest
from servers import Reply, Site
from world import FORBIDDEN, POLICY, TRAINING, Run, page

KEY = "larkspur/Privacy Policy"
FOREIGN = "Me keräämme tietoja käyttäjistä ja käytämme niitä mallien kouluttamiseen, koska se on meille tärkeää. " * 9


def stances(run: Run, *of: str) -> dict[str, dict[str, dict[str, str]]]:
    found = json.loads(run("stance", *of, "--json").output)
    return {each["key"]: {stance["practice"]: stance for stance in each["stance"]} for each in found}


def test_stance_says_since_when_a_practice_is_stated_and_in_which_words(run: Run, sources: Path, site: Site) -> None:
    site["/privacy"] = Reply(page(*POLICY, FORBIDDEN))
    run("check")
    site["/privacy"] = Reply(page(*POLICY, FORBIDDEN, TRAINING))
    run("check")
    found = stances(run, "larkspur")[KEY]
    assert found["restricts"]["seen_without"] is None
    assert found["trains"]["seen_without"] < found["trains"]["seen_with"]
    assert found["restricts"]["seen_with"] < found["trains"]["seen_with"]
    (told_of,) = json.loads(run("stance", KEY, "--json").output)
    assert told_of["silence"] is None
    told = run("stance", KEY).output
    assert "trains since " in told
    assert "or earlier" in told
    assert "“You can opt out in Settings > Privacy > AI training.”" in told


def test_a_practice_that_went_and_came_again_is_stated_since_it_came_again(run: Run, sources: Path, site: Site) -> None:
    for text in ([TRAINING], [], [TRAINING]):
        site["/privacy"] = Reply(page(*POLICY, *text))
        run("check")
    since = stances(run, KEY)[KEY]["trains"]
    assert since["seen_without"] is not None


def test_words_that_came_later_than_what_they_state_are_dated_by_themselves(
    run: Run, sources: Path, site: Site
) -> None:
    for text in ("We train our AI models on your posts.", TRAINING):
        site["/privacy"] = Reply(page(*POLICY, text))
        run("check")
    told = run("stance", KEY).output
    assert "trains since 2" in told
    assert "” in these words since 2" in told


def test_silence_is_told_apart_from_what_is_not_known(run: Run, sources: Path, site: Site) -> None:
    site["/terms"] = Reply("gone", status=404)
    run("check", exits=3)
    told = run("stance").output
    assert "states nothing on AI training" in told
    assert {each["silence"] is None for each in json.loads(run("stance", "--json").output)} == {False}
    assert "never read" in told
    site["/terms"] = Reply(page(FOREIGN, title="Käyttöehdot"))
    run("check")
    assert "unknown: its language (fi) is not understood" in run("stance", "larkspur/Terms of Service").output


def test_clauses_of_a_file_come_with_what_decided_and_their_facts(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "policy.html"
    file.write_text(page(*POLICY, TRAINING), encoding="utf-8")
    told = run("clauses", str(file)).output
    assert "trains (" in told
    assert "decided by:" in told
    assert "date: 2025-11-03" in told
    found = json.loads(run("clauses", str(file), "--json").output)
    assert {clause["practice"] for clause in found["clauses"]} >= {"trains", "control"}
    plain = tmp_path / "policy.txt"
    plain.write_text("\n\n".join(POLICY), encoding="utf-8")
    assert run("clauses", str(plain)).output == "no clause on AI training was found in a text in en\n"
    plain.write_text(" \n", encoding="utf-8")
    assert "has no text" in run("clauses", str(plain), exits=1).output


def test_clauses_of_what_is_piped_in_are_those_of_a_file(run: Run) -> None:
    assert "trains (" in run("clauses", "-", given="We use your drawings to train our AI models.").output
    assert "no clause" in run("clauses", "-", "--language", "de", given="We use your drawings to train.").output
    assert "'xx' is not one of" in run("clauses", "-", "--language", "xx", exits=2, given="").stderr


def test_an_address_that_is_no_web_page_is_told_as_such(run: Run) -> None:
    assert "begins with https:// or http://" in run("clauses", "ftp://example.org/terms", exits=2, given="").stderr


def test_a_short_text_is_read_in_the_language_whose_clauses_it_holds(run: Run) -> None:
    answer = run("clauses", "--json", "-", given="Nos modèles apprennent grâce à vos lettres.")
    assert json.loads(answer.output)["language"] == "fr"


def test_clauses_of_an_address_are_those_of_its_page(run: Run, sources: Path, site: Site) -> None:
    site["/privacy"] = Reply(page(*POLICY, TRAINING))
    assert "trains (" in run("clauses", site.url("/privacy")).output
    assert "cannot be read" in run("clauses", site.url("/nowhere"), exits=1).stderr


@pytest.mark.parametrize(("name", "content", "exits"), [("none.txt", None, 2), ("broken.pdf", b"%PDF-1.7 x", 1)])
def test_what_is_no_document_is_said_in_one_line(
    run: Run, tmp_path: Path, name: str, content: bytes | None, exits: int
) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    assert name in run("clauses", str(file), exits=exits).stderr


def test_a_language_that_is_not_understood_is_said(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ehdot.txt"
    file.write_text(FOREIGN, encoding="utf-8")
    assert "(fi) is not understood" in run("clauses", str(file)).output


def test_what_began_within_a_minute_is_said_to_have_begun_in_it(run: Run, sources: Path, site: Site) -> None:
    for text in ([], [TRAINING]):
        site["/privacy"] = Reply(page(*POLICY, *text))
        run("check")
    trains = stances(run, KEY)[KEY]["trains"]
    start, end = (trains[side][:16].replace("T", " ") for side in ("seen_without", "seen_with"))
    moment = end if start == end else f"between {start} and {end}"
    assert f"trains since {moment} UTC" in run("stance", KEY).output
