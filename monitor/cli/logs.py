"""Where log lines go: standard error, so that standard output stays a command's answer."""

from __future__ import annotations

import logging

NOISY = ("httpx", "httpcore", "apscheduler", "apprise", "alembic")  # some log addresses, which may hold secrets


def to_terminal(*, verbose: bool) -> None:
    """Log our own lines to standard error: all of them, or warnings alone."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s", force=True)
    logging.getLogger("monitor").setLevel(logging.INFO if verbose else logging.WARNING)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
