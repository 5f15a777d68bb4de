"""Where log lines go: standard error, so that standard output stays a command's answer."""

from __future__ import annotations

import logging

# What these log is of no use or holds addresses with secrets; of APScheduler, a job that fails must be seen.
LEVELS = dict.fromkeys(("httpx", "httpcore", "apprise", "alembic"), logging.CRITICAL) | {
    "apscheduler": logging.ERROR
}


def to_terminal(*, verbose: bool) -> None:
    """Log our own lines to standard error: all of them, or warnings alone."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", force=True)
    logging.getLogger("monitor").setLevel(logging.INFO if verbose else logging.WARNING)
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)
