import pytest

from monitor.extract import service, terms_type
from monitor.extract.naming import NAMES
from monitor.records import Reading

NOWHERE = "https://larkspur.example/legal"


@pytest.mark.parametrize(("name", "expected"), [(name, kind) for kind, names in NAMES.items() for name in names])
def test_every_name_of_a_type_is_known_in_a_title(name: str, expected: str) -> None:
    assert terms_type(Reading("", title=f"{name.capitalize()} | Larkspur"), NOWHERE) == expected


@pytest.mark.parametrize(
    ("text", "title", "url", "expected"),
    [
        ("# Cookie Policy\n\nabout", "Privacy | Larkspur", NOWHERE, "Trackers Policy"),
        ("text alone", "Larkspur", "https://larkspur.example/de/datenschutz.html", "Privacy Policy"),
        ("text", None, "https://larkspur.example/terms-of-service/", "Terms of Service"),
        ("text", "Terms of Sale", "https://larkspur.example/privacy", "Terms of Sale"),
        ("## Welcome\n\ntext", "Larkspur", "https://larkspur.example/determinism", None),
    ],
)
def test_the_first_heading_the_title_and_the_address_tell_the_type_in_that_order(
    text: str, title: str | None, url: str, expected: str | None
) -> None:
    assert terms_type(Reading(text, title=title), url) == expected


@pytest.mark.parametrize(
    ("title", "url", "expected"),
    [
        ("Privacy Policy | Lark Spur", "https://www.lark-spur.com/privacy", ("lark-spur", "Lark Spur")),
        ("LarkSpur – Datenschutz", "https://legal.larkspur.co.uk/", ("larkspur", "LarkSpur")),
        ("Privacy", "https://larkspur.io/privacy", ("larkspur", "Larkspur")),
        (None, "http://localhost:8000/x", ("localhost", "Localhost")),
        (None, "https://ab.ch/x", ("ab", "Ab")),
        (None, "http://192.0.2.7/x", ("192-0-2-7", "192.0.2.7")),
        ("Privacy Policy", "http://192.0.2.7/x", ("192-0-2-7", "192.0.2.7")),
        ("Privacy Policy | Lark Spur", "http://192.0.2.7/x", ("lark-spur", "Lark Spur")),
        ("Larkspur: Terms of Service", "http://localhost:8000/x", ("larkspur", "Larkspur")),
        (None, "http://[2001:db8::1]/x", ("2001-db8-1", "2001:db8::1")),
    ],
)
def test_a_service_is_called_as_its_host_in_the_titles_spelling_or_where_that_says_nothing_as_in_the_title(
    title: str | None, url: str, expected: tuple[str, str]
) -> None:
    assert service(Reading("", title=title), url) == expected
