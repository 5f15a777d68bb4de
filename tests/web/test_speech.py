from __future__ import annotations

import re
from importlib import resources

import pytest
from starlette.requests import Request

from monitor.alert.voice import LANGUAGES, Entry, catalogue
from monitor.web.speech import language_of, words

GAP = re.compile(r"\{\w*\}")


def texts(entry: Entry) -> list[str]:
    return [entry] if isinstance(entry, str) else [*entry.values()]


def gaps(entry: Entry) -> set[str]:
    return {gap for text in texts(entry) for gap in GAP.findall(text)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things_with_the_same_gaps(language: str) -> None:
    here, there = words(language), words("en")
    assert here.keys() == there.keys()
    assert {key: gaps(entry) for key, entry in here.items()} == {key: gaps(entry) for key, entry in there.items()}
    assert [key for key in there if isinstance(here[key], str) is not isinstance(there[key], str)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_pages_has_the_name_of_a_word_of_alerts(language: str) -> None:
    assert words(language).keys() & catalogue(language).keys() == set()


def asking(accepted: str = "", query: str = "") -> Request:
    headers = [(b"accept-language", accepted.encode())]
    return Request({"type": "http", "path": "/", "query_string": query.encode(), "headers": headers})


CASES = [
    ("", "", "en"),
    ("de-CH,de;q=0.9,fr;q=0.8", "", "de"),
    ("rm, it;q=0.7, fr;q=0.8", "", "fr"),
    ("ja,ko;q=0.5", "", "en"),
    ("de;q=nonsense,fr;q=0.1", "", "fr"),
    ("de", "lang=it", "it"),
    ("de", "lang=../en", "de"),
]


@pytest.mark.parametrize(("accepted", "query", "spoken"), CASES)
def test_the_language_is_the_one_asked_for_else_the_one_that_the_browser_likes_best(
    accepted: str, query: str, spoken: str
) -> None:
    assert language_of(asking(accepted, query)) == spoken


def test_german_pages_and_messages_address_people_alike() -> None:
    for package in ("monitor.web", "monitor.alert"):
        words = resources.files(package).joinpath("words", "de.toml").read_text(encoding="utf-8")
        assert not re.findall(r"\b(?:du|dir|dich|dein\w*)\b", words, re.IGNORECASE)
