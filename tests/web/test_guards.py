from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from answering import Served, eventually

from monitor.web.rendering import POLICY

TOKEN = "an-uncommon-token-of-ours"
NO_NAMES = ["[::1", "[::1]evil", "localhost/evil", "localhost:x", "localhost@evil.example"]
PATHS = ["/healthz", "/readyz", "/metrics", "/calendar.ics", "/nowhere"]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: who may ask has nothing to do with it."""
    return f"sqlite:///{tmp_path}/monitor.db"


def test_a_name_that_leads_here_by_somebody_elses_doing_is_not_answered_to(served: Served) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8765", "0x7f.1", *NO_NAMES):
        for path in PATHS:
            answer = served.get(path, {"Host": host})
            assert answer.status_code == 421
            assert host not in answer.text


def test_addresses_and_the_names_that_were_declared_are(quiet: Served) -> None:
    quiet.web(hosts=("watch.example",))
    with quiet.running():
        eventually(quiet.listens)
        for host in ("127.0.0.1", "LocalHost:8765", "[::1]:99", "192.0.2.7", "watch.example", "localhost."):
            assert quiet.get("/healthz", {"Host": host}).status_code == 200, host


def test_only_questions_and_forms_are_answered(served: Served) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "TRACE"):
        answer = served.get("/healthz", method=method)
        assert answer.status_code == 405
        assert {"GET", "HEAD"} <= set(answer.headers["allow"].split(", "))
    assert served.get("/healthz", method="HEAD").content == b""


def test_every_answer_tells_browsers_to_do_nothing_with_it_and_a_page_what_is_its_own(served: Served) -> None:
    for path in (*PATHS, "/healthz/", "/%3Cscript%3Eunheard"):
        answer = served.get(path)
        policy = answer.headers["content-security-policy"]
        is_page = "text/html" in answer.headers["content-type"]
        assert is_page is (answer.status_code == 404)
        assert policy == (POLICY if is_page else "default-src 'none'; frame-ancestors 'none'")
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "server" not in answer.headers
        assert "<script>" not in answer.text
        assert "unheard" not in answer.text


@pytest.fixture
def locked(quiet: Served) -> Iterator[Served]:
    """One that asks for a token."""
    quiet.web(token=TOKEN)
    with quiet.running():
        eventually(quiet.listens)
        yield quiet


def test_without_the_token_nothing_is_told_but_ok(locked: Served) -> None:
    assert locked.get("/robots.txt").status_code == 200
    for path in ("/healthz", "/readyz"):
        assert (locked.get(path).status_code, locked.get(path).text) == (200, "ok\n")
    for path in (*PATHS[2:], "/api/v1/documents", "/calendar.ics?token=wrong", f"/metrics?token={TOKEN}"):
        assert locked.get(path).status_code == 401
    assert locked.get("/metrics", {"Authorization": "Bearer \u00e9".encode()}).status_code == 401


def test_with_it_all_is_told_and_a_calendar_may_have_it_in_its_address(locked: Served) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert locked.get("/healthz", bearer).json()["status"] == "ok"
    assert locked.get("/metrics", bearer).status_code == 200
    assert locked.get("/nowhere", bearer).status_code == 404
    assert locked.get(f"/calendar.ics?token={TOKEN}").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"x" * 40_000 + b"\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
    ],
)
def test_what_is_no_proper_request_is_refused_and_the_next_one_is_answered(served: Served, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", served.settings.web.port), 5) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answered = connection.recv(4096)
    assert answered.split(b" ")[1:2] in ([b"400"], [])
    assert served.get("/healthz").status_code == 200


def test_many_who_connect_and_say_nothing_keep_nobody_out(served: Served) -> None:
    idle = [socket.create_connection(("127.0.0.1", served.settings.web.port), 5) for _ in range(200)]
    for connection in idle[:150]:
        connection.close()
    eventually(lambda: _answers(served))
    for connection in idle:
        connection.close()


def _answers(served: Served) -> bool:
    """Whether a question is answered; it is not while those who have hung up still count."""
    with suppress(httpx.TransportError):
        return bool(served.get("/healthz").status_code == HTTPStatus.OK)
    return False
