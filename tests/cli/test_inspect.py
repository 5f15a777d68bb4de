import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from servers import Reply, Site
from targets import Webhook
from world import FORBIDDEN, POLICY, TRAINING, Run, page

KEY = "larkspur/Privacy Policy"


@pytest.fixture
def changed(run: Run, sources: Path, site: Site) -> None:
    """Two documents of which one has gained a training clause."""
    run("check")
    site["/privacy"] = Reply(page(*POLICY, TRAINING))
    run("check")


def rows(output: str) -> list[list[str]]:
    """The rows of a table, without its titles."""
    return [line.split("\t") for line in output.splitlines()[1:]]


def test_status_says_of_each_document_when_it_was_read_and_what_it_says_of_ai_training(run: Run, changed: None) -> None:
    privacy, terms = rows(run("status").output)
    assert privacy[:2] == [KEY, "ok"]
    assert "trains" in privacy[5]
    assert privacy[4] == "2"
    assert terms[5] == "nothing"


def test_status_names_what_is_unreadable_and_what_waits_for_a_target(
    run: Run, sources: Path, site: Site, webhook: Webhook
) -> None:
    site["/terms"] = Reply("no", status=403)
    webhook.fail(1)
    run("check", exits=4)
    output = run("status").output
    assert "unreadable since" in output
    assert "403" in output
    assert "delivery 1 (first look: Larkspur · Privacy Policy) waits for desk, tried 1 time, next at" in output
    assert "waits for desk" in run("status", KEY).output
    assert "waits for desk" not in run("status", "larkspur/Terms of Service").output
    sources.write_text(sources.read_text().replace('name = "desk"', 'name = "office"'))
    assert "(no target has that name now)" in run("status").output


def test_status_names_what_waits_to_be_told_together_with_other_changes(run: Run, changed: None, sources: Path) -> None:
    assert "waits to be told" not in run("status").output
    with (
        closing(sqlite3.connect(sources.with_name("monitor.db"))) as db,
        db,
    ):  # as it is for an hour after another alert
        db.execute("UPDATE changes SET alert_id = NULL WHERE kind != 'first'")
    assert (
        f"{KEY}: change 3 waits to be told; what a service changes within an hour is one alert" in run("status").output
    )
    assert "waits to be told" not in run("status", "larkspur/Terms of Service").output


def test_status_names_what_was_never_read_held_or_is_declared_no_more(run: Run, sources: Path, site: Site) -> None:
    run("check")
    site["/privacy"] = Reply(page(*POLICY[:2]))
    run("check")
    assert "held since" in run("status", KEY).output
    sources.write_text(sources.read_text().split('[services.larkspur.terms."Terms')[0])
    run("check")
    assert "no longer declared" in run("status").output


def test_status_says_when_the_language_of_a_document_is_not_understood(run: Run, sources: Path, site: Site) -> None:
    swedish = (
        "Vi samlar in namn, e-postadress och lösenord när du skapar ett konto, och vi sparar dem så länge du har det.",
        "Vi visar det som du skriver för de läsare som du väljer, tills du själv tar bort det från våra servrar.",
        "Du kan be oss om en kopia av dina uppgifter, om att rätta eller radera dem, och klaga hos myndigheten.",
    )
    site["/privacy"] = Reply(page(*swedish).replace("lang='en'", "lang='sv'"))
    run("check")
    assert "(sv) is not understood yet" in run("status", KEY).output


def test_status_before_the_first_check_is_empty_and_says_what_to_do(run: Run, sources: Path) -> None:
    told = run("status")
    assert (told.exit_code, told.stdout) == (0, "")
    assert "nothing was read yet; `terms-monitor check` reads every document that is declared\n" in told.stderr


@pytest.mark.parametrize(
    ("command", "exits"),
    [
        *[([name], 0) for name in ("status", "history", "stance", "deliveries", "calendar", "ack")],
        (["deliveries", "retry"], 0),
        (["deliveries", "drop", "1"], 2),
        *[([name, KEY], 2) for name in ("show", "diff", "ack")],
    ],
)
def test_a_command_about_what_is_stored_makes_no_database(
    run: Run, sources: Path, command: list[str], exits: int
) -> None:
    told = run(*command, exits=exits)
    assert (
        f"there is no database sqlite:///{sources.parent}/monitor.db yet: `terms-monitor check` or `run` makes it"
        in told.stderr
    )
    assert not [*sources.parent.glob("*.db*")]


def test_status_as_json_has_every_document_and_delivery(run: Run, changed: None) -> None:
    found = json.loads(run("status", "--json").output)
    assert [document["key"] for document in found["documents"]] == [KEY, "larkspur/Terms of Service"]
    assert found["deliveries"] == []


def test_status_of_a_document_says_what_was_noted_around_its_text_and_check_as_well(
    run: Run, sources: Path, site: Site
) -> None:
    run("check")
    site["/privacy"] = Reply(page(*POLICY).replace("Log in", "Sign in"))
    told = "around the text: what the page shows around the policy changed"
    assert [KEY, "unchanged", told] in rows(run("check").output)
    run("check")
    assert f"not alerted: {told}" in run("status", KEY).output
    assert told not in run("status", "larkspur/Terms of Service").output
    assert told not in run("status").output
    assert [check["key"] for check in json.loads(run("status", "--json").output)["noted"]] == [KEY]


def test_history_lists_changes_with_severity_and_findings(run: Run, changed: None) -> None:
    listed = rows(run("history", KEY).output)
    assert [row[3:5] for row in listed] == [["first", "none"], ["new", "alert"]]
    assert "trains new" in listed[1][5]
    assert len(rows(run("history", "larkspur").output)) == 3
    assert json.loads(run("history", "--json").output)[-1]["findings"]


def test_history_names_what_a_change_did_and_not_what_it_left_as_it_was(run: Run, changed: None, site: Site) -> None:
    site["/privacy"] = Reply(page(*POLICY, TRAINING, FORBIDDEN))
    run("check")
    assert rows(run("history", KEY).output)[-1][5] == "restricts new"
    last = json.loads(run("history", KEY, "--json").output)[-1]
    assert {"trains", "control"} <= {finding["practice"] for finding in last["kept"]}


def test_show_prints_the_text_of_today_or_of_a_version(run: Run, changed: None) -> None:
    assert "generative AI" in run("show", KEY).output
    number = json.loads(run("history", KEY, "--json").output)[0]["after_id"]
    assert "generative AI" not in run("show", KEY, "--version", str(number)).output
    told = run("show", KEY, "--version", "999", exits=2).stderr
    assert "has no version 999; versions are numbered over all documents, its own are " in told


def test_show_prints_the_addresses_of_links_which_are_no_part_of_a_text(run: Run, sources: Path, site: Site) -> None:
    link = '<a href="/object?utm_source=a#form">object here</a>'
    site["/privacy"] = Reply(page(*POLICY, "You can LINK.").replace("LINK", link))
    run("check")
    assert "You can object here." in run("show", KEY).output
    assert f"You can [object here]({site.url('/object')})." in run("show", KEY, "--links").output
    sources.write_text(sources.read_text().replace('"Privacy Policy"', '"Imprint"'))
    assert "is not declared as it was read" in run("show", KEY, "--links", exits=1).stderr


@pytest.mark.parametrize("other", ["--clauses", "--json"])
def test_show_prints_the_addresses_of_links_in_a_text_alone(run: Run, changed: None, other: str) -> None:
    assert "--links prints a text" in run("show", KEY, "--links", other, exits=2).output


def test_show_prints_the_clauses_with_their_practices_and_facts(run: Run, changed: None) -> None:
    shown = run("show", KEY, "--clauses").output
    assert "trains: From 3 November 2025" in shown
    assert "    date: 2025-11-03 (“From 3 November 2025”)\n" in shown
    assert "    control where: Settings > Privacy > AI training" in shown
    assert "no clause" in run("show", "larkspur/Terms of Service", "--clauses").output
    found = json.loads(run("show", KEY, "--json").output)
    assert found["clauses"][0]["quote"] in found["version"]["text"]


def test_diff_prints_the_last_change_a_numbered_one_or_two_versions(run: Run, changed: None) -> None:
    last = run("diff", KEY).output
    assert f"+ {TRAINING}" in last
    first, second = json.loads(run("history", KEY, "--json").output)
    assert run("diff", str(second["id"])).output == last
    back = run("diff", KEY, str(second["after_id"]), str(first["after_id"])).output
    assert f"- {TRAINING}" in back
    assert "<ins>" in run("diff", KEY, "--form", "html").output
    same = str(first["after_id"])
    assert "8 blocks unchanged" in run("diff", KEY, same, same).output


def test_show_and_diff_tell_the_date_that_a_document_gives_itself(run: Run, sources: Path, site: Site) -> None:
    dated = ["Last updated: 3 May 2025", *POLICY]
    for news in ([], [TRAINING]):
        site["/privacy"] = Reply(page(*dated, *news))
        run("check")
    assert "own date: 2025-05-03, “Last updated: 3 May 2025”" in run("show", KEY, "--clauses").output
    assert json.loads(run("show", KEY, "--json").output)["own_date"]["day"] == "2025-05-03"
    assert "The page still says “Last updated: 3 May 2025”." in run("diff", KEY).output
    assert "still says" not in run("diff", KEY, "--form", "markdown").output


def test_diff_lists_what_a_change_means_with_practice_direction_and_facts(run: Run, changed: None, site: Site) -> None:
    told = run("diff", KEY).output
    assert "\ntrains new\n    after: “From 3 November 2025 we use your posts" in told
    assert "\n    date: 2025-11-03 (“From 3 November 2025”)\n" in told
    assert "\n    basis: legitimate interest (“legitimate interest”)\n" in told
    assert "trains new" not in run("diff", KEY, "--form", "html").output
    site["/privacy"] = Reply(page(*POLICY, TRAINING, FORBIDDEN))
    run("check")
    told = run("diff", KEY).output
    assert "\nrestricts new\n" in told
    assert "\ntrains unchanged\n    still says: “From 3 November" in told


def test_diff_tells_a_clause_that_was_reworded_with_the_detail_that_changed(
    run: Run, changed: None, site: Site
) -> None:
    site["/privacy"] = Reply(page(*POLICY, TRAINING.replace("> Privacy >", "> Account >")))
    run("check")
    told = run("diff", KEY).output
    assert "\ncontrol reworded, reaches as far\n    now says: “You can opt out in Settings > Account" in told
    assert "\n    changed: control where\n" in told


def test_diff_tells_of_each_finding_where_its_clause_stands_today(run: Run, changed: None, site: Site) -> None:
    number = json.loads(run("history", KEY, "--json").output)[-1]["id"]

    def today() -> str:
        return run("diff", str(number)).output.partition("trains new")[2].partition("today: ")[2].splitlines()[0]

    assert today() == "still there"
    reworded = TRAINING.replace("your posts and your profile", "your posts, letters and profile")
    site["/privacy"] = Reply(page(*POLICY, reworded))
    run("check")
    assert today().startswith("now reads “From 3 November 2025 we use your posts, letters and profile")
    for news in ("We have moved.", "We have moved again."):
        site["/privacy"] = Reply(page(*POLICY, news))
        run("check")
    listed = json.loads(run("history", KEY, "--json").output)
    assert today() == f"gone since version {listed[2]['after_id']}"


def test_a_clause_that_is_gone_is_said_to_be_there_when_it_came_again(run: Run, changed: None, site: Site) -> None:
    site["/privacy"] = Reply(page(*POLICY, "We have moved."))
    run("check")
    number = str(json.loads(run("history", KEY, "--json").output)[-1]["id"])
    first = run("diff", number).output
    assert "trains gone" in first
    assert "today: gone since version" in first
    site["/privacy"] = Reply(page(*POLICY, "We have moved.", TRAINING))
    run("check")
    assert "today: still there" in run("diff", number).output


def test_what_is_not_there_is_named_with_the_way_to_find_it(run: Run, changed: None, site: Site) -> None:
    assert "no document or service 'nobody'" in run("show", "nobody", exits=2).stderr
    assert "was read yet (did you mean larkspur?)" in run("show", "larkspurr", exits=2).stderr
    assert f"was read yet (did you mean {KEY}?)" in run("show", "larkspur/Privacy", exits=2).stderr
    assert "several documents" in run("show", "larkspur", exits=2).stderr
    for number in ("999", "9" * 21, "9" * 5_000):
        assert f"no change {number}" in run("diff", number, exits=2).stderr
    assert "has no version" in run("show", KEY, "--version", "9" * 21, exits=2).stderr
    for command in ("show", "diff", "history", "status"):
        assert "no document or service" in run(command, "\udcff", exits=2).stderr
    assert "nothing before it" in run("diff", "larkspur/Terms of Service", exits=1).stderr
    assert "BEFORE and AFTER" in run("diff", KEY, "1", exits=2).stderr


def test_a_document_that_was_never_read_is_said_to_be_so(run: Run, sources: Path, site: Site) -> None:
    site["/privacy"] = Reply("no", status=500)
    run("check", exits=3)
    assert "never read" in run("show", KEY, exits=1).stderr
    assert "never read" in run("diff", KEY, exits=1).stderr


def test_text_from_pages_cannot_steer_the_terminal(run: Run, sources: Path, site: Site) -> None:
    site["/privacy"] = Reply(page(*POLICY, "Beware \x9b31m of colours \u202e and of reversals."))
    run("check")
    output = run("show", KEY).output
    assert "\x9b" not in output
    assert "\u202e" not in output
    assert "of colours" in output
