import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config import add, check, platforms, starter
from monitor.errors import ConfigError

HERE = Path("sources.toml")
FETCH = "https://larkspur.example/terms"
FILE = """# what we watch
[fetch]
pause = "2s"   # be kind

[services.larkspur]   # a club
name = "Larkspur"

[services.larkspur.terms."Privacy Policy"]
fetch = "https://larkspur.example/privacy"  # the long one
"""


def added(text: str = FILE, service: str = "larkspur", terms_type: str = "Terms of Service", **keys: object) -> str:
    keys = {"fetch": FETCH, **keys}
    return add(text, HERE, service=service, name="Name", terms_type=terms_type, keys=keys)


def test_a_document_is_added_to_its_service_and_all_else_stays_as_it_was() -> None:
    text = added(language="de")
    assert text.startswith(FILE)
    assert text[len(FILE) :] == (
        '\n[services.larkspur.terms."Terms of Service"]\nfetch = "https://larkspur.example/terms"\nlanguage = "de"\n'
    )


def test_a_service_is_added_with_its_name() -> None:
    services = tomllib.loads(added(service="quill"))["services"]
    assert services["quill"] == {
        "name": "Name",
        "terms": {"Terms of Service": {"fetch": "https://larkspur.example/terms"}},
    }
    assert services["larkspur"]["name"] == "Larkspur"


def test_an_empty_file_takes_a_first_document() -> None:
    assert list(tomllib.loads(added("# mine\n"))["services"]) == ["larkspur"]


def test_an_address_is_never_filled_from_the_environment() -> None:
    assert "https://a.example/$${X}" in added(fetch="https://a.example/${X}")


def test_a_document_that_is_there_already_is_not_added_again() -> None:
    with pytest.raises(ConfigError, match='has a "Privacy Policy" already'):
        added(terms_type="Privacy Policy")
    with pytest.raises(ConfigError, match='"Privacy Policy" reads that address already'):
        added(fetch="https://larkspur.example/privacy")


def test_another_section_of_the_same_page_is_another_document() -> None:
    assert 'section = "Cookies"' in added(fetch="https://larkspur.example/privacy", section="Cookies")


# ── the forms that a file may have ───────────────────────────────────────────────────────────────────────────────

REFERENCE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
FORMS: dict[str, str] = tomllib.loads(Path(__file__).with_name("forms.toml").read_text(encoding="utf-8"))
FORMS["a mark at the beginning"] = "\ufeff" + FILE
FORMS["line ends of Windows"] = FILE.replace("\n", "\r\n")


def parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff"))


def is_inserted(text: str, edited: str) -> bool:
    """Whether a text is another with something put in at one place."""
    at = next((at for at, (one, other) in enumerate(zip(text, edited, strict=False)) if one != other), len(text))
    return any(edited.endswith(text[place:]) for place in range(max(0, at - 80), at + 1))


@pytest.mark.parametrize("service", ["larkspur", "quill"])
@pytest.mark.parametrize("form", FORMS)
def test_a_document_is_added_to_every_form_of_a_file_at_one_place(form: str, service: str) -> None:
    before = FORMS[form]
    edited = added(before, service=service, select=["main", "p"])
    assert is_inserted(before, edited)
    wanted = parsed(before)
    services = wanted.setdefault("services", {})
    found = services.setdefault(service, {} if service in services else {"name": "Name"})
    found.setdefault("terms", {})["Terms of Service"] = {"fetch": FETCH, "select": ["main", "p"]}
    assert parsed(edited) == wanted


@pytest.mark.parametrize("example", [starter(), *re.findall(r"```toml\n(.*?)```", REFERENCE, flags=re.DOTALL)])
def test_a_document_is_added_to_the_starter_and_to_each_example_of_the_reference(example: str) -> None:
    for service in (*parsed(example).get("services", {}), "quill"):
        edited = added(example, service=service, terms_type="Imprint")
        assert parsed(edited)["services"][service]["terms"]["Imprint"] == {"fetch": FETCH}
        assert is_inserted(example, edited)


@pytest.mark.parametrize("service", ["linkedin", "x", "snapchat", "perplexity", "strava", "quill"])
def test_a_document_is_added_to_the_platforms_of_this_release(service: str) -> None:
    before = platforms()
    edited = added(before, service=service, terms_type="Cookie Policy")
    known = {each.key for each in check(before, HERE, {}).declarations}
    assert {each.key for each in check(edited, HERE, {}).declarations} == known | {f"{service}/Cookie Policy"}
    assert is_inserted(before, edited)
    assert "\n\n\n[" not in edited.removeprefix(before[:2000])


def test_a_document_is_written_like_the_one_before_it() -> None:
    line = '  terms."Privacy Policy".fetch = "https://a.example/"'
    edited = added(f'[services.larkspur]\n{line}\n\n[services.b]\nname = "B"\n')
    assert f'{line}\n  terms."Terms of Service".fetch = "https://larkspur.example/terms"\n\n[services.b]' in edited


def test_tables_stand_between_empty_lines_and_comments_stay_with_what_they_are_about() -> None:
    text = added(FILE + "# of the above\n\n# of the below\n[services.b]\n", terms_type="T")
    assert text.endswith(
        '# of the above\n\n[services.larkspur.terms.T]\nfetch = "https://larkspur.example/terms"\n'
        "\n# of the below\n[services.b]\n"
    )
    assert added("", service="quill").startswith('[services.quill]\nname = "Name"\n\n[services.quill.terms.')


@given(name=st.text(min_size=1, max_size=20), kind=st.text(min_size=1, max_size=20), form=st.sampled_from(list(FORMS)))
def test_names_of_all_signs_are_written_so_that_they_are_read(name: str, kind: str, form: str) -> None:
    if any("\ud800" <= sign <= "\udfff" for sign in name + kind):
        return
    text = add(FORMS[form], HERE, service="quill", name=name, terms_type=kind, keys={"fetch": "https://q.example/"})
    found = parsed(text)["services"]["quill"]
    assert found == {"name": name.replace("${", "$${"), "terms": {kind: {"fetch": "https://q.example/"}}}


@pytest.mark.parametrize("text", ["services = 1", "[services]\nlarkspur = []", '[services.larkspur]\nterms = "none"'])
def test_what_is_no_table_is_named_and_not_added_to(text: str) -> None:
    with pytest.raises(ConfigError, match="expected a table"):
        added(text)
