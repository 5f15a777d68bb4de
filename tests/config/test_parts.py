from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from monitor.records import FetchSettings, Filter, Page, Settings

TERMS = '[services.example.terms."Privacy Policy"]\nfetch = "https://example.org/"\n'


def page(settings: Settings) -> Page:
    return settings.declarations[0].pages[0]


def test_section_filters_and_browser_are_taken_for_a_page(load: Callable[..., Settings]) -> None:
    found = page(
        load(
            TERMS + 'section = "Privacy"\nbrowser = true\n'
            'filter = ["cleanUrls", { removeQueryParams = ["a", "b"] }, { removeQueryParams = "c" }]\n'
        )
    )
    assert (found.section, found.browser) == ("Privacy", True)
    assert found.filters == (
        Filter("cleanUrls"),
        Filter("removeQueryParams", ("a", "b")),
        Filter("removeQueryParams", ("c",)),
    )


def test_open_terms_archives_name_for_the_browser_is_taken_in_documents_and_their_pages(
    load: Callable[..., Settings],
) -> None:
    assert page(load(TERMS + "executeClientScripts = true\n")).browser
    table = '[services.a.terms.A]\nbrowser = true\nsection = "B"\ncombine = ['
    pages = (
        '{ fetch = "https://a.example", executeClientScripts = false, section = "A" }, { fetch = "https://b.example" }]'
    )
    found = load(table + pages + "\n").declarations[0].pages
    assert [(each.browser, each.section) for each in found] == [(False, "A"), (True, "B")]


@pytest.mark.parametrize(
    ("selector", "taken"),
    [
        ("div:has(> h1):not(.a, .b)", "div:has(> h1):not(.a, .b)"),
        ('p:contains("Fee")', 'p:lexbor-contains("Fee")'),
        (":scope > main", ":root > main"),
        ("p:matches(.a, .b)", "p:is(.a, .b)"),
    ],
)
def test_selectors_are_taken_in_the_words_of_other_parsers(
    load: Callable[..., Settings], selector: str, taken: str
) -> None:
    assert page(load(TERMS + f"select = '{selector}'\n")).select == (taken,)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('select = "div >"', 'select: expected a CSS selector, found "div >"'),
        ('remove = ["nav", "p:eq(1)"]', 'remove: expected a CSS selector, found "p:eq(1)"'),
        ('section = " — "', "section: expected the text of a heading"),
        ("section = 1", "section: expected text, found 1"),
        ('filter = "cleanUrl"', 'filter: there is no filter "cleanUrl" (did you mean cleanUrls?)'),
        ('filter = ["shout"]', "removeQueryParams"),
        ("filter = [{ cleanUrls = [], removeQueryParams = [] }]", "expected a table of one filter"),
        ("filter = [{ removeQueryParams = [1] }]", "expected removeQueryParams to have a text or a list of texts"),
        ('browser = "yes"', "browser: expected true or false"),
        ('language = "DE"', 'language: expected a language of two small letters (ISO 639-1) such as "en"'),
        ('cookies = { "a b" = "c" }', "expected the name of a cookie"),
        ('proxy = "ftp://a.example"', "proxy: expected a proxy such as http://HOST:PORT"),
        ('proxy = "http://a.example:x"', "proxy: expected a proxy such as http://HOST:PORT"),
        ('proxy = "http://a.example/path"', "proxy: expected a proxy such as http://HOST:PORT"),
    ],
)
def test_a_mistake_is_told_with_its_key(refusal: Callable[..., str], line: str, told: str) -> None:
    message = refusal(TERMS + line + "\n")
    assert message.startswith('sources.toml: [services.example.terms."Privacy Policy"')
    assert told in message


@pytest.mark.parametrize("language", ["en", "de-CH", "zh-Hant-TW", "es-419"])
def test_a_language_may_have_its_region(load: Callable[..., Settings], language: str) -> None:
    assert load(TERMS + f'language = "{language}"\n').declarations[0].language == language


@pytest.mark.parametrize("proxy", ["http://a.example:8080", "https://me:hunter2@a.example", "socks5://[::1]:1080/"])
def test_cookies_and_a_proxy_are_taken_and_never_shown(load: Callable[..., Settings], proxy: str) -> None:
    found = load(TERMS + 'proxy = "${P}"\ncookies = { country = "hunter2" }\n', P=proxy).declarations[0]
    assert (found.proxy, found.cookies) == (proxy, {"country": "hunter2"})
    assert "hunter2" not in repr(found)


@pytest.mark.parametrize(
    "line", ['cookies = { a = "hunter2;b" }', 'proxy = "me:hunter2@a.example"', "cookies = 'hunter2'"]
)
def test_a_cookie_or_proxy_that_is_wrong_is_not_shown(refusal: Callable[..., str], line: str) -> None:
    assert "hunter2" not in refusal(TERMS + line + "\n")


def test_the_browser_of_all_pages_is_set_under_fetch(
    load: Callable[..., Settings], refusal: Callable[..., str]
) -> None:
    settings = load(TERMS + '[fetch]\nbrowser = "declared"\nbrowser_path = "${PROGRAM}"\n', PROGRAM=sys.executable)
    assert settings.fetch == FetchSettings(browser="declared", browser_path=sys.executable)
    assert 'browser: expected "auto" or "declared"' in refusal(TERMS + '[fetch]\nbrowser = "never"\n')
    wrong = refusal(TERMS + '[fetch]\nbrowser_path = "/no/such"\n')
    assert '[fetch]: browser_path: expected a program that is there, found "/no/such"' in wrong


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('headers = { Host = "hunter2" }', "headers]: Host: the program sets this header itself"),
        ('headers = { "content-Length" = "7" }', "content-Length: the program sets this header itself"),
        (
            'headers = { Cookie = "hunter2" }\ncookies = { a = "b" }',
            "Cookie: expected this header or cookies, found both",
        ),
        ('headers = { Accept = "a", accept = "b" }', "accept: it is there twice"),
    ],
)
def test_a_header_that_is_not_a_declarations_to_say_is_refused(
    refusal: Callable[..., str], lines: str, told: str
) -> None:
    message = refusal(TERMS + lines + "\n")
    assert told in message
    assert "hunter2" not in message


def test_a_cookie_header_alone_is_taken(load: Callable[..., Settings]) -> None:
    assert load(TERMS + 'headers = { Cookie = "a=b" }\n').declarations[0].headers == {"Cookie": "a=b"}


def test_what_is_selected_is_something_and_what_is_removed_may_be_nothing(
    load: Callable[..., Settings], refusal: Callable[..., str]
) -> None:
    assert "or a list of these, found an empty list" in refusal(TERMS + "select = []\n")
    assert load(TERMS + "remove = []\n").declarations[0].pages[0].remove == ()
