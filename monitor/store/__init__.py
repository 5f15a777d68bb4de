"""The only place with queries: each function takes a connection inside a transaction and gives frozen records."""

from monitor.store import (
    blobs,
    changes,
    checks,
    copying,
    deliveries,
    documents,
    hosts,
    reminders,
    retention,
    soundness,
    versions,
)

__all__ = [
    "blobs",
    "changes",
    "checks",
    "copying",
    "deliveries",
    "documents",
    "hosts",
    "reminders",
    "retention",
    "soundness",
    "versions",
]
from monitor.store import figures

__all__ = ["blobs", "changes", "checks", "deliveries", "documents", "figures", "hosts", "reminders", "versions"]
