"""Again: what a target did not take is to be sent after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from monitor.pipeline.timing import send_at
from monitor.records import Delivery, Target
from monitor.store import deliveries


def try_again(db: Connection, targets: Sequence[Target], delivery: Delivery, now: datetime, *, to: str) -> None:
    """Let a delivery wait as if it had just been queued for a target, which need not be a declared one."""
    at = next((send_at(target, now) for target in targets if target.name == to), now)
    deliveries.renew(db, delivery, at, target=to)
