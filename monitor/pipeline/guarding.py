"""Guarding: what trips over a bug of ours is told in the log, and holds up nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from monitor.errors import MonitorError

log = logging.getLogger(__name__)


@contextmanager
def guarded(failed: str, *about: object) -> Iterator[None]:
    """Log with these words what trips over a bug in the block; failures that are expected are raised."""
    try:
        yield
    except MonitorError:
        raise
    except Exception:
        log.exception("%s; the next pass tries again", failed % about)
