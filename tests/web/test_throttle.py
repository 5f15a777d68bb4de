from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.web import throttle
from monitor.web.throttle import MOST_FAILURES, WINDOW, Throttle


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 26, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def tried(clock: Clock) -> Throttle:
    """One at which 192.0.2.1 and 2001:db8::1 have failed as often as they may."""
    made = Throttle(clock)
    for address in ("192.0.2.1", "2001:db8::1"):
        for _ in range(MOST_FAILURES):
            assert made.attempt(address, lambda: False) is False
            clock.now += timedelta(minutes=1)
    return made


def test_who_has_failed_too_often_is_not_even_tried_until_the_window_has_passed(tried: Throttle, clock: Clock) -> None:
    wait = tried.attempt("192.0.2.1", lambda: pytest.fail("it was tried"))
    assert wait == WINDOW - timedelta(minutes=2 * MOST_FAILURES)
    assert isinstance(wait, timedelta)
    clock.now += wait
    assert tried.attempt("192.0.2.1", lambda: True) is True


def test_others_are_and_success_makes_up_for_failures(tried: Throttle) -> None:
    assert tried.attempt("192.0.2.2", lambda: False) is False
    assert tried.attempt("192.0.2.2", lambda: True) is True
    for _ in range(MOST_FAILURES):
        assert tried.attempt("192.0.2.2", lambda: False) is False
    assert tried.attempt("a socket", lambda: True) is True


def test_all_addresses_of_one_customer_are_one(tried: Throttle) -> None:
    assert isinstance(tried.attempt("2001:db8::ffff:2", lambda: True), timedelta)
    assert tried.attempt("2001:db8:0:1::1", lambda: True) is True


def test_only_so_many_are_remembered(tried: Throttle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "MOST_ADDRESSES", 3)
    for number in range(5):
        tried.attempt(f"198.51.100.{number}", lambda: False)
    assert tried.attempt("192.0.2.1", lambda: True) is True
