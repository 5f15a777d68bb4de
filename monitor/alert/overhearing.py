"""Hears what Apprise logs while one message is sent, which is the only place where it says why a target refused."""

from __future__ import annotations

import inspect
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from requests import Response


@dataclass(slots=True)
class Heard:
    """What was said at warning or above, and the failures that were being handled when something was said.

    `older` was being handled before, and has nothing to do with it. `answer` is the HTTP answer that was complained of.
    """

    older: BaseException | None = None
    lines: list[str] = field(default_factory=list)
    causes: list[str] = field(default_factory=list)
    answer: Response | None = None

    def reason(self) -> str:
        """Why it failed, in one line; it may quote the address."""
        said = [line.rstrip(" .") for line in dict.fromkeys(self.lines)]
        caused = [cause for cause in dict.fromkeys(self.causes) if not any(cause in line for line in said)]
        return ": ".join([*said, *caused])


_ear: ContextVar[Heard | None] = ContextVar("monitor_alert_ear", default=None)


class _Listener(logging.Handler):
    """Passes what is logged to whoever listens in this context: Apprise hands contexts on to its worker threads."""

    def emit(self, record: logging.LogRecord) -> None:
        heard = _ear.get()
        if heard is None:
            return
        if record.levelno >= logging.WARNING:
            heard.lines.append(" ".join(record.getMessage().split()))
            if (answer := _answer_in_hand()) is not None:  # one that tells of a failure counts as false
                heard.answer = answer
        error = sys.exception()
        if error is not None and error is not heard.older:
            heard.causes.append(_innermost(error))


@contextmanager
def overhear() -> Iterator[Heard]:
    """What Apprise says in this context, and only in this one, while the block runs."""
    _listen()
    heard = Heard(older=sys.exception())
    token = _ear.set(heard)
    try:
        yield heard
    finally:
        _ear.reset(token)


def _listen() -> None:
    """Attach the listener, once; Apprise's lines go no further, as they may quote addresses and whole messages."""
    log = logging.getLogger("apprise")
    if not any(isinstance(handler, _Listener) for handler in log.handlers):
        log.addHandler(_Listener())
    log.setLevel(logging.DEBUG)  # some services log what went wrong only there
    log.propagate = False


def _answer_in_hand() -> Response | None:
    """The HTTP answer that Apprise complains of: it logs its status alone, and looks at no header of it.

    Nothing else leads there. The services call `requests` without a session that hooks could be put on, and keep what
    comes in a variable of the function that logs.
    """
    frame = inspect.currentframe()
    while frame is not None:
        if frame.f_globals.get("__name__", "").startswith("apprise.plugins."):
            for value in frame.f_locals.values():
                if isinstance(value, Response):
                    return value
        frame = frame.f_back
    return None


def _innermost(error: BaseException) -> str:
    """What the failure at the bottom of a chain says, such as "Connection refused"."""
    while (below := error.__cause__ or error.__context__) is not None:
        error = below
    return " ".join(_said(error).split())


def _said(error: BaseException) -> str:
    """What a failure says in words: those of a mail server, or its own."""
    if answers := [*_answers(error)]:
        return "; ".join(dict.fromkeys(answers))
    if isinstance(error, OSError) and (said := error.strerror or str(error)):
        return said
    return f"{type(error).__name__}: {error}".rstrip(": ")


def _answers(error: Any) -> Iterator[str]:
    """What a mail server answered, once or to each recipient, as the failures of smtplib keep it."""
    once = [(error.smtp_code, error.smtp_error)] if hasattr(error, "smtp_code") else []
    for code, words in once or getattr(error, "recipients", {}).values():
        yield f"the server answered {code} {words.decode(errors='replace') if isinstance(words, bytes) else words}"
