from __future__ import annotations

import logging
import logging.handlers
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPAuthenticationError, SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected
from threading import Barrier

import pytest

from monitor.alert.overhearing import overhear

LOG = logging.getLogger("apprise")


def test_warnings_are_heard_and_lesser_lines_are_not() -> None:
    with overhear() as heard:
        LOG.info("sent")
        LOG.warning("refused\r\nat the door.")
    assert heard.reason() == "refused at the door"


def test_the_failure_at_the_bottom_is_heard_even_from_a_lesser_line() -> None:
    with overhear() as heard:
        try:
            try:
                raise ConnectionRefusedError(111, "Connection refused")
            except OSError as below:
                raise RuntimeError("a long story") from below
        except RuntimeError:
            LOG.debug("it failed")
        LOG.warning("not sent")
    assert heard.reason() == "not sent: Connection refused"


def test_a_failure_from_before_is_not_taken_for_the_reason() -> None:
    try:
        int("older")
    except ValueError:
        with overhear() as heard:
            LOG.warning("not sent")
    assert heard.reason() == "not sent"


def test_a_failure_without_a_number_is_named() -> None:
    with overhear() as heard:
        try:
            int("no number")
        except ValueError:
            LOG.warning("not sent")
    assert heard.reason() == "not sent: ValueError: invalid literal for int() with base 10: 'no number'"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            SMTPDataError(500, b"5.7.1 Spam,\n5.7.1 says the filter"),
            "the server answered 500 5.7.1 Spam, 5.7.1 says the filter",
        ),
        (SMTPAuthenticationError(535, b"Wer da\xfc?"), "the server answered 535 Wer da\ufffd?"),
        (
            SMTPRecipientsRefused({"a@example.org": (550, b"No such user"), "b@example.org": (550, b"No such user")}),
            "the server answered 550 No such user",
        ),
        (SMTPServerDisconnected("Connection unexpectedly closed"), "Connection unexpectedly closed"),
        (TimeoutError("timed out"), "timed out"),
        (KeyError(), "KeyError"),
    ],
)
def test_a_failure_is_told_in_the_words_of_the_server_and_without_python(error: Exception, said: str) -> None:
    with overhear() as heard:
        try:
            raise error
        except type(error):
            LOG.debug("it failed")
        LOG.warning("not sent")
    assert heard.reason() == f"not sent: {said}"


def test_nothing_is_heard_outside() -> None:
    with overhear() as heard:
        pass
    LOG.warning("to nobody")
    assert heard.reason() == ""


def test_what_apprise_says_stays_out_of_the_programs_log() -> None:
    passed_on = logging.handlers.BufferingHandler(9)
    logging.getLogger().addHandler(passed_on)
    try:
        with overhear():
            LOG.warning("with an address in it")
    finally:
        logging.getLogger().removeHandler(passed_on)
    assert passed_on.buffer == []


def test_each_hears_its_own_target_only() -> None:
    together = Barrier(2)

    def listen(name: str) -> str:
        with overhear() as heard:
            together.wait()
            LOG.warning("refused by %s", name)
            together.wait()
        return heard.reason()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(listen, ["one", "two"])) == ["refused by one", "refused by two"]
