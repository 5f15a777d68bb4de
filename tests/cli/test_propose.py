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


def test_try_prints_no_text_of_what_cannot_be_read_and_says_why_beside_it(here: Path, site: Site, run: Run) -> None:
    told = run("try", "--text", site.url("/nowhere"), exits=3)
    assert told.stdout == ""
    assert "/nowhere is not the document: http status: the server answered 404" in told.stderr


def test_try_says_what_stands_in_place_of_a_document(here: Path, site: Site, run: Run) -> None:
    site["/wall"] = Reply(CHALLENGE)
    assert "not the document: challenge" in run("try", site.url("/wall"), exits=3).output
    assert "http status" in run("try", site.url("/none"), exits=3).output


def test_try_reads_a_section_and_what_is_selected(here: Path, site: Site, run: Run) -> None:
    shown = run("try", two_policies(site)).output
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
    "declares that address already, as club/Terms of Service; say --service": (2, "/known"),
    "--force with a --type declares it": (3, "/none"),
    "--force declares it": (3, "/none", "--type", "Imprint"),
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


def test_an_address_that_settings_refuse_is_not_offered_to_be_forced(tmp_path: Path, site: Site, run: Run) -> None:
    told = run("add", site.url("/privacy"), "--config", str(tmp_path / "other.toml"), exits=3)
    assert "allow_private_networks under [fetch] would let it be read" in told.stdout
    assert "has to allow that first; `terms-monitor init` writes one" in told.stderr
    assert "--force" not in told.output


def two_policies(site: Site) -> str:
    extra = "<h1>Cookie Policy</h1>" + "".join(f"<p>Of cookies: {part}</p>" for part in POLICY)
    site["/all"] = Reply(page(*POLICY).replace("</main>", f"{extra}</main>"))
    return site.url("/all")


def test_add_of_a_page_with_several_policies_names_them_unless_one_was_chosen(here: Path, site: Site, run: Run) -> None:
    url = two_policies(site)
    named = '--section chooses one: "Privacy Policy"; "Cookie Policy"'
    assert named in run("add", url, "--service", "all").output
    assert named not in run("add", url, "--service", "one", "--section", "Cookie Policy").output


def test_add_keeps_the_line_ends_of_the_file_and_its_mark(here: Path, site: Site, run: Run) -> None:
    before = b"\xef\xbb\xbf" + here.read_bytes().replace(b"\n", b"\r\n")
    here.write_bytes(before)
    run("add", site.url("/privacy"), "--service", "club")
    after = here.read_bytes()
    assert after.startswith(before)
    assert after.count(b"\r\n") == after.count(b"\n")


UNFINISHED = {
    "no services": OPEN,
    "no terms": f"{OPEN}[services.club]\n",
    "no terms of another": f"{OPEN}[services.other]\n",
    "a target of what is not declared yet": f'{OPEN}[[alerts]]\nurl = "${{NOWHERE}}"\nservices = ["club"]\n',
}


@pytest.mark.parametrize("form", UNFINISHED)
def test_a_configuration_that_lacks_services_takes_its_first_document(
    here: Path, site: Site, run: Run, form: str
) -> None:
    here.write_text(UNFINISHED[form], encoding="utf-8")
    assert "the document" in run("try", site.url("/privacy")).output
    run("add", site.url("/privacy"), "--service", "club")
    assert 'terms."Privacy Policy"]' in here.read_text()


def test_a_configuration_that_is_named_must_be_there_to_try(here: Path, site: Site, run: Run) -> None:
    for name in ("none.toml", ".", "", "x" * 5_000):
        run("try", site.url("/privacy"), "--config", name, exits=2)


def test_what_comes_in_another_language_than_asked_for_is_not_the_document(here: Path, site: Site, run: Run) -> None:
    shown = run("try", site.url("/privacy"), "--language", "de-CH", exits=3).output
    assert "not the document: other language: it is en, declared is de-CH" in shown
    assert "not declared" in run("add", site.url("/privacy"), "--language", "de-CH", exits=3).output


MISTAKES = {
    "larkspur.example": "the address: expected an http or https address",
    "": "the address: ",
    "http://": "the address: ",
    "http://..": "the address: ",
    "http://[::1/x": "the address: ",
    "http://a.example:99999/": "the address: ",
    "http://me:hunter2@a.example/": "use headers",
    "ftp://me:hunter2@a.example/": "use headers",
    "http://a.example/\udcff": "the address: ",
    "http://a.example/ --select p[[": "--select: expected a CSS selector",
    "http://a.example/ --select \udcff": "--select: expected a CSS selector",
    "http://a.example/ --remove ,": "--remove: expected a CSS selector",
    "http://a.example/ --section --": "--section: expected the text of a heading",
    "http://a.example/ --language nonsense!!": "--language: expected a language",
    "http://a.example/ --language x\ny": "--language: expected a language",
}


@pytest.mark.parametrize("command", ["try", "add"])
@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_of_the_command_line_is_told_before_anything_is_asked_for(
    here: Path, run: Run, command: str, line: str
) -> None:
    before = here.read_text()
    result = run(command, *line.split(" "), exits=2)
    assert MISTAKES[line] in result.stderr
    assert "hunter2" not in result.output
    assert here.read_text() == before


@pytest.mark.parametrize("option", ["--service", "--name", "--type"])
def test_names_that_no_configuration_may_have_are_refused(here: Path, site: Site, run: Run, option: str) -> None:
    for name in ("", "\udcff", "x" * 81):
        assert f"{option}: " in run("add", site.url("/none"), option, name, "--force", exits=2).stderr


def test_a_page_that_cannot_be_read_is_declared_with_force_and_named_by_its_host(
    here: Path, site: Site, run: Run
) -> None:
    run("add", site.url("/none"), "--type", "Imprint", "--force")
    assert '[services.127-0-0-1]\nname = "127.0.0.1"' in here.read_text()


def test_try_says_how_the_text_is_printed_and_the_type_is_named(here: Path, site: Site, run: Run) -> None:
    site["/odd"] = Reply(page(*POLICY, title="Words"))
    shown = run("try", site.url("/odd")).output
    assert "--text prints it" in shown
    assert "not known; `add --type` names it" in shown
