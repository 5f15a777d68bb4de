from __future__ import annotations

import pytest
from entering import PASSWORD, guarded, log_in, sign
from visiting import Visitor
from world import World

from monitor.config import hashed

TOKEN = "an-uncommon-token-of-ours"
BROWSER = {"Accept": "text/html,application/xhtml+xml"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One kind of database is enough: who is let in has nothing to do with it."""
    return sqlite_url


def test_a_browser_is_led_to_the_login_and_back_to_what_it_wanted(world: World) -> None:
    visitor = guarded(world)
    asked = visitor.get("/changes?service=larkspur", BROWSER)
    assert (asked.status_code, asked.headers["location"]) == (303, "/login?next=%2Fchanges%3Fservice%3Dlarkspur")
    page = visitor.get(asked.headers["location"])
    assert 'value="/changes?service=larkspur"' in page.text
    entered = log_in(visitor, PASSWORD, "/changes?service=larkspur")
    assert (entered.status_code, entered.headers["location"]) == (303, "/changes?service=larkspur")
    assert "Log out" in visitor.get("/", BROWSER).text
    assert visitor.get("/login").status_code == 303


def test_a_program_is_told_to_send_the_token(world: World) -> None:
    answer = guarded(world).get("/")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_the_cookie_is_kept_from_scripts_other_sites_and_over_https_from_http(world: World) -> None:
    visitor = guarded(world)
    cookie = log_in(visitor, PASSWORD).headers["set-cookie"]
    assert cookie.startswith("terms_monitor=")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    safe = Visitor(visitor.app, base_url="https://localhost")
    cookie = log_in(safe, PASSWORD).headers["set-cookie"]
    assert cookie.startswith("__Host-terms_monitor=")
    assert "Secure" in cookie
    assert safe.get("/").status_code == 200


@pytest.mark.parametrize("kept", [{"password": hashed(PASSWORD)}, {"password": None, "token": TOKEN}, {"token": TOKEN}])
def test_a_password_that_is_kept_as_a_hash_and_the_token_do_as_well(world: World, kept: dict[str, object]) -> None:
    visitor = guarded(world, **kept)
    assert log_in(visitor, TOKEN if "token" in kept else PASSWORD).status_code == 303
    assert visitor.get("/").status_code == 200


def test_a_wrong_password_is_told_and_too_many_are_not_tried(world: World) -> None:
    visitor = guarded(world)
    for _ in range(5):
        answer = log_in(visitor, "ten herons by the weir")
        assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)
        assert "That is not the password." in answer.text
    answer = log_in(visitor, PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
    assert "in 15 minutes" in answer.text
    world.pass_time(minutes=15)
    assert log_in(visitor, PASSWORD).status_code == 303


def test_a_session_outlives_a_restart_and_ends_with_the_password(world: World) -> None:
    visitor = guarded(world)
    log_in(visitor, PASSWORD)
    assert Visitor(guarded(world).app, visitor.cookies).get("/").status_code == 200
    assert Visitor(guarded(world, password=PASSWORD[::-1]).app, visitor.cookies).get("/").status_code == 401
    assert Visitor(guarded(world, token=TOKEN).app, visitor.cookies).get("/").status_code == 401


def test_logging_out_ends_it(world: World) -> None:
    visitor = guarded(world)
    log_in(visitor, PASSWORD)
    assert "<h1>Log out</h1>" in visitor.get("/logout").text
    left = visitor.request("POST", "/logout", data={"form_sign": sign(visitor.get("/"))})
    assert (left.status_code, left.headers["location"]) == (303, "/login")
    assert visitor.get("/").status_code == 401
    assert world.visitor().get("/logout").headers["location"] == "/login"


@pytest.mark.parametrize("cookie", ["", "x", "a.b.c", "é", "AAAA.aaaaaa.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_cookie_that_we_did_not_give_is_none(world: World, cookie: str) -> None:
    headers = {"Cookie": f"terms_monitor={cookie}".encode()}
    assert guarded(world).request("GET", "/", headers=headers).status_code == 401


@pytest.mark.parametrize(
    "ahead", ["//evil.example/", "https://evil.example/", "/\\evil.example", "/\t/evil.example", ""]
)
def test_nobody_is_sent_elsewhere(world: World, ahead: str) -> None:
    visitor = guarded(world)
    assert "evil" not in visitor.request("GET", "/login", params={"next": ahead}).text
    assert log_in(visitor, PASSWORD, ahead).headers["location"] == "/"


def test_where_nothing_is_asked_for_there_is_no_login(world: World) -> None:
    visitor = world.visitor()
    answer = visitor.get("/login?next=/changes")
    assert (answer.status_code, answer.headers["location"]) == (303, "/changes")
    assert "Log out" not in visitor.get("/").text
