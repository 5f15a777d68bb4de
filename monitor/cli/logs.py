"""Where log lines go: standard error, so that standard output stays a command's answer."""

from __future__ import annotations

import logging
import sys
from datetime import UTC, datetime
from textwrap import indent
from types import TracebackType

from monitor.cli.output import clean, json_line

LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("text", "json")

# What these log is of no use or holds addresses with secrets; of APScheduler, a job that fails must be seen.
QUIET = dict.fromkeys(("httpx", "httpcore", "apprise"), logging.CRITICAL) | {"apscheduler": logging.ERROR}

_Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class _Text(logging.Formatter):
    """A line each, safe for a terminal: what a server sent begins no line of its own, and a trace is set apart."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's
        return clean(super().formatMessage(record)).replace("\n", " ")

    def formatException(self, ei: _Failure) -> str:  # noqa: N802 - logging's
        return indent(clean(super().formatException(ei)), "    ")


class _Json(logging.Formatter):
    """An object a line: the facts that were logged with the message, each by its name."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            **getattr(record, "facts", {}),
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json_line(line)


def log_to_stderr(level: str, form: str | None = "text") -> None:
    """Log our own lines from a level on; without a form, as text on a terminal and as JSON elsewhere."""
    handler = logging.StreamHandler()
    is_text = form == "text" or (form is None and sys.stderr.isatty())
    handler.setFormatter(_Text("%(asctime)s %(levelname)s %(message)s") if is_text else _Json())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("monitor").setLevel(level.upper())
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(least)
