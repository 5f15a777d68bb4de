from __future__ import annotations

import pytest
from entering import guarded, sign
from visiting import Visitor
from world import World

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: whose forms are taken has nothing to do with it."""
    return sqlite_url


def test_a_form_of_our_own_page_is_taken(inside: Visitor) -> None:
    form = {"form_sign": sign(inside.get("/"))}
    for headers in ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {"Origin": "http://localhost"}, {}):
        assert inside.request("POST", "/documents/1/check", data=form, headers=headers).status_code == 303


def test_one_of_another_site_is_not_whatever_it_says(inside: Visitor) -> None:
    form = {"form_sign": sign(inside.get("/"))}
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "null"},
    ):
        assert inside.request("POST", "/documents/1/check", data=form, headers=headers).status_code == 403


def test_nor_is_one_without_the_sign_of_the_session(inside: Visitor, world: World) -> None:
    stranger = sign(guarded(world).get("/login"))
    for form in ({}, {"form_sign": ""}, {"form_sign": "é"}, {"form_sign": stranger}):
        answer = inside.request("POST", "/documents/1/check", data={"back": "/", **form})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"form_sign=" + b"x" * 5_000, FORM, 413),
        (b"{}", "application/json", 415),
        (b"form_sign=%FF%00&&&=&", FORM, 403),
        (b"\xff\xfe", f"{FORM}; charset=x", 403),
    ],
)
def test_what_is_no_form_is_refused(inside: Visitor, content: bytes, kind: str, status: int) -> None:
    answer = inside.request("POST", "/documents/1/check", content=content, headers={"Content-Type": kind})
    assert answer.status_code == status


def test_where_nobody_is_asked_for_a_password_forms_are_ours_alone_too(inside: Visitor, world: World) -> None:
    world.pass_time(hours=-1)  # a document that is due has no button
    everybody = world.visitor()
    for form_sign, status in ((sign(guarded(world).get("/login")), 403), ("", 403)):
        answer = everybody.request("POST", "/documents/1/check", data={"form_sign": form_sign})
        assert answer.status_code == status
    shown = sign(everybody.get("/documents/1"))
    assert everybody.request("POST", "/documents/1/check", data={"form_sign": shown}).status_code == 303
