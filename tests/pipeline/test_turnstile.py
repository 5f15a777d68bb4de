from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event, Lock
from time import sleep

from monitor.pipeline.turnstile import Turnstile


def test_messages_go_out_one_after_the_other() -> None:
    turnstile, alone, met = Turnstile(), Lock(), []

    def send(_: int) -> None:
        with turnstile.passing():
            met.append(alone.acquire(blocking=False))
            sleep(0.005)
            alone.release()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(send, range(24)))
    assert met == [True] * 24


def test_one_that_takes_too_long_holds_up_no_other() -> None:
    turnstile, inside, answered = Turnstile(patience=0.05), Event(), Event()

    def hang() -> None:
        with turnstile.passing():
            inside.set()
            assert answered.wait(10)

    with ThreadPoolExecutor(1) as threads:
        hanging = threads.submit(hang)
        assert inside.wait(10)
        for _ in range(3):
            with turnstile.passing():
                assert not hanging.done()
        answered.set()
        hanging.result()


def test_one_that_fails_makes_room_for_the_next() -> None:
    turnstile = Turnstile(patience=60)
    for _ in range(2):
        with suppress(ValueError), turnstile.passing():
            raise ValueError
