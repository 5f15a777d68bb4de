from __future__ import annotations

import json
from pathlib import Path

import pytest
from servers import Reply, Site
from world import POLICY, TRAINING, Run, page

CHALLENGE = "<html><title>Just a moment...</title><body><h1>Verify that you are human</h1><p>Enable cookies.</p></body>"
OPEN = '[fetch]\nallow_private_networks = true  # a test\nbrowser = "declared"\n'


@pytest.fixture
def here(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings alone, for pages on loopback."""
    monkeypatch.chdir(tmp_path)
    site["/privacy"] = Reply(page(*POLICY, TRAINING, title="Privacy Policy | Larkspur"))
    site["/known"] = Reply(page(*POLICY, title="Terms of Service"))
    path = tmp_path / "sources.toml"
    path.write_text(
        f'{OPEN}\n[services.club]\n\n[services.club.terms."Terms of Service"]\nfetch = "{site.url("/known")}"\n',
        encoding="utf-8",
    )
    return path


def test_try_shows_what_would_be_monitored_and_writes_nothing(here: Path, site: Site, run: Run) -> None:
    before = here.read_text()
    shown = run("try", site.url("/privacy")).output
    for part in ("the document", "Privacy Policy", "without a browser", '"Home Log in"', "trains", TRAINING[:60]):
        assert part in shown
    assert here.read_text() == before
    assert [path.name for path in here.parent.iterdir()] == ["sources.toml"]


def test_try_gives_all_of_it_as_json_or_the_text_alone(here: Path, site: Site, run: Run) -> None:
    facts = json.loads(run("try", "--json", site.url("/privacy")).output)
    assert facts["terms_type"] == "Privacy Policy"
    assert facts["understood"]
    assert facts["standing"] == "document"
    assert facts["clauses"]
    assert run("try", "--text", site.url("/privacy")).output == facts["text"] + "\n"


def test_try_says_what_stands_in_place_of_a_document(here: Path, site: Site, run: Run) -> None:
    site["/wall"] = Reply(CHALLENGE)
    assert "not the document: challenge" in run("try", site.url("/wall"), exits=3).output
    assert "http status" in run("try", site.url("/none"), exits=3).output


def test_try_reads_a_section_and_what_is_selected(here: Path, site: Site, run: Run) -> None:
    extra = "<h1>Cookie Policy</h1>" + "".join(f"<p>Of cookies: {part}</p>" for part in POLICY)
    site["/all"] = Reply(page(*POLICY).replace("</main>", f"{extra}</main>"))
    shown = run("try", site.url("/all")).output
    assert '"Privacy Policy"; "Cookie Policy"' in shown
    text = run("try", "--text", "--section", "Cookie Policy", site.url("/all")).output
    assert text.startswith("# Cookie Policy")
    assert "# Privacy Policy" not in text
    assert run("try", "--text", "--select", "main p", "--remove", "p + p", site.url("/known")).output == (
        POLICY[0] + "\n"
    )


def test_add_declares_what_try_shows_and_keeps_the_rest(here: Path, site: Site, run: Run) -> None:
    before = here.read_text()
    run("add", site.url("/privacy"), "--service", "club", "--language", "en")
    assert here.read_text().startswith(before)
    checked = run("check", "--json", "--service", "club").output
    assert {check["key"] for check in json.loads(checked)["checks"]} == {"club/Privacy Policy", "club/Terms of Service"}


def test_add_makes_the_file_where_there_is_none(tmp_path: Path, here: Path, site: Site, run: Run) -> None:
    other = tmp_path / "other.toml"
    run("add", site.url("/privacy"), "--config", str(other), "--force", exits=0)
    assert "Privacy Policy" in other.read_text()
    assert other.stat().st_mode & 0o777 == 0o600


WRONG = {
    'has a "Terms of Service" already': (2, "/known", "--service", "club"),
    "reads that address already": (2, "/known", "--service", "club", "--type", "Imprint"),
    "--force": (3, "/none"),
    "not the document": (3, "/wall"),
    "ID": (2, "/privacy", "--service", "No Slug"),
    "--type": (2, "/odd"),
}


@pytest.mark.parametrize("said", WRONG)
def test_add_leaves_the_file_as_it_is_when_something_is_wrong(here: Path, site: Site, run: Run, said: str) -> None:
    exits, path, *options = WRONG[said]
    site["/wall"] = Reply(CHALLENGE)
    site["/odd"] = Reply(page(*POLICY, title="Words"))
    before = here.read_text()
    assert said in run("add", site.url(str(path)), *map(str, options), exits=int(exits)).output
    assert here.read_text() == before


def test_an_address_is_asked_for(here: Path, run: Run) -> None:
    assert "http or https" in run("try", "larkspur.example", exits=2).output
