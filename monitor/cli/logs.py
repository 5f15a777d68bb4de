"""Where log lines go: standard error, so that standard output stays a command's answer."""

from __future__ import annotations

import logging

from monitor.cli.output import clean

# What these log is of no use or holds addresses with secrets; of APScheduler, a job that fails must be seen.
LEVELS = dict.fromkeys(("httpx", "httpcore", "apprise", "alembic"), logging.CRITICAL) | {"apscheduler": logging.ERROR}


class _Clean(logging.Formatter):
    """Lines that may hold text from servers, made safe for a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return clean(super().format(record))


def to_terminal(*, verbose: bool) -> None:
    """Log our own lines to standard error: all of them, or warnings alone."""
    handler = logging.StreamHandler()
    handler.setFormatter(_Clean("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("monitor").setLevel(logging.INFO if verbose else logging.WARNING)
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)
