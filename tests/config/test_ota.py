from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from monitor import config
from monitor.records import Declaration, Filter, Page, Range, Settings

NAME = "Larkspur & Söhne"
FETCH = {"fetch": "https://larkspur.example/terms"}


def file(terms: object, name: object = NAME, **more: object) -> bytes:
    return json.dumps({"name": name, "terms": terms, **more}).encode()


@pytest.fixture
def carried(load: Callable[..., Settings]) -> Callable[..., tuple[dict[str, Declaration], str]]:
    """The declarations that the written file gives when it is loaded, and its text."""

    def carry(*files: bytes) -> tuple[dict[str, Declaration], str]:
        text = config.write(config.convert({f"{number}.json": raw for number, raw in enumerate(files)}))
        return {each.key: each for each in load(text).declarations}, text

    return carry


def notes(document: object) -> tuple[str, ...]:
    (found,) = config.convert({"a.json": file({"Terms": document})}).documents
    return found.notes


def test_what_a_declaration_says_is_what_the_written_file_says(
    carried: Callable[..., tuple[dict[str, Declaration], str]],
) -> None:
    terms = {
        "Privacy Policy": {
            "fetch": "https://larkspur.example/privacy#top",
            "select": [".a > p:not(.b)", {"startBefore": "#x", "endAfter": "#y"}],
            "remove": ".share",
            "filter": ["cleanUrls", {"removeQueryParams": ["q"]}],
            "executeClientScripts": True,
        },
        "Terms": {
            "combine": [FETCH, {"fetch": "https://larkspur.example/2", "select": "#b"}],
            "select": {"startAfter": "#c", "endBefore": "#d"},
        },
    }
    found, text = carried(file(terms))
    assert found["larkspur-sohne/Privacy Policy"].service.name == NAME
    assert found["larkspur-sohne/Privacy Policy"].pages == (
        Page(
            "https://larkspur.example/privacy#top",
            (".a > p:not(.b)", Range(start_before="#x", end_after="#y")),
            (".share",),
            filters=(Filter("cleanUrls"), Filter("removeQueryParams", ("q",))),
            browser=True,
        ),
    )
    assert found["larkspur-sohne/Terms"].pages == (
        Page(FETCH["fetch"], (Range(start_after="#c", end_before="#d"),)),
        Page("https://larkspur.example/2", ("#b",)),
    )
    assert "2 documents in full, 0 in part, 0 not" in text


def test_the_older_name_of_the_terms_is_taken_too() -> None:
    raw = json.dumps({"name": "A", "documents": {"Terms": FETCH}}).encode()
    assert config.convert({"a.json": raw}).counts == (1, 0, 0)


@pytest.mark.parametrize(
    ("document", "note"),
    [
        (FETCH | {"filter": ["tidyTheDates"]}, "filter tidyTheDates: it is code"),
        (FETCH | {"filter": [{"removeQueryParams": [1]}]}, "filter removeQueryParams: expected texts"),
        (
            FETCH | {"select": ["#a", "p:eq(1)"]},
            "select, of which all is left to be found out: expected a CSS selector",
        ),
        (FETCH | {"select": {"startBefore": "#a"}}, "expected one of startBefore and startAfter"),
        (FETCH | {"remove": ["#a", "p:eq(1)", 3]}, "remove: expected a CSS selector"),
        (FETCH | {"shadow": True}, "unknown keys: shadow"),
        ({"combine": [FETCH, FETCH]}, "page 2: it is there twice"),
        ({"combine": [FETCH | {"shadow": True}]}, "page 1: unknown keys: shadow"),
    ],
)
def test_what_cannot_be_carried_over_is_told_beside_the_document(
    carried: Callable[..., tuple[dict[str, Declaration], str]], document: object, note: str
) -> None:
    assert any(note in each for each in notes(document))
    found, text = carried(file({"Terms": document}))
    assert [page.url for page in found["larkspur-sohne/Terms"].pages] == [FETCH["fetch"]]
    assert "# not carried over: " in text
    assert "0 documents in full, 1 in part, 0 not" in text


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        {"fetch": 1},
        {"fetch": "ftp://larkspur.example"},
        {"combine": {}},
        FETCH | {"combine": [FETCH]},
        FETCH | {"executeClientScripts": "no"},
    ],
)
def test_a_document_that_cannot_be_read_is_left_out_and_listed(
    carried: Callable[..., tuple[dict[str, Declaration], str]], document: object
) -> None:
    found, text = carried(file({"Terms": document, "Other": {"fetch": "https://larkspur.example/other"}}))
    assert list(found) == ["larkspur-sohne/Other"]
    assert f"# left out: {NAME}, Terms: " in text


def test_the_same_document_twice_is_written_once() -> None:
    found = config.convert({"a.json": file({"A": FETCH, "B": FETCH})})
    assert found.counts == (1, 0, 1)
    assert "reads the same parts" in found.documents[1].notes[0]


def test_names_are_made_to_fit_and_kept_apart(carried: Callable[..., tuple[dict[str, Declaration], str]]) -> None:
    found, _ = carried(
        file({"A/B": FETCH}), file({"A": FETCH}), file({"A": FETCH}, "larkspur 園"), file({"A": FETCH}, "園")
    )
    assert set(found) == {"larkspur-sohne/A-B", "larkspur-sohne-2/A", "larkspur/A", "service/A"}


def test_files_that_hold_no_declarations_are_told() -> None:
    files = {
        "a.json": b"{",
        "b.json": b"[]",
        "c.history.json": b"{}",
        "d.filters.js": b"",
        "e.json": file({"A": FETCH}, more=1),
    }
    found = config.convert(files)
    assert found.notes == ("a.json: it is no JSON", "b.json: it declares no terms", "e.json: unknown keys: more")
    assert found.passed_over == ("c.history.json", "d.filters.js")


def test_services_are_chosen_by_name_or_id() -> None:
    files = {"a.json": file({"A": FETCH}), "b.json": file({"A": FETCH}, "Other")}
    assert set(config.convert(files, ["larkspur-sohne"]).names) == {"larkspur-sohne"}
    assert set(config.convert(files, ["OTHER"]).names) == {"other"}


def test_what_looks_like_a_variable_or_would_end_a_comment_stays_text(
    carried: Callable[..., tuple[dict[str, Declaration], str]],
) -> None:
    document = {"fetch": "https://larkspur.example/${HOME}", "filter": ["a\n[services.evil]\nb"]}
    found, _ = carried(file({"A": document}))
    assert found["larkspur-sohne/A"].pages[0].url == "https://larkspur.example/${HOME}"
