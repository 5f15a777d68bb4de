"""Guarding: what fails for one document, change or alert is told in the log, and holds up nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from monitor.errors import MonitorError

log = logging.getLogger(__name__)


@contextmanager
def guarded(failed: str, *about: object) -> Iterator[None]:
    """Log with these words what fails in the block: in a line what is expected to, with its trace what is a bug."""
    try:
        yield
    except MonitorError as error:
        log.error("%s, and will be later: %s", failed % about, error)  # noqa: TRY400 - expected
    except Exception:
        log.exception("%s; the next pass tries again", failed % about)
