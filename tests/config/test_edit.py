import tomllib
from pathlib import Path

import pytest

from monitor.config import add
from monitor.errors import ConfigError

HERE = Path("sources.toml")
FILE = """# what we watch
[fetch]
pause = "2s"   # be kind

[services.larkspur]   # a club
name = "Larkspur"

[services.larkspur.terms."Privacy Policy"]
fetch = "https://larkspur.example/privacy"  # the long one
"""


def added(text: str = FILE, service: str = "larkspur", terms_type: str = "Terms of Service", **keys: object) -> str:
    keys = {"fetch": "https://larkspur.example/terms", **keys}
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
