from __future__ import annotations

from urllib.parse import quote

import pytest

from monitor.alert.scrubbing import scrub, secrets


@pytest.mark.parametrize(
    ("address", "secret"),
    [
        ("json://heron:nest-egg@h.example/hook", "nest-egg"),
        ("json://heron:p%40ss%2Fword@h.example/", "p@ss/word"),
        ("json://h.example/T0KEN/part", "T0KEN"),
        ("json://h.example/?+X-Key=abcdef123", "abcdef123"),
        ("json://h.example/?:payload=a,bcdefg", "bcdefg"),
        ("tgram://123456789:abcdefg_hij/99/", "abcdefg_hij"),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ", "TIiajkdnlazkcOXrIdevi7FQ"),
        ("json://u:pw@h.example/", "pw"),
        ("json://h.example/?onlyasecret", "onlyasecret"),
        ("mailto://heron:egg%20shell@h.example?to=chick@n.example", "chick"),
    ],
)
def test_no_part_of_an_address_is_left_in_a_text_however_it_is_spelt(address: str, secret: str) -> None:
    text = f"failed at {secret}, also {quote(secret, safe='')} and {secret.upper()}: 500"
    scrubbed = scrub(text, secrets(address, spare=("h.example",)))
    for spelling in (secret, quote(secret, safe=""), secret.upper()):
        assert spelling not in scrubbed
    assert scrubbed.startswith("failed at ***")
    assert scrubbed.endswith(": 500")


def test_what_is_spared_stays() -> None:
    assert scrub("h.example:8080 refused", secrets("json://h.example:8080/x", spare=("h.example", "8080"))) == (
        "h.example:8080 refused"
    )


def test_a_short_part_is_hidden_where_it_stands_alone_only() -> None:
    assert scrub("a cat and a hat", secrets("json://h.example/a")) == "*** cat and *** hat"


def test_apprises_own_parameters_are_no_secrets() -> None:
    hidden = secrets("json://h.example/?format=markdown&rto=5&verify=no")
    assert not {"markdown", "5", "no"} & set(hidden)
