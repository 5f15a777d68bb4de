"""Lines: the one that the log has of each check, the document's key first, with its facts for programs."""

from __future__ import annotations

import logging
from datetime import datetime

from monitor.pipeline.receive import Receipt
from monitor.records import Check

log = logging.getLogger(__name__)


def log_check(result: Check, receipt: Receipt, next_check_at: datetime) -> None:
    """Log how a check ended, how long it took, what came, and when the next one is."""
    facts = {
        "document": result.key,
        "outcome": result.outcome.value,
        "kind": result.kind,
        "detail": result.detail,
        "seconds": round(result.seconds, 3),
        "bytes": receipt.size,
        "status": receipt.status,
        "next_check": next_check_at.isoformat(timespec="seconds"),
    }
    how = ": ".join(filter(None, (result.outcome, result.kind, result.detail)))
    came = f", {receipt.size:,} bytes" if receipt.size else ""
    told = f"{how} ({result.seconds:.2f} s{came}; next {next_check_at:%Y-%m-%d %H:%M} UTC)"
    log.info("%s: %s", result.key, told, extra={"facts": {name: fact for name, fact in facts.items() if fact}})
