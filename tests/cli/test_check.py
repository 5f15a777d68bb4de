import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import Result
from servers import Reply, Site
from targets import Webhook
from world import POLICY, TRAINING, Run, page

from monitor.records import Outcome


def test_a_pass_over_readable_documents_exits_0_with_its_alerts_delivered(
    run: Run, sources: Path, site: Site, webhook: Webhook
) -> None:
    assert "checked 2: 2 first" in run("check").output
    site["/privacy"] = Reply(page(*POLICY, TRAINING))
    result = run("check")
    assert "larkspur/Privacy Policy\tchanged" in result.output
    assert "checked 2: 1 unchanged, 1 changed" in result.output
    assert "1 delivered, 0 waiting" in result.output
    assert len(webhook.posts) == 2


def test_a_document_that_cannot_be_read_exits_3_and_says_why(run: Run, sources: Path, site: Site) -> None:
    site["/terms"] = Reply("gone", status=410)
    result = run("check", exits=3)
    assert "larkspur/Terms of Service\tfailed\thttp status: " in result.output
    assert "410" in result.output


def test_documents_that_all_fail_alike_are_summed_up_with_what_to_do(run: Run, sources: Path, site: Site) -> None:
    site["/terms"] = Reply("gone", status=410)
    assert "alike" not in run("check", exits=3).output
    site["/privacy"] = Reply("gone", status=410)
    assert "all of them failed alike (http status): `terms-monitor doctor`" in run("check", exits=3).output


def test_an_error_page_exits_3_where_nothing_was_read_before_and_0_in_place_of_a_known_document(
    run: Run, sources: Path, site: Site
) -> None:
    wall = "<html><title>Just a moment...</title><body><h1>Verify that you are human</h1></body></html>"
    site["/terms"] = Reply(wall)
    assert "larkspur/Terms of Service\trefused\tchallenge" in run("check", exits=3).output
    site["/terms"] = Reply(page(*POLICY))
    run("check")
    site["/terms"] = Reply(wall)
    assert "larkspur/Terms of Service\trefused\tchallenge" in run("check").output


def test_an_alert_that_was_not_taken_exits_4_and_the_next_check_delivers_it(
    run: Run, sources: Path, webhook: Webhook
) -> None:
    webhook.fail(1)
    assert "1 waiting" in run("check", exits=4).output
    assert "1 delivered, 0 waiting" in run("check").output


def test_results_come_as_json_when_asked_for(run: Run, sources: Path) -> None:
    found = json.loads(run("check", "--json").output)
    assert {check["outcome"] for check in found["checks"]} == {Outcome.FIRST}
    assert found["alerts"] == {"taken": 1, "refused": 0, "left": 0, "later": 0, "stranded": 0, "given_up": 0}


def test_one_service_can_be_checked_alone(run: Run, sources: Path) -> None:
    with sources.open("a") as file:
        file.write('[services.other]\n[services.other.terms."Privacy Policy"]\nfetch = "http://127.0.0.1:1/"\n')
    assert "checked 2" in run("check", "--service", "larkspur").output
    assert "checked 2" in run("check", "larkspur").output
    assert "no service 'nobody' is declared" in run("check", "--service", "nobody", exits=2).output


def test_a_pass_says_so_when_nobody_is_told(run: Run, sources: Path) -> None:
    assert "nobody is told" not in run("check").output
    written = sources.read_text(encoding="utf-8")
    sources.write_text(written[: written.index("[[alerts]]")] + written[written.index("[services") :], encoding="utf-8")
    assert "there is no [[alerts]] table; `terms-monitor history` lists them" in run("check").output


def test_how_each_document_went_is_logged_when_asked_for(
    run: Run, sources: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    result: Result = run("check", "--verbose")
    assert "larkspur/Privacy Policy: first" in result.stderr


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("colour = 1", "colour"),
        ('[[alerts]]\nurl = "nosuchservice://x"', "[alerts #2]: url: "),
        ('[services.x.terms."Privacy Policy"]\nfetch = "ftp://example.org/"', "fetch"),
        ("[schedule]\ncron = 'every day'", "cron"),
        ('[[alerts]]\nurl = "${NO_SUCH_VARIABLE}"', "NO_SUCH_VARIABLE"),
    ],
)
def test_a_mistake_in_the_configuration_is_one_line_and_exit_2_with_no_database_made(
    run: Run, sources: Path, line: str, problem: str
) -> None:
    sources.write_text(f"{line}\n{sources.read_text()}" if line == "colour = 1" else f"{sources.read_text()}\n{line}\n")
    result = run("check", exits=2)
    assert problem in result.stderr
    assert "sources.toml" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not sources.with_name("monitor.db").exists()


def test_a_mistake_in_the_configuration_leaves_an_existing_database_as_it_was(run: Run, sources: Path) -> None:
    run("check")
    before = count_checks(sources)
    sources.write_text(f"unknown = true\n{sources.read_text()}")
    run("check", exits=2)
    assert count_checks(sources) == before == 2


def count_checks(sources: Path) -> int:
    with closing(sqlite3.connect(sources.with_name("monitor.db"))) as db:
        count: int = db.execute("SELECT count(*) FROM checks").fetchone()[0]
    return count


def test_without_a_configuration_init_is_suggested(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "terms-monitor init" in run("check", exits=2).stderr


def test_what_is_piped_has_titles_and_of_no_news_there_is_no_table(run: Run, sources: Path) -> None:
    assert run("check").output.startswith("document\toutcome\twhy\nlarkspur/Privacy Policy\tfirst\t\n")
    assert run("check").output.startswith("checked 2: 2 unchanged\n")
