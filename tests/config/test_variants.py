from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.records import Page, Schedule, Settings

TERMS = """
[services.a.terms.P]
fetch = "https://a.example/"
remove = "nav"
section = "Privacy"
headers = { X-Key = "1" }
every = "1h"
"""
VARIANT = "[services.a.terms.P.variants.{}]\n"


def test_a_variant_is_a_declaration_beside_its_document_and_has_what_it_does_not_say_otherwise(
    load: Callable[..., Settings],
) -> None:
    plain, swiss = load(
        TERMS + VARIANT.format("CH") + 'language = "de-CH"\nremove = []\ncookies = { country = "CH" }\n'
    ).declarations
    assert (plain.key, plain.variant, plain.region) == ("a/P", None, None)
    assert (swiss.key, swiss.variant, swiss.region) == ("a/P (CH)", "CH", "CH")
    assert swiss.pages == (Page("https://a.example/", section="Privacy"),)
    assert (swiss.language, swiss.headers, swiss.cookies) == ("de-CH", {"X-Key": "1"}, {"country": "CH"})
    assert swiss.schedule == Schedule(every=3600.0)


def test_a_variant_can_have_other_pages_times_and_another_region(load: Callable[..., Settings]) -> None:
    text = 'combine = [{ fetch = "https://b.example/" }]\ncron = "0 7 * * *"\nregion = "Switzerland"\n'
    swiss = load(TERMS + VARIANT.format("CH") + text).declarations[1]
    assert swiss.pages == (Page("https://b.example/", remove=("nav",), section="Privacy"),)
    assert (swiss.schedule.every, swiss.schedule.cron, swiss.region) == (None, "0 7 * * *", "Switzerland")


@pytest.mark.parametrize(
    "line", ['language = "de"', 'headers = { X-Key = "2" }', 'cookies = { a = "b" }', 'proxy = "http://p.example"']
)
def test_the_same_page_asked_for_otherwise_is_another_document(load: Callable[..., Settings], line: str) -> None:
    assert len(load(TERMS + VARIANT.format("CH") + line + "\n").declarations) == 2


def test_a_variant_that_reads_the_same_is_refused(refusal: Callable[..., str]) -> None:
    message = refusal(TERMS + VARIANT.format("CH") + 'region = "CH"\n')
    assert message.startswith("sources.toml: [services.a.terms.P.variants.CH]: it reads the same parts")


def test_a_document_with_the_name_of_a_variant_is_refused(refusal: Callable[..., str]) -> None:
    other = '[services.a.terms."P (CH)"]\nfetch = "https://b.example/"\n'
    assert "is the name of another document too" in refusal(TERMS + VARIANT.format("CH") + 'language = "de"\n' + other)


@pytest.mark.parametrize("name", ['"a/b"', '"a (b)"', '""', '" a"', f'"{"x" * 41}"'])
def test_a_name_that_cannot_stand_in_a_key_is_refused(refusal: Callable[..., str], name: str) -> None:
    assert refusal(TERMS + VARIANT.format(name) + 'language = "de"\n')


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("variants = {}", "variants: there is no such table"),
        ('fetch = "ftp://b.example"', "fetch: expected an http or https address"),
        ('fetch = "https://b.example"\ncombine = []', "combine: expected fetch or combine"),
        ("select = 1", "select: expected a CSS selector"),
    ],
)
def test_a_mistake_in_a_variant_is_told_with_its_table(refusal: Callable[..., str], lines: str, told: str) -> None:
    assert refusal(TERMS + VARIANT.format("CH") + lines + "\n").startswith(
        f"sources.toml: [services.a.terms.P.variants.CH]: {told}"
    )
