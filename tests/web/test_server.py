from __future__ import annotations

import logging
import socket
from pathlib import Path

import httpx
import pytest
from answering import Served, eventually, free_port


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """One kind of database is enough: where we listen has nothing to do with it."""
    return f"sqlite:///{tmp_path}/monitor.db"


def test_a_port_that_is_taken_is_told_once_and_listened_on_when_it_is_free(
    quiet: Served, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.web.server.RETRY", 0.05)
    port = quiet.settings.web.port
    with caplog.at_level(logging.INFO, "monitor"), socket.create_server(("127.0.0.1", port)) as taken, quiet.running():
        eventually(lambda: "cannot be listened on" in caplog.text)
        taken.close()
        eventually(lambda: f"answering on http://127.0.0.1:{port}" in caplog.text)
        assert quiet.get("/healthz").status_code == 200
    assert caplog.text.count("cannot be listened on") == 1


def test_where_it_answers_follows_the_settings(served: Served) -> None:
    before = served.address
    served.web(port=free_port())
    eventually(served.listens)
    assert served.address != before
    assert served.get("/healthz").status_code == 200
    served.web(enabled=False)
    eventually(lambda: not served.listens())


def test_the_word_of_a_proxy_on_who_asks_and_how_is_taken_where_it_is_one(quiet: Served) -> None:
    password = "eleven herons by the weir"
    quiet.web(password=password)
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}

    def cookie() -> str:
        with httpx.Client(base_url=quiet.address) as client:
            sign = client.get("/login").text.partition('name="form_sign" value="')[2].partition('"')[0]
            answer = client.post("/login", data={"form_sign": sign, "password": password}, headers=forwarded)
            return answer.headers["set-cookie"]

    with quiet.running():
        eventually(quiet.listens)
        assert "Secure" not in cookie()
        quiet.web(proxies=("127.0.0.1",), port=free_port())
        eventually(quiet.listens)
        assert cookie().startswith("__Host-")
